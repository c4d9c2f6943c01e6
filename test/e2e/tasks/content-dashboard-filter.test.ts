import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';
import { COUNT, dashboardsOf, listensTo, type Made, PERIOD } from './dashboards-of.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

const { firstTile, isThere, listenOf, newDashboard, view } = dashboardsOf(() => world);

it('add_dashboard_filter: adds a filter to which all tiles listen that have its field', async () => {
  const tiles = [COUNT, { model: 'ecommerce', view: 'products', fields: ['products.count'] }];
  const dashboard = await newDashboard({ tiles, filters: [PERIOD] });
  const args = { dashboard_id: dashboard.id, title: 'Status', dimension: 'orders.status', default_value: 'complete' };
  const made = await world.call<Made>('add_dashboard_filter', args);
  expect(made).toEqual({ id: made.id, name: 'Status', url: dashboard.url, tiles_that_listen: 1 });
  expect(await world.ask('GET', `/dashboard_filters/${made.id}`)).toMatchObject({
    ...{ type: 'field_filter', model: 'ecommerce', explore: 'orders', dimension: 'orders.status' },
    default_value: 'complete',
  });
  const listen = [...listensTo('Period', 'orders.created_date'), ...listensTo('Status', 'orders.status')];
  expect(await listenOf(await firstTile(dashboard.id))).toEqual(listen);
  expect((await view(dashboard.id)).tiles[0]).toMatchObject(COUNT);
});

it('add_dashboard_filter: adds one to which the named tiles listen, and says which could not be changed', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [{ title: 'A', ...COUNT }, COUNT] });
  const [first, second] = (await view(dashboard_id)).tiles.map(({ id }) => String(id));
  await world.call('add_dashboard_filter', { dashboard_id, ...PERIOD, tiles: [second] });
  expect([await listenOf(String(first)), await listenOf(String(second))]).toEqual([
    [],
    listensTo('Period', 'orders.created_date'),
  ]);
  world.looker.setFault({ urlIncludes: `/dashboard_elements/${first}`, fault: 'status=403' });
  const part = { dashboard_id, title: 'Status', dimension: 'orders.status' };
  const made = await world.call('add_dashboard_filter', part);
  world.looker.setFault(null);
  expect(made).toMatchObject({ tiles_that_listen: 1, tiles_that_do_not: [{ step: `${first} "A"` }] });
});

it('add_dashboard_filter: can be called as Toolbox does, before there is any tile', async () => {
  const { id: dashboard_id } = await newDashboard();
  const args = { dashboard_id, name: 'state', title: 'State', filter_type: 'field_filter', dimension: 'users.state' };
  const made = await world.call<Made>('add_dashboard_filter', { ...args, model: 'ecommerce', explore: 'orders' });
  expect(await world.ask('GET', `/dashboard_filters/${made.id}`)).toMatchObject({ name: 'state', title: 'State' });
});

it('add_dashboard_filter: names what is wrong before anything is written', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [COUNT], filters: [PERIOD] });
  const refusal = (args: object) => world.refusal('add_dashboard_filter', { dashboard_id, ...args });
  expect(await refusal({ title: 'S', dimension: 'orders.stats' })).toContain('orders.status');
  expect(await refusal(PERIOD)).toContain('update_dashboard_filter');
  expect(await refusal({ title: 'S' })).toContain('dimension');
  expect(await refusal({ title: 'S', dimension: 'orders.status', tiles: ['99999'] })).toContain('no tile 99999');
  expect((await view(dashboard_id)).filters).toHaveLength(1);
});

it('update_dashboard_filter: changes the default value of a filter', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [COUNT], filters: [PERIOD] });
  const id = String((await view(dashboard_id)).filters[0]?.id);
  await world.call('update_dashboard_filter', { dashboard_filter_id: id, default_value: '90 days', title: 'Days' });
  expect(await world.ask('GET', `/dashboard_filters/${id}`)).toMatchObject({ default_value: '90 days', title: 'Days' });
});

it('delete_dashboard_filter: deletes a filter and says which one that was', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [COUNT], filters: [PERIOD] });
  const id = String((await view(dashboard_id)).filters[0]?.id);
  expect(await world.call('delete_dashboard_filter', { dashboard_filter_id: id })).toMatchObject({
    deleted: { id, title: 'Period', dashboard_id },
  });
  expect(await isThere(`/dashboard_filters/${id}`)).toBe(false);
});
