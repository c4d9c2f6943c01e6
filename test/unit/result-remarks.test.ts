import { describe, expect, it } from 'vitest';
import { queryVerdict } from '../../src/tool-calls/answers/query-failure.js';
import { subtotalsOf } from '../../src/tool-calls/answers/subtotals.js';
import { answerOf } from '../support/answer-of.js';

type Json = Readonly<Record<string, unknown>>;

const age = { name: 'users.age_tier', label: 'Age', type: 'tier', category: 'dimension' };
const gender = { name: 'users.gender', label: 'Gender', type: 'string', category: 'dimension' };
const count = { name: 'users.count', label: 'Count', type: 'count', category: 'measure' };
const cell = (value: unknown) => ({ value, rendered: String(value) });
const row = (tier: string | null, of: string | null, users: number, grouping?: string[]) => ({
  'users.age_tier': cell(tier),
  'users.gender': { value: of, filterable_value: 'EMPTY' },
  'users.count': cell(users),
  ...(grouping && { $$$__grouping__$$$: grouping }),
});
const ROWS = [row('10 to 19', 'f', 1), row('10 to 19', 'm', 2), row('20 to 29', 'f', 4)];
const detail = (more: Json = {}) => ({
  fields: { dimensions: [age, gender], measures: [count], pivots: [], table_calculations: [] },
  data: ROWS,
  ...more,
});
const note = { title: 'Note', message: 'Note: a view is in development', level: 'error', fatal: false };

describe('what Looker remarks on a query', () => {
  it('names of subtotals fifty dimensions at most', () => {
    const by = Array.from({ length: 10_000 }, (_, at) => `a.${at}`);
    const [subtotals] = subtotalsOf({ subtotals_data: { 1: [{ $$$__grouping__$$$: by }] } }, [], 1_000);
    expect(subtotals?.by).toEqual(by.slice(0, 50));
  });

  it('is looked for in the SQL for the first fifty remarks alone, fatal ones or not', () => {
    let read = 0;
    const remark = (fatal: boolean) => ({
      fatal,
      message: 'm',
      get error_pos() {
        read += 1;
        return 1;
      },
    });
    const verdict = (fatal: boolean) =>
      queryVerdict({ errors: Array.from({ length: 10_000 }, () => remark(fatal)), sql: 'SELECT 1' }, {}, 1);
    expect(verdict(false)).toEqual({ failure: null, notes: ['m (SQL line 1, column 1: SELECT 1)'] });
    expect(read).toBeLessThanOrEqual(50);
    expect(verdict(true).failure).toContain('m (SQL line 1');
    expect(read).toBeLessThanOrEqual(100);
  });

  it.each([
    [1, 'line 1, column 1: SELECT'],
    [7, 'line 1, column 7: SELECT'],
    [8, 'line 2, column 1: 1'],
    [10, 'line 3, column 1: x'],
    [1_000_000_000, 'line 3, column 2: x'],
  ])('at position %s of the SQL stands at its line', (error_pos, place) => {
    const { notes } = queryVerdict({ errors: [{ fatal: false, message: 'm', error_pos }], sql: 'SELECT\n1\nx' }, {}, 1);
    expect(notes).toEqual([`m (SQL ${place})`]);
  });

  it.each([
    ['that is not fatal', { errors: [note] }],
    ['that does not say, beside rows', { errors: [{ ...note, fatal: undefined }] }],
    ['that is a warning', { errors: [{ ...note, fatal: undefined, level: 'warning' }] }],
    ['among its warnings', { errors: null, warnings: [note] }],
    ['with a status of error, beside rows', { errors: [note], status: 'error' }],
  ])('%s stands beside the rows', async (_, more) => {
    const { isError, structured, said } = await answerOf(detail(more));
    expect(isError).toBe(false);
    expect(structured).toMatchObject({ row_count: 3, notes: ['Note: a view is in development'] });
    expect(said).toContain('Note of Looker’s: Note: a view is in development');
  });

  it.each([
    ['not fatal', note],
    ['a warning', { ...note, fatal: undefined, level: 'warning' }],
    ['information', { ...note, fatal: undefined, level: 'info' }],
  ])('that is %s stands in the answer without rows, too', async (_, remark) => {
    const { isError, structured } = await answerOf(detail({ data: [], errors: [remark] }));
    expect(isError).toBe(false);
    expect(structured).toMatchObject({ row_count: 0, notes: [note.message] });
  });

  it.each([
    ['is fatal, whatever rows there are', { errors: [{ ...note, fatal: true }] }],
    ['does not say and no rows came', { data: [], errors: [{ ...note, fatal: undefined }] }],
    ['has a status of error and no rows', { data: [], status: 'error', errors: [note] }],
  ])('is a failure where it %s', async (_, more) => {
    const { isError, text } = await answerOf(detail(more));
    expect([isError, text]).toEqual([true, expect.stringContaining('failed in the database: Note: a view')]);
  });

  it('never takes the room of the rows', async () => {
    const errors = Array.from({ length: 50 }, (_, index) => ({ ...note, message: `${index} ${'x'.repeat(1_900)}` }));
    const limits = { rowsMax: 10, charactersMax: 4_000 };
    const { structured } = await answerOf(detail({ errors }), { limits });
    expect(structured.rows).toHaveLength(3);
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(4_000);
  });
});

describe('subtotals', () => {
  const subtotals_data = {
    1: [row('10 to 19', null, 3, ['users.age_tier']), row('20 to 29', null, 4, ['users.age_tier'])],
  };

  it('stand behind the rows, with what they group by', async () => {
    const { structured, said, lines } = await answerOf(detail({ subtotals_data }));
    expect(lines).toHaveLength(4);
    expect(structured).toMatchObject({
      row_count: 3,
      subtotals: [
        {
          by: ['users.age_tier'],
          rows: [
            ['10 to 19', null, 3],
            ['20 to 29', null, 4],
          ],
        },
      ],
    });
    expect(said).toContain('Subtotals by users.age_tier:\nusers.age_tier\tusers.count\n10 to 19\t3\n20 to 29\t4\n');
  });

  it('of a group without a value are told apart from those of all', async () => {
    const data = { 1: [row(null, null, 7, ['users.age_tier'])] };
    expect((await answerOf(detail({ subtotals_data: data }))).said).toContain('users.age_tier\tusers.count\nnull\t7\n');
  });

  it('of pivoted measures have a column for each pivot', async () => {
    const pivoted = {
      fields: { dimensions: [age], measures: [count], pivots: [gender], table_calculations: [] },
      pivots: ['f', 'm'].map((key) => ({ key, is_total: false, data: { 'users.gender': key } })),
      data: [{ 'users.age_tier': cell('10 to 19'), 'users.count': { f: cell(1), m: cell(2) } }],
      subtotals_data: {
        1: [
          {
            'users.age_tier': cell('10 to 19'),
            'users.count': { f: cell(10), m: cell(20) },
            $$$__grouping__$$$: ['users.age_tier'],
          },
        ],
      },
    };
    const { structured } = await answerOf(pivoted);
    expect(structured).toMatchObject({ subtotals: [{ by: ['users.age_tier'], rows: [['10 to 19', 10, 20]] }] });
  });

  it('that are too many are cut where it is said', async () => {
    const many = {
      1: Array.from({ length: 500 }, (_, index) => row(`tier ${index}`, null, index, ['users.age_tier'])),
    };
    const { structured, said } = await answerOf(detail({ subtotals_data: many }), {
      limits: { rowsMax: 10, charactersMax: 6_000 },
    });
    expect(structured).toMatchObject({ row_count: 3, subtotals: [{ is_cut: true }] });
    expect(said).toContain('Further subtotals are left out');
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(6_000);
  });

  it.each([
    ['no object', { subtotals_data: 'x' }],
    ['null', { subtotals_data: null }],
    ['of no rows', { subtotals_data: { 1: [] } }],
    ['rows that are none', { subtotals_data: { 1: [null, 7] } }],
  ])('are left out where they are %s', async (_, more) => {
    expect((await answerOf(detail(more))).structured).not.toHaveProperty('subtotals');
  });
});

describe('filters that Looker applied', () => {
  const metadata = (filters: Json) => ({
    metadata: { fields: { dimensions: [age], measures: [], pivots: [], table_calculations: [] }, pivots: [], filters },
    rows: [{ 'users.age_tier': cell('10 to 19') }],
  });
  const applied = (filters: Json) =>
    detail({
      applied_filters: Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, { field: {}, value }])),
    });

  it.each([
    ['json_bi', metadata],
    ['json_detail', applied],
  ])('and nobody asked for are told (%s)', async (_, body) => {
    const answer = body({ 'users.created_date': '7 days', 'users.state': 'Ohio', 'users.any': '' });
    const { structured, said } = await answerOf(answer, { filtersAsked: { 'users.state': 'Ohio' } });
    expect(structured).toMatchObject({ added_filters: { 'users.created_date': '7 days' } });
    expect(structured).toHaveProperty('added_filters', { 'users.created_date': '7 days' });
    expect(said).toContain('Looker added filters that were not asked for: users.created_date = 7 days.');
  });

  it('are all told of a query that has its own', async () => {
    const { structured, said } = await answerOf(metadata({ 'users.state': 'Ohio' }), { filtersAsked: null });
    expect(structured).toHaveProperty('filters', { 'users.state': 'Ohio' });
    expect(said).toContain('Filtered by: users.state = Ohio.');
  });

  it('and were asked for are not repeated', async () => {
    const { structured } = await answerOf(metadata({ 'users.state': 'Ohio' }), {
      filtersAsked: { 'users.state': 'Ohio' },
    });
    expect(structured).not.toHaveProperty('added_filters');
  });
});

describe('a page for programs', () => {
  it('begins with what there is of it, and ends with the rows', async () => {
    const { structured } = await answerOf(detail({ timezone: 'UTC' }), {
      limits: { rowsMax: 2, charactersMax: 9_000 },
      offset: 1,
    });
    expect(Object.keys(structured)).toEqual([
      ...['row_count', 'total_rows', 'rows_before', 'next_cursor', 'time_zone', 'columns', 'rows'],
    ]);
  });

  it('says what the text says of no rows', async () => {
    const { structured, said } = await answerOf(detail({ data: [] }));
    expect(said.split('\n')).toContain((structured as { hint?: string }).hint);
  });

  it('says what the table is pivoted by', async () => {
    const { structured } = await answerOf({
      fields: { dimensions: [age], measures: [count], pivots: [gender], table_calculations: [] },
      pivots: [{ key: 'f', is_total: false, data: { 'users.gender': 'f' } }],
      data: [{ 'users.age_tier': cell('10 to 19'), 'users.count': { f: cell(1) } }],
    });
    expect(structured).toMatchObject({ pivoted_by: ['users.gender'] });
  });

  it('of CSV has the text and no rows', async () => {
    const { structured, content, isBestAsContent } = await answerOf(detail(), { format: 'csv' });
    const [csv] = content;
    expect(csv).toEqual({ kind: 'text', text: (structured as { text?: string }).text });
    expect(structured).not.toHaveProperty('rows');
    expect([structured.row_count, isBestAsContent]).toEqual([3, true]);
  });

  it('of CSV is not longer than allowed, whatever its texts hold', async () => {
    const data = Array.from({ length: 200 }, (_, index) => row(`"${index}"\n"""`, 'f', index));
    const limits = { rowsMax: 200, charactersMax: 4_000 };
    const { structured } = await answerOf(detail({ data }), { format: 'csv', limits });
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(4_000);
    expect(structured.row_count).toBeLessThan(200);
  });
});
