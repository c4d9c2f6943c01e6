import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Answer = Record<string, unknown>;
const listed = async (tool: string) => (await world.call<{ result: Answer[] }>(tool)).result;
const addPermissions = (name: string, permissions = ['access_data']) =>
  world.ask<{ id: string }>('POST', '/permission_sets', { name, permissions });
const addModels = (name: string, models = ['sales']) =>
  world.ask<{ id: string }>('POST', '/model_sets', { name, models });
const addRole = (name: string, permission_set_id: string, model_set_id: string) =>
  world.ask<{ id: string }>('POST', '/roles', { name, permission_set_id, model_set_id });

it('list_permissions: answers what there is to permit', async () => {
  expect((await listed('list_permissions')).map(({ permission }) => permission)).toContain('see_user_dashboards');
});

it('list_permission_sets: answers each set with its permissions', async () => {
  expect((await listed('list_permission_sets')).find(({ name }) => name === 'Viewer')).toEqual({
    ...{ id: '4', name: 'Viewer', permissions: ['access_data', 'see_looks', 'see_user_dashboards'] },
    ...{ all_access: false, built_in: false },
  });
});

it('create_permission_set: makes a set for a role', async () => {
  const args = { name: 'Look at Looks', permissions: ['access_data', 'see_looks'] };
  const made = await world.call<{ id: string }>('create_permission_set', args);
  expect(made).toEqual({ id: made.id, ...args, next: expect.stringContaining('create_role') });
  expect(await world.ask('GET', `/permission_sets/${made.id}`)).toMatchObject(args);
});

it('create_permission_set: makes none of unknown permissions, and names those that were meant', async () => {
  const args = { name: 'Typo', permissions: ['access_data', 'see_look', 'levitate_everything'] };
  const text = await world.refusal('create_permission_set', args);
  expect(text).toContain('"see_look" (did you mean see_looks?)');
  expect(text).toContain('"levitate_everything"');
  expect((await listed('list_permission_sets')).map(({ name }) => name)).not.toContain('Typo');
});

it('update_permission_set: replaces the permissions and answers what came, what went and which roles use it', async () => {
  const { id } = await addPermissions('Changing', ['access_data', 'explore']);
  const role = await addRole('Of the changing set', id, '1');
  const args = { permission_set_id: id, permissions: ['access_data', 'see_looks'] };
  expect(await world.call('update_permission_set', args)).toEqual({
    ...{ id, name: 'Changing', added: ['see_looks'], removed: ['explore'] },
    used_by_roles: [{ id: role.id, name: 'Of the changing set' }],
  });
  expect(await world.ask('GET', `/permission_sets/${id}`)).toMatchObject({ permissions: args.permissions });
  expect(await world.refusal('update_permission_set', { ...args, permissions: ['acess_data'] })).toContain(
    'access_data?',
  );
  expect(await world.refusal('update_permission_set', { permission_set_id: id })).toContain('Nothing to change');
  expect(await world.ask('GET', `/permission_sets/${id}`)).toMatchObject({ permissions: args.permissions });
});

it('delete_permission_set: deletes a set that no role uses, and names the roles of one that is used', async () => {
  const { id } = await addPermissions('Going');
  const role = await addRole('Holds on', id, '1');
  const text = await world.refusal('delete_permission_set', { permission_set_id: id });
  expect(text).toContain(`Holds on (${role.id})`);
  await world.ask('PATCH', `/roles/${role.id}`, { permission_set_id: '4' });
  expect(await world.call('delete_permission_set', { permission_set_id: id })).toEqual({
    deleted: { id, name: 'Going', permissions: ['access_data'] },
  });
  await expect(world.ask('GET', `/permission_sets/${id}`)).rejects.toThrow('404');
});

it('list_model_sets: answers each set with its models', async () => {
  expect((await listed('list_model_sets')).find(({ name }) => name === 'Sales only')).toMatchObject({
    ...{ id: '2', models: ['sales'] },
  });
});

it('create_model_set: makes a set of models that there are', async () => {
  const made = await world.call<{ id: string }>('create_model_set', { name: 'Shop', models: ['ecommerce'] });
  expect(made).toMatchObject({ name: 'Shop', models: ['ecommerce'] });
  expect(await world.ask('GET', `/model_sets/${made.id}`)).toMatchObject({ models: ['ecommerce'] });
  const text = await world.refusal('create_model_set', { name: 'Typo', models: ['ecomerce'] });
  expect(text).toContain('did you mean ecommerce?');
});

it('update_model_set: renames a set, or replaces its models', async () => {
  const { id } = await addModels('Old name');
  expect(await world.call('update_model_set', { model_set_id: id, name: 'New name' })).toEqual({
    ...{ id, name: 'New name', used_by_roles: [] },
  });
  expect(await world.call('update_model_set', { model_set_id: id, models: ['ecommerce'] })).toMatchObject({
    ...{ added: ['ecommerce'], removed: ['sales'] },
  });
  expect(await world.ask('GET', `/model_sets/${id}`)).toMatchObject({ name: 'New name', models: ['ecommerce'] });
});

it('update_model_set: keeps a model that is no longer there, and adds none', async () => {
  const { id } = await addModels('With an old one', ['retired', 'sales']);
  const models = ['retired', 'ecommerce'];
  expect(await world.call('update_model_set', { model_set_id: id, models })).toMatchObject({ removed: ['sales'] });
  const text = await world.refusal('update_model_set', { model_set_id: id, models: [...models, 'retired_too'] });
  expect(text).toContain('"retired_too"');
});

it('delete_model_set: deletes a set that no role uses, and names the roles of one that is used', async () => {
  expect(await world.refusal('delete_model_set', { model_set_id: '1' })).toContain('Viewer (5)');
  const { id } = await addModels('Leaving');
  expect(await world.call('delete_model_set', { model_set_id: id })).toMatchObject({
    deleted: { id, name: 'Leaving' },
  });
  await expect(world.ask('GET', `/model_sets/${id}`)).rejects.toThrow('404');
});
