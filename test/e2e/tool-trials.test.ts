import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { storedCalls } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const RUN = 'looker_query_run_inline';
const QUERY_MS = 6_000;
const REQUESTS_PER_MINUTE = 12;

describe('POST /integrated-account/:account_id/mcp/:mcp_id/try', () => {
  let gateway: TestGateway;
  let quick: SampleLooker;
  let slow: SampleLooker;
  let acme: TestOrganization;
  let owner: DashboardClient;
  let accountId: string;
  let slowAccountId: string;

  beforeAll(async () => {
    [quick, slow] = await Promise.all([startSampleLooker(), startSampleLooker({ queryTimeMs: QUERY_MS })]);
    gateway = await startGateway({ GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: String(REQUESTS_PER_MINUTE) });
    acme = await gateway.createOrganization('Acme');
    owner = await DashboardClient.signIn(gateway.url, acme.owner);
    accountId = await acme.rest.connect(credentialsOf(quick));
    slowAccountId = await acme.rest.connect(credentialsOf(slow));
  });

  afterAll(async () => {
    await gateway.close();
    await Promise.all([quick.close(), slow.close()]);
  });

  const issue = async (config: Record<string, unknown> = {}, account = accountId) => {
    const server = await acme.rest.issue(account, { config });
    const path = `/integrated-account/${account}/mcp/${server.id}`;
    const body = (tool: string, args?: Record<string, unknown>) => ({
      tool_name: tool,
      ...(args && { arguments: args }),
    });
    return {
      ...server,
      path,
      body,
      attempt: (tool: string, args?: Record<string, unknown>) => owner.post(`${path}/try`, body(tool, args)),
      calls: () => storedCalls(gateway.databaseUrl, server.id),
    };
  };

  /** The same as `attempt`, with the answer as it comes. */
  const open = (path: string, body: unknown, signal?: AbortSignal) =>
    fetch(`${gateway.url}${path}/try`, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    });

  it('answers what an MCP client is answered, how long it took and under which request', async () => {
    const server = await issue();
    const { status, body, headers } = await server.attempt(RUN, TOP_TEN_STATES);
    expect([status, body.status, body.fields]).toEqual([200, 'ok', []]);
    const client = await connectModern(server.url);
    const { text, structured } = await client.callTool(RUN, TOP_TEN_STATES);
    await client.close();
    expect(body.result.content.map((block: { text: string }) => block.text).join('\n')).toBe(text);
    expect(body.result.structuredContent).toEqual(structured);
    expect(body.result.isError).toBeUndefined();
    expect(body.request_id).toBe(headers['x-request-id']);
    expect(body.duration_ms).toBeGreaterThan(0);
  });

  it('is in the call log with the member who made it, or the API token', async () => {
    const { attempt, path, body, calls, id } = await issue();
    const { request_id } = (await attempt('looker_users_me')).body;
    await open(path, body('looker_users_me')).then((answer) => answer.text());
    const memberId = await owner.memberId();
    const [token] = (await acme.rest.get('/api-token')).body.result;
    const dashboard = { client_name: 'dashboard', protocol_version: null };
    expect(await calls()).toEqual([
      expect.objectContaining({ ...dashboard, request_id, member_id: memberId, api_token_id: null, status: 'ok' }),
      expect.objectContaining({ member_id: null, api_token_id: token.id, client_name: 'node' }),
    ]);
    const { result } = (await owner.get(`/log?log_type_filter[mcp_server_id]=${id}`)).body;
    expect(result.map(({ member_id }: { member_id: string | null }) => member_id)).toEqual([null, memberId]);
  });

  it('says of each argument that is not accepted what is wrong with it, and sends nothing', async () => {
    const { attempt, calls } = await issue();
    const before = quick.requests.length;
    const { body } = await attempt(RUN, { model: 'ecommerce', veiw: 'orders' });
    expect(body).toMatchObject({ status: 'refused', result: { isError: true } });
    expect(body.fields.map(({ path }: { path: string }) => path).sort()).toEqual(['veiw', 'view']);
    expect(body.fields[0].rule).toMatch(/\w+ \w+/);
    expect(quick.requests.length).toBe(before);
    expect(await calls()).toEqual([expect.objectContaining({ status: 'refused' })]);
  });

  it("holds to the server's filters and limits", async () => {
    const { attempt } = await issue({ methods: ['read'], limits: { rows: 3 } });
    const hidden = await attempt('create_a_looker_dashboard', { title: 'x' });
    expect(hidden.body).toMatchObject({ status: 'unknown_tool', result: { isError: true } });
    const { body } = await attempt(RUN, TOP_TEN_STATES);
    expect(body.result.structuredContent.rows).toHaveLength(3);
  });

  it('shows what Looker refuses as an error for the model', async () => {
    const { attempt } = await issue();
    const { status, body } = await attempt('get_single_looker_dashboard_by_id', { dashboard_id: '424242' });
    expect([status, body.status, body.result.isError]).toEqual([200, 'tool_error', true]);
  });

  it('calls a tool by its own name also where clients see a search in place of the tools', async () => {
    const { attempt, calls } = await issue({ tool_exposure: 'discovery', methods: ['read'] });
    expect((await attempt('looker_users_me')).body.status).toBe('ok');
    expect((await attempt('search_tools', { query: 'dashboards' })).body.result.content[0].text).toContain('dashboard');
    expect((await attempt('create_a_looker_dashboard', { title: 'x' })).body.status).toBe('unknown_tool');
    expect((await calls()).map((call) => call.tool_name)).toEqual([
      'looker_users_me',
      'search_tools',
      'create_a_looker_dashboard',
    ]);
  });

  it('is refused to viewers, to whoever sends something else, and for what is not there any more', async () => {
    const { path, body } = await issue();
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    const refused = await viewer.post(`${path}/try`, body('looker_users_me'));
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing']);
    const wrong = [{}, { tool_name: '' }, { tool_name: 'x', arguments: 'y' }, { tool_name: 'x', more: 1 }];
    for (const each of wrong) expect((await owner.post(`${path}/try`, each)).status, JSON.stringify(each)).toBe(400);
    const elsewhere = path.replace(accountId, slowAccountId);
    expect((await owner.post(`${elsewhere}/try`, body('looker_users_me'))).status).toBe(404);
    const { rest } = await gateway.createOrganization('Rival');
    const foreign = await rest.post(`${path}/try`, body('looker_users_me'));
    expect([foreign.status, foreign.body.code]).toEqual([404, 'mcp_server.not_found']);
  });

  it('counts against the same limit as the URL, and says how much is left', async () => {
    const { attempt, url } = await issue();
    const { headers } = await attempt('looker_users_me');
    expect(headers['ratelimit-policy']).toContain(`"mcp-server";q=${REQUESTS_PER_MINUTE};w=60`);
    expect(Number(headers['ratelimit-remaining'])).toBe(REQUESTS_PER_MINUTE - 1);
    for (let used = 1; used < REQUESTS_PER_MINUTE; used += 1) await attempt('looker_users_me');
    expect((await attempt('looker_users_me')).body.code).toBe('request.rate_limited');
    const headersOfJson = { 'content-type': 'application/json' };
    expect((await fetch(url, { method: 'POST', headers: headersOfJson, body: '{}' })).status).toBe(429);
  });

  it('tells of the progress of a call that takes long, and answers it at the end', async () => {
    const { path, body } = await issue({}, slowAccountId);
    const answer = await open(path, body('looker_dashboards_run', { dashboard_id: '7' }));
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const text = await answer.text();
    expect(text).toMatch(/event: progress\ndata: \{"done":\d,"total":3,"message":"\d of 3 tiles, /);
    const last = text.trim().split('data: ').at(-1) ?? '';
    expect(JSON.parse(last)).toMatchObject({ status: 'ok', result: { content: expect.any(Array) } });
    expect(last).toContain('## Revenue (tile 105)');
  });

  it('ends the query in Looker when the caller leaves', async () => {
    const { path, body, calls } = await issue({}, slowAccountId);
    slow.holdQueries();
    const gone = new AbortController();
    const leaving = expect(open(path, body(RUN, { ...TOP_TEN_STATES, limit: 9 }), gone.signal)).rejects.toThrow();
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toHaveLength(1);
    gone.abort();
    await leaving;
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toEqual([]);
    slow.letQueriesGo();
    await expect.poll(calls).toEqual([expect.objectContaining({ status: 'aborted' })]);
  });

  it('ends with the server: a call that is under way is given up when the URL is revoked', async () => {
    const { path, body } = await issue({}, slowAccountId);
    slow.holdQueries();
    const answering = open(path, body(RUN, { ...TOP_TEN_STATES, limit: 8 }));
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toHaveLength(1);
    expect((await owner.delete(path)).status).toBe(204);
    expect(await (await answering).json()).toMatchObject({ status: 'aborted', result: { isError: true } });
    slow.letQueriesGo();
    expect((await owner.post(`${path}/try`, body('looker_users_me'))).status).toBe(404);
  });

  it('lists the tools of a server with their arguments, to viewers too', async () => {
    const server = await issue({ methods: ['read'], tags: ['queries'] });
    const viewer = await owner.join('reader@acme.example', 'viewer');
    const { result } = (await viewer.get(`${server.path}/tools`)).body;
    const client = await connectModern(server.url);
    const listed = (await client.listTools()).map(({ name, inputSchema }) => ({ name, inputSchema }));
    listed.sort((left, right) => (left.name < right.name ? -1 : 1));
    await client.close();
    expect(listed.length).toBeGreaterThan(3);
    expect(
      result.map(({ name, input_schema }: Record<string, unknown>) => ({ name, inputSchema: input_schema })),
    ).toEqual(listed);
    expect(new Set(result.map(({ effect }: { effect: string }) => effect))).toEqual(new Set(['read']));
  });

  it('is summed by who called: the member, the API token, or nobody but the URL', async () => {
    const { attempt, path, body, url, id } = await issue();
    const client = await connectModern(url);
    await client.callTool('looker_users_me');
    await client.close();
    for (let call = 0; call < 3; call += 1) await attempt('looker_users_me');
    for (let call = 0; call < 2; call += 1) await (await open(path, body('no_such_tool'))).text();
    const { by, result } = (await owner.get(`/usage?by=principal&mcp_server_id=${id}`)).body;
    const [token] = (await acme.rest.get('/api-token')).body.result;
    expect(by).toBe('principal');
    expect(
      result.map(({ key, name, calls, errors }: Record<string, unknown>) => ({ key, name, calls, errors })),
    ).toEqual([
      { key: `member:${await owner.memberId()}`, name: acme.owner.email, calls: 3, errors: 0 },
      { key: `api_token:${token.id}`, name: 'test', calls: 2, errors: 2 },
      { key: `mcp_server:${id}`, name: 'Agent', calls: 1, errors: 0 },
    ]);
  });
});
