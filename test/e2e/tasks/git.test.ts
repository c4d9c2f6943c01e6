import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Developer, developAt } from '../../support/developer.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
let developer: Developer;
let personal: string;
beforeAll(async () => {
  world = await startTaskWorld();
  developer = await developAt(world.looker);
  personal = await developer.branchOf(PROJECT);
});
afterAll(() => world.close());
beforeEach(() => developer.ask('PUT', `/projects/${PROJECT}/git_branch`, { name: personal }));

const PROJECT = 'sample_shop';
const project_id = PROJECT;
interface Branch {
  readonly name: string;
  readonly ref: string;
  readonly ahead: number;
  readonly behind: number;
  readonly is?: readonly string[];
}
const checkedOut = () => developer.branchOf(PROJECT);
const headOf = async (name: string) =>
  (await developer.ask<Branch>('GET', `/projects/${PROJECT}/git_branch/${name}`)).ref;
const namesOf = async () =>
  (await developer.ask<Branch[]>('GET', `/projects/${PROJECT}/git_branches`)).map(({ name }) => name);
const contentOf = (path: string) =>
  developer.ask<string>('GET', `/projects/${PROJECT}/file/content?file_path=${encodeURIComponent(path)}`);
const write = (path: string, content: string) => developer.ask('PUT', `/projects/${PROJECT}/files`, { path, content });

it('get_git_branch: tells what the user has checked out, and whose it is', async () => {
  const branch = await world.call<Branch>('get_git_branch', { project_id });
  expect(branch).toEqual({ name: personal, ref: await headOf(personal), ahead: 0, behind: 0, is: ['personal'] });
});

it('list_git_branches: names all branches and marks production', async () => {
  const { result } = await world.call<{ result: Branch[] }>('list_git_branches', { project_id });
  expect(result.map(({ name }) => name).sort()).toEqual((await namesOf()).sort());
  expect(result.find(({ name }) => name === 'main')?.is).toContain('is_production');
});

it('get_git_branch_by_name: gets a branch that is not checked out, by a name with slashes', async () => {
  const branch = await world.call<Branch>('get_git_branch_by_name', {
    project_id,
    branch_name: 'feature/new-aggregation',
  });
  expect(branch).toMatchObject({ name: 'feature/new-aggregation', ref: await headOf('feature/new-aggregation') });
  expect(await checkedOut()).toBe(personal);
  expect(await world.refusal('get_git_branch_by_name', { project_id, branch: 'no/such' })).toContain('404');
});

it('create_git_branch: makes a branch where it is told to start, checks it out, and refuses a name that is taken', async () => {
  const made = await world.call<Branch & { next: string }>('create_git_branch', {
    project_id,
    branch_name: 'feature/made',
    ref: 'feature/new-aggregation',
  });
  expect(made).toMatchObject({ name: 'feature/made', ref: await headOf('feature/new-aggregation') });
  expect(made.next).toContain('validate_project');
  expect(await checkedOut()).toBe('feature/made');
  expect(await world.refusal('create_git_branch', { project_id, branch_name: 'feature/made' })).toContain('exists');
});

it('switch_git_branch: checks a branch out for good', async () => {
  await world.call('switch_git_branch', { project_id, branch_name: 'feature/new-aggregation' });
  expect(await checkedOut()).toBe('feature/new-aggregation');
  expect(await world.call<Branch>('get_git_branch', { project_id })).toMatchObject({ name: 'feature/new-aggregation' });
});

it('switch_git_branch: stays where it is rather than overwrite changes that are not committed', async () => {
  await developer.ask('POST', `/projects/${PROJECT}/git_branch`, { name: 'feature/unsaved', ref: 'main' });
  const changed = 'orders.view.lkml';
  const original = await contentOf(changed);
  await write(changed, '# not committed\n');
  const refusal = await world.refusal('switch_git_branch', { project_id, branch_name: 'feature/broken-lookml' });
  expect(refusal).toContain('Commit or revert your changes');
  expect(await checkedOut()).toBe('feature/unsaved');
  await write(changed, original);
});

it('update_git_branch: resets a branch only once it is confirmed, and says before what would be lost', async () => {
  await developer.ask('POST', `/projects/${PROJECT}/git_branch`, { name: 'feature/reset-me' });
  const start = await headOf('feature/reset-me');
  const args = { project_id, branch_name: 'feature/reset-me', ref: 'feature/new-aggregation' };
  expect(await world.refusal('update_git_branch', args)).toMatch(/nowhere else are lost.*confirm true/);
  expect(await headOf('feature/reset-me')).toBe(start);
  const done = await world.call<{ now: Branch }>('update_git_branch', { ...args, confirm: true });
  expect(done.now.ref).toBe(await headOf('feature/new-aggregation'));
  expect(await headOf('feature/reset-me')).toBe(done.now.ref);
});

it('delete_git_branch: deletes a branch, and never one that is checked out', async () => {
  await developer.ask('POST', `/projects/${PROJECT}/git_branch`, { name: 'feature/unwanted' });
  expect(await world.refusal('delete_git_branch', { project_id, branch_name: 'feature/unwanted' })).toContain(
    'checked out',
  );
  await world.call('switch_git_branch', { project_id, branch_name: personal });
  expect(await world.call('delete_git_branch', { project_id, branch_name: 'feature/unwanted' })).toEqual({
    deleted: 'feature/unwanted',
  });
  expect(await namesOf()).not.toContain('feature/unwanted');
});

it('reset_to_production: gives changes up only once it is confirmed', async () => {
  const path = 'README.md';
  await write(path, '# lost\n');
  expect(await world.refusal('reset_to_production', { project_id })).toContain('confirm true');
  expect(await contentOf(path)).toBe('# lost\n');
  await world.call('reset_to_production', { project_id, confirm: true });
  expect(await contentOf(path)).not.toBe('# lost\n');
});

it('reset_git_branch_to_remote: goes back to what was pushed, only once it is confirmed', async () => {
  await developer.ask('POST', `/projects/${PROJECT}/git_branch`, { name: 'feature/pushed' });
  const pushed = await headOf('feature/pushed');
  await write('README.md', '# not pushed\n');
  await developer.ask('POST', `/projects/${PROJECT}/commit`, { message: 'Not pushed' });
  expect(await headOf('feature/pushed')).not.toBe(pushed);
  expect(await world.refusal('reset_git_branch_to_remote', { project_id })).toContain('confirm true');
  const done = await world.call<{ now: Branch }>('reset_git_branch_to_remote', { project_id, confirm: true });
  expect(done.now.ref).toBe(pushed);
  expect(await contentOf('README.md')).not.toBe('# not pushed\n');
});

it('deploy_to_production: deploys a branch or a commit, and wants one of them', async () => {
  expect(await world.refusal('deploy_to_production', { project_id })).toMatch(/branch.*ref/);
  const before = await headOf('main');
  expect(await world.call('deploy_to_production', { project_id, branch: 'feature/new-aggregation' })).toEqual({
    deployed: 'feature/new-aggregation',
    project: PROJECT,
  });
  expect(await headOf('main')).toBe(await headOf('feature/new-aggregation'));
  await world.call('deploy_to_production', { project_id, ref: before });
  expect(await headOf('main')).toBe(before);
});

it('get_git_deploy_key: answers the public key, and without one names the tool that makes it', async () => {
  expect(await world.refusal('get_git_deploy_key', { project_id: 'shop_events' })).toContain('404');
  const { text } = await world.result('create_git_deploy_key', { project_id: 'shop_events' });
  expect((await world.result('get_git_deploy_key', { project_id: 'shop_events' })).text).toBe(text);
});

it('create_git_deploy_key: makes a key once, and answers its public half', async () => {
  const { text } = await world.result('create_git_deploy_key', { project_id });
  expect(text).toContain('ssh-ed25519 ');
  expect(await developer.ask<string>('GET', `/projects/${PROJECT}/git/deploy_key`)).toContain('ssh-ed25519 ');
  expect(await world.refusal('create_git_deploy_key', { project_id })).toContain('already has a deploy key');
});

it('list_git_connection_tests: lists the tests in the order in which they are to run', async () => {
  const { result } = await world.call<{ result: { id: string }[] }>('list_git_connection_tests', { project_id });
  expect(result.map(({ id }) => id)).toEqual([
    'git_hostname_resolves_test',
    'git_ssh_connection_test',
    'git_read_access_test',
    'git_write_access_test',
  ]);
});

it('run_git_connection_test: runs a test and says whether the remote lets Looker in', async () => {
  const ask = { project_id: 'events_archive', test_id: 'git_read_access_test' };
  await developer.ask('POST', '/projects', { name: ask.project_id });
  expect(await world.call('run_git_connection_test', ask)).toMatchObject({ status: 'pass' });
  expect(await world.refusal('run_git_connection_test', { ...ask, test_id: 'no_such_test' })).toContain('404');
});
