import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

const SHARED = '1';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

interface Folder {
  readonly id: string;
  readonly name: string;
  readonly url: string;
}
interface Listed {
  readonly result: (Folder & { readonly title: string })[];
  readonly next_cursor: string | null;
}

const newFolder = (name: string, parent_id = SHARED) => world.call<Folder>('create_folder', { name, parent_id });
const newDashboard = (title: string, folder_id: string) =>
  world.ask<{ id: string }>('POST', '/dashboards', { title, folder_id });
const newLook = (title: string, folder_id: string) =>
  world.ask<{ id: string }>('POST', '/looks', {
    ...{ title, folder_id },
    query: { model: 'ecommerce', view: 'orders', fields: ['orders.count'] },
  });
const isThere = (path: string) =>
  world.ask('GET', path).then(
    () => true,
    () => false,
  );

it('create_folder: makes a folder and answers where it is opened', async () => {
  const made = await newFolder('Made here');
  expect(made).toEqual({
    ...{ id: made.id, name: 'Made here', parent_id: SHARED },
    url: `${world.looker.baseUrl}/folders/${made.id}`,
  });
  expect(await world.ask('GET', `/folders/${made.id}`)).toMatchObject({ name: 'Made here', parent_id: SHARED });
});

it('create_folder: says that a name is taken', async () => {
  await newFolder('Twice');
  expect(await world.refusal('create_folder', { name: 'Twice', parent_id: SHARED })).toContain('already exists');
});

it('list_folders: finds folders by a part of the name, and those of one parent', async () => {
  const parent = await newFolder('Regional numbers');
  const child = await newFolder('Regional details', parent.id);
  const ids = async (args: object) =>
    (await world.call<Listed>('list_folders', { ...args })).result.map(({ id }) => id);
  expect((await ids({ name: 'regional' })).sort()).toEqual([parent.id, child.id].sort());
  expect(await ids({ name: 'regional', parent_id: parent.id })).toEqual([child.id]);
  expect(await ids({ name: 'no such folder' })).toEqual([]);
});

it('get_folder: answers how much is in it', async () => {
  const folder = await newFolder('Counted');
  await newFolder('Below', folder.id);
  await newDashboard('In it', folder.id);
  await newLook('In it, too', folder.id);
  expect(await world.call('get_folder', { folder_id: folder.id })).toEqual({
    ...folder,
    ...{ folders: 1, dashboards: 1, looks: 1 },
  });
  expect(await world.refusal('get_folder', { folder_id: '99999' })).toContain('list');
});

it('update_folder: renames a folder and moves it', async () => {
  const [folder, parent] = [await newFolder('To be moved'), await newFolder('New home')];
  await world.call('update_folder', { folder_id: folder.id, name: 'Moved', parent_id: parent.id });
  expect(await world.ask('GET', `/folders/${folder.id}`)).toMatchObject({ name: 'Moved', parent_id: parent.id });
  expect(await world.refusal('update_folder', { folder_id: folder.id })).toContain('name, parent_id');
});

it('delete_folder: deletes it with all that is in it, and says what that was', async () => {
  const folder = await newFolder('Doomed');
  const child = await newFolder('Doomed, too', folder.id);
  const dashboard = await newDashboard('Lost numbers', folder.id);
  const look = await newLook('Lost look', folder.id);
  expect(await world.call('delete_folder', { folder_id: folder.id })).toEqual({
    deleted: { id: folder.id, name: 'Doomed', parent_id: SHARED },
    with_it: { folders_with_their_content: 1, dashboards: ['Lost numbers'], looks: ['Lost look'] },
  });
  for (const path of [
    `/folders/${folder.id}`,
    `/folders/${child.id}`,
    `/dashboards/${dashboard.id}`,
    `/looks/${look.id}`,
  ])
    expect(await isThere(path), path).toBe(false);
});

it('delete_folder: says that an empty folder was empty, and names twenty of many', async () => {
  const empty = await newFolder('Empty');
  expect(await world.call('delete_folder', { folder_id: empty.id })).toMatchObject({ with_it: 'It was empty.' });
  const full = await newFolder('Full');
  for (let count = 1; count <= 22; count++) await newDashboard(`Number ${count}`, full.id);
  const { with_it } = await world.call<{ with_it: { dashboards: string[]; more_dashboards: number } }>(
    'delete_folder',
    { folder_id: full.id },
  );
  expect([with_it.dashboards.length, with_it.more_dashboards]).toEqual([20, 2]);
});

it('get_folder_children: lists the folders directly inside, page by page', async () => {
  const folder = await newFolder('Parent');
  const children: Folder[] = [];
  for (const name of ['Child A', 'Child B', 'Child C']) children.push(await newFolder(name, folder.id));
  await newFolder('Grandchild', children[0]?.id);
  const first = await world.call<Listed>('get_folder_children', { folder_id: folder.id, limit: 2 });
  expect(first.result.map(({ name, url }) => [name, url])).toEqual(
    children.slice(0, 2).map(({ name, url }) => [name, url]),
  );
  const { next_cursor } = first;
  const second = await world.call<Listed>('get_folder_children', { folder_id: folder.id, limit: 2, next_cursor });
  expect(second.result.map(({ name }) => name)).toEqual(['Child C']);
  expect(second.next_cursor).toBeNull();
});

it('get_folder_ancestors: lists the folders above from the root down', async () => {
  const folder = await newFolder('Above');
  const child = await newFolder('Here', folder.id);
  const { result } = await world.call<Listed>('get_folder_ancestors', { folder_id: child.id });
  expect(result.map(({ id }) => id).slice(-2)).toEqual([SHARED, folder.id]);
});

it('get_folder_looks: lists the Looks in it with their links, and none of the trash', async () => {
  const folder = await newFolder('With Looks');
  const look = await newLook('Seen', folder.id);
  const gone = await newLook('In the trash', folder.id);
  await world.ask('PATCH', `/looks/${gone.id}`, { deleted: true });
  const { result } = await world.call<Listed>('get_folder_looks', { folder_id: folder.id });
  expect(result).toEqual([{ id: look.id, title: 'Seen', url: `${world.looker.baseUrl}/looks/${look.id}` }]);
});

it('get_folder_dashboards: lists the dashboards in it with their links, page by page', async () => {
  const folder = await newFolder('With dashboards');
  const made: string[] = [];
  for (const title of ['First', 'Second', 'Third']) made.push((await newDashboard(title, folder.id)).id);
  const page = await world.call<Listed>('get_folder_dashboards', { folder_id: folder.id, limit: 2 });
  expect(page.result.map(({ id }) => id)).toEqual(made.slice(0, 2));
  expect(page.result[0]?.url).toBe(`${world.looker.baseUrl}/dashboards/${made[0]}`);
  const { next_cursor } = page;
  const rest = await world.call<Listed>('get_folder_dashboards', { folder_id: folder.id, limit: 2, next_cursor });
  expect([rest.result.map(({ id }) => id), rest.next_cursor]).toEqual([made.slice(2), null]);
});
