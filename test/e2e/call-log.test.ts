import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { LookerClient } from '../../src/looker/looker-client.js';
import { queryAsOwner, storedCalls } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst, connectModern, type McpClient } from '../support/mcp-clients.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const UUID = /^[0-9a-f-]{36}$/;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('the call log', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterEach(async () => {
    looker.setFault(null);
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const serve = async (
    config: Record<string, unknown> = {},
    connecting: typeof connectModern = connectModern,
    headers: Record<string, string> = {},
  ) => {
    const server = await acme.rest.issue(accountId, { config });
    const client = await connecting(server.url, { headers });
    open.push(client);
    return { client, url: server.url, serverId: server.id, calls: () => storedCalls(gateway.databaseUrl, server.id) };
  };

  it('has a row for a call that went well, with what was called, by whom, how long it took and how much came back', async () => {
    const { client, serverId, calls } = await serve();
    const { text } = await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
    const [row, ...others] = await calls();
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      organization_id: acme.id,
      mcp_server_id: serverId,
      integrated_account_id: accountId,
      api_token_id: null,
      tool_name: 'looker_query_run_inline',
      resource: 'queries',
      method: 'run_inline',
      effect: 'read',
      status: 'ok',
      looker_status: 200,
      rows: 10,
      // Of the table and of what is said of it, which the client joins by a line end.
      bytes: Buffer.byteLength(text) - 1,
      client_name: 'gateway-tests',
      client_version: '1.0.0',
      protocol_version: '2026-07-28',
      request_id: expect.stringMatching(UUID),
    });
    expect(Date.now() - Number(row?.at)).toBeLessThan(30_000);
    expect(row?.looker_duration_ms).toBeGreaterThan(0);
    expect(row?.duration_ms).toBeGreaterThanOrEqual(Number(row?.looker_duration_ms));
  });

  it('keeps the digest and the size of the arguments, and nothing of what they say', async () => {
    const { client, calls } = await serve();
    await client.callTool('looker_query_run_inline', { view: 'orders', model: 'ecommerce', fields: ['orders.count'] });
    const canonical = '{"fields":["orders.count"],"model":"ecommerce","view":"orders"}';
    const [row] = await calls();
    expect(row).toMatchObject({
      arguments_digest: sha256(canonical),
      arguments_bytes: canonical.length,
      arguments: null,
    });
    expect(JSON.stringify(row)).not.toContain('orders.count');
  });

  it('keeps the arguments where the server asks for it, without what the database cannot store', async () => {
    const { client, calls } = await serve({ log_arguments: true });
    await client.callTool('looker_query_run_inline', { ...TOP_TEN_STATES, filters: { 'users.state': 'a\0b\uD800' } });
    await client.callTool('looker_dashboards_search', { title: 'x'.repeat(20_000) });
    const [kept, large] = await calls();
    expect(kept?.arguments).toEqual({ ...TOP_TEN_STATES, filters: { 'users.state': 'a\uFFFDb\uFFFD' } });
    expect(large).toMatchObject({ arguments: null, arguments_bytes: 20_012 });
  });

  it('has a row for refused arguments, and for a tool that the server does not offer', async () => {
    const { client, calls } = await serve({ methods: ['read'] });
    expect((await client.callTool('looker_query_run_inline', { veiw: 'orders' })).isError).toBe(true);
    await expect(client.callTool('create_a_looker_dashboard', { title: 'x' })).rejects.toThrow(/Unknown tool/);
    await expect(client.callTool(`no\0${'x'.repeat(5000)}`)).rejects.toThrow(/Unknown tool/);
    const nothingSent = { looker_status: null, looker_duration_ms: null, rows: null };
    const [refused, hidden, absurd] = await calls();
    expect(refused).toMatchObject({ status: 'refused', method: 'run_inline', ...nothingSent });
    expect(refused?.bytes).toBeGreaterThan(50);
    expect(hidden).toMatchObject({ status: 'unknown_tool', tool_name: 'create_a_looker_dashboard', method: null });
    expect(absurd).toMatchObject({ status: 'unknown_tool', ...nothingSent });
    expect(absurd?.tool_name).toHaveLength(128);
  });

  it.each([
    ['refuses', null, { dashboard_id: '424242' }, 404],
    ['limits the rate', { fault: 'status=429;retry-after=7' }, { dashboard_id: '1' }, 429],
    ['fails', { fault: 'status=503' }, { dashboard_id: '1' }, 503],
    ['breaks the connection', { fault: 'drop' }, { dashboard_id: '1' }, null],
  ])('has a row for a call that Looker %s, with its status', async (_, fault, args, status) => {
    const { client, calls } = await serve();
    looker.setFault(fault);
    expect((await client.callTool('get_single_looker_dashboard_by_id', args)).isError).toBe(true);
    const [row] = await calls();
    expect(row).toMatchObject({ status: 'tool_error', looker_status: status, looker_duration_ms: expect.any(Number) });
  });

  it('has a row for a call whose client went away', async () => {
    const { client, calls } = await serve();
    looker.setFault({ fault: 'latency=20000' });
    const before = looker.requests.length;
    const gone = new AbortController();
    const outcome = expect(client.callTool('looker_users_me', {}, { signal: gone.signal })).rejects.toThrow();
    await expect.poll(() => looker.requests.length).toBe(before + 1);
    gone.abort();
    await outcome;
    await expect.poll(calls).toEqual([expect.objectContaining({ status: 'aborted', looker_status: null })]);
  });

  it('has a row for a failure of the gateway itself', async () => {
    const { client, calls } = await serve();
    const lookerClient = gateway.app.get(LookerClient, { strict: false });
    const { send } = lookerClient;
    lookerClient.send = () => Promise.reject(new TypeError('a fault of ours'));
    await expect(client.callTool('looker_users_me')).rejects.toThrow(/failed on our side/);
    lookerClient.send = send;
    expect(await calls()).toEqual([expect.objectContaining({ status: 'failed', looker_status: null, bytes: 0 })]);
  });

  it('names the API token of a server that asks for one, and a 2025 client as it named itself at first', async () => {
    const headers = { authorization: `Bearer ${acme.apiToken}` };
    const { client, calls } = await serve({ require_api_token_auth: true }, connectFirst, headers);
    await client.callTool('looker_users_me');
    const [token] = (await acme.rest.get('/api-token')).body.result;
    expect(await calls()).toEqual([
      expect.objectContaining({
        api_token_id: token.id,
        client_name: 'gateway-tests',
        client_version: '1.0.0',
        protocol_version: '2025-11-25',
      }),
    ]);
  });

  it('names a client that repeats no session id by its user agent', async () => {
    const { url, calls } = await serve();
    const { headers, ...call } = toolCallRequest(1, 'looker_users_me');
    await (await fetch(url, { ...call, headers: { ...headers, 'user-agent': 'desk-client/3.2 (linux)' } })).text();
    expect(await calls()).toEqual([expect.objectContaining({ client_name: 'desk-client', client_version: '3.2' })]);
  });

  it('holds a call that cannot be logged back: the client gets an error instead of the result', async () => {
    const { client, calls } = await serve();
    await queryAsOwner(gateway.databaseUrl, 'REVOKE EXECUTE ON FUNCTION append_call_log(json) FROM gateway_app');
    await expect(client.callTool('looker_users_me')).rejects.toThrow(/could not be logged.*Request id/);
    await queryAsOwner(gateway.databaseUrl, 'GRANT EXECUTE ON FUNCTION append_call_log(json) TO gateway_app');
    expect((await client.callTool('looker_users_me')).isError).toBe(false);
    expect(await calls()).toHaveLength(1);
  });

  it('has each of many calls at once exactly once, under the request id of its answer', async () => {
    const { url, id } = await acme.rest.issue(accountId);
    const answers = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const answer = await fetch(url, toolCallRequest(index, 'looker_users_me'));
        await answer.text();
        return answer.headers.get('x-request-id');
      }),
    );
    const rows = await storedCalls(gateway.databaseUrl, id);
    expect(rows.map((row) => row.request_id).sort()).toEqual(answers.sort());
  });
});
