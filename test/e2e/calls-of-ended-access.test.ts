import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { storedCalls } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { locked } from '../support/locked-tables.js';
import { runningTasks, startsOf } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const RUN = 'looker_query_run_inline';
const POLL = { interval: 20 };

describe('a tool call that is under way', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    looker.letQueriesGo();
    await gateway.close();
    await looker.close();
  });

  const createToken = async (...scopes: string[]): Promise<{ id: string; token: string }> =>
    (await acme.rest.post('/api-token', { name: 'of a client', scopes })).body;

  const bearer = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });

  /** What a call answers whose API token is revoked while Looker works on its query. */
  const revokedDuring = async (tokenId: string, call: () => Promise<Response>): Promise<string> => {
    looker.holdQueries();
    const answering = call();
    await expect.poll(() => runningTasks(looker), POLL).toHaveLength(1);
    expect((await acme.rest.delete(`/api-token/${tokenId}`)).status).toBe(204);
    await expect.poll(() => runningTasks(looker), POLL).toEqual([]);
    looker.letQueriesGo();
    return (await answering).text();
  };

  it('ends when the API token that its URL asks for is revoked', async () => {
    const server = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
    const { id, token } = await createToken('mcp:connect');
    const call = toolCallRequest(1, RUN, { ...TOP_TEN_STATES, limit: 4 });
    const answer = await revokedDuring(id, () => fetch(server.url, { ...call, headers: bearer(token) }));
    expect(answer).toContain('"isError":true');
    expect(await storedCalls(gateway.databaseUrl, server.id)).toMatchObject([{ status: 'aborted' }]);
  });

  it('goes on when another API token is revoked', async () => {
    const server = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
    const [{ id }, { token }] = await Promise.all([createToken('mcp:connect'), createToken('mcp:connect')]);
    looker.holdQueries();
    const call = toolCallRequest(1, RUN, { ...TOP_TEN_STATES, limit: 5 });
    const answering = fetch(server.url, { ...call, headers: bearer(token) });
    await expect.poll(() => runningTasks(looker), POLL).toHaveLength(1);
    expect((await acme.rest.delete(`/api-token/${id}`)).status).toBe(204);
    looker.letQueriesGo();
    expect(await (await answering).text()).toContain('California');
  });

  it('ends when the API token with which a tool is tried is revoked', async () => {
    const server = await acme.rest.issue(accountId);
    const { id, token } = await createToken('mcp_servers:write');
    const answer = await revokedDuring(id, () =>
      fetch(`${gateway.url}/integrated-account/${accountId}/mcp/${server.id}/try`, {
        method: 'POST',
        headers: bearer(token),
        body: JSON.stringify({ tool_name: RUN, arguments: { ...TOP_TEN_STATES, limit: 6 } }),
      }),
    );
    expect(JSON.parse(answer)).toMatchObject({ status: 'aborted' });
  });

  it('asks Looker for nothing when its caller left while the gateway found out who it is', async () => {
    const server = await acme.rest.issue(accountId);
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const starts = startsOf(looker.requests);
    await locked(gateway.databaseUrl, 'sessions', async () => {
      const leaving = new AbortController();
      const answering = fetch(`${gateway.url}/integrated-account/${accountId}/mcp/${server.id}/try`, {
        method: 'POST',
        headers: { cookie: owner.cookie, 'x-csrf-token': owner.csrfToken ?? '', 'content-type': 'application/json' },
        body: JSON.stringify({ tool_name: RUN, arguments: { ...TOP_TEN_STATES, limit: 7 } }),
        signal: leaving.signal,
      });
      await new Promise((resolve) => setTimeout(resolve, 300));
      leaving.abort();
      await expect(answering).rejects.toThrow();
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await expect.poll(() => storedCalls(gateway.databaseUrl, server.id), POLL).toMatchObject([{ status: 'aborted' }]);
    expect(startsOf(looker.requests)).toBe(starts);
  });
});
