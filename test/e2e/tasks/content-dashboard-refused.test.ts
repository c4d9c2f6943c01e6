import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';
import { COUNT, dashboardsOf, ORDERS, SHARED } from './dashboards-of.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

const { newDashboard } = dashboardsOf(() => world);
const titled = (title: string) => world.ask<unknown[]>('GET', `/dashboards/search?title=${encodeURIComponent(title)}`);

it.each([
  ['an unknown field', { tiles: [{ title: 'Bad', ...ORDERS, fields: ['orders.cont'] }] }, 'Nearest: orders.count'],
  ['an unknown explore', { tiles: [{ model: 'ecommerce', view: 'ordrs', fields: ['orders.count'] }] }, '"ordrs"'],
  ['an unknown model', { tiles: [{ model: 'commerce', view: 'orders', fields: ['orders.count'] }] }, 'ecommerce'],
  ['a pivot that is no field', { tiles: [{ ...COUNT, pivots: ['users.state'] }] }, 'users.state'],
  ['an empty tile', { tiles: [{ title: 'Nothing' }] }, 'look_id, or body_text'],
  ['a tile of two kinds', { tiles: [{ ...COUNT, body_text: 'text' }] }, 'either'],
  ['a query without its explore', { tiles: [{ model: 'ecommerce', fields: ['orders.count'] }] }, 'needs view'],
  ['a Look that is not there', { tiles: [{ look_id: '99999' }] }, 'no Look 99999'],
  ['an unknown chart', { tiles: [{ ...COUNT, vis_config: { type: 'looker_pye' } }] }, 'looker_pie'],
  ['tiles over each other', { tiles: [place(0), place(6)] }, 'over tiles.0'],
  ['a tile beyond the grid', { tiles: [place(18)] }, '24 columns'],
  [
    'a filter on an unknown field',
    { tiles: [COUNT], filters: [{ title: 'F', dimension: 'orders.stats' }] },
    'orders.status',
  ],
  ['a filter without tiles and explore', { filters: [{ title: 'F', dimension: 'orders.status' }] }, 'model and view'],
  [
    'a filter that nothing names',
    { tiles: [{ ...COUNT, listen: { Nothing: 'orders.status' } }] },
    'no filter "Nothing"',
  ],
  ['an unknown argument of a tile', { tiles: [{ ...COUNT, chart: 'bar' }] }, 'tiles.0.chart'],
])('create_dashboard: names %s before anything is written', async (_, args, told) => {
  expect(await world.refusal('create_dashboard', { title: 'Never made', folder_id: SHARED, ...args })).toContain(told);
  expect(await titled('Never made')).toEqual([]);
});

function place(column: number) {
  return { ...COUNT, row: 0, column, width: 12, height: 4 };
}

it('create_dashboard: names each thing that is wrong, not the first alone', async () => {
  const tiles = [{ ...ORDERS, fields: ['orders.cont'] }, COUNT, { ...ORDERS, fields: ['users.stat'] }];
  const text = await world.refusal('create_dashboard', { title: 'Never made', folder_id: SHARED, tiles });
  expect(text).toContain('tiles.0');
  expect(text).toContain('tiles.2');
  expect(text).not.toContain('tiles.1');
});

it.each([
  ['a tile', '/dashboard_elements', 'tiles.0 "Only"'],
  ['a filter', '/dashboard_filters', 'Filter "Period"'],
  ['a place', '/dashboard_layout_components', 'Place of tiles.0'],
  ['a query', '/api/4.0/queries', 'tiles.0 "Only"'],
])('create_dashboard: leaves nothing behind where Looker refuses %s', async (_, urlIncludes, told) => {
  world.looker.setFault({ urlIncludes, fault: 'status=422' });
  const text = await world.refusal('create_dashboard', {
    ...{ title: 'Half', folder_id: SHARED, filters: [{ title: 'Period', dimension: 'orders.created_date' }] },
    tiles: [{ title: 'Only', ...COUNT, row: 3, column: 3 }],
  });
  world.looker.setFault(null);
  expect(text).toContain(told);
  expect(text).toContain('No dashboard was made');
  expect(await titled('Half')).toEqual([]);
});

it('create_dashboard: says what stays where neither a tile nor taking it all back is possible', async () => {
  world.looker.setFault({ urlIncludes: '/dashboards/', fault: 'status=403' });
  const text = await world.refusal('create_dashboard', { title: 'Stays', folder_id: SHARED, tiles: [COUNT] });
  world.looker.setFault(null);
  expect(text).toMatch(/The dashboard \d+ \(http\S+\) stays half made/);
  expect(text).toContain('delete_dashboard');
  expect(await titled('Stays')).toHaveLength(1);
});

it('create_dashboard: says that a title is taken in the folder', async () => {
  await newDashboard({ title: 'Once' });
  expect(await world.refusal('create_dashboard', { title: 'Once', folder_id: SHARED })).toContain('already exists');
});

it('create_dashboard: leaves nothing behind when its caller leaves', async () => {
  const leaving = new AbortController();
  const args = {
    title: 'Left alone',
    folder_id: SHARED,
    filters: [{ title: 'F', type: 'date_filter' }],
    tiles: [COUNT],
  };
  world.looker.setFault({ urlIncludes: '/dashboard_elements', fault: 'latency=60000' });
  const begun: unknown[] = [];
  const call = world.client.callTool('create_dashboard', args, {
    signal: leaving.signal,
    onprogress: () => {
      void titled('Left alone').then((found) => {
        begun.push(...found);
        leaving.abort();
      });
    },
  });
  await expect(call).rejects.toThrow();
  expect(begun).toHaveLength(1);
  await vi.waitFor(async () => expect(await titled('Left alone')).toEqual([]), { timeout: 20_000 });
  world.looker.setFault(null);
});
