import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst, connectModern, type McpClient, OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

describe('tool calls', () => {
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

  const connect = async (
    config: Record<string, unknown> = {},
    connecting: (url: string) => Promise<McpClient> = connectModern,
    account = accountId,
  ) => {
    const client = await connecting((await acme.rest.issue(account, { config })).url);
    open.push(client);
    return client;
  };

  it.each(OFFICIAL_CLIENTS)(
    '$client of a reading server sees nothing that changes Looker, and a call by name sends nothing',
    async ({ connect: connecting }) => {
      const client = await connect({ methods: ['read'], tool_exposure: 'all' }, connecting);
      const tools = await client.listTools();
      expect(tools.length).toBeGreaterThan(200);
      expect(tools.every((tool) => tool.annotations?.readOnlyHint === true)).toBe(true);
      expect(tools.map((tool) => tool.name)).toContain('looker_query_run_inline');
      const before = looker.requests.length;
      await expect(client.callTool('create_a_looker_dashboard', { title: 'x', folder_id: '1' })).rejects.toThrow(
        /Unknown tool/,
      );
      await expect(client.callTool('delete_a_looker_dashboard_by_id', { dashboard_id: '1' })).rejects.toThrow(
        /Unknown tool/,
      );
      expect(looker.requests).toHaveLength(before);
    },
  );

  it('a server for dashboards shows nothing of users', async () => {
    const client = await connect({ tags: ['dashboards'] });
    const names = (await client.listTools()).map((tool) => tool.name);
    expect(names).toContain('looker_dashboards_search');
    expect(names.filter((name) => name.includes('user'))).toEqual([]);
    await expect(client.callTool('list_all_looker_users')).rejects.toThrow(/Unknown tool/);
  });

  it('wrong arguments are named one by one, with the nearest right name, and nothing is sent', async () => {
    const client = await connect();
    const before = looker.requests.length;
    const { text, isError } = await client.callTool('looker_query_run_inline', {
      model: 'ecommerce',
      veiw: 'orders',
      limit: 'ten',
    });
    expect(isError).toBe(true);
    expect(text).toContain('veiw');
    expect(text).toContain('view');
    expect(text).toContain('limit');
    expect(looker.requests).toHaveLength(before);
  });

  it('an id cannot lead a call to another address of Looker', async () => {
    const client = await connect();
    const before = looker.requests.length;
    const refused = await client.callTool('get_single_looker_dashboard_by_id', { dashboard_id: '..' });
    expect(refused.isError).toBe(true);
    expect(looker.requests).toHaveLength(before);
    await client.callTool('get_single_looker_dashboard_by_id', { dashboard_id: '../users?x=1' });
    expect(looker.requests.at(-1)?.url.split('?')[0]).toBe('/api/4.0/dashboards/..%2Fusers%3Fx%3D1');
  });

  it("Looker's refusal becomes an answer that says what to do", async () => {
    const client = await connect();
    const missing = await client.callTool('get_single_looker_dashboard_by_id', { dashboard_id: '424242' });
    expect(missing).toMatchObject({ isError: true, text: expect.stringContaining('(404)') });
    expect(missing.text).toContain('search');
    const unknown = await client.callTool('looker_query_run_inline', {
      model: 'ecommerce',
      view: 'orders',
      fields: ['orders.nope'],
    });
    expect(unknown.isError).toBe(true);
    expect(unknown.text).toContain('orders.nope');
  });

  it('a hundred calls are a hundred requests to Looker without a login, and one login follows when Looker ends the session', async () => {
    const account = await acme.rest.connect(credentialsOf(looker));
    const client = await connect({}, connectModern, account);
    const before = looker.requests.length;
    await Promise.all(Array.from({ length: 100 }, () => client.callTool('looker_users_me')));
    expect(looker.requests).toHaveLength(before + 100);
    const logins = () => looker.requests.slice(before).filter(({ url }) => url.endsWith('/login')).length;
    expect(logins()).toBe(0);
    looker.revokeTokens();
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.callTool('looker_users_me')));
    expect(answers.every((answer) => !answer.isError)).toBe(true);
    expect(logins()).toBe(1);
  });

  it("a rate limit is passed on at once with Looker's own waiting time, and is not retried", async () => {
    const client = await connect();
    await client.callTool('looker_users_me');
    looker.setFault({ fault: 'status=429;retry-after=7' });
    const before = looker.requests.length;
    const { text, isError } = await client.callTool('looker_users_me');
    expect(isError).toBe(true);
    expect(text).toContain('Retry-After: 7');
    expect(looker.requests).toHaveLength(before + 1);
  });

  it.each([
    ['html', 'refused'],
    ['truncate', 'closed before the answer was complete'],
    ['drop', 'could not be reached'],
    ['status=503', '(503)'],
  ])('trouble of the kind "%s" before Looker is told as such', async (fault, words) => {
    const client = await connect();
    await client.callTool('looker_users_me');
    looker.setFault({ fault });
    const { text, isError } = await client.callTool('looker_users_me');
    expect(isError).toBe(true);
    expect(text).toContain(words);
  });

  it('credentials that Looker no longer takes mark the account until they are replaced', async () => {
    const own = await startSampleLooker({ clientSecret: 'first' });
    const account = await acme.rest.connect(credentialsOf(own));
    const client = await connect({}, connectModern, account);
    const { port } = new URL(own.baseUrl);
    await own.close();
    const changed = await startSampleLooker({ clientSecret: 'second', port: Number(port) });
    const refused = await client.callTool('looker_users_me');
    expect(refused).toMatchObject({
      isError: true,
      text: expect.stringContaining('admin has to connect the account again'),
    });
    const record = (await acme.rest.get(`/integrated-account/${account}`)).body;
    expect(record).toMatchObject({ state: 'needs_reauth', state_reason: 'Not found' });
    const mended = await acme.rest.patch(`/integrated-account/${account}`, { looker: { client_secret: 'second' } });
    expect(mended.body).toMatchObject({ state: 'connected', state_reason: null });
    expect((await client.callTool('looker_users_me')).isError).toBe(false);
    await changed.close();
  });

  const leaves = {
    'v1 client, closing,': { connecting: connectFirst, leave: (client: McpClient) => client.close() },
    'v2 client, 2026-07-28, cancelling,': {
      connecting: connectModern,
      leave: async (_: McpClient, gone: AbortController) => gone.abort(),
    },
  };

  it.each(Object.entries(leaves))('a %s ends the request to Looker', async (_, { connecting, leave }) => {
    const client = await connect({}, connecting);
    await client.callTool('looker_users_me');
    looker.setFault({ fault: 'latency=20000' });
    const before = looker.requests.length;
    const gone = new AbortController();
    const call = client.callTool('looker_users_me', {}, { signal: gone.signal });
    const outcome = expect(call).rejects.toThrow();
    await expect.poll(() => looker.requests.length).toBe(before + 1);
    await leave(client, gone);
    await outcome;
    await expect.poll(() => looker.requests.at(-1)?.aborted).toBe(true);
  });

  it.each(OFFICIAL_CLIENTS)(
    'deleting the server ends the call of a $client that is under way, in Looker too',
    async ({ connect: connecting }) => {
      const server = await acme.rest.issue(accountId);
      const client = await connecting(server.url);
      open.push(client);
      await client.callTool('looker_users_me');
      looker.setFault({ fault: 'latency=20000' });
      const before = looker.requests.length;
      const outcome = client.callTool('looker_users_me').then(
        ({ isError }) => (isError ? 'ended' : 'answered'),
        () => 'ended',
      );
      await expect.poll(() => looker.requests.length).toBe(before + 1);
      await acme.rest.patch(`/integrated-account/${accountId}/mcp/${server.id}`, { name: 'Still valid' });
      expect(looker.requests.at(-1)?.aborted).toBe(false);
      await acme.rest.delete(`/integrated-account/${accountId}/mcp/${server.id}`);
      await expect.poll(() => looker.requests.at(-1)?.aborted).toBe(true);
      expect(await outcome).toBe('ended');
    },
  );
});
