import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

const ordersByState = {
  model: 'ecommerce',
  view: 'orders',
  fields: ['users.state', 'orders.count'],
  sorts: ['orders.count desc'],
  limit: '3',
};
const pivoted = {
  ...ordersByState,
  fields: ['users.state', 'orders.status', 'orders.count'],
  pivots: ['orders.status'],
  sorts: ['orders.count desc 0'],
};

interface Cell {
  value: unknown;
  rendered: string;
}
interface DetailedResult {
  errors: { message_details: string }[] | null;
  data: Record<string, Cell & Record<string, Cell>>[];
  totals_data: Record<string, Cell> | null;
  pivots: { key: string }[];
  sql: string;
}

describe('query results', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const run = (query: object, format: string) => client.call('POST', `/queries/run/${format}`, query);
  const detail = async (query: object) => (await run(query, 'json_detail')).body as DetailedResult;

  it('csv has labels and raw values, and formatted values on request', async () => {
    const revenue = {
      model: 'sales',
      view: 'sales',
      fields: ['products.category', 'order_items.total_revenue'],
      limit: '1',
    };
    const raw = await run(revenue, 'csv');
    expect(raw.headers.get('content-type')).toContain('text/csv');
    expect(raw.text).toMatch(/^Products Category,Order Items Total Revenue\nComputers,\d+(\.\d+)?\n$/);
    const formatted = await run(revenue, 'csv?apply_formatting=true');
    expect(formatted.text).toMatch(/\nComputers,"\$\d,\d{3},\d{3}\.\d\d"\n$/);
  });

  it('txt, md and html hold the same table', async () => {
    expect((await run(ordersByState, 'txt')).text).toMatch(/^Users State\tOrders Count\nCalifornia\t\d+\n/);
    expect((await run(ordersByState, 'md')).text).toMatch(/^\| Users State \| Orders Count \|\n\| --- \| --- \|\n/);
    expect((await run(ordersByState, 'html')).text).toContain('<td>California</td>');
  });

  it('sql is the statement that gives the rows', async () => {
    const { text } = await run(ordersByState, 'sql');
    expect(await client.sql(text)).toEqual(await client.rows(ordersByState));
  });

  it('json_detail has value and rendering, and totals over all rows, not only the returned ones', async () => {
    const result = await detail({ ...ordersByState, total: true });
    const [count] = await client.sql('SELECT COUNT(*) AS n FROM orders');
    expect(result.totals_data?.['orders.count']?.value).toBe(count?.n);
    expect(result.data).toHaveLength(3);
    expect(result.data[0]?.['orders.count']?.rendered).toMatch(/^\d,\d{3}$/);
  });

  it('pivots become columns, sorted by the first, and row totals add them up', async () => {
    const result = await detail({ ...pivoted, row_total: 'right' });
    expect(result.pivots.map((pivot) => pivot.key)).toEqual([
      ...['cancelled', 'complete', 'processing', 'returned', 'shipped', '$$$_row_total_$$$'],
    ]);
    for (const row of result.data) {
      const counts = Object.entries(row['orders.count'] ?? {});
      const total = counts.find(([key]) => key.startsWith('$$$'))?.[1].value;
      const sum = counts
        .filter(([key]) => !key.startsWith('$$$'))
        .reduce((all, [, cell]) => all + Number(cell.value), 0);
      expect(total).toBe(sum);
    }
    const [first] = await client.rows(pivoted);
    const [expected] = await client.sql(
      `SELECT COUNT(*) AS n FROM orders o JOIN users u ON u.id = o.user_id WHERE o.status = 'shipped' AND u.state = 'California'`,
    );
    expect(first).toMatchObject({
      'users.state': 'California',
      'orders.count': { 'orders.status': { shipped: expected?.n } },
    });
  });

  it('table calculations and custom measures are computed', async () => {
    const dynamicFields = [
      { table_calculation: 'share', expression: '$' + '{orders.count} / sum($' + '{orders.count})' },
      { table_calculation: 'so_far', expression: 'running_total($' + '{orders.count})' },
      { measure: 'old', based_on: 'orders.id', type: 'count_distinct', filters: { 'users.age': '>60' } },
    ];
    const rows = await client.rows({
      ...ordersByState,
      fields: [...ordersByState.fields, 'old'],
      dynamic_fields: JSON.stringify(dynamicFields),
    });
    const counts = rows.map((row) => Number(row['orders.count']));
    const total = counts.reduce((sum, count) => sum + count, 0);
    expect(rows[2]?.so_far).toBe(total);
    expect(rows[0]?.share).toBeCloseTo((counts[0] ?? 0) / total, 10);
    const [old] = await client.sql(
      `SELECT COUNT(*) AS n FROM orders o JOIN users u ON u.id = o.user_id WHERE u.age > 60 AND u.state = 'California'`,
    );
    expect(rows[0]?.old).toBe(old?.n);
  });

  it('an unknown field is an error: in json_detail inside a 200, in json_bi a row, else a 400', async () => {
    const query = { ...ordersByState, fields: ['orders.foo'], sorts: [] };
    const result = await detail(query);
    expect(result.errors?.[0]?.message_details).toContain('"orders.foo" referenced by "orders"');
    expect((await run(query, 'json_bi')).body).toMatchObject({
      rows: [{ looker_error: expect.stringContaining('orders.foo') }],
    });
    expect((await run(query, 'json')).status).toBe(400);
  });

  it('an unknown model is not found, an unknown explore and a faulty filter are refused, a body without a view is invalid', async () => {
    expect((await run({ ...ordersByState, model: 'nope' }, 'json')).status).toBe(404);
    expect((await run({ ...ordersByState, view: 'nope' }, 'json')).status).toBe(400);
    expect((await run({ ...ordersByState, filters: { 'orders.created_date': 'soon' } }, 'json')).status).toBe(400);
    const invalid = await run({ model: 'ecommerce' }, 'json');
    expect(invalid.status).toBe(422);
    expect(invalid.body).toMatchObject({ errors: [{ field: 'view', code: 'missing_field' }] });
    expect((await run(ordersByState, 'jpg')).status).toBe(400);
  });

  it('quotes in a filter are data, not SQL', async () => {
    expect(await client.rows({ ...ordersByState, filters: { 'users.state': "x' OR '1'='1" } })).toEqual([]);
  });

  it('SQL Runner runs one SELECT and nothing that writes', async () => {
    for (const sql of [
      'DELETE FROM orders',
      'SELECT 1; DROP TABLE orders',
      'WITH x AS (SELECT 1) DELETE FROM orders',
    ]) {
      const created = await client.call('POST', '/sql_queries', { model_name: 'ecommerce', sql });
      const { slug } = created.body as { slug: string };
      expect((await client.call('POST', `/sql_queries/${slug}/run/json`)).status).toBe(400);
    }
    expect(await client.sql('SELECT COUNT(*) > 0 AS present FROM orders')).toEqual([{ present: 1 }]);
  });
});
