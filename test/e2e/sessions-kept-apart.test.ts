import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

let looker: SampleLooker;
let gateway: TestGateway;
let acme: TestOrganization;
let accountId: string;
const clients: McpClient[] = [];

beforeAll(async () => {
  looker = await startSampleLooker();
  gateway = await startGateway();
  acme = await gateway.createOrganization('Acme');
  accountId = await acme.rest.connect(credentialsOf(looker));
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()));
  await gateway.close();
  await looker.close();
});

const open = async (config: Record<string, unknown> = {}): Promise<McpClient> => {
  const client = await connectModern((await acme.rest.issue(accountId, { config })).url);
  clients.push(client);
  return client;
};
const workspaceOf = async (client: McpClient) =>
  JSON.parse((await client.callTool('looker_api_session_settings')).text).workspace_id;
const enter = (client: McpClient, workspace: string) =>
  client.callTool('looker_api_session_change_settings', { workspace_id: workspace });
const nameOf = async (client: McpClient) => JSON.parse((await client.callTool('looker_users_me')).text).display_name;
const logins = () => looker.requests.filter(({ route }) => route === '/api/4.0/login').length;

it('a URL that goes into development mode takes no other URL of the account along', async () => {
  const [developer, analyst] = [await open(), await open()];
  const answer = await enter(developer, 'dev');
  expect(JSON.parse(answer.text)).toMatchObject({ workspace_id: 'dev' });
  expect(await workspaceOf(developer)).toBe('dev');
  expect(await workspaceOf(analyst)).toBe('production');
});

it('a URL goes back into production, and the others that are in development stay there', async () => {
  const [one, other] = [await open(), await open()];
  await Promise.all([enter(one, 'dev'), enter(other, 'dev')]);
  await enter(one, 'production');
  expect(await workspaceOf(one)).toBe('production');
  expect(await workspaceOf(other)).toBe('dev');
});

it('all URLs of an account share its two sessions, one in production and one in development', async () => {
  const before = logins();
  const urls = await Promise.all([open(), open(), open()]);
  await Promise.all(urls.map((client) => enter(client, 'dev')));
  await Promise.all(urls.map(workspaceOf));
  expect(logins() - before).toBeLessThanOrEqual(1);
});

it('a URL of a fixed user acts as that user in each call, and the URLs beside it as whom they did', async () => {
  const identity = { kind: 'fixed_user', user: '3' };
  const [ben, service] = [await open({ identity }), await open()];
  const names = await Promise.all([nameOf(ben), nameOf(service), nameOf(ben), nameOf(service)]);
  expect(names).toEqual(['Ben Okafor', 'Sam Sample', 'Ben Okafor', 'Sam Sample']);
});

it('a fixed user is found by an e-mail address, whatever its letters’ case, and never by a part of one', async () => {
  const named = await open({ identity: { kind: 'fixed_user', user: 'Ada.Fischer@EXAMPLE.com' } });
  expect(await nameOf(named)).toBe('Ada Fischer');
  for (const user of ['da.fischer@example.com', '%@example.com', 'nobody@example.com']) {
    const answer = await (await open({ identity: { kind: 'fixed_user', user } })).callTool('looker_users_me');
    expect(answer.isError, user).toBe(true);
    expect(answer.text, user).toContain('no active Looker user has the e-mail address');
  }
});

it('nothing is done as somebody whom Looker has disabled', async () => {
  for (const user of ['10', 'ines.castro@example.com']) {
    const answer = await (await open({ identity: { kind: 'fixed_user', user } })).callTool('looker_users_me');
    expect([answer.isError, answer.text], user).toEqual([true, expect.stringContaining('could not be made as')]);
  }
});

it('a call of somebody whom Looker does not let in says nothing of the account, which stays connected', async () => {
  await (await open({ identity: { kind: 'fixed_user', user: '10' } })).callTool('looker_users_me');
  const account = await acme.rest.get(`/integrated-account/${accountId}`);
  expect(account.body.state).toBe('connected');
});

it('a handle of a query that one user runs opens nothing for another one at a URL of the same account', async () => {
  looker.holdQueries();
  try {
    const [ben, ada] = await Promise.all(['3', '2'].map((user) => open({ identity: { kind: 'fixed_user', user } })));
    const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'], timeout_seconds: 1 };
    const waiting = await ben?.callTool('looker_query_run_inline', query);
    const handle = /[A-Za-z0-9_.-]{60,}/.exec(`${waiting?.text}`)?.[0];
    expect(handle).toBeDefined();
    const stolen = await ada?.callTool('looker_query_results', { handle });
    expect([stolen?.isError, stolen?.text]).toEqual([true, expect.stringMatching(/handle/)]);
  } finally {
    looker.letQueriesGo();
  }
});

it.each([
  ['without a user', { kind: 'fixed_user' }, 'config.identity.user'],
  ['with a user and the service account', { kind: 'service_account', user: '3' }, 'config.identity.user'],
  ['with what is no user', { kind: 'fixed_user', user: 'Ben Okafor' }, 'config.identity.user'],
  ['of the caller, where nobody signs in', { kind: 'caller' }, 'config.identity.kind'],
])('an identity %s is refused by name', async (_, identity, path) => {
  const config = { methods: ['read'], identity };
  const answer = await acme.rest.post(`/integrated-account/${accountId}/mcp`, { name: 'Agent', config });
  expect(answer.status).toBe(400);
  expect(answer.body.fields.map((field: { path: string }) => field.path)).toContain(path);
});
