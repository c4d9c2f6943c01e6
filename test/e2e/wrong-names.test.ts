import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import type { RestClient } from '../support/rest-client.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

describe('a call with names that the instance does not have', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let client: McpClient;
  let rest: RestClient;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    rest = (await gateway.createOrganization('Acme')).rest;
    accountId = await rest.connect(credentialsOf(looker));
    client = await connectModern((await rest.issue(accountId)).url);
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await looker.close();
  });

  it.each([
    [{ model: 'ecomerce' }, 'There is no model "ecomerce". Nearest: ecommerce.'],
    [{ view: 'order' }, 'There is no explore of ecommerce "order". Nearest: orders'],
    [
      { fields: ['users.stat', 'orders.count'] },
      'There is no field of ecommerce.orders "users.stat". Nearest: users.state',
    ],
    [{ fields: ['users.state', 'count'], sorts: [] }, '"count". Nearest: '],
    [{ filters: { 'orders.creatd_date': '7 days' } }, '"orders.creatd_date". Nearest: orders.created_date'],
    [{ sorts: ['order.count desc'] }, '"order.count". Nearest: orders.count'],
    [{ model: 'zzzzzzzzzz' }, 'There is no model "zzzzzzzzzz". There are: '],
  ])('%j is told the nearest right ones', async (change, words) => {
    const answer = await client.callTool('looker_query_run_inline', { ...TOP_TEN_STATES, ...change });
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain(words);
  });

  it('of a field of another explore is told how to find that, where the server has the tool for it', async () => {
    const wrong = { ...TOP_TEN_STATES, fields: ['order_items.total_revenue'], sorts: [] };
    const search = 'looker_lookml_explores_search_fields';
    expect((await client.callTool('looker_query_run_inline', wrong)).text).toContain(search);
    const config = { tools: { include: ['looker_query_run_inline'] } };
    const alone = await connectModern((await rest.issue(accountId, { config })).url);
    const { text } = await alone.callTool('looker_query_run_inline', wrong);
    expect(text).toContain('"order_items.total_revenue". There are: orders.id, ');
    expect(text).not.toContain(search);
    await alone.close();
  });

  it('is told them by tools of explores, too', async () => {
    const args = { lookml_model_name: 'ecommerce', explore_name: 'ordrs' };
    const answer = await client.callTool('get_single_looker_lookml_explore_by_id', args);
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('Nearest: orders') });
  });

  it('that are all right costs no request more than the query, and a wrong one asks for an explore once', async () => {
    const path = '/lookml_models';
    const asked = () => looker.requests.filter(({ url }) => url.includes(path)).length;
    const before = asked();
    expect((await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).isError).toBe(false);
    expect(asked()).toBe(before);
    const wrong = { ...TOP_TEN_STATES, view: 'order_items', fields: ['order_items.nothing'], sorts: [] };
    for (let index = 0; index < 3; index++) await client.callTool('looker_query_run_inline', wrong);
    expect(asked() - before).toBe(1);
  });

  it('that cannot be looked up is still told what Looker said', async () => {
    looker.setFault({ fault: 'status=403', urlIncludes: '/explores/' });
    const wrong = { ...TOP_TEN_STATES, view: 'products', fields: ['products.nothing'], sorts: [] };
    const answer = await client.callTool('looker_query_run_inline', wrong);
    looker.setFault(null);
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('products.nothing') });
    expect(answer.text).not.toContain('Nearest');
  });
});
