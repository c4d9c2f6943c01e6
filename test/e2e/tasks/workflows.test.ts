import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterEach(() => world.looker.setFault(null));
afterAll(() => world.close());

type Row = Record<string, unknown>;
interface Taken {
  readonly ok: boolean;
  readonly done: string[];
  readonly not_done?: { step: string; why: string }[];
  readonly affects: Row;
  readonly would_do?: string[];
  readonly [name: string]: unknown;
}
const work = (tool: string, args: Record<string, unknown>) => world.call<Taken>(tool, args);
/** A dry run, which is to have sent nothing but reads. */
async function dryRun(tool: string, args: Record<string, unknown>): Promise<Taken> {
  const before = world.looker.requests.length;
  const answer = await work(tool, { ...args, dry_run: true });
  const changes = world.looker.requests.slice(before).filter(({ method }) => method !== 'GET');
  expect(changes).toEqual([]);
  expect(answer).toMatchObject({ dry_run: true });
  return answer;
}
const atLooker = <Answer = Row>(path: string) => world.ask<Answer>('GET', path);
const newUser = async (email: string) => {
  const { id } = await world.ask<{ id: string }>('POST', '/users', { first_name: 'Tess', last_name: 'Ting' });
  await world.ask('POST', `/users/${id}/credentials_email`, { email });
  return id;
};

const POSTGRES = { dialect_name: 'postgres', host: 'db.example.com', database: 'shop', username: 'looker' };

it('provision_connection: creates a connection and tests it', async () => {
  const args = { name: 'orders_db', ...POSTGRES, port: 5433, tmp_db_name: 'looker_tmp', pdts_enabled: true };
  const plan = await dryRun('provision_connection', args);
  expect(plan.would_do).toEqual(['Create the connection', 'Test the connection']);
  await expect(atLooker('/connections/orders_db')).rejects.toThrow('404');
  expect(await work('provision_connection', args)).toMatchObject({
    ...{ ok: true, done: plan.would_do, next: expect.stringContaining('password') },
    url: `${world.looker.baseUrl}/admin/connections/orders_db/edit`,
  });
  expect(await atLooker('/connections/orders_db')).toMatchObject({ host: 'db.example.com', port: '5433' });
});

it('provision_connection: tells which tests failed, and what it could not do', async () => {
  const failing = await work('provision_connection', { name: 'hostless', dialect_name: 'postgres' });
  expect(failing).toMatchObject({
    ...{ ok: false, done: ['Create the connection'], name: 'hostless' },
    not_done: [{ step: 'Test the connection', why: expect.stringContaining('failed_tests') }],
    failed_tests: expect.arrayContaining([expect.objectContaining({ name: 'connect', status: 'error' })]),
  });
  world.looker.setFault({ fault: 'status=500', urlIncludes: '/test' });
  expect(await work('provision_connection', { name: 'untested', ...POSTGRES })).toMatchObject({
    ...{ ok: false, done: ['Create the connection'], name: 'untested' },
    not_done: [{ step: 'Test the connection', why: expect.stringContaining('500') }],
  });
});

it('provision_connection: refuses a name that is taken and a dialect that is none, before anything is sent', async () => {
  const taken = { name: 'sample_warehouse', dialect_name: 'sqlite' };
  expect(await world.refusal('provision_connection', taken)).toContain('update_connection');
  expect(await world.refusal('provision_connection', { name: 'x1', dialect_name: 'delphi' })).toContain(
    'list_connection_dialects',
  );
  const tables = { name: 'x1', dialect_name: 'sqlite', pdts_enabled: true };
  expect(await world.refusal('provision_connection', tables)).toContain('tmp_db_name');
});

it('provision_user: creates a user with login, roles, groups and attribute values, and invites them', async () => {
  const args = {
    ...{ email: 'nora@example.com', first_name: 'Nora', last_name: 'Nyman', role_ids: ['4'], group_ids: ['3'] },
    user_attribute_values: { region: 'EMEA' },
  };
  expect((await dryRun('provision_user', args)).would_do).toHaveLength(6);
  expect(await atLooker('/users/search?email=nora@example.com')).toEqual([]);
  const made = await work('provision_user', args);
  expect(made).toMatchObject({ ok: true, url: expect.stringContaining('/admin/users/') });
  expect(made.done).toContain('Mail an invitation to nora@example.com');
  const user = await atLooker<{ group_ids: string[]; role_ids: string[]; email: string }>(`/users/${made.user_id}`);
  expect(user).toMatchObject({ email: 'nora@example.com', role_ids: ['4'] });
  expect(user.group_ids).toContain('3');
  const values = await atLooker<Row[]>(`/users/${made.user_id}/attribute_values`);
  expect(values.find(({ name }) => name === 'region')).toMatchObject({ value: 'EMEA', source: 'User' });
});

it('provision_user: does the rest where a step is refused, and reports it', async () => {
  const args = { email: 'olaf@example.com', first_name: 'Olaf', last_name: 'Oak', group_ids: ['3'] };
  world.looker.setFault({ fault: 'status=403', urlIncludes: '/groups/3/users' });
  const made = await work('provision_user', { ...args, send_invite: false });
  expect(made).toMatchObject({
    ...{ ok: false, done: ['Create the user', 'Give them an e-mail login'] },
    not_done: [{ step: 'Put them into the group Analysts', why: expect.stringContaining('403') }],
  });
  world.looker.setFault(null);
  expect(await atLooker(`/users/${made.user_id}`)).toMatchObject({ email: 'olaf@example.com' });
});

it('provision_user: refuses who is there already, and roles, groups and attributes that are not', async () => {
  const args = { email: 'ada.fischer@example.com', first_name: 'A', last_name: 'F', role_ids: ['99'] };
  const text = await world.refusal('provision_user', { ...args, user_attribute_values: { shoe_size: '44' } });
  expect(text).toContain('User 2 (Ada Fischer)');
  expect(text).toContain('no role 99');
  expect(text).toContain('shoe_size');
});

it('grant_access: gives a user a role beside those that they have', async () => {
  const args = { principal_type: 'user', principal_id: '3', role_id: '5' };
  await dryRun('grant_access', args);
  const roles = () => atLooker<{ id: string }[]>('/users/3/roles?direct_association_only=true');
  expect((await roles()).map(({ id }) => id)).toEqual(['4']);
  expect(await work('grant_access', args)).toMatchObject({ ok: true, affects: { user: 'Ben Okafor' } });
  expect((await roles()).map(({ id }) => id).sort()).toEqual(['4', '5']);
  expect(await work('grant_access', args)).toMatchObject({ done: [], affects: { note: expect.any(String) } });
});

it('grant_access: gives a group a role, and tells how many users that are', async () => {
  const args = { principal_type: 'group', principal_id: '3', role_id: '4' };
  expect((await dryRun('grant_access', args)).affects).toMatchObject({ group: 'Analysts', users: expect.any(Number) });
  const before = await atLooker<{ id: string }[]>('/roles/4/groups');
  expect(await work('grant_access', args)).toMatchObject({ ok: true });
  const after = (await atLooker<{ id: string }[]>('/roles/4/groups')).map(({ id }) => id);
  expect(after.sort()).toEqual([...before.map(({ id }) => id), '3'].sort());
  expect(await world.refusal('grant_access', { ...args, principal_id: '99' })).toContain('list_groups');
});

it('offboard_user: disables an account, ends its sessions and deletes its API keys', async () => {
  const id = '6';
  await world.ask('POST', `/users/${id}/credentials_api3`);
  const plan = await dryRun('offboard_user', { user_id: 'elif.kaya@example.com' });
  expect(plan.would_do?.[0]).toBe('Disable the account');
  expect(plan.affects).toMatchObject({ user: { name: 'Elif Kaya' }, stays: { dashboards: expect.any(Number) } });
  expect(await atLooker(`/users/${id}`)).toMatchObject({ is_disabled: false });
  expect(await work('offboard_user', { user_id: 'elif.kaya@example.com' })).toMatchObject({
    ok: true,
    done: plan.would_do,
  });
  expect(await atLooker(`/users/${id}`)).toMatchObject({ is_disabled: true });
  expect(await atLooker(`/users/${id}/sessions`)).toEqual([]);
  expect(await atLooker(`/users/${id}/credentials_api3`)).toEqual([]);
});

it('offboard_user: does the rest where a step is refused, and reports it', async () => {
  const id = await newUser('pia@example.com');
  await world.ask('POST', `/users/${id}/credentials_api3`);
  await world.ask('POST', `/users/${id}/credentials_api3`);
  const [first] = await atLooker<{ id: string }[]>(`/users/${id}/credentials_api3`);
  world.looker.setFault({ fault: 'status=403', urlIncludes: `/credentials_api3/${first?.id}` });
  const taken = await work('offboard_user', { user_id: id });
  expect(taken).toMatchObject({ ok: false, not_done: [{ step: `Delete API key ${first?.id}` }] });
  expect(taken.done).toHaveLength(2);
  world.looker.setFault(null);
  expect(await atLooker(`/users/${id}/credentials_api3`)).toHaveLength(1);
});

it('offboard_user: deletes the user where that is asked for, and never whom it is called as', async () => {
  const id = await newUser('quin@example.com');
  expect(await work('offboard_user', { user_id: id, deactivate_only: false })).toMatchObject({ ok: true });
  await expect(atLooker(`/users/${id}`)).rejects.toThrow('404');
  expect(await world.refusal('offboard_user', { user_id: '1' })).toContain('all tools would stop');
  expect(await atLooker('/users/1')).toMatchObject({ is_disabled: false });
});

it('rotate_api_credentials: makes a new key, which logs in, and deletes the old one', async () => {
  const id = await newUser('rosa@example.com');
  const old = await world.ask<{ id: string }>('POST', `/users/${id}/credentials_api3`);
  const args = { user_id: id, delete_previous_id: old.id };
  await dryRun('rotate_api_credentials', args);
  const answer = await world.result('rotate_api_credentials', args);
  expect(JSON.parse(answer.texts[0] ?? '')).toMatchObject({
    ok: true,
    done: expect.arrayContaining([`Delete API key ${old.id}`]),
  });
  const { new_key: key } = JSON.parse(answer.texts[1] ?? '');
  const login = await fetch(`${world.looker.baseUrl}/api/4.0/login`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: key.client_id, client_secret: key.client_secret }),
  });
  expect(login.status).toBe(200);
  expect((await atLooker<{ id: string }[]>(`/users/${id}/credentials_api3`)).map((each) => each.id)).toEqual([key.id]);
});

it('rotate_api_credentials: makes no key where the old one is not there, and deletes none where none was made', async () => {
  const id = await newUser('sven@example.com');
  const old = await world.ask<{ id: string }>('POST', `/users/${id}/credentials_api3`);
  expect(await world.refusal('rotate_api_credentials', { user_id: id, delete_previous_id: '9999' })).toContain(
    `there are: ${old.id}`,
  );
  expect(await atLooker(`/users/${id}/credentials_api3`)).toHaveLength(1);
});

it('disable_stale_sessions: reports sessions that began long ago, and ends them when told to', async () => {
  const report = await world.call<Row>('disable_stale_sessions', {});
  const stale = report.stale_sessions as Row[];
  expect(stale.map(({ user_id }) => user_id).sort()).toEqual(['4', '5', '7']);
  const plan = await dryRun('disable_stale_sessions', { action: 'terminate' });
  expect(plan.would_do).toHaveLength(3);
  world.looker.setFault({ fault: 'status=403', urlIncludes: '/users/7/sessions/' });
  const taken = await work('disable_stale_sessions', { action: 'terminate' });
  expect(taken).toMatchObject({ ok: false, not_done: [{ step: expect.stringContaining('Felix Brandt') }] });
  expect(taken.done).toHaveLength(2);
  world.looker.setFault(null);
  expect(await atLooker('/users/5/sessions')).toEqual([]);
  expect(await atLooker('/users/7/sessions')).toHaveLength(1);
  expect(await atLooker('/users/11/sessions')).toHaveLength(1);
});

it('investigate_runaway_queries: reports queries that run for long, and kills them when told to', async () => {
  world.looker.holdQueries();
  try {
    const fields = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };
    const query = await world.ask<{ id: string }>('POST', '/queries', fields);
    const { id } = await world.ask<{ id: string }>('POST', '/query_tasks', {
      query_id: query.id,
      result_format: 'json',
    });
    expect(await world.call('investigate_runaway_queries', {})).toMatchObject({ running: 1, queries: [] });
    const args = { threshold_seconds: 0, action: 'kill' };
    expect((await dryRun('investigate_runaway_queries', args)).would_do).toEqual([`Kill query ${id}`]);
    expect(await atLooker('/running_queries')).toHaveLength(1);
    expect(await work('investigate_runaway_queries', args)).toMatchObject({ ok: true, done: [`Kill query ${id}`] });
    expect(await atLooker('/running_queries')).toEqual([]);
  } finally {
    world.looker.letQueriesGo();
  }
});
