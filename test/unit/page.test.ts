import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { createId } from '../../src/database/ids.js';
import { AppError } from '../../src/errors/app-error.js';
import { PageQuery, pageOf, pageWindow } from '../../src/http/page.js';

const newest = (count: number) => Array.from({ length: count }, () => ({ id: createId() })).reverse();
type Row = { readonly id: string };

/** What a repository answers for a window. */
const read = (rows: readonly Row[], query: PageQuery) => {
  const window = pageWindow(query);
  const { before, take } = window;
  const found = rows.filter(({ id }) => before.id === undefined || id < before.id.lt).slice(0, take);
  return pageOf(found, window, (row) => row.id);
};

describe('ids', () => {
  it('sort by the time at which they were made, also within a millisecond', () => {
    const made = Array.from({ length: 5000 }, createId);
    expect([...made].sort()).toEqual(made);
    expect(made[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('pages', () => {
  it.each([0, 1, 2, 3, 4, 7, 9])(
    'of three show each of %i records once, in order, and end with the last one',
    (count) => {
      const rows = newest(count);
      const seen: string[] = [];
      let cursor: string | null | undefined;
      let pages = 0;
      for (; cursor !== null && pages < 10; pages++) {
        const page = read(rows, { limit: 3, ...(cursor && { next_cursor: cursor }) });
        expect(page.result.length).toBeLessThanOrEqual(3);
        seen.push(...page.result);
        cursor = page.next_cursor;
      }
      expect(cursor).toBeNull();
      expect(pages).toBe(Math.max(1, Math.ceil(count / 3)));
      expect(seen).toEqual(rows.map(({ id }) => id));
    },
  );

  it('hold fifty records when no limit is given', () => {
    expect(read(newest(60), {}).result).toHaveLength(50);
  });

  it('show nothing twice when records are added between them', () => {
    const rows = newest(4);
    const first = read(rows, { limit: 2 });
    const second = read([...newest(3), ...rows], { limit: 2, next_cursor: first.next_cursor ?? '' });
    expect([...first.result, ...second.result]).toEqual(rows.map(({ id }) => id));
  });

  it.each([
    '',
    'x',
    'not a cursor',
    Buffer.from('17').toString('base64url'),
    Buffer.from("' OR 1=1 --").toString('base64url'),
    Buffer.from(`${createId()}x`).toString('base64url'),
    createId(),
  ])('of the cursor %j are refused', (next_cursor) => {
    expect(() => pageWindow({ next_cursor })).toThrow(AppError);
    expect(() => pageWindow({ next_cursor })).toThrow(/exactly as it came/);
  });
});

describe('the query of a list', () => {
  const problems = (query: Record<string, string>) =>
    validateSync(plainToInstance(PageQuery, query)).map(({ property }) => property);

  it.each([{}, { limit: '1' }, { limit: '100' }, { next_cursor: 'x' }])('takes %j', (query) => {
    expect(problems(query)).toEqual([]);
  });

  it.each(['0', '101', '-1', '1.5', 'ten', ''])('refuses the limit %j', (limit) => {
    expect(problems({ limit })).toEqual(['limit']);
  });

  it('refuses a cursor longer than any of ours', () => {
    expect(problems({ next_cursor: 'x'.repeat(201) })).toEqual(['next_cursor']);
  });
});
