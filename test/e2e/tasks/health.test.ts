import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterEach(() => world.looker.setFault(null));
afterAll(() => world.close());

type Row = Record<string, unknown>;
interface Health {
  readonly ok?: boolean;
  readonly checks: { check: string; ok: boolean; of?: number; problems?: Row[] }[];
  readonly result: Row[];
  readonly not_judged?: { what: string; why: string }[];
}
const health = (tool: string, args: Record<string, unknown> = {}) => world.call<Health>(tool, args);
const activity = (view: string, fields: string[], filters: Record<string, string>) =>
  world.ask<Row[]>('POST', '/queries/run/json', { model: 'system__activity', view, fields, filters, limit: '5000' });
const requestsOf = async (work: () => Promise<unknown>) => {
  const before = world.looker.requests.length;
  await work();
  return world.looker.requests.length - before;
};

it('health_pulse: looks at everything in few requests, and tells what is wrong', async () => {
  let found: Health | undefined;
  expect(
    await requestsOf(async () => {
      found = await health('health_pulse');
    }),
  ).toBeLessThanOrEqual(12);
  const of = (name: string) => found?.checks.find(({ check }) => check === name);
  expect(found?.ok).toBe(false);
  expect(found?.not_judged).toBeUndefined();
  expect(of('check_db_connections')).toEqual({ check: 'check_db_connections', ok: true, of: 1 });
  expect(of('check_dashboard_errors')?.problems?.[0]).toMatchObject({
    ...{ dashboard_id: '21', title: 'Orders by State' },
    message: expect.stringContaining('timed out'),
  });
  const failures = await activity('scheduled_plan', ['scheduled_job.count'], {
    ...{ 'scheduled_job.created_date': '7 days', 'scheduled_job.status': 'failure', 'scheduled_plan.id': '2' },
  });
  expect(of('check_schedule_failures')?.problems?.[0]).toMatchObject({
    schedule_id: '2',
    failed_runs: failures[0]?.['scheduled_job.count'],
  });
  expect(of('check_explore_performance')?.problems?.[0]).toMatchObject({ explore: 'events', average_seconds: 412.5 });
});

it('health_pulse: makes one check alone, and finds a connection that does not answer', async () => {
  await world.ask('POST', '/connections', { name: 'hostless', dialect_name: 'postgres' });
  const { ok, checks } = await health('health_pulse', { action: 'check_db_connections' });
  expect(ok).toBe(false);
  expect(checks).toMatchObject([
    {
      check: 'check_db_connections',
      ok: false,
      of: 2,
      problems: expect.arrayContaining([
        expect.objectContaining({ connection: 'hostless', name: 'connect', message: 'The connection has no host.' }),
      ]),
    },
  ]);
});

it('health_pulse: says what could not be judged, and judges the rest', async () => {
  world.looker.setFault({ fault: 'status=403', urlIncludes: '/legacy_features' });
  const { ok, checks, not_judged: open } = await health('health_pulse');
  expect(ok).toBe(false);
  expect(checks.map(({ check }) => check)).not.toContain('check_legacy_features');
  expect(checks.length).toBe(7);
  expect(open).toEqual([{ what: 'check_legacy_features', why: expect.stringContaining('403') }]);
});

it('health_analyze: counts how often models were asked, and their unused explores', async () => {
  const { result } = await health('health_analyze', { action: 'models', timeframe: 30 });
  const expected = await activity('history', ['history.query_run_count'], {
    ...{ 'history.created_date': '30 days', 'query.model': 'sales' },
  });
  expect(result.find(({ model }) => model === 'sales')).toEqual({
    ...{ model: 'sales', project: 'sample_shop', explores: 2, unused_explores: 1 },
    queries: expected[0]?.['history.query_run_count'],
  });
});

it('health_analyze: counts joins and fields of explores, and what of them is unused', async () => {
  const { result } = await health('health_analyze', { action: 'explores', model: 'sales', explore: 'order_items' });
  expect(result).toEqual([
    expect.objectContaining({ model: 'sales', explore: 'order_items', joins: 3, unused_joins: 1 }),
  ]);
  expect(Number(result[0]?.unused_fields)).toBeLessThan(Number(result[0]?.fields));
});

it('health_analyze: counts what projects consist of', async () => {
  const { result } = await health('health_analyze', { action: 'projects', project: 'sample_shop' });
  expect(result).toEqual([
    expect.objectContaining({ project: 'sample_shop', models: 2, view_files: 5, explores: 7, unused_explores: 2 }),
  ]);
});

it('health_analyze: takes what other servers call its arguments, and tells what is not there', async () => {
  expect((await health('health_analyze', { analysis_type: 'models' })).result).toHaveLength(2);
  expect(await world.refusal('health_analyze', { model: 'nothing' })).toContain('model "nothing"');
  expect(await world.refusal('health_analyze', { action: 'projects', project: 'nothing' })).toContain('list_projects');
});

it('health_vacuum: names the explores that nobody asks, with the content that is still on them', async () => {
  await world.ask('POST', '/looks', {
    ...{ title: 'Never opened', folder_id: '1' },
    query_id: (
      await world.ask<{ id: string }>('POST', '/queries', {
        model: 'ecommerce',
        view: 'products',
        fields: ['products.count'],
      })
    ).id,
  });
  const { result } = await health('health_vacuum', { action: 'models', model: 'ecommerce' });
  expect(result).toEqual([
    expect.objectContaining({
      model: 'ecommerce',
      unused_explores: [{ explore: 'products', queries: 0, dashboards: 0, looks: 1 }],
    }),
  ]);
});

it('health_vacuum: counts what ran less often than min_queries as unused', async () => {
  const { result } = await health('health_vacuum', { action: 'models', model: 'ecommerce', min_queries: 100 });
  const explores = [result[0]?.unused_explores]
    .flat()
    .map((each) => each as { explore: string })
    .map(({ explore }) => explore)
    .sort();
  expect(explores).toEqual(['order_items', 'products']);
});

it('health_vacuum: names unused joins and fields, and none that what is used needs', async () => {
  const { result } = await health('health_vacuum', { action: 'explores', model: 'sales' });
  const [whole, part] = [result.find(({ unused }) => unused), result.find(({ unused }) => !unused)];
  expect(whole).toMatchObject({ explore: 'sales', unused: 'the whole explore' });
  expect(part).toMatchObject({ explore: 'order_items', unused_joins: ['orders'] });
  const unused = part?.unused_fields as string[];
  expect(unused).toContain('products.department');
  // Joins and measures in use are made of these, which no query names.
  expect(unused).not.toContain('order_items.user_id');
  expect(unused).not.toContain('order_items.product_id');
  const named = await activity('history', ['query.formatted_fields'], {
    ...{ 'history.created_date': '90 days', 'query.model': 'sales', 'query.view': 'order_items' },
  });
  for (const row of named)
    for (const field of JSON.parse(String(row['query.formatted_fields']))) expect(unused).not.toContain(field);
});

it('health_vacuum: changes nothing and asks within bounds, at most so many at once', async () => {
  const before = world.looker.requests.length;
  await health('health_vacuum', { scope: 'explores' });
  const sent = world.looker.requests.slice(before);
  expect(sent.length).toBeLessThanOrEqual(4 + 2 * 7);
  expect(sent.filter(({ method, route }) => method !== 'GET' && !String(route).includes('/queries/run/'))).toEqual([]);
});
