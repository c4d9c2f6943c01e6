import { afterAll, beforeAll, expect, it } from 'vitest';
import { runningTasks } from '../../support/running-queries.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Row = Record<string, unknown>;

/** A query that Looker works on until it is let go. */
async function heldQuery(): Promise<string> {
  world.looker.holdQueries();
  const query = await world.ask<{ id: string }>('POST', '/queries', {
    ...{ model: 'ecommerce', view: 'orders', fields: ['orders.count'] },
  });
  const body = { query_id: query.id, result_format: 'json' };
  return (await world.ask<{ id: string }>('POST', '/query_tasks', body)).id;
}

it('list_running_queries: lists whose queries are under way, on what and for how long', async () => {
  const id = await heldQuery();
  try {
    const { result } = await world.call<{ result: Row[] }>('list_running_queries');
    expect(result).toEqual([
      expect.objectContaining({
        ...{ query_task_id: id, user_id: '1', model: 'ecommerce', explore: 'orders' },
        ...{ connection: 'sample_warehouse', seconds: expect.any(Number) },
      }),
    ]);
  } finally {
    world.looker.letQueriesGo();
  }
  await expect.poll(() => world.call('list_running_queries')).toMatchObject({ result: [] });
});

it('kill_query: stops a query and tells which one it was', async () => {
  const id = await heldQuery();
  try {
    expect(await world.call('kill_query', { query_task_id: id })).toMatchObject({
      killed: { query_task_id: id, explore: 'orders', user_id: '1' },
    });
    expect(await runningTasks(world.looker)).toEqual([]);
  } finally {
    world.looker.letQueriesGo();
  }
  expect(await world.ask('GET', `/query_tasks/${id}`)).toMatchObject({ status: 'killed' });
});

it('kill_query: kills nothing where no such query runs', async () => {
  expect(await world.refusal('kill_query', { query_task_id: 'nope' })).toContain('list_running_queries');
});

it('list_active_sessions: lists the sessions of all users, latest use first, with one request for many users', async () => {
  const before = world.looker.requests.length;
  const { result } = await world.call<{ result: Row[] }>('list_active_sessions', { limit: 500 });
  expect(world.looker.requests.length - before).toBe(1);
  const used = result.map(({ last_used }) => String(last_used));
  expect(used).toEqual(used.toSorted().reverse());
  const tomas = result.find(({ user_id }) => user_id === '5');
  expect(tomas).toMatchObject({ browser: 'Firefox', place: 'Dublin, IE', credentials: 'email' });
});

it('list_active_sessions: pages through them', async () => {
  const first = await world.call<{ result: Row[]; next_cursor: string }>('list_active_sessions', { limit: 2 });
  const next = await world.call<{ result: Row[] }>('list_active_sessions', {
    limit: 2,
    next_cursor: first.next_cursor,
  });
  expect(new Set([...first.result, ...next.result].map(({ id }) => id)).size).toBe(4);
});

const sessionOf = async (userId: string) =>
  (await world.ask<{ id: string; browser: string }[]>('GET', `/users/${userId}/sessions`))[0] ?? {
    id: '',
    browser: '',
  };

it('get_session: finds a session by its id alone, and by its user', async () => {
  const { id, browser } = await sessionOf('7');
  const expected = { id, user_id: '7', browser, began: expect.any(String), ends: expect.any(String) };
  expect(await world.call('get_session', { session_id: id })).toMatchObject(expected);
  expect(await world.call('get_session', { session_id: id, user_id: '7' })).toMatchObject(expected);
  expect(await world.refusal('get_session', { session_id: id, user_id: '8' })).toContain('list_active_sessions');
});

it('terminate_session: ends one session, and no other of its user', async () => {
  const of = () => world.ask<Row[]>('GET', '/users/8/sessions');
  await world.ask('POST', '/groups', { name: 'Unconcerned' });
  const { id } = await sessionOf('8');
  expect(await world.call('terminate_session', { session_id: id })).toMatchObject({ ended: { id, user_id: '8' } });
  expect((await of()).map((session) => session.id)).not.toContain(id);
  expect(await world.refusal('terminate_session', { session_id: id })).toContain('Nothing was done');
  expect((await world.ask<Row[]>('GET', '/users/7/sessions')).length).toBe(1);
});

const PROJECT = 'sample_shop';

it('trigger_project_ci_run: begins a run of a branch', async () => {
  const run = await world.call<Row>('trigger_project_ci_run', { project_id: PROJECT, suite_id: '1' });
  expect(run).toMatchObject({ id: expect.any(String), next: expect.stringContaining('get_project_ci_run') });
  const at = `/projects/${PROJECT}/continuous_integration/runs/${run.id}`;
  expect(await world.ask('GET', at)).toMatchObject({ ci_suite_id: '1', trigger_type: 'manual' });
});

it('trigger_project_ci_run: says that it takes a suite', async () => {
  expect(await world.refusal('trigger_project_ci_run', { project_id: PROJECT })).toContain('suite_id');
});

it('get_project_ci_run: answers how a run went and what its checks found', async () => {
  const { id } = await world.call<Row>('trigger_project_ci_run', { project_id: PROJECT, suite_id: '1' });
  const run = () => world.call<Row>('get_project_ci_run', { project_id: PROJECT, run_id: id });
  await expect.poll(async () => (await run()).finished_at, { timeout: 20_000 }).toEqual(expect.any(String));
  const { checks, status } = await run();
  expect(['passed', 'failed']).toContain(status);
  expect(checks).toEqual([
    expect.objectContaining({ name: 'lookml', status: 'passed' }),
    expect.objectContaining({ name: 'assert' }),
  ]);
  expect(await world.refusal('get_project_ci_run', { project_id: PROJECT, run_id: '999' })).toContain('404');
});

it('list_project_ci_runs: says that Looker lists no runs, and where people see them', async () => {
  expect(await world.call('list_project_ci_runs', { project_id: PROJECT })).toMatchObject({
    url: `${world.looker.baseUrl}/projects/${PROJECT}/ci`,
    note: expect.stringContaining('Not listed'),
    next: expect.stringContaining('get_project_ci_run'),
  });
  expect(await world.refusal('list_project_ci_runs', { project_id: 'nowhere' })).toContain('404');
});
