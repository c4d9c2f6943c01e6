import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('connections', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const get = async (path: string) => (await client.call('GET', path)).body;
  const status = async (verb: string, path: string, body?: unknown) => (await client.call(verb, path, body)).status;

  it('what a connection holds is read from its database', async () => {
    const [schema] = (await get('/connections/sample_warehouse/tables')) as {
      tables: { name: string; rows: number }[];
    }[];
    expect(schema?.tables.map(({ name }) => name)).toEqual(['events', 'order_items', 'orders', 'products', 'users']);
    const [counted] = await client.sql('SELECT count(*) AS rows FROM orders');
    expect(schema?.tables[2]?.rows).toBe(counted?.rows);
    const [orders] = (await get('/connections/sample_warehouse/columns?table_names=orders')) as { columns: object[] }[];
    expect(orders?.columns).toMatchObject([
      { name: 'id' },
      { name: 'user_id' },
      { name: 'status' },
      { name: 'created_at' },
    ]);
    const found = (await get('/connections/sample_warehouse/search_columns?column_name=sale_price')) as object[];
    expect(found).toEqual([
      { schema_name: 'main', table_name: 'order_items', column_name: 'sale_price', data_type: 'REAL' },
    ]);
    expect(await get('/connections/sample_warehouse/tables?schema_name=other')).toMatchObject([{ tables: [] }]);
    expect(await status('GET', '/connections/nowhere/tables')).toBe(404);
  });

  it('a connection without a host fails its tests, a complete one passes those that are asked for', async () => {
    await client.call('POST', '/connections', { name: 'lake', dialect_name: 'postgres' });
    expect((await client.call('PUT', '/connections/lake/test?tests=connect')).body).toMatchObject([
      { name: 'connect', status: 'error' },
    ]);
    const config = { name: 'lake', dialect_name: 'postgres', host: 'db.example.com' };
    const tested = (await client.call('PUT', '/connections/test', config)).body as { status: string }[];
    expect(tested.map((test) => test.status)).toEqual(['success', 'success', 'success']);
    expect(await status('POST', '/connections', { name: 'x', dialect_name: 'cobol' })).toBe(422);
  });

  it('an override goes without its connection', async () => {
    await client.call('PATCH', '/connections/sample_warehouse', {
      pdt_context_override: { context: 'pdt', host: 'pdt.example.com' },
    });
    expect(await status('DELETE', '/connections/sample_warehouse/connection_override/other')).toBe(404);
    expect(await status('DELETE', '/connections/sample_warehouse/connection_override/pdt')).toBe(204);
    expect(await get('/connections/sample_warehouse?fields=name')).toEqual({ name: 'sample_warehouse' });
    expect(await status('DELETE', '/connections/sample_warehouse/connection_override/pdt')).toBe(404);
  });

  it('a tunnel shows its server and goes with it', async () => {
    expect(await get('/ssh_tunnel/1')).toMatchObject({ ssh_server_name: 'bastion', ssh_server_port: 22 });
    expect(await get('/ssh_server/1/test')).toMatchObject({ status: 'success' });
    expect(await status('POST', '/ssh_tunnels', { ssh_server_id: '9', database_host: 'a', database_port: 1 })).toBe(
      422,
    );
    expect(await status('DELETE', '/ssh_server/1')).toBe(204);
    expect(await status('GET', '/ssh_tunnel/1')).toBe(404);
  });

  it('a datagroup is triggered now or in the past, never in the future', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect(await status('PATCH', '/datagroups/1', { stale_before: now + 3_600 })).toBe(422);
    expect((await client.call('PATCH', '/datagroups/1', { triggered_at: now - 10 })).body).toMatchObject({
      triggered_at: now - 10,
    });
  });

  it('a build of a table is done at once unless it is to take its time, and what depends on what is a graph', async () => {
    const started = (await get('/derived_table/ecommerce/orders/start')) as { materialization_id: string };
    const path = `/derived_table/${started.materialization_id}`;
    for (const asked of ['status', 'stop']) {
      expect(await get(`${path}/${asked}`)).toMatchObject({ resp_text: expect.stringContaining('"complete"') });
    }
    expect(await status('GET', '/derived_table/ecommerce/nothing/start')).toBe(404);
    const { graph_text: graph } = (await get('/derived_table/graph/view/products')) as Record<string, string>;
    expect(graph).toBe('digraph {\n  "order_items" -> "products";\n}');
  });

  it('a query of the SQL interface is kept once and answers rows with their columns', async () => {
    const create = async () => (await client.call('POST', '/sql_interface_queries', { sql: 'SELECT 1 AS one' })).body;
    const query = (await create()) as { id: number };
    expect(await create()).toEqual(query);
    expect(await get(`/sql_interface_queries/${query.id}/run/json_bi`)).toMatchObject({
      metadata: { fields: { dimensions: [{ name: 'one' }] } },
      rows: [{ one: { value: 1 } }],
    });
    const estimate = { sql: 'SELECT nothing FROM nowhere' };
    expect(await status('POST', '/connections/sample_warehouse/cost_estimate', estimate)).toBe(400);
    expect(await status('POST', '/connections/sample_warehouse/cost_estimate', { sql: 'SELECT 1' })).toBe(200);
  });
});
