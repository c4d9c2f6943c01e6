import { describe, expect, it } from 'vitest';
import { argumentsDigest, readResultCursor, writeResultCursor } from '../../src/tool-calls/answers/result-cursor.js';
import { answerOf } from '../support/answer-of.js';

const fields = (...names: string[]) => ({ dimensions: names.map((name) => ({ name, label: name, type: 'string' })) });
const result = (values: readonly string[]) => ({
  metadata: { fields: fields('view.text') },
  rows: values.map((value) => ({ 'view.text': { value, rendered: value } })),
});
const numbered = (count: number, length = 1) =>
  Array.from({ length: count }, (_, index) => `${index}`.padStart(length, 'x'));

describe('a result that is longer than an answer', () => {
  it.each([
    ['rows', { rowsMax: 7, charactersMax: 150_000 }],
    ['characters', { rowsMax: 1_000, charactersMax: 2_500 }],
  ])('is cut by %s, says so, and its cursors lead to each row once', async (reason, limits) => {
    const values = numbered(100, 40);
    const found: unknown[] = [];
    let [offset, pages, total] = [0, 0, undefined as number | undefined];
    for (;;) {
      const { structured, text, said } = await answerOf(result(values), { limits, offset, total });
      expect(text.length).toBeLessThanOrEqual(limits.charactersMax);
      expect(JSON.stringify(structured).length).toBeLessThanOrEqual(limits.charactersMax);
      expect(structured.total_rows).toBe(100);
      found.push(...structured.rows.flat());
      pages += 1;
      if (structured.next_cursor === null) break;
      expect(structured.truncated).toMatchObject({ reason, hint: expect.stringContaining('next_cursor') });
      expect(said).toContain(`next_cursor: ${structured.next_cursor}`);
      expect(said).toContain(`Rows ${offset + 1} to ${found.length} of 100.`);
      [offset, total] = structured.next_cursor.split(' of ').map(Number) as [number, number];
    }
    expect(found).toEqual(values);
    expect(pages).toBeGreaterThan(2);
  });

  it('is not said to be cut when it just fits', async () => {
    const { structured } = await answerOf(result(numbered(7)), { limits: { rowsMax: 7, charactersMax: 5_000 } });
    expect(structured).toMatchObject({ row_count: 7, next_cursor: null });
    expect(structured.truncated).toBeUndefined();
  });

  it('gives one row that is longer than an answer with its texts cut, and goes on behind it', async () => {
    const values = ['x'.repeat(9_000), 'short'];
    const { structured, text } = await answerOf(result(values), { limits: { rowsMax: 10, charactersMax: 3_000 } });
    expect(text.length).toBeLessThanOrEqual(3_000);
    expect(structured.rows).toHaveLength(1);
    expect(structured.rows[0]?.[0]).toMatch(/^x{50,}… \(9000 characters\)$/);
    expect(structured.next_cursor).toBe('1 of 2');
    expect(structured.truncated?.hint).toContain('Long texts of the row are cut');
  });

  it('is refused where the columns alone are too long, with what to do', async () => {
    const names = numbered(500, 30);
    const body = { metadata: { fields: fields(...names) }, rows: [{}] };
    const { isError, text } = await answerOf(body, { limits: { rowsMax: 10, charactersMax: 5_000 } });
    expect(isError).toBe(true);
    expect(text).toContain('fewer fields');
  });

  it('says when it ended at the limit of the query, beyond which there may be more', async () => {
    const { structured, said } = await answerOf(result(numbered(5)), { queryRowsMax: 5 });
    expect(structured.truncated).toMatchObject({ reason: 'query_limit' });
    expect(said).toContain('its limit of 5 rows');
    expect((await answerOf(result(numbered(4)), { queryRowsMax: 5 })).structured.truncated).toBeUndefined();
  });
});

describe('the cursor of a result', () => {
  const args = { model: 'm', filters: { a: '1', b: '2' }, limit: 10 };
  const cursor = { taskId: 'abc', offset: 30, total: 100, call: argumentsDigest(args) };

  it.each([
    [cursor],
    [{ taskId: 'abc', offset: 0, call: argumentsDigest(args) }],
    [{ ...cursor, rowsMax: 100, format: 'csv' as const }],
  ])('is read as written: %j', (one) => {
    expect(readResultCursor(writeResultCursor(one), args)).toEqual(one);
  });

  it('holds for the same call, however its arguments are ordered and whatever page of it is asked', () => {
    const same = {
      next_cursor: 'x',
      rows_max: 5,
      characters_max: 2_000,
      limit: 10,
      filters: { b: '2', a: '1' },
      model: 'm',
    };
    expect(readResultCursor(writeResultCursor(cursor), same)).toEqual(cursor);
  });

  it.each([{ limit: 11 }, { filters: { a: '1' } }, { model: 'n' }, { sorts: ['a'] }])(
    'is none of a call that asks something else: %j',
    (change) => {
      expect(readResultCursor(writeResultCursor(cursor), { ...args, ...change })).toBeNull();
    },
  );

  it.each(['', '{}', '[]', 'null', '["abc"]', '["abc",-1.5,null,"x"]', '["",0,null,"x"]'])('is not %j', (text) => {
    expect(readResultCursor(text, args)).toBeNull();
  });
});
