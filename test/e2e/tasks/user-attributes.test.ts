import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const create = (name: string, more: Answer = {}) =>
  world.call<{ id: string; next: string }>('create_user_attribute', { name, label: name, type: 'string', ...more });
const listed = async (tool: string, args: Answer = {}) => (await world.call<{ result: Answer[] }>(tool, args)).result;
const valueFor = async (user: string, attribute: string) =>
  (await world.ask<Answer[]>('GET', `/users/${user}/attribute_values`)).find(
    ({ user_attribute_id: id }) => id === attribute,
  );

it('list_user_attributes: answers each attribute with its type and default', async () => {
  const region = (await listed('list_user_attributes')).find(({ name }) => name === 'region');
  expect(region).toEqual({
    ...{ id: region?.id, name: 'region', label: 'Region', type: 'string', default_value: 'US' },
    ...{ value_is_hidden: false, user_can_view: true, user_can_edit: true },
  });
});

it('get_user_attribute: answers the definition, and tells of an unknown id', async () => {
  const { id } = await create('cost_center', { default_value: '100' });
  const attribute = await world.call('get_user_attribute', { user_attribute_id: id });
  expect(attribute).toMatchObject({ id, name: 'cost_center', default_value: '100', is_system: false });
  expect(await world.refusal('get_user_attribute', { user_attribute_id: '999' })).toContain('404');
});

it('create_user_attribute: makes an attribute and says how its values are set', async () => {
  const made = await create('team', { default_value: 'none', user_can_edit: false });
  expect(made).toMatchObject({ name: 'team', type: 'string', default_value: 'none' });
  expect(made.next).toContain('set_user_attribute_group_values');
  expect(await world.ask('GET', `/user_attributes/${made.id}`)).toMatchObject({ name: 'team', user_can_edit: false });
});

it('create_user_attribute: asks for a label and a type, and names the types that there are', async () => {
  expect(await world.refusal('create_user_attribute', { name: 'half', type: 'string' })).toContain('label');
  const text = await world.refusal('create_user_attribute', { name: 'odd', label: 'Odd', type: 'text' });
  expect(text).toContain('advanced_filter_string');
});

it('create_user_attribute: tells that a name is taken', async () => {
  const text = await world.refusal('create_user_attribute', { name: 'region', label: 'Area', type: 'string' });
  expect(text).toContain('name');
});

it('update_user_attribute: changes what is named and keeps the rest', async () => {
  const { id } = await create('tier', { default_value: 'free' });
  const changed = await world.call('update_user_attribute', { user_attribute_id: id, default_value: 'paid' });
  expect(changed).toEqual({ id, name: 'tier', default_value: 'paid' });
  expect(await world.ask('GET', `/user_attributes/${id}`)).toMatchObject({
    ...{ name: 'tier', label: 'tier', type: 'string', default_value: 'paid' },
  });
  expect(await world.refusal('update_user_attribute', { user_attribute_id: id })).toContain('Nothing to change');
});

it('delete_user_attribute: answers what was deleted', async () => {
  const { id } = await create('passing', { default_value: 'x' });
  expect(await world.call('delete_user_attribute', { user_attribute_id: id })).toMatchObject({
    deleted: { id, name: 'passing', label: 'passing', default_value: 'x' },
  });
  await expect(world.ask('GET', `/user_attributes/${id}`)).rejects.toThrow('404');
});

it('list_user_attribute_group_values: names the groups, and answers an empty list where none has a value', async () => {
  const { id } = await create('floor');
  expect(await listed('list_user_attribute_group_values', { user_attribute_id: id })).toEqual([]);
  await world.ask('POST', `/user_attributes/${id}/group_values`, [{ group_id: '4', value: 'third' }]);
  expect(await listed('list_user_attribute_group_values', { user_attribute_id: id })).toEqual([
    { group_id: '4', group_name: 'Finance Team', value: 'third', rank: 0, value_is_hidden: false },
  ]);
});

it('set_user_attribute_group_values: sets exactly these values and says whose were removed', async () => {
  const { id } = await create('market');
  await world.ask('POST', `/user_attributes/${id}/group_values`, [{ group_id: '4', value: 'old' }]);
  const answer = await world.call<{ values: Answer[]; removed: Answer[] }>('set_user_attribute_group_values', {
    user_attribute_id: id,
    values: [
      { group_id: 5, value: 'EMEA' },
      { group_id: '3', value: 'APAC' },
    ],
  });
  expect(answer.removed).toMatchObject([{ group_id: '4', group_name: 'Finance Team', value: 'old' }]);
  expect(answer.values.map(({ group_name: name, value }) => [name, value])).toEqual([
    ['Marketing Team', 'EMEA'],
    ['Analysts', 'APAC'],
  ]);
  expect(await valueFor('7', id)).toMatchObject({ value: 'EMEA', source: 'Group: Marketing Team' });
});

it('set_user_attribute_group_values: changes nothing where a group is unknown, named twice or ranked alone', async () => {
  const { id } = await create('desk');
  const before = [{ group_id: '4', value: 'old' }];
  await world.ask('POST', `/user_attributes/${id}/group_values`, before);
  const values = [
    { group_id: '77', value: 'a' },
    { group_id: '5', value: 'b', rank: 1 },
    { group_id: '5', value: 'c' },
  ];
  const text = await world.refusal('set_user_attribute_group_values', { user_attribute_id: id, values });
  for (const problem of ['no group 77', 'Group 5 is named twice', 'rank', 'Nothing was changed'])
    expect(text).toContain(problem);
  expect(await world.ask('GET', `/user_attributes/${id}/group_values`)).toMatchObject(before);
});

it('delete_user_attribute_group_value: answers the value that a group had', async () => {
  const { id } = await create('wing');
  await world.ask('POST', `/user_attributes/${id}/group_values`, [{ group_id: '5', value: 'east' }]);
  const args = { group_id: '5', user_attribute_id: id };
  expect(await world.call('delete_user_attribute_group_value', args)).toEqual({
    deleted: {
      ...{ user_attribute_id: id, group_id: '5', group_name: 'Marketing Team', value: 'east' },
      ...{ rank: 0, value_is_hidden: false },
    },
  });
  expect(await world.ask('GET', `/user_attributes/${id}/group_values`)).toEqual([]);
  expect(await world.refusal('delete_user_attribute_group_value', args)).toContain('no group has one');
});

it('list_user_attribute_values_for_user: says where each value comes from', async () => {
  const values = await listed('list_user_attribute_values_for_user', { user_id: '6' });
  expect(values.find(({ name }) => name === 'region')).toMatchObject({ value: 'EMEA', source: 'User' });
  expect(values.find(({ name }) => name === 'locale')).toMatchObject({ value: 'en', source: 'Default' });
});

it('set_user_attribute_user_value: sets a value that comes before those of groups', async () => {
  const { id } = await create('quota');
  await world.ask('POST', `/user_attributes/${id}/group_values`, [{ group_id: '5', value: '1' }]);
  const answer = await world.call('set_user_attribute_user_value', { user_id: 7, user_attribute_id: id, value: 10 });
  expect(answer).toEqual({ user_id: '7', user_attribute_id: id, name: 'quota', value: '10', source: 'User' });
  expect(await valueFor('7', id)).toMatchObject({ value: '10', source: 'User' });
});

it('set_user_attribute_user_value: tells of an unknown user', async () => {
  const { id } = await create('unset');
  const args = { user_id: '999', user_attribute_id: id, value: 'x' };
  expect(await world.refusal('set_user_attribute_user_value', args)).toContain('404');
});

it('delete_user_attribute_user_value: answers which value a user has now, and from where', async () => {
  const { id } = await create('budget', { default_value: '0' });
  const args = { user_id: '7', user_attribute_id: id };
  await world.ask('PATCH', `/users/7/attribute_values/${id}`, { value: '5' });
  expect(await world.call('delete_user_attribute_user_value', args)).toEqual({
    deleted: { ...args, name: 'budget', value: '5' },
    ...{ value_now: '0', source_now: 'Default' },
  });
  expect(await valueFor('7', id)).toMatchObject({ value: '0', source: 'Default' });
});

it('delete_user_attribute_user_value: says so where a user has no value of their own', async () => {
  const { id } = await create('shelf', { default_value: '0' });
  expect(await world.call('delete_user_attribute_user_value', { user_id: '7', user_attribute_id: id })).toEqual({
    ...{ deleted: null, value_now: '0', source_now: 'Default' },
    note: expect.stringContaining('no value of their own'),
  });
});
