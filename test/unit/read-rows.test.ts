import { describe, expect, it } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import { readRows } from '../../src/tool-calls/answers/read-rows.js';

const every = { offset: 0, rowsMax: 1_000, bytesMax: 1_000_000, countsAll: true };

/** The bytes of a text in pieces of a size, and how many of them were taken. */
function inPieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  const taken = { pieces: 0 };
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += size) {
      taken.pieces += 1;
      yield bytes.subarray(at, at + size);
    }
  };
  return { body: pieces(), taken };
}

const rows = [
  { a: 1, text: 'plain' },
  { a: 2, text: 'quotes " and \\ and } ] {' },
  { a: 3, text: 'Umsätze 💶', nested: { list: [1, { b: [] }] } },
];
const answers = {
  json: JSON.stringify(rows),
  json_bi: JSON.stringify({ metadata: { fields: { rows: ['x'] }, rows: 1 }, rows }),
  json_detail: JSON.stringify({ sql: 'rows', fields: {}, data: rows, totals_data: { a: 6 } }, null, 2),
};

describe('reading the rows of an answer', () => {
  describe.each(Object.entries(answers))('%s', (_, text) => {
    it.each([1, 2, 3, 7, 64, 100_000])('gives each row, however the bytes are cut: in pieces of %i', async (size) => {
      const read = await readRows(inPieces(text, size).body, every);
      expect(read.rows.map((row) => JSON.parse(row))).toEqual(rows);
      expect(read).toMatchObject({ count: 3, isWhole: true });
    });

    it.each([1, 2])('keeps the rows that are wanted, here from row %i on, and counts all', async (offset) => {
      const read = await readRows(inPieces(text, 5).body, { ...every, offset, rowsMax: 1 });
      expect(read.rows.map((row) => JSON.parse(row))).toEqual(rows.slice(offset, offset + 1));
      expect(read.count).toBe(3);
    });

    it('is refused where it breaks off', async () => {
      await expect(readRows(inPieces(text.slice(0, -2), 9).body, every)).rejects.toMatchObject({ fault: 'not_looker' });
    });
  });

  it('keeps what stands around the rows, with no rows in it', async () => {
    const frame = async (text: string) => (await readRows(inPieces(text, 4).body, every)).frame;
    expect(await frame(answers.json)).toEqual([]);
    expect(await frame(answers.json_bi)).toEqual({ metadata: { fields: { rows: ['x'] }, rows: 1 }, rows: [] });
    expect(await frame(answers.json_detail)).toEqual({ sql: 'rows', fields: {}, data: [], totals_data: { a: 6 } });
  });

  it('takes no list for the rows whose name only has that word in it', async () => {
    const around = { '"rows"': [1], 'da\\ta': [2] };
    const read = await readRows(inPieces(JSON.stringify({ ...around, rows }), 5).body, every);
    expect(read).toMatchObject({ count: 3, frame: { ...around, rows: [] } });
  });

  it('leaves the rest unread once it has what is wanted, where nobody wants the count', async () => {
    const many = JSON.stringify(Array.from({ length: 10_000 }, (__, id) => ({ id })));
    const { body, taken } = inPieces(many, 1_000);
    const read = await readRows(body, { ...every, rowsMax: 5, countsAll: false });
    expect(read.rows.map((row) => JSON.parse(row).id)).toEqual([0, 1, 2, 3, 4]);
    expect(read.isWhole).toBe(false);
    expect(taken.pieces).toBe(1);
  });

  it('reads on where what describes the rows comes behind them', async () => {
    const late = JSON.stringify({ data: rows, fields: { dimensions: [] } });
    const read = await readRows(inPieces(late, 10).body, { ...every, rowsMax: 1, countsAll: false });
    expect(read.frame).toEqual({ data: [], fields: { dimensions: [] } });
  });

  it('gives the rows without their number where only those behind them come too late', async () => {
    const late = async function* () {
      yield Buffer.from('[{"a":1},{"a":2},');
      throw new LookerError('timed_out', 'no answer came in time');
    };
    const read = await readRows(late(), { ...every, rowsMax: 1 });
    expect(read).toMatchObject({ rows: ['{"a":1}'], isWhole: false });
    await expect(readRows(late(), every)).rejects.toMatchObject({ fault: 'timed_out' });
  });

  it('keeps one row beyond the bytes it may keep, and no second', async () => {
    const read = await readRows(inPieces(answers.json, 10).body, { ...every, bytesMax: 1 });
    expect(read.rows.map((row) => JSON.parse(row))).toEqual(rows.slice(0, 1));
  });

  it.each(['', '<html>busy</html>', 'null and void'])('refuses what is no JSON: %j', async (text) => {
    await expect(readRows(inPieces(text, 3).body, every)).rejects.toMatchObject({ fault: 'not_looker' });
  });

  it('refuses a row of many megabytes', async () => {
    const { body } = inPieces(`[{"a":"${'x'.repeat(20_000_000)}"}]`, 65_536);
    await expect(readRows(body, every)).rejects.toMatchObject({ fault: 'too_large' });
  });
});
