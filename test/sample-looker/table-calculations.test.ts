import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { calculationCases, referenceFunctions } from './calculation-cases.js';
import { type LookerClient, openClient } from './looker-client.js';

type PivotedCounts = Record<string, Record<string, number>>;

const byStatus = { model: 'ecommerce', view: 'orders', fields: ['orders.status'], sorts: ['orders.status'] };
const counted = { ...byStatus, fields: ['orders.status', 'orders.count'] };
const pivoted = {
  model: 'ecommerce',
  view: 'orders',
  fields: ['users.gender', 'orders.status', 'orders.count'],
  pivots: ['orders.status'],
  sorts: ['users.gender', 'orders.status'],
};
const statuses = ['cancelled', 'complete', 'processing', 'returned', 'shipped'];
const ref = (name: string) => `$\{${name}}`;
const count = ref('orders.count');

describe('table calculations', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const calculated = (query: object, ...fields: object[]) => ({ ...query, dynamic_fields: JSON.stringify(fields) });
  const rowsOf = (query: object, expression: string) =>
    client.rows(calculated(query, { table_calculation: 'x', expression }));
  const valuesOf = async (query: object, expression: string) => (await rowsOf(query, expression)).map((row) => row.x);
  const refusalOf = async (query: object) => {
    const { body } = await client.call('POST', '/queries/run/json_bi', query);
    return (body as { rows: { looker_error?: string }[] }).rows[0]?.looker_error;
  };

  it.each(calculationCases)('%s', async (expression, expected) => {
    expect(await valuesOf(byStatus, expression)).toEqual(expected);
  });

  it("every function of Looker's reference is among them", () => {
    const called = new Set(
      calculationCases.flatMap(([text]) => [...text.matchAll(/(\w+)\(/g)].map(([, name]) => name)),
    );
    expect(referenceFunctions.filter((name) => !called.has(name))).toEqual([]);
  });

  it('totals of columns and rows are those of the query', async () => {
    const shares = await valuesOf({ ...counted, total: true }, `${count} / ${ref('orders.count:total')}`);
    expect(shares.reduce((sum: number, share) => sum + Number(share), 0)).toBeCloseTo(1, 10);
    const expression = `sum(pivot_row(${count})) = ${ref('orders.count:row_total')}`;
    expect(await valuesOf({ ...pivoted, row_total: 'right' }, expression)).toEqual(['Yes', 'Yes']);
  });

  it('a calculation on measures has a value in each pivot column, and neighbours there', async () => {
    const [row] = await rowsOf(pivoted, `${count} - pivot_offset(${count}, -1)`);
    const counts = (row?.['orders.count'] as PivotedCounts | undefined)?.['orders.status'] ?? {};
    const steps = statuses.map((name, index) =>
      index === 0 ? null : Number(counts[name]) - Number(counts[statuses[index - 1] ?? '']),
    );
    expect(row?.x).toEqual({
      'orders.status': Object.fromEntries(statuses.map((name, index) => [name, steps[index]])),
    });
    const [positions] = await rowsOf(pivoted, 'pivot_column()');
    expect(positions?.x).toEqual({
      'orders.status': Object.fromEntries(statuses.map((name, index) => [name, index + 1])),
    });
  });

  it('a calculation that chooses its pivot columns, or reads none, stands once in each row, in every format', async () => {
    const shipped = `pivot_where(${ref('orders.status')} = "shipped", ${count})`;
    const rows = await rowsOf(pivoted, `pivot_index(${count}, 5) = ${shipped} AND sum(pivot_row(${count})) > 0`);
    expect(rows.map((row) => row.x)).toEqual(['Yes', 'Yes']);
    const query = calculated(pivoted, {
      table_calculation: 'x',
      label: 'First letter',
      expression: `substring(${ref('users.gender')}, 1, 1)`,
    });
    const [names, first] = (await client.call('POST', '/queries/run/csv', query)).text.split('\n').slice(1);
    expect(names).toMatch(/,First letter$/);
    expect(first).toMatch(/^(\w)\w+,.*,\1$/);
    const { body } = await client.call('POST', '/queries/run/json_detail', query);
    expect(body).toMatchObject({ data: [{ x: { value: expect.stringMatching(/^\w$/) } }, {}] });
  });

  it('dates of the query are dates, with or without a month and a day', async () => {
    const fields = ['orders.created_month', 'orders.count'];
    const query = { ...counted, fields, sorts: ['orders.created_month desc'], limit: '2' };
    expect(await valuesOf(query, `diff_months(${ref('orders.created_month')}, trunc_months(now()))`)).toEqual([0, 1]);
    expect(await valuesOf(query, `add_days(1, ${ref('orders.created_month')})`)).toEqual(['2026-11-02', '2026-10-02']);
    expect(await valuesOf(query, `offset(${ref('orders.created_month')}, 1)`)).toEqual(['2026-10', null]);
  });

  it('calculations read each other in any order, lists too', async () => {
    const [row] = await client.rows(
      calculated(
        byStatus,
        { table_calculation: 'last', expression: `sum(${ref('window')}) + 1` },
        { table_calculation: 'window', expression: 'list(row(), 2)' },
        { table_calculation: 'off', expression: 'nonsense(', is_disabled: true },
      ),
    );
    expect(row).toEqual({ 'orders.status': 'cancelled', last: 4, window: '1, 2' });
  });

  it.each([
    [
      'percent_of_column_sum',
      (counts: number[]) => counts.map((n) => n / counts.reduce((sum, other) => sum + other, 0)),
    ],
    [
      'percent_of_previous',
      (counts: number[]) => counts.map((n, row) => (row < 4 ? n / (counts[row + 1] ?? 0) : null)),
    ],
    [
      'running_total',
      (counts: number[]) => counts.map((_, row) => counts.slice(0, row + 1).reduce((sum, n) => sum + n, 0)),
    ],
    ['rank_of_column', (counts: number[]) => counts.map((n) => counts.filter((other) => other > n).length + 1)],
  ])('the shortcut %s is computed from the field that it names', async (calculationType, expected) => {
    const shortcut = { table_calculation: 'x', calculation_type: calculationType, args: ['orders.count'] };
    const rows = await client.rows(calculated(counted, shortcut));
    expect(rows.map((row) => row.x)).toEqual(expected(rows.map((row) => Number(row['orders.count']))));
  });

  it.each([
    ['frobnicate(1)', 'there is no function frobnicate()'],
    ['starts_with("a", "b")', 'there is no function starts_with()'],
    ['matches_filter(1, `2`)', 'matches_filter() cannot be used here'],
    ['round()', 'round() takes 1 to 2 parameters and was given 0'],
    ['sum(1, 2)', 'sum() takes 1 parameters and was given 2'],
    ['round("a")', 'takes a number where it was given a string'],
    ['1 + "a"', 'takes a number where it was given a string'],
    ['if("yes", 1, 2)', 'takes a yesno where it was given a string'],
    ['diff_days("a", now())', 'takes a date where it was given a string'],
    ['1 < "a"', 'cannot compare a number and a string'],
    ['row() and yes', 'must be capitalized'],
    ['1 % 2', 'character 3 is not understood'],
    ['(1', 'ends too early'],
    ['when(yes, 1)', 'inside of case()'],
    [ref('orders.id'), 'not in the query'],
    [ref('orders.count:total'), 'without totals'],
    [ref('x'), 'refers to itself'],
    ['list(list(1))', 'a list cannot hold lists'],
  ])('%s is refused as a query that fails', async (expression, reason) => {
    expect(await refusalOf(calculated(counted, { table_calculation: 'x', expression }))).toContain(reason);
  });

  it.each([
    ['very long', '1 + '.repeat(3_000)],
    ['of very many parts', `1${' + 1'.repeat(1_500)}`],
    ['nested very deeply', `${'('.repeat(2_000)}1${')'.repeat(2_000)}`],
    [
      'of nested windows',
      Array.from({ length: 8 }).reduce<string>((inner) => `sum(offset_list(${inner}, -500, 1000))`, 'row()'),
    ],
    ['of an endless list', 'sum(offset_list(row(), 0, 1000000000))'],
    [
      'of a huge text',
      `replace(${Array.from({ length: 4 }).reduce<string>((inner) => `replace(${inner}, "a", "${'a'.repeat(200)}")`, '"aaaaaaaaaa"')}, "a", "b")`,
    ],
  ])('an expression %s is refused, where it would never come to an end', async (_, expression) => {
    expect(await refusalOf(calculated(byStatus, { table_calculation: 'x', expression }))).toEqual(expect.any(String));
  });

  it('texts that calculations double for each other end before the memory does', async () => {
    const fields = Array.from({ length: 40 }, (_, index) => ({
      table_calculation: `t${index}`,
      expression: index === 0 ? '"ab"' : `concat(${ref(`t${index - 1}`)}, ${ref(`t${index - 1}`)})`,
    }));
    expect(await refusalOf(calculated(byStatus, ...fields))).toContain('characters');
  });
});
