import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askInSql, askLooker, credentialsOf, rowsOf } from '../support/sample.js';

const RUN = 'looker_query_run_inline';
const NOTE = 'Note: you are in development mode';
const BY_STATE_AND_STATUS = {
  model: 'ecommerce',
  view: 'orders',
  fields: ['users.state', 'orders.status', 'orders.count'],
  subtotals: ['users.state'],
  limit: 20,
};
const STATES_SQL = `
  SELECT users.state AS state, COUNT(*) AS orders FROM orders JOIN users ON users.id = orders.user_id GROUP BY 1`;

interface Structured {
  readonly notes?: readonly string[];
  readonly time_zone?: string;
  readonly subtotals?: readonly { readonly by: readonly string[]; readonly rows: readonly (readonly unknown[])[] }[];
  readonly filters?: Readonly<Record<string, string>>;
}

describe('what an answer says beside its rows', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let client: McpClient;

  beforeAll(async () => {
    looker = await startSampleLooker({
      queryNotes: [NOTE],
      today: '2026-11-20',
      alwaysFilters: { users: { 'users.country': 'USA' } },
    });
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)))).url);
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await looker.close();
  });

  const run = async (args: object) => {
    const answer = await client.callTool(RUN, { ...args });
    expect(answer.isError, answer.text).toBe(false);
    return { ...answer, structured: answer.structured as Structured };
  };

  it('are the subtotals that were asked for, as SQL says, and never among the rows', async () => {
    const { text, structured } = await run(BY_STATE_AND_STATUS);
    const expected = (await askInSql(looker, STATES_SQL)) as { state: string; orders: number }[];
    const [subtotals] = structured.subtotals ?? [];
    expect(subtotals?.by).toEqual(['users.state']);
    expect(new Map(subtotals?.rows.map(([state, , orders]) => [state, orders]))).toEqual(
      new Map(expected.map(({ state, orders }) => [state, orders])),
    );
    expect(rowsOf({ structured })).toHaveLength(20);
    const [first] = expected;
    expect(text).toContain('Subtotals by users.state:\nusers.state\torders.count\n');
    expect(text).toContain(`\n${first?.state}\t${first?.orders}\n`);
  });

  it('are subtotals of pivoted measures, and beside totals', async () => {
    const { structured } = await run({ ...BY_STATE_AND_STATUS, pivots: ['orders.status'], total: true });
    const { columns, rows, totals } = structured as unknown as {
      columns: object[];
      rows: unknown[][];
      totals: unknown[];
    };
    expect(structured.subtotals?.[0]?.rows[0]).toHaveLength(columns.length);
    expect([rows[0]?.length, totals.length]).toEqual([columns.length, columns.length]);
  });

  it('are remarks of Looker’s, which take nothing of the rows', async () => {
    const { text, structured } = await run({ ...BY_STATE_AND_STATUS, subtotals: undefined, total: true });
    expect(rowsOf({ structured })).toHaveLength(20);
    expect(structured.notes).toEqual([NOTE]);
    expect(text).toContain(NOTE);
  });

  it('are the same remarks on each of the queries that a tile merges', async () => {
    const [complete, returned] = await Promise.all(
      [{ 'orders.status': 'complete' }, { 'orders.status': 'returned' }].map((filters) => {
        const query = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], total: true };
        return askLooker(looker, 'POST', '/queries', { ...query, filters });
      }),
    );
    const on = [{ field_name: 'users.state', source_field_name: 'users.state' }];
    const source_queries = [
      { name: 'Complete', query_id: Object(complete).id, merge_fields: [] },
      { name: 'Returned', query_id: Object(returned).id, merge_fields: on },
    ];
    const merge = await askLooker(looker, 'POST', '/merge_queries', { source_queries });
    const dashboard = await askLooker(looker, 'POST', '/dashboards', { title: 'Merged', folder_id: '1' });
    const dashboard_id = Object(dashboard).id;
    const tile = { dashboard_id, type: 'vis', title: 'Both', merge_result_id: Object(merge).id };
    await askLooker(looker, 'POST', '/dashboard_elements', tile);
    const { text, structured } = await client.callTool('looker_dashboards_run', { dashboard_id });
    const { tiles } = structured as { tiles: { rows?: unknown[]; merged: { notes: string[] } }[] };
    expect(tiles[0]?.rows?.length, text).toBeGreaterThan(10);
    expect(tiles[0]?.merged.notes).toEqual(
      ['Complete', 'Returned'].map((name) => `Note of Looker’s on ${name}: ${NOTE}`),
    );
    expect(text).toContain(`Note of Looker’s on Complete: ${NOTE}`);
  });

  it('are the filters of a stored query, which the caller need not know', async () => {
    const { subtotals: _, ...query } = BY_STATE_AND_STATUS;
    const filters = { 'orders.status': 'complete' };
    const stored = await client.callTool('create_a_looker_query', { ...query, filters });
    const { id } = JSON.parse(stored.text);
    const answer = await client.callTool('looker_query_run', { query_id: id });
    expect(answer.structured).toMatchObject({ filters });
    expect(answer.text).toContain('Filtered by: orders.status = complete.');
    const { structured } = await run({ ...query, filters });
    expect(structured).not.toHaveProperty('filters');
    expect(structured).not.toHaveProperty('added_filters');
  });

  it.each([[{}], [{ total: true }]])(
    'are filters that the explore added, unless they were asked for: %j',
    async (more) => {
      const query = { model: 'ecommerce', view: 'users', fields: ['users.count'], ...more };
      const added = await run(query);
      expect(added.structured).toMatchObject({ added_filters: { 'users.country': 'USA' } });
      expect(added.text).toContain('Looker added filters that were not asked for: users.country = USA.');
      const asked = await run({ ...query, filters: { 'users.country': 'USA' } });
      expect(asked.structured).not.toHaveProperty('added_filters');
      expect(rowsOf(asked)).toEqual(rowsOf(added));
    },
  );

  it.each([
    ['Asia/Tokyo', '+9 hours'],
    ['America/New_York', '-4 hours'],
    ['UTC', '+0 hours'],
  ])('are times of the zone that was asked for: %s', async (query_timezone, shift) => {
    const query = {
      model: 'ecommerce',
      view: 'orders',
      fields: ['orders.id', 'orders.created_time'],
      filters: { 'orders.created_date': '2026-07-04' },
      sorts: ['orders.id'],
      query_timezone,
    };
    const expected = await askInSql(
      looker,
      `SELECT id AS "orders.id", DATETIME(created_at, '${shift}') AS "orders.created_time" FROM orders
       WHERE DATE(created_at, '${shift}') = '2026-07-04' ORDER BY id`,
    );
    const { structured } = await run(query);
    expect(rowsOf({ structured })).toEqual(expected);
    expect(structured.time_zone).toBe(query_timezone);
  });
});
