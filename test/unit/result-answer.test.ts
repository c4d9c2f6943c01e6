import { describe, expect, it } from 'vitest';
import { answerOf } from '../support/answer-of.js';

type Described = Readonly<Record<string, unknown>>;

const state = { name: 'users.state', label: 'Users State', type: 'string', category: 'dimension' };
const revenue = {
  name: 'orders.revenue',
  label: 'Revenue',
  type: 'sum',
  category: 'measure',
  value_format: '$#,##0.00',
};
const cell = (value: unknown, rendered?: string) => ({ value, rendered: rendered ?? String(value) });
const business = (dimensions: Described[], measures: Described[], rows: unknown[], more: Described = {}) => ({
  metadata: { fields: { dimensions, measures, pivots: [], table_calculations: [] }, pivots: [], ...more },
  rows,
});
const states = (values: unknown[]) =>
  business(
    [state],
    [],
    values.map((value) => ({ 'users.state': cell(value) })),
  );
/** An answer as Looker writes it, with a number that JavaScript could not write. */
const withDigits = (digits: string) =>
  JSON.stringify(business([], [revenue], [{ 'orders.revenue': cell('DIGITS') }])).replace('"DIGITS"', digits);

describe('a result as a table', () => {
  it('has the fields as its header, a row a line, and says how many there are', async () => {
    const rows = [{ 'users.state': cell('Ohio'), 'orders.revenue': cell(12.5, '$12.50') }];
    const { lines, said, structured, rows: count } = await answerOf(business([state], [revenue], rows));
    expect(lines).toEqual(['users.state\torders.revenue', 'Ohio\t12.5']);
    expect(said).toBe('Units: orders.revenue: $\n1 row.');
    expect(structured).toEqual({
      columns: [
        { name: 'users.state', label: 'Users State', type: 'string' },
        { name: 'orders.revenue', label: 'Revenue', type: 'sum', unit: '$' },
      ],
      rows: [['Ohio', 12.5]],
      row_count: 1,
      total_rows: 1,
      next_cursor: null,
    });
    expect(count).toBe(1);
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'has nothing in a column %s that a row does not have',
    async (name) => {
      const { lines, structured } = await answerOf(business([{ ...state, name }], [], [{}]));
      expect(lines).toEqual([name, 'null']);
      expect(structured).toMatchObject({ rows: [[null]] });
    },
  );

  it.each([
    [null, 'null', null],
    ['', '""', ''],
    ['null', '"null"', 'null'],
    ['a\tb\nc', '"a\\tb\\nc"', 'a\tb\nc'],
    [' padded', '" padded"', ' padded'],
    ['"quoted"', '"\\"quoted\\""', '"quoted"'],
    ['say "hi"', 'say "hi"', 'say "hi"'],
    ['2026-01-31', '2026-01-31', '2026-01-31'],
    [true, 'true', true],
    [0, '0', 0],
    [['a', 1], '["a",1]', '["a",1]'],
  ])('writes %j as %s', async (value, written, structuredValue) => {
    const { text, structured } = await answerOf(states([value, 'end']));
    expect(text.split('\n')[1]).toBe(written);
    expect(structured.rows[0]).toEqual([structuredValue]);
  });

  it.each([
    ['9007199254740993', '9007199254740993'],
    ['12.50', 12.5],
    ['-12345678901234567890.10', '-12345678901234567890.10'],
    ['0.1', 0.1],
  ])('keeps every digit of %s, and gives programs what is exact', async (digits, exact) => {
    const { lines, structured } = await answerOf(withDigits(digits));
    expect(lines[1]).toBe(digits);
    expect(structured.rows).toEqual([[exact]]);
  });

  it.each([
    ['date_quarter', '2026-10', 'x', '2026-Q4'],
    ['date_quarter', '2026-01-01', 'x', '2026-Q1'],
    ['date_fiscal_quarter', '2026-01', 'FY2026-Q3', 'FY2026-Q3'],
    ['date_month', '2026-10', '2026-10', '2026-10'],
    ['date_week', '2026-10-05', '2026-10-05', '2026-10-05'],
  ])('tells %s %s apart from other dates', async (type, value, rendered, written) => {
    const date = { name: 'orders.created', label: 'Created', type };
    const { lines } = await answerOf(business([date], [], [{ 'orders.created': cell(value, rendered) }]));
    expect(lines[1]).toBe(written);
  });

  it('says in which time zone its times are', async () => {
    const time = { name: 'orders.created_time', label: 'Created', type: 'date_time' };
    const body = business([time], [], [{ 'orders.created_time': cell('2026-01-01 10:00:00') }]);
    const { said, structured } = await answerOf(body, { timeZone: 'America/New_York' });
    expect(said).toContain('Times are in America/New_York.');
    expect(structured).toMatchObject({ time_zone: 'America/New_York' });
    expect((await answerOf(body)).said).not.toContain('Times');
  });

  it('is laid out from plain rows alike, pivoted ones included', async () => {
    const pivoted = (values: Described) => ({ 'users.state': 'Ohio', 'orders.count': { 'orders.month': values } });
    const { lines } = await answerOf([pivoted({ '2026-01': 1, '2026-02': null }), pivoted({ '2026-01': 3 })]);
    expect(lines).toEqual([
      'users.state\t2026-01 | orders.count\t2026-02 | orders.count',
      'Ohio\t1\tnull',
      'Ohio\t3\tnull',
    ]);
  });

  it('has no rows where there are none, and says what to check', async () => {
    const { lines, said, structured } = await answerOf(states([]));
    expect(lines).toEqual(['users.state']);
    expect(said).toMatch(/^No rows.*filters/);
    expect(structured).toMatchObject({ rows: [], total_rows: 0, next_cursor: null });
  });
});

describe('pivots and totals', () => {
  const month = { name: 'orders.created_quarter', label: 'Quarter', type: 'date_quarter', category: 'dimension' };
  const share = { name: 'share', label: 'Share', measure: false };
  const pivot = (value: string | null) => ({
    key: String(value),
    is_total: false,
    data: { 'orders.created_quarter': value },
  });
  const values = (first: number, second: number, all: number) => ({
    '2026-01': cell(first),
    null: cell(second),
    $$$_row_total_$$$: cell(all),
  });
  const detail = {
    fields: { dimensions: [state], measures: [revenue], pivots: [month], table_calculations: [share] },
    pivots: [pivot('2026-01'), pivot(null), { key: '$$$_row_total_$$$', is_total: true, data: {} }],
    has_totals: true,
    data: [{ 'users.state': cell('Ohio'), 'orders.revenue': values(1, 2, 3), share: cell(0.5) }],
    totals_data: { 'orders.revenue': values(10, 20, 30) },
  };

  it('head each column with its pivot values, mark row totals, and tell totals apart from rows', async () => {
    const { lines, said, structured } = await answerOf(detail);
    expect(lines).toEqual([
      'users.state\tshare\t2026-Q1 | orders.revenue\tnull | orders.revenue\tRow total | orders.revenue',
      'Ohio\t0.5\t1\t2\t3',
    ]);
    expect(said).toContain(
      'Totals: 2026-Q1 | orders.revenue = 10; null | orders.revenue = 20; Row total | orders.revenue = 30',
    );
    expect(said).toContain('Columns are pivoted by orders.created_quarter.');
    expect(structured.columns.slice(2)).toEqual([
      expect.objectContaining({ name: 'orders.revenue', pivot: ['2026-Q1'] }),
      expect.objectContaining({ name: 'orders.revenue', pivot: [null] }),
      expect.objectContaining({ name: 'orders.revenue', is_row_total: true }),
    ]);
    expect(structured.totals).toEqual([null, null, 10, 20, 30]);
    expect(structured.rows).toHaveLength(1);
  });

  it('say when Looker left columns out', async () => {
    const { structured, said } = await answerOf({ ...detail, columns_truncated: 'yes' });
    expect(structured.truncated).toMatchObject({ reason: 'columns', hint: expect.stringContaining('column_limit') });
    expect(said).toContain('column_limit');
  });
});

describe('a result as CSV', () => {
  it('is RFC 4180, with nothing for null and "" for an empty text', async () => {
    const { lines } = await answerOf(states([null, '', 'a,b', 'say "hi"', 'two\nlines']), { format: 'csv' });
    expect(lines).toEqual(['users.state', '', '""', '"a,b"', '"say ""hi"""', '"two', 'lines"']);
  });
});

describe('a query that failed in the database', () => {
  const sql = 'SELECT\n  orders.amuont\nFROM orders';
  const error = { message: 'The database refused the query', message_details: 'column "amuont" does not exist' };
  const failed = (place: Described) => ({ status: 'error', errors: [{ ...error, ...place }], sql, data: [] });

  it.each([
    [failed({ sql_error_loc: { line: 2, column: 10 } }), ' (SQL line 2, column 10: orders.amuont)'],
    [failed({ error_pos: 10 }), ' (SQL line 2, column 3: orders.amuont)'],
    [failed({ error_pos: null }), 'does not exist\n'],
    [{ metadata: {}, rows: [{ looker_error: 'column "amuont" does not exist' }] }, 'does not exist\n'],
    [[{ looker_error: 'column "amuont" does not exist' }], 'does not exist\n'],
  ])('is an error that says why, and where in the SQL when Looker tells: %#', async (body, words) => {
    const { isError, text, rows } = await answerOf(body);
    expect(isError).toBe(true);
    expect(rows).toBeNull();
    expect(text).toContain('column "amuont" does not exist');
    expect(text).toContain(words);
  });

  it('is none for warnings', async () => {
    const warned = { ...states(['Ohio']), errors: [{ level: 'warning', message: 'slow' }] };
    expect(await answerOf(warned)).toMatchObject({ isError: false, rows: 1 });
  });
});
