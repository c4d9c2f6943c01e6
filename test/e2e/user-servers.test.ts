import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { askLooker, credentialsOf } from '../support/sample.js';

interface Row {
  readonly user: string;
  readonly looker_user_id: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly outcome: string;
  readonly mcp_server_id: string | null;
  readonly url: string | null;
  readonly why: string | null;
}
interface Answer {
  readonly result: Row[];
  readonly issued: number;
  readonly kept: number;
  readonly refused: number;
}

let looker: SampleLooker;
let gateway: TestGateway;
let acme: TestOrganization;
let accountId: string;
beforeAll(async () => {
  looker = await startSampleLooker();
  gateway = await startGateway();
  acme = await gateway.createOrganization('Acme');
  accountId = await acme.rest.connect(credentialsOf(looker));
});
afterAll(async () => {
  await gateway.close();
  await looker.close();
});

const config = { methods: ['read'] };
const issue = async (body: Record<string, unknown>, account = accountId) => {
  const { status, body: answer } = await acme.rest.post(`/integrated-account/${account}/mcp/for-users`, {
    config,
    ...body,
  });
  return { status, answer: answer as Answer };
};
const whoIs = async (url: string | null) => {
  const client = await connectModern(url ?? '');
  const { text } = await client.callTool('looker_users_me');
  await client.close();
  return JSON.parse(text).id as string;
};
const newAccount = () => acme.rest.connect(credentialsOf(looker), 'Another');

it('one request issues a URL for each of many users, and each acts as its user', async () => {
  const { status, answer } = await issue({ users: ['3', 'ada.fischer@example.com'], name: '{name} <{email}>' });
  expect(status).toBe(200);
  expect(answer).toMatchObject({ issued: 2, kept: 0, refused: 0 });
  const [ben, ada] = answer.result;
  expect(ben).toMatchObject({ user: '3', looker_user_id: '3', outcome: 'issued' });
  expect(ben?.name).toMatch(/^Ben Okafor <ben\.okafor@/);
  expect(ada).toMatchObject({ user: 'ada.fischer@example.com', email: 'ada.fischer@example.com' });
  expect(await whoIs(ben?.url ?? null)).toBe('3');
  expect(await whoIs(ada?.url ?? null)).toBe(ada?.looker_user_id);
  const { body } = await acme.rest.get(`/integrated-account/${accountId}/mcp/${ben?.mcp_server_id}`);
  expect(body).toMatchObject({ name: ben?.name, config: { identity: { kind: 'fixed_user', user: '3' }, ...config } });
});

it('a group is one request, without its disabled users', async () => {
  const account = await newAccount();
  const users = (await askLooker(looker, 'GET', '/groups/3/users')) as { id: string; is_disabled: boolean }[];
  const active = users.filter(({ is_disabled: isDisabled }) => !isDisabled).map(({ id }) => id);
  expect(active.length).toBeGreaterThan(1);
  const { answer } = await issue({ group_id: '3' }, account);
  expect(answer.result.map(({ looker_user_id: id }) => id).sort()).toEqual(active.sort());
  expect(answer).toMatchObject({ issued: active.length, refused: 0 });
});

it('whoever has a URL that works keeps it, however they were named, and those who are new get one', async () => {
  const account = await newAccount();
  const first = await issue({ users: ['ada.fischer@example.com'] }, account);
  const second = await issue({ users: ['Ada.Fischer@example.com', '3'] }, account);
  expect(second.answer).toMatchObject({ issued: 1, kept: 1 });
  const kept = second.answer.result[0];
  expect(kept).toMatchObject({ outcome: 'kept', mcp_server_id: first.answer.result[0]?.mcp_server_id, url: null });
});

it('two requests at once give nobody two URLs', async () => {
  const account = await newAccount();
  const answers = await Promise.all(Array.from({ length: 6 }, () => issue({ group_id: '3' }, account)));
  const { body } = await acme.rest.get(`/integrated-account/${account}/mcp?limit=100`);
  const servers = (body as { result: { config: { identity: { user: string } } }[] }).result;
  const users = servers.map((server) => server.config.identity.user);
  expect(new Set(users).size).toBe(users.length);
  expect(answers.reduce((sum, { answer }) => sum + answer.issued, 0)).toBe(users.length);
});

it('a user who cannot be found, is disabled or is not alone with the address is refused by name, and the others get theirs', async () => {
  const account = await newAccount();
  const users = ['nobody@example.com', '10', '987654', '3', 'ines.castro@example.com'];
  const { status, answer } = await issue({ users }, account);
  expect(status).toBe(200);
  expect(answer.result.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused', 'issued', 'refused']);
  expect(answer.result[0]?.why).toContain('nobody@example.com');
  expect(answer.result[2]?.why).toContain('987654');
});

it('a user who is named twice gets one URL', async () => {
  const account = await newAccount();
  const { answer } = await issue({ users: ['ada.fischer@example.com', '2', '3'] }, account);
  const ids = answer.result.map(({ mcp_server_id: id }) => id);
  expect(answer.issued).toBe(new Set(ids).size);
});

it('nothing is issued where users and group_id are both given, or neither, or the group is empty or missing', async () => {
  for (const body of [{}, { users: ['3'], group_id: '3' }, { users: [] }, { users: ['%'] }, { group_id: 'all' }])
    expect((await issue(body)).status, JSON.stringify(body)).toBe(400);
  expect((await issue({ group_id: '987654' })).status).toBeGreaterThanOrEqual(400);
  const made = (await askLooker(looker, 'POST', '/groups', { name: 'Empty' })) as { id: string };
  expect((await issue({ group_id: made.id })).status).toBe(400);
});

it('nothing is issued where Looker does not let the account act as others', async () => {
  const core = await startSampleLooker({ deploymentType: 'google_cloud_core' });
  const account = await acme.rest.connect(credentialsOf(core), 'Core');
  const { status, answer } = await issue({ users: ['3'] }, account);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(JSON.stringify(answer)).toContain('sign in');
  expect((await acme.rest.get(`/integrated-account/${account}/mcp`)).body).toMatchObject({ result: [] });
  await core.close();
});

it('another organization’s account is a missing one', async () => {
  const other = await gateway.createOrganization('Other');
  const path = `/integrated-account/${accountId}/mcp/for-users`;
  const { status, body } = await other.rest.post(path, { config, users: ['3'] });
  expect([status, (body as { code: string }).code]).toEqual([404, 'integrated_account.not_found']);
});

it('the same request answers a CSV file with a line for each user', async () => {
  const account = await newAccount();
  const answer = await fetch(`${gateway.url}/integrated-account/${account}/mcp/for-users/csv`, {
    method: 'POST',
    headers: { authorization: `Bearer ${acme.apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ config, users: ['3', 'nobody@example.com'] }),
  });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  expect(answer.headers.get('cache-control')).toContain('no-store');
  const [names, ben, nobody] = (await answer.text()).trim().split('\r\n');
  expect(names?.replace('\uFEFF', '')).toBe('user,looker_user_id,email,name,outcome,mcp_server_id,url,why');
  expect(ben).toMatch(/^3,3,ben.*,issued,[0-9a-f-]{36},http/);
  expect(nobody).toContain('refused');
  expect(await whoIs(ben?.split(',')[6] ?? null)).toBe('3');
});

it('each server is in the audit trail, with the user as whom it acts', async () => {
  const account = await newAccount();
  const { answer } = await issue({ users: ['3'] }, account);
  const { body } = await acme.rest.get('/audit?limit=5');
  const events = JSON.stringify(body);
  expect(events).toContain(String(answer.result[0]?.mcp_server_id));
  expect(events).not.toContain(String(answer.result[0]?.url?.split('/').at(-1)));
});
