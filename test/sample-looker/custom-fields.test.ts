import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

const ref = (name: string) => `$\{${name}}`;
const [age, created] = [ref('users.age'), ref('users.created_time')];
const users = { model: 'ecommerce', view: 'users', fields: ['users.count'] };

describe('custom fields and filters', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const counted = async (condition: string) => {
    const [row] = await client.sql(`SELECT COUNT(*) AS n FROM users WHERE ${condition}`);
    return Number(row?.n);
  };
  const rowsWith = (query: { fields: string[] }, ...fields: object[]) =>
    client.rows({ ...query, dynamic_fields: JSON.stringify(fields) });

  /** A custom filter, and the condition in SQL that chooses the same users. */
  it.each([
    [`${age} > 30 AND NOT ${ref('users.gender')} = "Female"`, "age > 30 AND gender <> 'Female'"],
    [`mod(${age}, 2) = 0 OR ${age} / 10 = 2.5`, 'age % 2 = 0 OR age = 25'],
    [`floor(${age} / 10) = 3 AND ceiling(${age} / 10) = 4`, 'age BETWEEN 31 AND 39'],
    [`power(${age}, 2) > 900 AND sqrt(${age}) < 7 AND log(${age}) > 1`, 'age BETWEEN 31 AND 48'],
    [`round(exp(ln(${age})), 0) = abs(-40)`, 'age = 40'],
    [`contains(lower(${ref('users.city')}), "san")`, "LOWER(city) LIKE '%san%'"],
    [`substring(${ref('users.city')}, 1, 3) = "San"`, "city LIKE 'San%'"],
    [
      `position(${ref('users.city')}, "a") = 2 AND length(${ref('users.city')}) > 5`,
      "city LIKE '_a%' AND LENGTH(city) > 5",
    ],
    [`concat(upper(${ref('users.gender')}), replace("-x", "-", "")) = "MALEx"`, "gender = 'Male'"],
    [`case(when(${age} < 30, "young"), when(${age} < 60, "middle"), "old") = "middle"`, 'age BETWEEN 30 AND 59'],
    [`if(is_null(${age}), no, coalesce(${age}, 0) > 50)`, 'age > 50'],
    [`matches_filter(${age}, \`[30, 40)\`)`, 'age >= 30 AND age < 40'],
    [`matches_filter(${ref('users.created_date')}, \`2026-03\`)`, "created_at LIKE '2026-03%'"],
    [`extract_months(${created}) = 3 AND extract_years(${created}) = 2026`, "created_at LIKE '2026-03%'"],
    [`trunc_months(${created}) = date(2026, 3, 1)`, "created_at LIKE '2026-03%'"],
    [`diff_days(${ref('users.created_date')}, date(2026, 3, 8)) = 7`, "created_at LIKE '2026-03-01%'"],
    [`add_months(1, ${ref('users.created_month')}) = date_time(2026, 4, 1, 0, 0, 0)`, "created_at LIKE '2026-03%'"],
    [`diff_months(${created}, date(2026, 3, 1)) = 0`, "created_at > '2026-02-01' AND created_at < '2026-04-01'"],
    [`${created} >= add_days(-1, trunc_days(now()))`, "created_at >= '2026-11-19'"],
    [`${ref('users.created_date')} = add_days(-1, trunc_days(now()))`, "created_at LIKE '2026-11-19%'"],
    [`${ref('users.created_month')} = date(2026, 3, 1)`, "created_at LIKE '2026-03%'"],
  ])('the filter %s chooses what %s does', async (expression, condition) => {
    const [row] = await client.rows({ ...users, filter_expression: expression });
    const expected = await counted(condition);
    expect(row?.['users.count']).toBe(expected);
  });

  it.each([
    [`sum(${age}) > 1`, 'sum() cannot be used here'],
    [`offset(${age}, 1) > 1`, 'offset() cannot be used here'],
    [`to_string(${age}) = "1"`, 'to_string() cannot be used here'],
    [`frobnicate(${age})`, 'there is no function frobnicate()'],
    [`matches_filter(${age}, "30")`, 'between backticks'],
    [`case(1, when(${age} > 1, 2)) > 1`, 'begins with when()'],
    [`${ref('users.count:total')} > 1`, 'totals are for table calculations'],
  ])('the filter %s is refused', async (expression, reason) => {
    const answer = await client.call('POST', '/queries/run/json_bi', { ...users, filter_expression: expression });
    expect(answer.body).toMatchObject({ rows: [{ looker_error: expect.stringContaining(reason) }] });
  });

  it('a custom dimension may be a yesno, a date, a number, and made of others', async () => {
    const rows = await rowsWith(
      { ...users, fields: ['is_old', 'users.count'] },
      { category: 'dimension', dimension: 'decade', expression: `floor(${age} / 10) * 10` },
      { category: 'dimension', dimension: 'is_old', expression: `${ref('decade')} >= 60`, _type_hint: 'yesno' },
    );
    expect(Object.fromEntries(rows.map((row) => [row.is_old, row['users.count']]))).toEqual({
      Yes: await counted('age >= 60'),
      No: await counted('age < 60'),
    });
    const [row] = await rowsWith(
      { ...users, fields: ['users.count'] },
      { category: 'dimension', dimension: 'is_old', expression: `${age} >= 60` },
      { table_calculation: 'x', expression: `${ref('users.count')} * 2` },
    );
    expect(row?.x).toBe(2 * (await counted('1')));
  });

  it('custom dimensions that are made of each other are refused', async () => {
    const fields = [
      { category: 'dimension', dimension: 'a', expression: `${ref('b')} + 1` },
      { category: 'dimension', dimension: 'b', expression: `${ref('a')} + 1` },
    ];
    const query = { ...users, fields: ['a'], dynamic_fields: JSON.stringify(fields) };
    expect((await client.call('POST', '/queries/run/json', query)).status).toBe(400);
  });

  it('a group has the values that its filters choose, and the rest keeps its own or takes a label', async () => {
    const groups = [
      { label: 'Young', filter: '<30' },
      { label: 'Middle', filter: '[30, 60)' },
    ];
    const group = { category: 'dimension', calculation_type: 'group_by', dimension: 'group' };
    const grouped = await rowsWith(
      { ...users, fields: ['group', 'users.count'] },
      { ...group, args: ['users.age', groups, 'Old'] },
    );
    expect(Object.fromEntries(grouped.map((row) => [row.group, row['users.count']]))).toEqual({
      Young: await counted('age < 30'),
      Middle: await counted('age BETWEEN 30 AND 59'),
      Old: await counted('age >= 60'),
    });
    const states = await rowsWith(
      { ...users, fields: ['group', 'users.count'] },
      { ...group, args: ['users.state', [{ label: 'West', filter: 'California,Washington' }], null] },
    );
    expect(states.map((row) => row.group)).toEqual(expect.arrayContaining(['West', 'Texas']));
    expect(states.map((row) => row.group)).not.toContain('California');
  });

  it.each([
    ['classic', 'T01 [20,40)'],
    ['interval', '[20,40)'],
    ['integer', '20 to 39'],
    ['relational', '>= 20 and < 40'],
  ])('a bin in the style %s is named %s', async (style, name) => {
    const rows = await rowsWith(
      { ...users, fields: ['bin', 'users.count'] },
      {
        category: 'dimension',
        calculation_type: 'bin',
        dimension: 'bin',
        args: ['users.age', '20', '20', '80', null, style],
      },
    );
    expect(rows).toContainEqual({ bin: name, 'users.count': await counted('age >= 20 AND age < 40') });
  });

  it('a custom measure takes a filter expression, another custom field, or an expression of measures', async () => {
    const [row] = await rowsWith(
      { ...users, fields: ['old', 'oldest_decade', 'ratio'] },
      { category: 'measure', measure: 'old', based_on: 'users.count', filter_expression: `${age} > 60` },
      { category: 'dimension', dimension: 'decade', expression: `floor(${age} / 10)` },
      { category: 'measure', measure: 'oldest_decade', based_on: 'decade', type: 'max' },
      {
        category: 'measure',
        measure: 'ratio',
        expression: `${ref('old')} / ${ref('users.count')}`,
        value_format_name: 'percent_1',
      },
    );
    const [old, everybody] = [await counted('age > 60'), await counted('1')];
    const [oldest] = await client.sql('SELECT MAX(age) / 10 AS n FROM users');
    expect(row).toMatchObject({ old, oldest_decade: oldest?.n });
    expect(row?.ratio).toBeCloseTo(old / everybody, 10);
  });

  it('a value format may be named', async () => {
    const share = { table_calculation: 'x', expression: '0.255', value_format_name: 'percent_1' };
    const query = { ...users, dynamic_fields: JSON.stringify([share]) };
    const answer = await client.call('POST', '/queries/run/json?apply_formatting=true', query);
    expect(answer.body).toMatchObject([{ x: '25.5%' }]);
  });
});
