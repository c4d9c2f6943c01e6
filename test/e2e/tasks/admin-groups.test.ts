import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const listed = async (tool: string, args: Answer = {}) => (await world.call<{ result: Answer[] }>(tool, args)).result;
const addGroup = (name: string) => world.ask<{ id: string }>('POST', '/groups', { name });
const idsAt = async (path: string) => (await world.ask<Answer[]>('GET', path)).map(({ id }) => id);
const linkTo = (id: string) => `${world.looker.baseUrl}/admin/groups/${id}/edit`;

it('list_groups: answers each group with the number of its users', async () => {
  expect((await listed('list_groups')).find(({ id }) => id === '4')).toEqual({
    ...{ id: '4', name: 'Finance Team', user_count: 3, externally_managed: expect.anything() },
  });
});

it('create_group: makes an empty group and says how it gets users and roles', async () => {
  const made = await world.call<{ id: string }>('create_group', { name: 'Night shift' });
  expect(made).toEqual({
    ...{ id: made.id, name: 'Night shift', url: linkTo(made.id) },
    next: expect.stringContaining('add_group_user'),
  });
  expect(await world.ask('GET', `/groups/${made.id}`)).toMatchObject({ name: 'Night shift', user_count: 0 });
  expect(await world.refusal('create_group', { name: 'Night shift' })).toContain('already exists');
});

it('update_group: renames a group, and refuses to change nothing', async () => {
  const { id } = await addGroup('Old');
  const args = { group_id: id, name: 'New', can_add_to_content_metadata: false };
  expect(await world.call('update_group', args)).toEqual({
    ...{ id, name: 'New', can_add_to_content_metadata: false, url: linkTo(id) },
  });
  expect(await world.ask('GET', `/groups/${id}`)).toMatchObject({ name: 'New', can_add_to_content_metadata: false });
  expect(await world.refusal('update_group', { group_id: id })).toContain('Nothing to change');
});

it('delete_group: answers what its members lose', async () => {
  const [outer, inner] = [await addGroup('Outer'), await addGroup('Inner')];
  await world.ask('POST', `/groups/${outer.id}/users`, { user_id: '9' });
  await world.ask('POST', `/groups/${outer.id}/groups`, { group_id: inner.id });
  await world.ask('PUT', '/roles/6/groups', [outer.id]);
  expect(await world.call('delete_group', { group_id: outer.id })).toEqual({
    deleted: { id: outer.id, name: 'Outer' },
    lost_by_members: { user_count: 1, groups: ['Inner'], roles: ['Explorer'] },
  });
  await expect(world.ask('GET', `/groups/${outer.id}`)).rejects.toThrow('404');
  expect(await world.refusal('delete_group', { group_id: outer.id })).toContain('404');
});

it('list_group_users: lists the users of a group, and none of an empty one', async () => {
  const users = await listed('list_group_users', { group_id: '4' });
  expect(users.map(({ display_name: name }) => name)).toEqual(['Carla Mendes', 'David Ng', 'Grace Liu']);
  const { id } = await addGroup('Nobody');
  expect(await listed('list_group_users', { group_id: id })).toEqual([]);
  expect(await world.refusal('list_group_users', { group_id: '99' })).toContain('404');
});

it('list_group_groups: lists the groups in a group', async () => {
  const { id } = await addGroup('Of groups');
  await world.ask('POST', `/groups/${id}/groups`, { group_id: '4' });
  expect(await listed('list_group_groups', { group_id: id })).toEqual([
    { id: '4', name: 'Finance Team', user_count: 3 },
  ]);
});

it('add_group_user: puts a user into a group, by id or by e-mail address', async () => {
  const { id } = await addGroup('Filling');
  const to = { id, name: 'Filling' };
  expect(await world.call('add_group_user', { group_id: id, user_id: 9 })).toEqual({
    ...{ added: { id: '9', name: 'Hugo Perrin' }, to },
  });
  expect(await world.call('add_group_user', { group_id: id, user_id: 'ada.fischer@example.com' })).toEqual({
    ...{ added: { id: '2', name: 'Ada Fischer' }, to },
  });
  expect(await idsAt(`/groups/${id}/users`)).toEqual(['2', '9']);
  expect(await world.refusal('add_group_user', { group_id: id, user_id: '999' })).toContain('404');
});

it('remove_group_user: takes a user out of a group, and says in which groups they are else', async () => {
  const { id } = await addGroup('Emptying');
  await world.ask('POST', `/groups/${id}/users`, { user_id: '9' });
  expect(await world.call('remove_group_user', { group_id: id, user_id: '9' })).toEqual({
    removed: { id: '9', name: 'Hugo Perrin' },
    from: { id, name: 'Emptying' },
  });
  expect(await idsAt(`/groups/${id}/users`)).toEqual([]);
  expect(await world.refusal('remove_group_user', { group_id: id, user_id: '9' })).toContain('1 (All Users)');
});

it('add_group_to_group: puts a group into another, and none into itself', async () => {
  const [outer, inner] = [await addGroup('Around'), await addGroup('Within')];
  const args = { parent_group_id: outer.id, child_group_id: inner.id };
  expect(await world.call('add_group_to_group', args)).toEqual({
    added: { id: inner.id, name: 'Within' },
    to: { id: outer.id, name: 'Around' },
  });
  expect(await idsAt(`/groups/${outer.id}/groups`)).toEqual([inner.id]);
  const same = { parent_group_id: outer.id, child_group_id: outer.id };
  expect(await world.refusal('add_group_to_group', same)).toContain('inside itself');
  expect(await idsAt(`/groups/${outer.id}/groups`)).toEqual([inner.id]);
});

it('remove_group_from_group: takes a group out of another, and says which are in it where it is not', async () => {
  const { id } = await addGroup('Letting go');
  await world.ask('POST', `/groups/${id}/groups`, { group_id: '4' });
  const wrong = { parent_group_id: id, child_group_id: '5' };
  expect(await world.refusal('remove_group_from_group', wrong)).toContain('4 (Finance Team)');
  expect(await world.call('remove_group_from_group', { parent_group_id: id, child_group_id: '4' })).toEqual({
    removed: { id: '4', name: 'Finance Team' },
    from: { id, name: 'Letting go' },
  });
  expect(await idsAt(`/groups/${id}/groups`)).toEqual([]);
});
