import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

type Row = Record<string, unknown>;
const activity = (view: string, fields: string[], filters: Record<string, string>) =>
  world.ask<Row[]>('POST', '/queries/run/json', { model: 'system__activity', view, fields, filters, limit: '5000' });

it('audit_query_activity: sums up queries by user, dashboard and explore', async () => {
  const of = (args: Row) => world.call<{ result: Row[] }>('audit_query_activity', { date_range: '30 days', ...args });
  const [carla] = (await of({ scope: 'user', user_email: 'carla.mendes@example.com' })).result;
  const [expected] = await activity('history', ['history.query_run_count', 'history.error_count'], {
    ...{ 'history.created_time': '30 days', 'user.email': 'carla.mendes@example.com' },
  });
  expect(carla).toMatchObject({
    ...{ user_id: '4', runs: expected?.['history.query_run_count'], failed: expected?.['history.error_count'] },
  });
  const dashboards = await of({ scope: 'dashboard' });
  expect(dashboards.result.every(({ dashboard_id }) => typeof dashboard_id === 'string')).toBe(true);
  const runs = dashboards.result.map((row) => Number(row.runs));
  expect(runs).toEqual(runs.toSorted((one, other) => other - one));
  expect((await of({ scope: 'look' })).result).toMatchObject([{ look_id: '1', title: 'Top Ten States by Orders' }]);
  expect((await of({ scope: 'explore', dashboard_id: '21' })).result[0]).toMatchObject({ explore: 'orders' });
  expect((await of({ scope: 'instance', dry_run: true })).result).toHaveLength(1);
  expect(await world.refusal('audit_query_activity', { scope: 'moon' })).toContain('dashboard');
});

it('audit_instance_health: counts broken content, failures and what is slow, and gives examples', async () => {
  const { ok, checks } = await world.call<{ ok: boolean; checks: Row[] }>('audit_instance_health', {
    date_range: '7 days',
  });
  const of = (name: string) => checks.find(({ check }) => check === name);
  expect(ok).toBe(false);
  expect(checks).toHaveLength(5);
  const [failed] = await activity('history', ['history.query_run_count'], {
    ...{ 'history.created_time': '7 days', 'history.status': 'error' },
  });
  expect(of('failed_queries')).toMatchObject({ ok: false, count: failed?.['history.query_run_count'] });
  expect(of('failed_schedules')).toMatchObject({
    ok: false,
    examples: [expect.objectContaining({ schedule_id: '2' }), expect.anything()],
  });
  const broken = await world.ask<{ content_with_errors: Row[] }>('GET', '/content_validation');
  expect(of('broken_content')).toMatchObject({ count: broken.content_with_errors.length });
});

it('audit_instance_health: says what could not be judged', async () => {
  world.looker.setFault({ fault: 'status=403', urlIncludes: '/content_validation' });
  const found = await world.call<{ ok: boolean; checks: Row[]; not_judged: Row[] }>('audit_instance_health');
  world.looker.setFault(null);
  expect(found.checks).toHaveLength(4);
  expect(found.not_judged).toEqual([{ what: 'broken_content', why: expect.stringContaining('403') }]);
});

it('find_stale_content: lists what nobody has used for long or ever, and not what is new or in the trash', async () => {
  const fresh = await world.ask<{ id: string }>('POST', '/dashboards', { title: 'Just made', folder_id: '1' });
  const find = (args: Row = {}) => world.call<{ result: Row[] }>('find_stale_content', args);
  const { result } = await find();
  const ids = result.map(({ content_type: type, content_id: id }) => `${type} ${id}`);
  expect(ids).toContain('dashboard 17');
  expect(ids).toContain('look 2');
  expect(ids).not.toContain('dashboard 42');
  expect(ids).not.toContain(`dashboard ${fresh.id}`);
  expect(result.find(({ content_id: id, content_type: type }) => type === 'dashboard' && id === '17')).toMatchObject({
    days_unused: 120,
  });
  await world.ask('PATCH', '/dashboards/17', { deleted: true });
  expect((await find({ content_type: 'dashboard' })).result.map(({ content_id: id }) => id)).not.toContain('17');
  expect((await find({ min_days_unused: 130, content_type: 'look' })).result).toEqual(
    expect.arrayContaining([expect.objectContaining({ content_id: '2' })]),
  );
});
