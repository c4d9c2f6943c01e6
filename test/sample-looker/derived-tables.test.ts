import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

const shop = '/projects/sample_shop';
const buildMs = 60_000;

describe('derived tables', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let now = new Date('2026-11-20T10:00:00Z');

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20', clock: () => now, pdtBuildMs: buildMs });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const pass = (ms: number) => {
    now = new Date(now.getTime() + ms);
  };
  const start = (view: string, query = '') => client.call('GET', `/derived_table/ecommerce/${view}/start${query}`);
  const idOf = async (view: string) => ((await start(view)).body as { materialization_id: string }).materialization_id;
  const ask = async (id: string, what: 'status' | 'stop') => {
    const { body } = await client.call('GET', `/derived_table/${id}/${what}`);
    return JSON.parse((body as { resp_text: string }).resp_text) as { status: string };
  };
  const graph = async (path: string) =>
    ((await client.call('GET', `/derived_table/graph/${path}`)).body as { graph_text: string }).graph_text;

  it('a build is queued, runs and is complete after its time, and then cannot be stopped', async () => {
    const id = await idOf('customer_facts');
    expect(await ask(id, 'status')).toEqual({ status: 'queued', model: 'ecommerce', view: 'customer_facts' });
    pass(buildMs / 2);
    expect(await ask(id, 'status')).toMatchObject({ status: 'running' });
    pass(buildMs / 2);
    for (const what of ['status', 'stop', 'status'] as const) {
      expect(await ask(id, what)).toMatchObject({ status: 'complete' });
    }
  });

  it('a build that is stopped stays so', async () => {
    const id = await idOf('customer_facts');
    expect(await ask(id, 'stop')).toMatchObject({ status: 'stopped' });
    pass(buildMs * 2);
    expect(await ask(id, 'status')).toMatchObject({ status: 'stopped' });
    expect((await client.call('GET', '/derived_table/nothing/status')).status).toBe(404);
  });

  it('no build begins while the connection forbids the API to control builds', async () => {
    const control = (isOn: boolean) =>
      client.call('PATCH', '/connections/sample_warehouse', { pdt_api_control_enabled: isOn });
    await control(false);
    const refused = await start('customer_facts');
    expect([refused.status, refused.text]).toEqual([400, expect.stringContaining('pdt_api_control_enabled')]);
    await control(true);
    expect((await start('customer_facts')).status).toBe(200);
  });

  it('a derived table of a branch is built and drawn in dev only', async () => {
    const dev = await openClient(looker);
    await dev.call('PATCH', '/session', { workspace_id: 'dev' });
    const view = `view: loyal {\n  derived_table: { sql: SELECT * FROM \${customer_facts.SQL_TABLE_NAME} WHERE order_count > 3 ;; }\n  dimension: user_id { primary_key: yes type: number }\n  measure: count { type: count }\n}\n`;
    await dev.call('POST', `${shop}/files`, { path: 'loyal.view.lkml', content: view });
    const { text } = await dev.call('GET', `${shop}/file/content?file_path=ecommerce.model.lkml`);
    const content = `${text}\ninclude: "/loyal.view"\nexplore: loyal {}\n`;
    await dev.call('PUT', `${shop}/files`, { path: 'ecommerce.model.lkml', content });
    expect([(await start('loyal')).status, (await start('loyal', '?workspace=dev')).status]).toEqual([404, 200]);
    expect((await start('loyal', '?workspace=other')).status).toBe(400);
    expect(await graph('view/loyal?workspace=dev')).toBe(
      'digraph {\n  "loyal" -> "customer_facts";\n  "customer_facts" -> "orders";\n}',
    );
    const wanted = `SELECT COUNT(*) AS "loyal.count" FROM (SELECT user_id FROM orders GROUP BY 1 HAVING COUNT(*) > 3)`;
    const rows = await dev.rows({ model: 'ecommerce', view: 'loyal', fields: ['loyal.count'] });
    expect(rows).toEqual(await dev.sql(wanted));
  });

  it('a graph of a model has the colours of the latest builds when they are asked for', async () => {
    const id = await idOf('customer_facts');
    const colorOf = async (view: string) =>
      new RegExp(`"${view}" \\[.*fillcolor="(\\w+)"`).exec(await graph('model/ecommerce?color=true'))?.[1];
    expect([await colorOf('customer_facts'), await colorOf('products')]).toEqual(['yellow', 'grey']);
    pass(buildMs);
    expect(await colorOf('customer_facts')).toBe('green');
    await ask(await idOf('customer_facts'), 'stop');
    expect(await colorOf('customer_facts')).toBe('red');
    expect(await ask(id, 'status')).toMatchObject({ status: 'complete' });
    expect(await graph('model/ecommerce')).not.toContain('fillcolor');
    expect((await client.call('GET', '/derived_table/graph/model/ecommerce?format=png')).status).toBe(400);
  });
});
