import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';
import { COUNT, dashboardsOf, listensTo, type Made, ORDERS, PERIOD, SHARED } from './dashboards-of.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

const { firstTile, isThere, listenOf, newDashboard, tileAt, view } = dashboardsOf(() => world);

it('add_dashboard_element: adds a tile that listens to the filters that its explore has', async () => {
  const dashboard = await newDashboard({ filters: [{ ...PERIOD, ...ORDERS }] });
  const made = await world.call<Made>('add_dashboard_element', {
    ...{ dashboard_id: dashboard.id, title: 'Orders', ...COUNT, row: 1, column: 2, width: 3, height: 4 },
    vis_config: { type: 'single_value' },
  });
  expect(made).toEqual({
    ...{ id: made.id, title: 'Orders', dashboard_id: dashboard.id, url: dashboard.url, listens_to: ['Period'] },
  });
  expect(await tileAt(made.id)).toMatchObject({ title: 'Orders', query: { vis_config: { type: 'single_value' } } });
  expect(await listenOf(made.id)).toEqual(listensTo('Period', 'orders.created_date'));
  expect((await view(dashboard.id)).tiles[0]).toMatchObject({ row: 1, column: 2, width: 3, height: 4 });
});

it('add_dashboard_element: can be called as the other servers call it', async () => {
  const { id: dashboard_id } = await newDashboard({ filters: [{ ...PERIOD, ...ORDERS }] });
  const query = { query_model: 'ecommerce', query_view: 'orders', query_fields: ['orders.count'] };
  const ofPeer = await world.call<Made>('add_dashboard_element', { dashboard_id, title: 'A', type: 'vis', ...query });
  expect(await tileAt(ofPeer.id)).toMatchObject({ query: COUNT });
  const ofToolbox = await world.call<Made>('add_dashboard_element', {
    ...{ dashboard_id, title: 'B', model: 'ecommerce', explore: 'orders', fields: ['orders.count'], tz: 'UTC' },
    dashboard_filters: listensTo('Period', 'users.created_date'),
  });
  expect(await listenOf(ofToolbox.id)).toEqual(listensTo('Period', 'users.created_date'));
});

it('add_dashboard_element: names what is wrong before anything is written', async () => {
  const { id: dashboard_id } = await newDashboard();
  const refusal = (args: object) => world.refusal('add_dashboard_element', { dashboard_id, ...args });
  expect(await refusal({ ...ORDERS, fields: ['orders.cont'] })).toContain('orders.count');
  expect(await refusal({ ...COUNT, listen: { Period: 'orders.status' } })).toContain('It has: none');
  expect(await refusal({ ...COUNT, tab: 'Sales' })).toContain('create_dashboard_layout');
  expect(await refusal({ title: 'Nothing' })).toContain('fields, look_id, body_text');
  expect(await world.refusal('add_dashboard_element', { dashboard_id: '99999', ...COUNT })).toContain('does not exist');
  expect((await view(dashboard_id)).tiles).toBeUndefined();
});

it('update_dashboard_element: changes what is named of a query, and leaves the rest', async () => {
  const tile = { title: 'Old', ...COUNT, filters: { 'orders.status': 'complete' }, vis_config: { type: 'table' } };
  const dashboard = await newDashboard({ tiles: [tile], filters: [PERIOD] });
  const id = await firstTile(dashboard.id);
  const change = { title: 'New', fields: ['users.state', 'orders.count'], sorts: ['orders.count desc'], limit: 7 };
  expect(await world.call('update_dashboard_element', { dashboard_element_id: id, ...change })).toMatchObject({
    ...{ id, title: 'New', url: dashboard.url },
  });
  const { query, title } = await tileAt(id);
  expect(title).toBe('New');
  expect(query).toMatchObject({
    ...{ fields: change.fields, sorts: change.sorts, limit: '7', filters: { 'orders.status': 'complete' } },
    vis_config: { type: 'table' },
  });
  expect(await listenOf(id)).toEqual(listensTo('Period', 'orders.created_date'));
  const wrong = { dashboard_element_id: id, fields: ['orders.cont'] };
  expect(await world.refusal('update_dashboard_element', wrong)).toContain('orders.count');
});

it('update_dashboard_element: changes what a tile listens to, and listens anew where its explore changes', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [COUNT], filters: [PERIOD] });
  const dashboard_element_id = await firstTile(dashboard_id);
  const update = (args: object) => world.call('update_dashboard_element', { dashboard_element_id, ...args });
  await update({ listen: { Period: 'users.created_date' } });
  expect(await listenOf(dashboard_element_id)).toEqual(listensTo('Period', 'users.created_date'));
  expect(await tileAt(dashboard_element_id)).toMatchObject({ query: COUNT });
  await update({ view: 'products', model: 'ecommerce', fields: ['products.count'] });
  expect(await listenOf(dashboard_element_id)).toEqual([]);
  expect(await tileAt(dashboard_element_id)).toMatchObject({ query: { view: 'products', fields: ['products.count'] } });
});

it('update_dashboard_element: changes texts, moves a tile, and shows a Look instead', async () => {
  const tiles = [
    { title: 'Head', body_text: 'Old', tab: 'One' },
    { ...COUNT, tab: 'Two' },
  ];
  const { id: dashboard_id } = await newDashboard({ tiles });
  const ids = (await view(dashboard_id)).tiles.map(({ id }) => String(id));
  const update = (index: number, args: object) =>
    world.call('update_dashboard_element', { dashboard_element_id: ids[index], ...args });
  await update(0, { title: 'Header', body_text: 'New', tab: 'two', row: 9, height: 3 });
  expect(await world.ask('GET', `/dashboard_elements/${ids[0]}`)).toMatchObject({
    ...{ title_text: 'Header', body_text: 'New' },
  });
  expect((await view(dashboard_id)).tiles[0]).toMatchObject({ tab: 'Two', row: 9, height: 3, width: 24 });
  const look = await world.call<Made>('create_look', { title: `Look of ${dashboard_id}`, ...COUNT, folder_id: SHARED });
  await update(1, { look_id: look.id });
  expect(await tileAt(String(ids[1]))).toMatchObject({ look_id: look.id, query: null });
  const text = { dashboard_element_id: ids[0], ...COUNT };
  expect(await world.refusal('update_dashboard_element', text)).toContain('text tile');
});

it('delete_dashboard_element: deletes a tile and says which one that was', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [{ title: 'Over', ...COUNT }] });
  const id = await firstTile(dashboard_id);
  expect(await world.call('delete_dashboard_element', { dashboard_element_id: id })).toMatchObject({
    deleted: { id, title: 'Over', dashboard_id },
  });
  expect(await isThere(`/dashboard_elements/${id}`)).toBe(false);
});

it('create_dashboard_layout: adds a tab, to which update_dashboard_layout_component moves a tile', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [COUNT] });
  const tab = await world.call<Made>('create_dashboard_layout', { dashboard_id, label: 'More', type: 'newspaper' });
  expect(await world.ask('GET', `/dashboard_layouts/${tab.id}`)).toMatchObject({ label: 'More', dashboard_id });
  const added = await world.call<Made>('add_dashboard_element', { dashboard_id, ...COUNT, tab: 'More' });
  const tiles = (await view(dashboard_id)).tiles;
  expect(tiles.find(({ id }) => id === added.id)).toMatchObject({ tab: 'More' });
});

it('update_dashboard_layout_component: moves and resizes a tile, and puts it on another tab', async () => {
  const { id: dashboard_id } = await newDashboard({ tiles: [COUNT] });
  const tab = await world.call<Made>('create_dashboard_layout', { dashboard_id, label: 'More' });
  const id = String((await view(dashboard_id)).tiles[0]?.dashboard_layout_component_id);
  const place = { row: 3, column: 4, width: 5, height: 6, dashboard_layout_id: tab.id };
  const args = { dashboard_layout_component_id: id, ...place };
  expect(await world.call('update_dashboard_layout_component', args)).toEqual({ id, ...place });
  const { dashboard_layout_id: _, ...cells } = place;
  expect((await view(dashboard_id)).tiles[0]).toMatchObject({ ...cells, tab: 'More' });
});
