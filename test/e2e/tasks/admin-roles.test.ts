import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const listed = async (tool: string, args: Answer = {}) => (await world.call<{ result: Answer[] }>(tool, args)).result;
const addRole = (name: string, permission_set_id = '4', model_set_id = '2') =>
  world.ask<{ id: string }>('POST', '/roles', { name, permission_set_id, model_set_id });
const addUser = (name: string) => world.ask<{ id: string }>('POST', '/users', { first_name: name, last_name: 'Test' });
const membersOf = async (role: string, of: 'users' | 'groups') =>
  (await world.ask<Answer[]>('GET', `/roles/${role}/${of}?direct_association_only=true`)).map(({ id }) => id);

it('list_roles: answers each role with its sets', async () => {
  expect((await listed('list_roles')).find(({ name }) => name === 'Viewer')).toEqual({
    ...{ id: '5', name: 'Viewer', permission_set: { id: '4', name: 'Viewer' } },
    model_set: { id: '1', name: 'All', models: ['ecommerce', 'sales'] },
  });
});

it('get_role: answers permissions and models, and tells of an unknown id', async () => {
  expect(await world.call('get_role', { role_id: '5' })).toEqual({
    ...{ id: '5', name: 'Viewer' },
    permission_set: { id: '4', name: 'Viewer', permissions: ['access_data', 'see_looks', 'see_user_dashboards'] },
    model_set: { id: '1', name: 'All', models: ['ecommerce', 'sales'] },
  });
  expect(await world.refusal('get_role', { role_id: '99' })).toContain('404');
});

it('create_role: makes a role of two sets and says how it is given', async () => {
  const made = await world.call<{ id: string }>('create_role', {
    ...{ name: 'Sales viewer', permission_set_id: 4, model_set_id: 2 },
  });
  expect(made).toEqual({
    ...{ id: made.id, name: 'Sales viewer', permission_set: 'Viewer', model_set: 'Sales only' },
    url: `${world.looker.baseUrl}/admin/roles/${made.id}/edit`,
    next: expect.stringContaining('set_role_users'),
  });
  expect(await world.ask('GET', `/roles/${made.id}`)).toMatchObject({ permission_set_id: '4', model_set_id: '2' });
});

it('create_role: names the set that is not there, and what is missing', async () => {
  const text = await world.refusal('create_role', { name: 'Odd', permission_set_id: '77', model_set_id: '2' });
  expect(text).toContain('permission_set_id');
  expect(await world.refusal('create_role', { name: 'Odd' })).toContain('model_set_id');
});

it('update_role: changes what is named and keeps the rest', async () => {
  const { id } = await addRole('To change');
  expect(await world.call('update_role', { role_id: id, permission_set_id: '5' })).toMatchObject({
    ...{ id, name: 'To change', permission_set: 'Explorer', model_set: 'Sales only' },
  });
  expect(await world.ask('GET', `/roles/${id}`)).toMatchObject({ name: 'To change', permission_set_id: '5' });
  expect(await world.refusal('update_role', { role_id: id })).toContain('Nothing to change');
});

it('delete_role: answers who loses it, directly and through groups', async () => {
  const { id } = await addRole('To go');
  await world.ask('PUT', `/roles/${id}/users`, ['3']);
  await world.ask('PUT', `/roles/${id}/groups`, ['5']);
  expect(await world.call('delete_role', { role_id: id })).toEqual({
    deleted: { id, name: 'To go' },
    lost_by: {
      user_count: 4,
      users: expect.arrayContaining(['Ben Okafor', 'Elif Kaya', 'Felix Brandt', 'Grace Liu']),
      groups: ['Marketing Team'],
    },
  });
  await expect(world.ask('GET', `/roles/${id}`)).rejects.toThrow('404');
});

it('get_role_users: lists who has a role, and leaves out those who have it through a group where asked to', async () => {
  const { id } = await addRole('Watched');
  await world.ask('PUT', `/roles/${id}/users`, ['3']);
  await world.ask('PUT', `/roles/${id}/groups`, ['4']);
  const all = await listed('get_role_users', { role_id: id });
  expect(all.map(({ display_name: name }) => name)).toEqual(['Ben Okafor', 'Carla Mendes', 'David Ng', 'Grace Liu']);
  const direct = await listed('get_role_users', { role_id: id, direct_association_only: true });
  expect(direct).toEqual([
    { id: '3', display_name: 'Ben Okafor', email: 'ben.okafor@example.com', is_disabled: false },
  ]);
});

it('get_role_groups: lists the groups that have a role, and none for a role of nobody', async () => {
  const { id } = await addRole('Of groups');
  expect(await listed('get_role_groups', { role_id: id })).toEqual([]);
  await world.ask('PUT', `/roles/${id}/groups`, ['4']);
  expect(await listed('get_role_groups', { role_id: id })).toEqual([{ id: '4', name: 'Finance Team', user_count: 3 }]);
});

it('set_role_users: gives a role to exactly these users and answers who came and who went', async () => {
  const { id } = await addRole('Exact');
  await world.ask('PUT', `/roles/${id}/users`, ['3', '9']);
  expect(await world.call('set_role_users', { role_id: id, user_ids: [9, '12'] })).toEqual({
    role_id: id,
    users: [
      { id: '9', name: 'Hugo Perrin' },
      { id: '12', name: 'Kim Sørensen' },
    ],
    added: [{ id: '12', name: 'Kim Sørensen' }],
    removed: [{ id: '3', name: 'Ben Okafor' }],
  });
  expect(await membersOf(id, 'users')).toEqual(['9', '12']);
});

it('set_role_users: changes nothing where one of the users is not there, and takes an empty list as none', async () => {
  const { id } = await addRole('Kept');
  await world.ask('PUT', `/roles/${id}/users`, ['3']);
  expect(await world.refusal('set_role_users', { role_id: id, user_ids: ['9', '999'] })).toContain('no user 999');
  expect(await membersOf(id, 'users')).toEqual(['3']);
  expect(await world.call('set_role_users', { role_id: id, user_ids: [] })).toMatchObject({ users: [] });
  expect(await membersOf(id, 'users')).toEqual([]);
});

it('set_role_groups: gives a role to exactly these groups and answers which came and which went', async () => {
  const { id } = await addRole('Exact groups');
  await world.ask('PUT', `/roles/${id}/groups`, ['3']);
  expect(await world.call('set_role_groups', { role_id: id, group_ids: ['4', '4'] })).toEqual({
    ...{ role_id: id, groups: [{ id: '4', name: 'Finance Team' }], added: [{ id: '4', name: 'Finance Team' }] },
    removed: [{ id: '3', name: 'Analysts' }],
  });
  expect(await membersOf(id, 'groups')).toEqual(['4']);
  expect(await world.refusal('set_role_groups', { role_id: id, group_ids: ['88'] })).toContain('no group 88');
});

it('get_user_roles: tells which roles come through groups', async () => {
  const { user_id: id, roles } = await world.call('get_user_roles', { user_id: 'carla.mendes@example.com' });
  expect(id).toBe('4');
  expect(roles).toContainEqual({ id: '4', name: 'User' });
  expect(roles).toContainEqual({ id: '5', name: 'Viewer', through_group: true });
  expect(await world.refusal('get_user_roles', { user_id: '999' })).toContain('404');
});

it('set_user_roles: sets exactly these direct roles and answers what came and what went', async () => {
  const { id } = await addUser('Rolf');
  await world.ask('PUT', `/users/${id}/roles`, ['4']);
  expect(await world.call('set_user_roles', { user_id: id, role_ids: ['3'] })).toEqual({
    ...{ user_id: id, roles: [{ id: '3', name: 'Developer' }], added: [{ id: '3', name: 'Developer' }] },
    removed: [{ id: '4', name: 'User' }],
  });
  expect(await world.ask('GET', `/users/${id}`)).toMatchObject({ role_ids: ['3'] });
  expect(await world.refusal('set_user_roles', { user_id: id, role_ids: ['3', '77'] })).toContain('no role 77');
  expect(await world.ask('GET', `/users/${id}`)).toMatchObject({ role_ids: ['3'] });
});
