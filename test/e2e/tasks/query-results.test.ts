import { afterAll, beforeAll, expect, it } from 'vitest';
import { askInSql, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../../support/sample.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld({ sample: { queryTimeMs: 2_500 } });
});
afterAll(() => world.close());

interface Running {
  readonly status: string;
  readonly handle: string;
  readonly next: string;
}

/** The rows of what went on; asks again for as long as it still runs. */
async function rowsFrom(running: Running, more: object = {}) {
  const answer = await world.result('query_results', { handle: running.handle, ...more });
  return answer;
}

it('query_results: gives the rows of a query that took longer than its call, which names the tool', async () => {
  const running = await world.call<Running>('query', { ...TOP_TEN_STATES, timeout_seconds: 1 });
  expect(running).toMatchObject({
    status: 'running',
    next: expect.stringContaining('Call query_results with this handle'),
  });
  expect(running.next).not.toContain('looker_');
  expect(rowsOf(await rowsFrom(running))).toEqual(await askInSql(world.looker, TOP_TEN_STATES_SQL));
});

it('query_results: goes on with a query in development mode', async () => {
  const dev = { dev_mode: true };
  const query = { ...TOP_TEN_STATES, limit: 7, ...dev, timeout_seconds: 1 };
  const running = await world.call<Running>('query', query);
  expect(rowsOf(await rowsFrom(running, dev))).toHaveLength(7);
});

it('query_results: goes on with a dashboard', async () => {
  const [dashboard] = await world.ask<{ id: string; title: string }[]>('GET', '/dashboards?fields=id,title');
  const running = await world.call<Running>('run_dashboard', { dashboard_id: dashboard?.id, timeout_seconds: 1 });
  expect(running).toMatchObject({ status: 'running', tiles_waiting: expect.any(Array) });
  expect((await rowsFrom(running)).text).toContain(dashboard?.title);
});

it('query_results: says of what is no handle that it is none', async () => {
  expect(await world.refusal('query_results', { handle: 'x' })).toContain('This is no handle');
});
