import createClient from 'openapi-fetch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { paths } from '../../apps/dashboard/api/schema/rest-api.js';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

/** The types are generated without options, as anybody would. `npm run check` compiles this file against them. */
describe('a client generated from /openapi.json', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;

  beforeAll(async () => {
    [gateway, looker] = await Promise.all([startGateway(), startSampleLooker()]);
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const client = () =>
    createClient<paths>({ baseUrl: gateway.url, headers: { authorization: `Bearer ${acme.apiToken}` } });

  it('connects a Looker and issues an MCP URL with the fields that the caller has something to say about', async () => {
    const account = await client().POST('/integrated-account', {
      body: { name: 'Acme BI', looker: credentialsOf(looker) },
    });
    expect(account.response.status).toBe(201);
    const issued = await client().POST('/integrated-account/{account_id}/mcp', {
      params: { path: { account_id: account.data?.id ?? '' } },
      body: {
        name: 'Looker BI Agent',
        config: { methods: ['read'], tags: ['dashboards', 'queries'], require_api_token_auth: false },
        expires_at: '2099-01-31T18:00:00Z',
      },
    });
    expect(issued.response.status).toBe(201);
    expect(issued.data?.url).toMatch(/\/mcp\/lmg_url_/);
    const methodsOnly = await client().POST('/integrated-account/{account_id}/mcp', {
      params: { path: { account_id: account.data?.id ?? '' } },
      body: { name: 'Looker BI Agent', config: { methods: ['read', 'write'] } },
    });
    expect(methodsOnly.response.status).toBe(201);
  });

  it('changes, rotates and tries an MCP server with one field each', async () => {
    const account_id = await acme.rest.connect(credentialsOf(looker), 'Second');
    const { id: mcp_id } = await acme.rest.issue(account_id, { config: { methods: ['read'] } });
    const params = { path: { account_id, mcp_id } };
    const server = '/integrated-account/{account_id}/mcp/{mcp_id}';
    const narrowed = await client().PATCH(server, { params, body: { config: { limits: { seconds: 60 } } } });
    expect(narrowed.data?.config.limits.seconds).toBe(60);
    const rotated = await client().POST(`${server}/rotate`, { params, body: {} });
    expect(rotated.response.status).toBe(201);
    const tried = await client().POST(`${server}/try`, {
      params,
      body: { tool_name: 'looker_dashboards_search', arguments: { title: 'Daily%' } },
    });
    expect(tried.data).toMatchObject({ status: 'ok' });
  });

  it('is told by its compiler of a field that does not exist, and by the gateway too', async () => {
    const { error } = await client().POST('/integrated-account', {
      // @ts-expect-error: the field is called name.
      body: { title: 'Acme BI', looker: credentialsOf(looker) },
    });
    expect(error?.code).toBe('request.invalid');
    expect(error?.fields?.map(({ path }) => path)).toContain('title');
  });
});
