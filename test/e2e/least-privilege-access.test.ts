import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

describe('least privilege, asked for by whom and how', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let rival: TestOrganization;
  let used: { id: string; path: string };

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    rival = await gateway.createOrganization('Rival');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const { id } = await acme.rest.issue(accountId, { config: { methods: ['read'] } });
    used = { id, path: `/integrated-account/${accountId}/mcp/${id}` };
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each(['?days=0', '?days=1.5', '?days=many', '?days=91', '?day=7'])('refuses %s', async (query) => {
    const answer = await acme.rest.get(`${used.path}/least-privilege${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('request.invalid');
  });

  it.each([
    [{}, 'request.invalid'],
    [{ config: null }, 'request.invalid'],
    [{ config: { methods: ['reed'] } }, 'request.invalid'],
    [{ config: { tools: { include: ['no_such_tool'] } } }, 'request.invalid'],
    [{ config: { nope: 1 } }, 'request.invalid'],
    [{ config: {}, days: '7' }, 'request.invalid'],
    [{ config: { tags: ['alerts'], methods: ['run_inline'] } }, 'mcp_server.no_tools'],
    [{ config: { tools_tokens_max: 100 } }, 'mcp_server.tools_too_large'],
  ])('refuses the replay of %j, as a change to it would be', async (body, code) => {
    const answer = await acme.rest.post(`${used.path}/least-privilege/replay`, body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.code).toBe(code);
  });

  it("answers another organization's server, and one below another account, as one that is missing", async () => {
    const other = await acme.rest.connect(credentialsOf(looker), 'Other');
    const elsewhere = `/integrated-account/${other}/mcp/${used.id}`;
    for (const [rest, path] of [
      [rival.rest, used.path],
      [acme.rest, elsewhere],
    ] as const) {
      const answers = [
        await rest.get(`${path}/least-privilege`),
        await rest.post(`${path}/least-privilege/replay`, { config: {} }),
      ];
      for (const { status, body } of answers) expect([status, body.code]).toEqual([404, 'mcp_server.not_found']);
    }
  });

  it('needs the permissions to read the log and the servers, and the reach to the account', async () => {
    const withScopes = async (body: Record<string, unknown>) => {
      const { body: made } = await acme.rest.post('/api-token', { name: 'narrow', ...body });
      const rest = new RestClient(gateway.url, made.token);
      const answers = [
        await rest.get(`${used.path}/least-privilege`),
        await rest.post(`${used.path}/least-privilege/replay`, { config: {} }),
      ];
      return answers.map(({ status }) => status);
    };
    expect(await withScopes({ scopes: ['logs:read', 'mcp_servers:read'] })).toEqual([200, 200]);
    expect(await withScopes({ scopes: ['logs:read'] })).toEqual([403, 403]);
    expect(await withScopes({ scopes: ['mcp_servers:read', 'mcp_servers:write'] })).toEqual([403, 403]);
    const other = await acme.rest.connect(credentialsOf(looker), 'Out of reach');
    const scopes = ['logs:read', 'mcp_servers:read'];
    expect(await withScopes({ scopes, integrated_account_id: other })).toEqual([404, 404]);
  });

  it('lets a viewer look and try, and changes nothing by either', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    const before = await acme.rest.get(used.path);
    expect((await viewer.get(`${used.path}/least-privilege`)).status).toBe(200);
    const tried = await viewer.post(`${used.path}/least-privilege/replay`, { config: { tags: ['dashboards'] } });
    expect(tried.status).toBe(200);
    expect((await viewer.patch(used.path, { config: { tags: ['dashboards'] } })).status).toBe(403);
    expect((await acme.rest.get(used.path)).body).toEqual(before.body);
    const events = await queryAsOwner<{ count: number }>(
      gateway.databaseUrl,
      `SELECT count(*)::int FROM audit_events WHERE record_id = $1`,
      [used.id],
    );
    expect(events).toEqual([{ count: 1 }]);
  });
});
