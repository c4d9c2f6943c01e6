import { describe, expect, it } from 'vitest';
import { RowScanner, type RowsWanted } from '../../src/tool-calls/answers/row-scanner.js';
import { anyJson, anyText, fc } from '../support/properties.js';

const rows = fc.array(fc.oneof(fc.dictionary(anyText, anyJson, { maxKeys: 4 }), fc.array(anyJson, { maxLength: 4 })), {
  maxLength: 12,
});
/** Names that look like the rows and are none, among others. */
const around = fc.dictionary(
  fc
    .oneof(anyText, fc.constantFrom('row', 'rows ', '"rows"', 'Data'))
    .filter((name) => name !== 'rows' && name !== 'data'),
  fc.oneof(anyJson, fc.constantFrom('rows', 'data', '[', '"', '\\', { rows: [{ a: 1 }] }, [['data', []]])),
  { maxKeys: 4 },
);
const answer = fc.oneof(
  fc.record({ rows, make: fc.constant((rows: unknown) => rows) }),
  fc
    .record({ rows, before: around, after: around, name: fc.constantFrom('rows', 'data') })
    .map(({ rows, before, after, name }) => ({
      rows,
      make: (rows: unknown): unknown => ({ ...before, [name]: rows, ...after }),
    })),
);
const wanted = fc.record({
  offset: fc.nat({ max: 8 }),
  rowsMax: fc.integer({ min: 1, max: 8 }),
  bytesMax: fc.nat({ max: 400 }),
});
const cuts = fc.oneof(fc.array(fc.nat(), { maxLength: 12 }), fc.constant('each byte' as const));

function scanned(bytes: Buffer, wanted: RowsWanted, cuts: readonly number[]) {
  const scanner = new RowScanner(wanted);
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  for (const [index, place] of places.entries()) scanner.push(bytes.subarray(place, places[index + 1]));
  const { rows, count, isFull } = scanner;
  return { rows, count, isFull, frame: JSON.parse(scanner.frameText({ isWhole: true })) };
}

describe('an answer that is taken apart while it comes in', () => {
  it('gives the rows that are wanted, the number of all, and the rest, however it is cut into chunks', () => {
    fc.assert(
      fc.property(answer, wanted, cuts, fc.constantFrom(undefined, 2), ({ rows, make }, wanted, cuts, indent) => {
        const bytes = Buffer.from(JSON.stringify(make(rows), null, indent));
        const places = cuts === 'each byte' ? bytes.map((_, index) => index) : cuts;
        const found = scanned(bytes, { ...wanted, bytesMax: Number.MAX_SAFE_INTEGER }, [...places]);
        expect(found.rows.map((row) => JSON.parse(row))).toEqual(
          JSON.parse(JSON.stringify(rows.slice(wanted.offset, wanted.offset + wanted.rowsMax))),
        );
        expect(found.count).toBe(rows.length);
        expect(found.frame).toEqual(JSON.parse(JSON.stringify(make([]))));
      }),
    );
  });

  it('keeps the same rows within a number of bytes, however it is cut, and at least one', () => {
    fc.assert(
      fc.property(answer, wanted, cuts, ({ rows, make }, wanted, cuts) => {
        const bytes = Buffer.from(JSON.stringify(make(rows)));
        const places = cuts === 'each byte' ? bytes.map((_, index) => index) : cuts;
        const whole = scanned(bytes, wanted, []);
        expect(scanned(bytes, wanted, [...places])).toEqual(whole);
        const asked = rows.slice(wanted.offset, wanted.offset + wanted.rowsMax).map((row) => JSON.stringify(row));
        expect(whole.rows).toEqual(asked.slice(0, whole.rows.length));
        expect(whole.rows.length >= Math.min(1, asked.length)).toBe(true);
        expect(Buffer.byteLength(whole.rows.slice(0, -1).join('')) <= wanted.bytesMax).toBe(true);
        if (whole.rows.length < asked.length)
          expect(Buffer.byteLength(whole.rows.join(''))).toBeGreaterThanOrEqual(wanted.bytesMax);
      }),
    );
  });

  it('that breaks off is refused', () => {
    fc.assert(
      fc.property(answer, wanted, fc.nat(), ({ rows, make }, wanted, at) => {
        const bytes = Buffer.from(JSON.stringify(make(rows)));
        const cut = bytes.subarray(0, at % bytes.length);
        expect(() => scanned(cut, wanted, [])).toThrow(expect.objectContaining({ fault: 'not_looker' }));
      }),
    );
  });
});
