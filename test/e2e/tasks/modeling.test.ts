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
interface Project {
  readonly id: string;
  readonly name: string;
  readonly git_production_branch_name: string;
  readonly allow_warnings: boolean;
}
interface Validation {
  readonly valid: boolean;
  readonly errors: number;
  readonly warnings: number;
  readonly problems: readonly Record<string, unknown>[];
}
const projectNames = async () => (await world.ask<Project[]>('GET', '/projects')).map(({ name }) => name);

it('list_projects: lists the projects with where they are in git, and no more', async () => {
  const { result } = await world.call<{ result: Project[] }>('list_projects');
  expect(result.map(({ name }) => name).sort()).toEqual((await projectNames()).sort());
  expect(Object.keys(result[0] ?? {})).not.toContain('can');
});

it('get_project: tells how a project is deployed, and says of one that is missing what to do', async () => {
  const project = await world.call<Project>('get_project', { project_id });
  expect(project).toMatchObject({ name: SHOP, git_production_branch_name: 'main' });
  expect(await world.refusal('get_project', { project_id: 'nowhere' })).toContain('Look the id up');
});

it('create_project: makes a project in development mode and links to it', async () => {
  const made = await world.call<{ id: string; url: string; next: string }>('create_project', { name: 'made_here' });
  expect(made).toMatchObject({ id: 'made_here', next: expect.stringContaining('create_project_deploy_key') });
  expect(made.url.startsWith(`${world.looker.baseUrl}/projects/made_here`)).toBe(true);
  expect((await developer.ask<Project[]>('GET', '/projects')).map(({ name }) => name)).toContain('made_here');
});

it('update_project: changes what it is given and leaves the rest', async () => {
  const before = await developer.ask<Project>('GET', `/projects/${SHOP}`);
  await world.call('update_project', { project_id, allow_warnings: !before.allow_warnings });
  const after = await developer.ask<Project>('GET', `/projects/${SHOP}`);
  expect(after).toEqual({ ...before, allow_warnings: !before.allow_warnings });
});

it('update_project: takes no password of git, which would stand in the conversation', async () => {
  const refusal = await world.refusal('update_project', { project_id, git_password: 'planted-secret' });
  expect(refusal).toContain('git_password is not an argument');
  expect(refusal).not.toContain('planted-secret');
});

it('delete_project: deletes once it is confirmed, and says before what goes', async () => {
  await developer.ask('POST', '/projects', { name: 'unwanted' });
  const refusal = await world.refusal('delete_project', { project_id: 'unwanted' });
  expect(refusal).toMatch(/"unwanted".*confirm true/);
  const names = async () => (await developer.ask<Project[]>('GET', '/projects')).map(({ name }) => name);
  expect(await names()).toContain('unwanted');
  await world.call('delete_project', { project_id: 'unwanted', confirm: true });
  expect(await names()).not.toContain('unwanted');
});

it('get_project_manifest: names what a project imports', async () => {
  const manifest = await world.call<{ imports: { name: string }[] }>('get_project_manifest', { project_id });
  expect(manifest.imports.map(({ name }) => name)).toContain('shop_events');
});

it('create_project_deploy_key: makes the key that get_project_deploy_key answers', async () => {
  const { text } = await world.result('create_project_deploy_key', { project_id });
  expect(text).toContain('ssh-ed25519 ');
  expect(await developer.ask<string>('GET', `/projects/${SHOP}/git/deploy_key`)).toContain('ssh-ed25519 ');
});

it('get_project_deploy_key: answers the public key of a project', async () => {
  await developer.ask('POST', '/projects/shop_events/git/deploy_key');
  const key = await developer.ask<string>('GET', '/projects/shop_events/git/deploy_key');
  expect((await world.result('get_project_deploy_key', { project_id: 'shop_events' })).text).toContain(
    key.split(' ')[1],
  );
});

it('validate_project: names each mistake with its file and line, errors first, on a branch that stays unchecked out', async () => {
  const before = await developer.branchOf(SHOP);
  const found = await world.call<Validation>('validate_project', { project_id, branch: 'feature/broken-lookml' });
  expect(found).toMatchObject({ valid: false, errors: expect.any(Number) });
  expect(found.problems.length).toBe(found.errors + found.warnings);
  for (const problem of found.problems)
    expect(problem).toMatchObject({ message: expect.any(String), file: expect.any(String) });
  expect(found.problems.slice(0, found.errors).some(({ line }) => typeof line === 'number')).toBe(true);
  expect(await developer.branchOf(SHOP)).toBe(before);
});

it('validate_project: finds nothing in production where production is right', async () => {
  expect(await world.call<Validation>('validate_project', { project_id })).toMatchObject({ valid: true, errors: 0 });
});

it('dev_mode: lets the calls to come see development, until it is left', async () => {
  await developer.ask('POST', `/projects/${SHOP}/files`, { path: 'wrong.view.lkml', content: 'view: wrong {\n' });
  const names = async () =>
    (
      await world.call<{ result: { path: string }[] }>('list_project_files', { project_id, dev_mode: false })
    ).result.map(({ path }) => path);
  expect(await world.call('dev_mode', { dev_mode: true })).toEqual({ workspace_id: 'dev' });
  expect(await world.call<Validation>('validate_project', { project_id })).toMatchObject({ valid: false });
  expect(await names()).not.toContain('wrong.view.lkml');
  expect(await world.call('dev_mode', { devMode: false })).toEqual({ workspace_id: 'production' });
});

it('list_datagroups: lists what decides how long results are kept', async () => {
  const { result } = await world.call<{ result: { id: string }[] }>('list_datagroups');
  const known = await world.ask<{ id: string }[]>('GET', '/datagroups');
  expect(result.map(({ id }) => id)).toEqual(known.map(({ id }) => id));
  expect(known.length).toBeGreaterThan(0);
});

it('get_datagroup: gets one, and says of one that is missing what to do', async () => {
  const [first] = await world.ask<{ id: string; name: string }[]>('GET', '/datagroups');
  expect(await world.call('get_datagroup', { datagroup_id: first?.id })).toMatchObject({ name: first?.name });
  expect(await world.refusal('get_datagroup', { datagroup_id: '99999' })).toContain('404');
});

interface Datagroup {
  readonly id: string;
  readonly stale_before: number;
  readonly triggered_at: number;
}
const firstDatagroup = async () => {
  const [first] = await world.ask<Datagroup[]>('GET', '/datagroups');
  if (first === undefined) throw new Error('The sample has no datagroup.');
  return first;
};

it('reset_datagroup: makes what is cached stale from now on, and triggers nothing', async () => {
  const before = await firstDatagroup();
  await world.call('reset_datagroup', { datagroup_id: before.id });
  const after = await world.ask<Datagroup>('GET', `/datagroups/${before.id}`);
  expect(after.stale_before).toBeGreaterThan(before.stale_before);
  expect(after.triggered_at).toBe(before.triggered_at);
});

it('trigger_datagroup: triggers now', async () => {
  const before = await firstDatagroup();
  await world.call('trigger_datagroup', { datagroup_id: before.id });
  const after = await world.ask<Datagroup>('GET', `/datagroups/${before.id}`);
  expect(after.triggered_at).toBeGreaterThan(before.triggered_at);
});
