import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const ADA = 'ada.fischer@example.com';
const listed = async (args: Answer) => (await world.call<{ result: Answer[] }>('list_users', args)).result;
const namesOf = async (args: Answer) => (await listed(args)).map(({ name }) => name);
const addUser = (name: string) => world.ask<{ id: string }>('POST', '/users', { first_name: name, last_name: 'Test' });
const atLooker = (id: unknown) => world.ask<Answer>('GET', `/users/${id}`);

it('list_users: finds a user by the whole address, whatever its letters’ case, and by no address like it', async () => {
  const [ada, ...others] = await listed({ email: 'Ada.Fischer@Example.com' });
  expect(others).toEqual([]);
  expect(ada).toEqual({
    ...{ id: '2', name: 'Ada Fischer', email: ADA, role_ids: ['3'], group_ids: ['1', '3'] },
    last_login: expect.any(String),
  });
  // To SQL LIKE an underscore is any letter.
  expect(await listed({ email: 'ada_fischer@example.com' })).toEqual([]);
});

it('list_users: finds users by a part of the name or of the address', async () => {
  expect(await namesOf({ name: 'okaf' })).toEqual(['Ben Okafor']);
  expect(await namesOf({ name: 'Ben Nov' })).toEqual(['Ben Novak']);
  expect(await namesOf({ email: 'grace' })).toEqual(['Grace Liu']);
  expect(await namesOf({ name: 'nobody at all' })).toEqual([]);
});

it('list_users: tells the latest login of any kind, who never logged in and who is disabled', async () => {
  expect(await listed({ name: 'Hugo Perrin' })).toMatchObject([{ last_login: null }]);
  expect(await listed({ name: 'Ines Castro' })).toMatchObject([{ is_disabled: true }]);
  const [jonas] = await listed({ name: 'Jonas Weber' });
  const { credentials_saml: saml } = await atLooker('11');
  expect(jonas?.last_login).toBe((saml as Answer).logged_in_at);
});

it('list_users: pages through all users', async () => {
  const first = await world.call<{ result: Answer[]; next_cursor: string }>('list_users', { limit: 10 });
  const rest = await world.call<{ result: Answer[] }>('list_users', { limit: 10, next_cursor: first.next_cursor });
  const ids = [...first.result, ...rest.result].map(({ id }) => id);
  expect(ids).toEqual((await world.ask<Answer[]>('GET', '/users')).map(({ id }) => id));
});

it('get_user: names roles, groups and the kinds of login, by id and by e-mail address', async () => {
  const ada = await world.call('get_user', { user_id: ADA });
  expect(ada).toMatchObject({
    ...{ id: '2', first_name: 'Ada', last_name: 'Fischer', email: ADA, is_disabled: false },
    roles: [{ id: '3', name: 'Developer' }],
    groups: [
      { id: '1', name: 'All Users' },
      { id: '3', name: 'Analysts' },
    ],
    logins: { email: expect.any(String) },
    url: `${world.looker.baseUrl}/admin/users/2/edit`,
  });
  expect(await world.call('get_user', { user_id: 2 })).toEqual(ada);
});

it('get_user: tells an unknown address from what is none', async () => {
  expect(await world.refusal('get_user', { user_id: 'nobody@example.com' })).toContain('No Looker user has');
  expect(await world.refusal('get_user', { user_id: 'ada@fischer@' })).toContain('not an e-mail address');
  expect(await world.refusal('get_user', { user_id: '999' })).toContain('404');
});

it('get_user: refuses an address that several users have, and names them', async () => {
  const { id } = await addUser('Twin');
  await world.ask('POST', `/users/${id}/credentials_email`, { email: 'Hugo.Perrin@example.com' });
  const text = await world.refusal('get_user', { user_id: 'hugo.perrin@example.com' });
  for (const part of ['Several users', '9 (Hugo Perrin)', `${id} (Twin Test)`]) expect(text).toContain(part);
});

it('create_user: makes a user with login, roles and groups, and says how they are invited', async () => {
  const made = await world.call<{ id: string; next: string }>('create_user', {
    ...{ first_name: 'Nora', last_name: 'Klein', email: 'nora.klein@example.com', locale: 'de_DE' },
    ...{ role_ids: [4], group_ids: ['4', '5'] },
  });
  expect(made).toMatchObject({
    ...{ name: 'Nora Klein', email: 'nora.klein@example.com', roles: [{ id: '4', name: 'User' }] },
    groups: [
      { id: '4', name: 'Finance Team' },
      { id: '5', name: 'Marketing Team' },
    ],
    url: `${world.looker.baseUrl}/admin/users/${made.id}/edit`,
  });
  expect(made.next).toContain('send_password_reset');
  expect(await atLooker(made.id)).toMatchObject({
    ...{ first_name: 'Nora', last_name: 'Klein', email: 'nora.klein@example.com', locale: 'de_DE' },
    ...{ role_ids: expect.arrayContaining(['4']), group_ids: expect.arrayContaining(['4', '5']) },
  });
});

it('create_user: creates nobody where the address is taken or none, or a role or group is not there', async () => {
  const before = (await world.ask<Answer[]>('GET', '/users')).length;
  const person = { first_name: 'Ada', last_name: 'Again' };
  const taken = await world.refusal('create_user', { ...person, email: 'ADA.fischer@example.com', role_ids: ['77'] });
  for (const problem of ['User 2 (Ada Fischer) has', 'no role 77', 'Nobody was created'])
    expect(taken).toContain(problem);
  const wrong = await world.refusal('create_user', { ...person, email: 'ada at example', group_ids: ['88', '4'] });
  for (const problem of ['not an e-mail address', 'no group 88']) expect(wrong).toContain(problem);
  expect((await world.ask<Answer[]>('GET', '/users')).length).toBe(before);
});

it('create_user: says what was done and what was not where Looker stops half-way', async () => {
  world.looker.setFault({ fault: 'status=422', urlIncludes: '/credentials_email', times: 1 });
  const made = await world.call<{ id: string }>('create_user', {
    ...{ first_name: 'Half', last_name: 'Way', email: 'half.way@example.com', role_ids: ['4'] },
  });
  expect(made).toMatchObject({
    done: ['roles'],
    not_done: [{ step: 'e-mail login', why: expect.stringContaining('422') }],
    next: expect.stringContaining('do not create the user again'),
  });
  expect(await atLooker(made.id)).toMatchObject({ email: null, role_ids: ['4'] });
});

it('update_user: changes what is named, and sets exactly the given roles', async () => {
  const { id } = await addUser('Uma');
  await world.ask('PUT', `/users/${id}/roles`, ['3']);
  const args = { user_id: id, last_name: 'Changed', role_ids: ['4', '5'] };
  expect(await world.call('update_user', args)).toMatchObject({
    ...{ id, display_name: 'Uma Changed', last_name: 'Changed' },
    roles: [
      { id: '4', name: 'User' },
      { id: '5', name: 'Viewer' },
    ],
  });
  expect(await atLooker(id)).toMatchObject({ first_name: 'Uma', last_name: 'Changed', role_ids: ['4', '5'] });
});

it('update_user: locks an account by its e-mail address, and opens it again', async () => {
  await world.call('update_user', { user_id: 'kim.sorensen@example.com', is_disabled: true });
  expect(await atLooker('12')).toMatchObject({ is_disabled: true });
  await world.call('update_user', { user_id: '12', is_disabled: false });
  expect(await atLooker('12')).toMatchObject({ is_disabled: false });
});

it('update_user: changes nothing where nothing is named, or a role is not there', async () => {
  expect(await world.refusal('update_user', { user_id: '3' })).toContain('Nothing to change');
  const text = await world.refusal('update_user', { user_id: '3', first_name: 'Bo', role_ids: ['4', '77'] });
  expect(text).toContain('no role 77');
  expect(await atLooker('3')).toMatchObject({ first_name: 'Ben', role_ids: ['4'] });
});

it('delete_user: answers who was deleted and what went with them', async () => {
  const { id } = await addUser('Gone');
  const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };
  const { id: query_id } = await world.ask<{ id: string }>('POST', '/queries', query);
  await world.ask('POST', '/looks', { title: 'Of Gone', query_id, folder_id: '1', user_id: id });
  expect(await world.call('delete_user', { user_id: id })).toEqual({
    deleted: { id, display_name: 'Gone Test' },
    gone_with_them: { dashboards: 0, looks: 1, schedules: 0 },
  });
  await expect(atLooker(id)).rejects.toThrow('404');
  expect(await world.refusal('delete_user', { user_id: id })).toContain('404');
});
