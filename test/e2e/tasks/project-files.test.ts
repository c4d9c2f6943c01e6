import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Developer, developAt } from '../../support/developer.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
let developer: Developer;
beforeAll(async () => {
  world = await startTaskWorld();
  developer = await developAt(world.looker);
});
afterAll(() => world.close());

const SHOP = 'sample_shop';
const project_id = SHOP;
const filesOf = async () =>
  (await developer.ask<{ path: string }[]>('GET', `/projects/${SHOP}/files`)).map(({ path }) => path);
const contentOf = (path: string) =>
  developer.ask<string>('GET', `/projects/${SHOP}/file/content?file_path=${encodeURIComponent(path)}`);
const pathsIn = async (args: Record<string, unknown>) =>
  (await world.call<{ result: { path: string }[] }>('list_project_files', { project_id, ...args })).result.map(
    ({ path }) => path,
  );

it('list_project_files: lists the files in development, in production where it is asked for, and of a branch', async () => {
  await developer.ask('POST', `/projects/${SHOP}/files`, { path: 'draft.md', content: '# draft\n' });
  expect(await pathsIn({})).toEqual(await filesOf());
  expect(await pathsIn({})).toContain('draft.md');
  expect(await pathsIn({ dev_mode: false })).not.toContain('draft.md');
});

it('get_file: answers the text of a file as it is, of the branch that it is asked of', async () => {
  expect((await world.result('get_file', { project_id, file_id: 'orders.view.lkml' })).text).toBe(
    await contentOf('orders.view.lkml'),
  );
  const args = { project_id, file_id: 'order_items.view.lkml' };
  expect((await world.result('get_file', { ...args, branch: 'feature/new-aggregation' })).text).toContain(
    'revenue_per_user',
  );
  expect((await world.result('get_file', args)).text).not.toContain('revenue_per_user');
  expect(await world.refusal('get_file', { project_id, file_path: 'no_such.view.lkml' })).toContain('404');
});

it('create_file: writes a file in development, and takes the names that others have for its arguments', async () => {
  const made = await world.call('create_file', { project_id, file_path: 'notes/one.md', file_content: '# one\n' });
  expect(made).toMatchObject({
    file_id: 'notes/one.md',
    characters: 6,
    next: expect.stringContaining('validate_project'),
  });
  expect(await contentOf('notes/one.md')).toBe('# one\n');
  expect(await world.refusal('create_file', { project_id, file_id: 'notes/one.md', content: '' })).toContain('exists');
});

it('create_file: commits to the branch that it is given, and leaves what is checked out as it was', async () => {
  const home = await developer.branchOf(SHOP);
  await developer.ask('POST', `/projects/${SHOP}/git_branch`, { name: 'feature/notes' });
  await developer.ask('PUT', `/projects/${SHOP}/git_branch`, { name: home });
  const there = { project_id, file_id: 'there.md', branch: 'feature/notes' };
  expect(await world.call('create_file', { ...there, content: '# there\n' })).toMatchObject({
    committed_on: 'feature/notes',
  });
  expect(await developer.branchOf(SHOP)).toBe(home);
  expect(await filesOf()).not.toContain('there.md');
  expect((await world.result('get_file', there)).text).toContain('# there');
});

it('create_file: says that LookML which may not be committed goes along to the branch that is checked out', async () => {
  const wrong = { project_id, file_id: 'wrong.view.lkml', content: 'view: wrong {\n', branch: 'feature/notes' };
  const made = await world.call<{ not_committed: string }>('create_file', wrong);
  expect(made.not_committed).toContain('must be valid to be committed');
  expect(await filesOf()).toContain('wrong.view.lkml');
  await world.call('delete_file', { project_id, file_id: 'wrong.view.lkml' });
});

it('update_file: replaces the whole text, and creates nothing', async () => {
  await developer.ask('POST', `/projects/${SHOP}/files`, { path: 'replace.md', content: '# before\n' });
  await world.call('update_file', { project_id, file_id: 'replace.md', content: '# after\n' });
  expect(await contentOf('replace.md')).toBe('# after\n');
  expect(await world.refusal('update_file', { project_id, file_id: 'absent.md', content: 'x' })).toContain('404');
  expect(await filesOf()).not.toContain('absent.md');
});

it('delete_file: deletes a file, and says of one that is missing what to do', async () => {
  await developer.ask('POST', `/projects/${SHOP}/files`, { path: 'unwanted.md', content: '#\n' });
  expect(await world.call('delete_file', { project_id, file_id: 'unwanted.md' })).toMatchObject({
    deleted: 'unwanted.md',
  });
  expect(await filesOf()).not.toContain('unwanted.md');
  expect(await world.refusal('delete_file', { project_id, file_id: 'unwanted.md' })).toContain('404');
});

it('create_project_directory: makes a directory that get_project_directories lists', async () => {
  await world.call('create_project_directory', { project_id, directory_path: 'reports' });
  expect(await developer.ask('GET', `/projects/${SHOP}/directories`)).toContain('reports');
});

it('get_project_directories: lists the directories of a project', async () => {
  await developer.ask('POST', `/projects/${SHOP}/directories`, { path: 'explores' });
  const { result } = await world.call<{ result: string[] }>('get_project_directories', { project_id });
  expect(result).toContain('explores');
});

it('delete_project_directory: deletes a directory', async () => {
  await developer.ask('POST', `/projects/${SHOP}/directories`, { path: 'old' });
  await world.call('delete_project_directory', { project_id, directory_path: 'old' });
  expect(JSON.stringify(await developer.ask('GET', `/projects/${SHOP}/directories`))).not.toContain('"old"');
});

it('create_view_from_table: writes a view for each table', async () => {
  const tables = [{ schema: 'main', table_name: 'users', primary_key: 'id' }];
  const made = await world.call('create_view_from_table', {
    project_id,
    connection: 'sample_warehouse',
    tables,
    folder_name: 'generated',
  });
  expect(made).toMatchObject({ views: 1, folder: 'generated' });
  expect((await filesOf()).filter((path) => path.startsWith('generated/'))).toHaveLength(1);
});
