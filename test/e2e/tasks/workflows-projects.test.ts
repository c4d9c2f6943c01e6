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

type Row = Record<string, unknown>;
const project_id = 'sample_shop';
const work = (tool: string, args: Record<string, unknown>) => world.call<Row>(tool, args);
/** The names of the files in development, or in production. */
const filesIn = async (ask: TaskWorld['ask']) =>
  (await ask<{ path: string }[]>('GET', `/projects/${project_id}/files`)).map(({ path }) => path);
async function dryRun(tool: string, args: Record<string, unknown>): Promise<Row> {
  const before = world.looker.requests.length;
  const answer = await work(tool, { ...args, dry_run: true });
  const sent = world.looker.requests.slice(before).map(({ method, route }) => `${method} ${route}`);
  // To choose the workspace of a session changes nothing that anybody sees.
  expect(sent.filter((request) => !request.startsWith('GET ') && !/\/(?:session|login)/.test(request))).toEqual([]);
  return answer;
}

it('bootstrap_lookml_project: creates a project with a deploy key and connects it with its remote', async () => {
  const args = { name: 'fresh', git_remote_url: 'git@github.com:acme/fresh.git' };
  expect((await dryRun('bootstrap_lookml_project', args)).would_do).toHaveLength(3);
  await expect(developer.ask('GET', '/projects/fresh')).rejects.toThrow('404');
  const made = await work('bootstrap_lookml_project', args);
  expect(made).toMatchObject({ ok: true, project_id: 'fresh', deploy_key: expect.stringContaining('ssh-') });
  expect(await developer.ask('GET', '/projects/fresh')).toMatchObject({
    ...{ git_remote_url: 'git@github.com:acme/fresh.git', git_service_name: 'github', pull_request_mode: 'links' },
  });
  expect(await world.refusal('bootstrap_lookml_project', args)).toContain('update_project');
});

it('bootstrap_lookml_project: answers the key where the remote does not take it yet, and what is left to do', async () => {
  const args = { name: 'later', git_remote_url: 'git@github.com:acme/later.git' };
  world.looker.setFault({ fault: 'status=403', urlIncludes: '/git/deploy_key' });
  const made = await work('bootstrap_lookml_project', args);
  world.looker.setFault(null);
  expect(made).toMatchObject({
    ...{ ok: false, done: ['Create the project'] },
    not_done: [{ step: 'Create its deploy key' }, { step: 'Connect it with the git remote' }],
    next: expect.stringContaining('update_project'),
  });
  expect(await developer.ask('GET', '/projects/later')).toMatchObject({ name: 'later' });
});

it('deploy_lookml_changes: writes, validates, commits and deploys files', async () => {
  const args = { project_id, files: { 'notes/deployed.md': '# Deployed\n' } };
  const plan = await dryRun('deploy_lookml_changes', args);
  expect(plan).toMatchObject({
    would_do: ['Create notes/deployed.md', 'Validate the project', 'Commit the files', 'Deploy to production'],
    affects: { branch: { name: expect.any(String) } },
  });
  expect(await filesIn(developer.ask)).not.toContain('notes/deployed.md');
  expect(await work('deploy_lookml_changes', args)).toMatchObject({ ok: true, done: plan.would_do });
  expect(await filesIn(world.ask)).toContain('notes/deployed.md');
});

it('deploy_lookml_changes: deploys and commits nothing where the LookML has errors', async () => {
  const args = { project_id, files: { 'broken.view.lkml': 'view: broken { dimension: x { type: string ' } };
  const taken = await work('deploy_lookml_changes', args);
  expect(taken).toMatchObject({
    ...{ ok: false, done: ['Create broken.view.lkml'] },
    not_done: [{ step: 'Validate the project' }, { step: 'Commit the files' }, { step: 'Deploy to production' }],
    ...{
      problems: [expect.objectContaining({ message: expect.any(String) })],
      next: expect.stringContaining('rollback'),
    },
  });
  expect(await filesIn(world.ask)).not.toContain('broken.view.lkml');
});

it('rollback_to_production: resets what is checked out once it is confirmed', async () => {
  await developer.ask('POST', `/projects/${project_id}/files`, { path: 'scrap.md', content: '# scrap\n' });
  const plan = await dryRun('rollback_to_production', { project_id });
  expect(plan.affects).toMatchObject({ uncommitted_files: expect.arrayContaining(['scrap.md']) });
  expect(await world.refusal('rollback_to_production', { project_id })).toContain('confirm true');
  expect(await filesIn(developer.ask)).toContain('scrap.md');
  expect(await work('rollback_to_production', { project_id, confirm: true })).toMatchObject({ ok: true });
  expect(await filesIn(developer.ask)).not.toContain('scrap.md');
  expect(await filesIn(world.ask)).toContain('orders.view.lkml');
});
