import { describe, expect, it } from 'vitest';
import { type PartPath, type PartsReading, readParts } from '../../src/looker/json-parts.js';

async function* inPieces(text: string | Buffer, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const all = async (text: string | Buffer, size: number, reading: Partial<PartsReading> = {}) => {
  const parts: [PartPath, unknown][] = [];
  await readParts(inPieces(text, size), {
    visit: (path) => (path.length < 2 ? 'enter' : 'take'),
    onPart: (path, value) => parts.push([path, value]),
    bytesMax: 10_000_000,
    ...reading,
  });
  return parts;
};

const VALUES = [
  {},
  [],
  [[]],
  { '': [null, true, false, 0, -1.5e-9, '', ' ', 'ü€😀', '\\', '"', '\\"', '{"[', '\u0000\n'] },
  { 'a"b\\': { c: [1, 2, { d: [] }] }, ключ: ['x'], '': {} },
  [{ a: { b: { c: [1] } } }, 'text, with [signs] {and} "quotes"', 5, null],
];

describe('a JSON text that is taken apart while it comes in', () => {
  it.each([1, 2, 3, 7, 10_000])(
    'gives the same values as parsing it, in pieces of %i bytes, packed or spaced',
    async (size) => {
      for (const value of VALUES)
        for (const text of [
          JSON.stringify(value),
          JSON.stringify(value, null, '\t \n\r'.slice(0, 3)),
          ` ${JSON.stringify(value)}\n`,
        ]) {
          expect(await all(text, size, { visit: () => 'take' })).toEqual([[[], value]]);
          const parts = await all(text, size);
          const expected = Object.entries(value).flatMap(([key, inner]) =>
            typeof inner === 'object' && inner !== null
              ? Object.entries(inner).map(([place, one]) => [[key, place], one])
              : [],
          );
          expect(parts.filter(([path]) => path.length === 2).map(([path, one]) => [path.map(String), one])).toEqual(
            expected,
          );
        }
    },
  );

  it('gives only what is wanted, and parses nothing else', async () => {
    const text = '{"skipped": [1, nonsense {"]"}], "rows": [{"a": 1}, {"a": 2}], "end": "x"}';
    const parts = await all(text, 5, {
      visit: ([part, place]) => {
        if (part === undefined || (part === 'rows' && place === undefined)) return 'enter';
        return part === 'rows' ? 'take' : 'skip';
      },
    });
    expect(parts).toEqual([
      [['rows', 0], { a: 1 }],
      [['rows', 1], { a: 2 }],
    ]);
  });

  it.each([
    '',
    ' ',
    '{',
    '[',
    '[1',
    '{"a"',
    '{"a":',
    '{"a":1',
    '[1,',
    '"a',
    '[1}',
    '{"a":1]',
    ']',
    '{1:2}',
    '{"a" 1}',
    '[1 2]',
    '{,}',
    '[1,]',
    '{"a":}',
    '{"a":1,}',
  ])('is refused where it is broken or cut off: %j', async (text) => {
    for (const size of [1, 100]) await expect(all(text, size)).rejects.toMatchObject({ fault: 'not_looker' });
  });

  it.each([
    ['bytes', `[[${'1,'.repeat(600)}1]]`, { bytesMax: 1000 }, /larger than 1000 bytes/],
    ['values', `[[${'1,'.repeat(600)}1]]`, { valuesMax: 500 }, /more than 500 values/],
    ['values inside of one', `[[[${'1,'.repeat(600)}1]]]`, { valuesMax: 500 }, /more than 500 values/],
    ['levels in one value', `[[${'['.repeat(101)}${']'.repeat(101)}]]`, {}, /more than 100 levels/],
    ['bytes of one value', `[["${'x'.repeat(300_000)}"]]`, {}, /larger than 262144 bytes/],
    ['bytes of one key', `{"${'x'.repeat(2000)}":1}`, {}, /larger than 1024 bytes/],
  ] as const)('is refused where it has too many %s', async (_, text, bounds, words) => {
    await expect(all(text, 4096, bounds)).rejects.toMatchObject({
      fault: 'too_large',
      message: expect.stringMatching(words),
    });
  });

  it('is read no further than its bound', async () => {
    let pieces = 0;
    const endless = async function* () {
      for (;;) {
        pieces += 1;
        yield Buffer.alloc(1000, '[');
      }
    };
    const reading = { visit: () => 'skip' as const, onPart: () => undefined, bytesMax: 10_000 };
    await expect(readParts(endless(), reading)).rejects.toMatchObject({ fault: 'too_large' });
    expect(pieces).toBe(11);
  });
});
