import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectModern } from '../../support/mcp-clients.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Row = Record<string, unknown>;
const rowsOf = async (tool: string, args: Record<string, unknown>) =>
  world.call<{ result: Row[]; more?: string; date_range: string }>(tool, args);
/** What Looker's own model says, asked past the gateway. */
const activity = (view: string, fields: string[], filters: Record<string, string>) =>
  world.ask<Row[]>('POST', '/queries/run/json', { model: 'system__activity', view, fields, filters, limit: '5000' });

it('get_query_history: lists queries that were run in a period, latest first', async () => {
  const { result, more } = await rowsOf('get_query_history', { date_range: '7 days', limit: 20 });
  expect(result).toHaveLength(20);
  expect(more).toContain('limit');
  const times = result.map(({ at }) => String(at));
  expect(times).toEqual(times.toSorted().reverse());
  expect(result[3]).toMatchObject({ id: expect.any(String), user: expect.any(String), model: expect.any(String) });
});

it('get_query_history: finds those of a user, of a dashboard, that took long, and that failed', async () => {
  const { result, more } = await rowsOf('get_query_history', {
    ...{ date_range: '30 days', user_email: 'carla.mendes@example.com', dashboard_id: '21' },
    ...{ min_runtime_seconds: 500, errors_only: true, limit: 500 },
  });
  const expected = await activity('history', ['history.id'], {
    ...{ 'history.created_time': '30 days', 'user.email': 'carla.mendes@example.com', 'history.status': 'error' },
    ...{ 'history.dashboard_id': '21', 'history.runtime': '>=500' },
  });
  expect(expected.length).toBeGreaterThan(5);
  expect(result.map(({ id }) => id).sort()).toEqual(expected.map((row) => String(row['history.id'])).sort());
  expect(result[0]).toMatchObject({ status: 'error', seconds: 600, message: expect.stringContaining('timed out') });
  expect(more).toBeUndefined();
});

it('get_query_history: takes an address for itself, whatever it means in filters', async () => {
  expect((await rowsOf('get_query_history', { user_email: '%@example.com' })).result).toEqual([]);
});

it('get_query_history: refuses what is no period before it asks Looker', async () => {
  const before = world.looker.requests.length;
  expect(await world.refusal('get_query_history', { date_range: 'since forever' })).toContain('"7 days"');
  expect(world.looker.requests.length).toBe(before);
});

it('get_query_history: tells which permission is lacking', async () => {
  const { url } = await world.rest.issue(world.accountId, {
    config: { toolsets: ['tasks'], tags: ['audit'], identity: { kind: 'fixed_user', user: '3' } },
  });
  const client = await connectModern(url);
  const answer = await client.callTool('get_query_history', {});
  await client.close();
  expect(answer.isError).toBe(true);
  expect(answer.text).toContain('see_system_activity');
});

it('get_content_usage: lists what was used in a period, most seen first, with who sees it how', async () => {
  const { result } = await rowsOf('get_content_usage', { date_range: '30 days', min_views: 50 });
  const views = result.map(({ views: seen }) => Number(seen));
  expect(views).toEqual(views.toSorted((one, other) => other - one));
  expect(Math.min(...views)).toBeGreaterThanOrEqual(50);
  expect(result[0]).toMatchObject({ content_type: 'dashboard', content_id: '42', title: 'Daily Active Users' });
  expect(result.some(({ content_id }) => content_id === '17')).toBe(false);
});

it('get_content_usage: lists one kind alone', async () => {
  const { result } = await rowsOf('get_content_usage', { content_type: 'look' });
  expect(result).toMatchObject([{ content_type: 'look', content_id: '1', title: 'Top Ten States by Orders' }]);
});

it('get_pdt_build_log: lists builds, and why those failed that did', async () => {
  const { result } = await rowsOf('get_pdt_build_log', { date_range: '14 days', failed_only: true });
  const expected = await activity('pdt_builds', ['pdt_builds.id'], {
    ...{ 'pdt_builds.start_time': '14 days', 'pdt_builds.status': 'create sql error' },
  });
  expect(expected.length).toBeGreaterThan(2);
  expect(result).toHaveLength(expected.length);
  for (const build of result)
    expect(build).toMatchObject({ status: 'create sql error', message: expect.stringContaining('signup_channel') });
});

it('get_pdt_build_log: lists those of a model and a view', async () => {
  const all = await rowsOf('get_pdt_build_log', { date_range: '14 days' });
  expect(all.result.some(({ status }) => status === 'done')).toBe(true);
  const { model, view } = all.result[0] ?? {};
  const { result } = await rowsOf('get_pdt_build_log', { date_range: '14 days', model, view });
  expect(result).toEqual(all.result.filter((build) => build.model === model && build.view === view));
  expect((await rowsOf('get_pdt_build_log', { model: 'nothing' })).result).toEqual([]);
});

it('get_schedule_history: lists the runs of schedules with what went wrong', async () => {
  const { result } = await rowsOf('get_schedule_history', { date_range: '14 days', failed_only: true });
  expect(result.length).toBeGreaterThan(2);
  expect(result[0]).toMatchObject({
    ...{ status: 'failure', schedule_id: '2', schedule: 'Top States every Morning' },
    message: expect.stringContaining('there is no such host'),
  });
  const of = await rowsOf('get_schedule_history', { date_range: '14 days', schedule_id: '1' });
  expect(new Set(of.result.map(({ schedule_id }) => schedule_id))).toEqual(new Set(['1']));
});

it('get_user_activity_log: lists what a user did, on which records', async () => {
  const { result } = await rowsOf('get_user_activity_log', {
    ...{ date_range: '30 days', user_email: 'carla.mendes@example.com', event_types: ['update_dashboard'] },
  });
  expect(result.length).toBeGreaterThan(5);
  for (const event of result)
    expect(event).toMatchObject({ event: 'update_dashboard', details: { dashboard_id: '7' } });
});

it('get_user_activity_log: has what was done a moment ago, and its details', async () => {
  const { id } = await world.ask<{ id: string }>('POST', '/groups', { name: 'Just made' });
  const { result } = await rowsOf('get_user_activity_log', {
    date_range: '24 hours',
    event_types: ['create_group', 'delete_group'],
  });
  expect(result).toMatchObject([{ event: 'create_group', by_api: true, details: { group_id: id } }]);
});
