import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';
import { COUNT, dashboardsOf, type Made, ORDERS, PERIOD, SHARED } from './dashboards-of.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

const { isThere, newDashboard, view } = dashboardsOf(() => world);

it('list_dashboards: finds dashboards by a part of the title or by folder, page by page', async () => {
  const { id: folder_id } = await world.ask<Made>('POST', '/folders', { name: 'Found', parent_id: SHARED });
  const made: Made[] = [];
  for (const title of ['Traffic A', 'Traffic B', 'Visits']) made.push(await newDashboard({ title, folder_id }));
  const list = (args: object) =>
    world.call<{ result: Made[]; next_cursor: string | null }>('list_dashboards', { ...args });
  const found = await list({ title: 'traffic' });
  expect(found.result).toEqual([
    { id: made[0]?.id, title: 'Traffic A', folder: 'Found', url: made[0]?.url },
    { id: made[1]?.id, title: 'Traffic B', folder: 'Found', url: made[1]?.url },
  ]);
  const { next_cursor } = await list({ folder_id, limit: 2 });
  expect((await list({ folder_id, limit: 2, next_cursor })).result.map(({ id }) => id)).toEqual([made[2]?.id]);
  expect((await list({ title: 'no such title' })).result).toEqual([]);
  const ofToolbox = await world.call<{ result: Made[] }>('get_dashboards', { title: 'Traffic%', desc: '', limit: 1 });
  expect(ofToolbox.result.map(({ id }) => id)).toEqual([made[0]?.id]);
});

it('list_lookml_dashboards: finds dashboards that are defined in LookML', async () => {
  const all = await world.ask<Made[]>('GET', '/dashboards/lookml/search');
  const { result } = await world.call<{ result: Made[] }>('list_lookml_dashboards');
  expect(result.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
  expect(result.length).toBeGreaterThan(0);
  expect(result[0]?.id).toContain('::');
});

it('get_dashboard: answers a dashboard in the words in which one is made', async () => {
  const tiles = [
    { title: 'Orders', ...COUNT, filters: { 'orders.status': 'complete' }, limit: 5, vis_config: { type: 'table' } },
    { title: 'Text', body_text: 'Hello' },
  ];
  const made = await newDashboard({ tiles, filters: [{ ...PERIOD, default_value: '7 days' }] });
  const shown = await view(made.id);
  expect(shown).toMatchObject({ id: made.id, url: made.url, folder: 'Shared', folder_id: SHARED });
  expect(shown.filters).toMatchObject([{ ...PERIOD, ...ORDERS, default_value: '7 days' }]);
  expect(shown.tiles[0]).toMatchObject({
    ...{ title: 'Orders', ...COUNT, filters: { 'orders.status': 'complete' }, limit: 5, chart: 'table' },
    ...{ listen: { Period: 'orders.created_date' }, row: 0, column: 0, width: 24, height: 8 },
    dashboard_layout_component_id: expect.any(String),
  });
  expect(shown.tiles[1]).toMatchObject({ title: 'Text', body_text: 'Hello' });
  expect((await view(made.id, { charts: true })).tiles[0]).toMatchObject({ vis_config: { type: 'table' } });
  expect(await world.refusal('get_dashboard', { dashboard_id: '99999' })).toContain('does not exist');
});

it('get_dashboard: answers one of LookML, too', async () => {
  const { result } = await world.call<{ result: Made[] }>('list_lookml_dashboards', { limit: 1 });
  expect((await view(String(result[0]?.id))).tiles.length).toBeGreaterThan(0);
});

it('update_dashboard: renames a dashboard, moves it, and puts it into the trash and back', async () => {
  const { id } = await newDashboard();
  const { id: folder_id } = await world.ask<Made>('POST', '/folders', { name: 'Moved to', parent_id: SHARED });
  await world.call('update_dashboard', { dashboard_id: id, title: 'Renamed', description: 'New', folder_id });
  const path = `/dashboards/${id}`;
  expect(await world.ask('GET', path)).toMatchObject({ title: 'Renamed', description: 'New', folder_id });
  await world.call('update_dashboard', { dashboard_id: id, deleted: true });
  expect(await world.ask('GET', path)).toMatchObject({ deleted: true });
  await world.call('update_dashboard', { dashboard_id: id, deleted: false });
  expect(await world.ask('GET', path)).toMatchObject({ deleted: false, title: 'Renamed' });
});

it('delete_dashboard: deletes it for good and says which one that was', async () => {
  const { id } = await newDashboard({ title: 'Over' });
  expect(await world.call('delete_dashboard', { dashboard_id: id })).toEqual({ deleted: { id, title: 'Over' } });
  expect(await isThere(`/dashboards/${id}`)).toBe(false);
});
