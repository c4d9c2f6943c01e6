import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectModern } from '../../support/mcp-clients.js';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

const SHARED = '1';
const ORDERS = { model: 'ecommerce', view: 'orders' };
const COUNT = { ...ORDERS, fields: ['orders.count'] };

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

interface Made {
  readonly id: string;
  readonly title: string;
  readonly url: string;
}
interface Component {
  readonly dashboard_element_id: string;
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly height: number;
}
interface Element {
  readonly id: string;
  readonly title: string | null;
  readonly query: Record<string, unknown> | null;
  readonly result_maker: { readonly filterables: readonly Record<string, unknown>[] } | null;
}
interface Dashboard {
  readonly dashboard_elements: Element[];
  readonly dashboard_filters: Record<string, unknown>[];
  readonly dashboard_layouts: { readonly label: string | null; readonly dashboard_layout_components: Component[] }[];
}

const create = (title: string, args: object = {}) =>
  world.call<Made>('create_dashboard', { title, folder_id: SHARED, ...args });
const atLooker = (id: string) => world.ask<Dashboard>('GET', `/dashboards/${id}`);
const listens = ({ result_maker }: Element) => result_maker?.filterables.flatMap(({ listen }) => listen);

/** The places of tiles in the order in which they were made. */
const placesIn = ({ dashboard_elements, dashboard_layouts }: Dashboard, layout = 0) =>
  dashboard_elements.flatMap(({ id }) => {
    const place = dashboard_layouts[layout]?.dashboard_layout_components.find(
      (each) => each.dashboard_element_id === id,
    );
    return place === undefined ? [] : [[place.row, place.column, place.width, place.height]];
  });

it('create_dashboard: makes a whole dashboard in one call, and answers in few words', async () => {
  const answer = await world.result('create_dashboard', {
    ...{ title: 'Orders at a glance', folder_id: SHARED, description: 'What happened' },
    filters: [{ title: 'Period', dimension: 'orders.created_date', default_value: '30 days' }],
    tiles: [
      { title: 'About', body_text: '# Orders' },
      { title: 'Orders', ...COUNT, vis_config: { type: 'single_value' } },
      {
        ...{ title: 'By state', ...ORDERS, fields: ['users.state', 'orders.count'], sorts: ['orders.count desc'] },
        ...{ filters: { 'orders.status': 'complete' }, limit: 10, vis_config: { type: 'looker_bar' } },
        dynamic_fields: [{ table_calculation: 'place', expression: 'row()' }],
      },
      { title: 'Goods', model: 'ecommerce', view: 'products', fields: ['products.count'] },
    ],
  });
  const made = JSON.parse(answer.text) as Made;
  expect(made).toEqual({
    ...{ id: made.id, title: 'Orders at a glance', url: `${world.looker.baseUrl}/dashboards/${made.id}` },
    ...{ tiles: 4, filters: 1, next: expect.any(String) },
  });
  expect(answer.text.length).toBeLessThan(220);
  const dashboard = await atLooker(made.id);
  expect(dashboard).toMatchObject({ folder_id: SHARED, description: 'What happened' });
  expect(dashboard.dashboard_filters).toMatchObject([
    {
      ...{ name: 'Period', title: 'Period', type: 'field_filter', default_value: '30 days' },
      ...{ model: 'ecommerce', explore: 'orders', dimension: 'orders.created_date' },
    },
  ]);
  const [about, orders, states, goods] = dashboard.dashboard_elements;
  expect(about).toMatchObject({ type: 'text', title_text: 'About', body_text: '# Orders' });
  expect(orders).toMatchObject({ type: 'vis', title: 'Orders', query: { vis_config: { type: 'single_value' } } });
  expect(states?.query).toMatchObject({
    ...{ fields: ['users.state', 'orders.count'], filters: { 'orders.status': 'complete' }, limit: '10' },
    dynamic_fields: JSON.stringify([{ table_calculation: 'place', expression: 'row()' }]),
  });
  const period = [{ dashboard_filter_name: 'Period', field: 'orders.created_date' }];
  expect([orders, states, goods].map((tile) => tile && listens(tile))).toEqual([period, period, []]);
});

it('create_dashboard: makes tiles whose rows are those that the filters leave', async () => {
  const { id } = await create('Filtered', {
    filters: [{ title: 'State', dimension: 'users.state', default_value: 'Ohio' }],
    tiles: [{ title: 'States', ...ORDERS, fields: ['users.state'] }],
  });
  const { url } = await world.rest.issue(world.accountId, { config: { toolsets: ['api'], tool_exposure: 'all' } });
  const api = await connectModern(url);
  const { text } = await api.callTool('looker_dashboards_run', { dashboard_id: id });
  await api.close();
  expect(text).toContain('Ohio');
  expect(text).not.toContain('Texas');
});

it('create_dashboard: arranges tiles that name no place, each row filled', async () => {
  const value = { ...COUNT, vis_config: { type: 'single_value' } };
  const { id } = await create('Arranged', {
    tiles: [{ body_text: 'Hello' }, value, value, value, COUNT, COUNT, COUNT],
  });
  expect(placesIn(await atLooker(id))).toEqual([
    [0, 0, 24, 2],
    ...[0, 8, 16].map((column) => [2, column, 8, 4]),
    ...[0, 12].map((column) => [6, column, 12, 8]),
    [14, 0, 24, 8],
  ]);
});

it('create_dashboard: puts tiles where they are asked to stand, and the others below', async () => {
  const { id } = await create('Placed', {
    tiles: [COUNT, { ...COUNT, row: 2, column: 6, width: 12, height: 5 }, { ...COUNT, width: 6, height: 3 }],
  });
  expect(placesIn(await atLooker(id))).toEqual([
    [7, 0, 18, 8],
    [2, 6, 12, 5],
    [7, 18, 6, 3],
  ]);
});

it('create_dashboard: puts tiles on tabs, arranged on each for itself', async () => {
  const { id } = await create('With tabs', {
    tiles: [
      { ...COUNT, tab: 'Sales' },
      { ...COUNT, tab: 'Goods' },
      { ...COUNT, tab: 'Goods' },
    ],
  });
  const dashboard = await atLooker(id);
  expect(dashboard.dashboard_layouts.map(({ label }) => label)).toEqual(['Sales', 'Goods']);
  expect(placesIn(dashboard, 0)).toEqual([[0, 0, 24, 8]]);
  expect(placesIn(dashboard, 1)).toEqual([
    [0, 0, 12, 8],
    [0, 12, 12, 8],
  ]);
});

it('create_dashboard: has each tile listen to the filters that it names, and to no others', async () => {
  const { id } = await create('Chosen', {
    filters: [
      { title: 'Period', dimension: 'orders.created_date' },
      { title: 'Signed up', type: 'date_filter' },
    ],
    tiles: [
      { ...COUNT, listen: { period: 'users.created_date', 'Signed up': 'users.created_date' } },
      { ...COUNT, listen: {} },
    ],
  });
  const { dashboard_elements, dashboard_filters } = await atLooker(id);
  expect(dashboard_elements.map(listens)).toEqual([
    [
      { dashboard_filter_name: 'Period', field: 'users.created_date' },
      { dashboard_filter_name: 'Signed up', field: 'users.created_date' },
    ],
    [],
  ]);
  expect(dashboard_filters[1]).toMatchObject({ type: 'date_filter', dimension: null });
});

it('create_dashboard: shows a Look that there is, filtered as its query can be', async () => {
  const look = await world.call<Made>('create_look', { title: 'Saved', ...COUNT, folder_id: SHARED });
  const { id } = await create('With a Look', {
    filters: [{ title: 'Period', dimension: 'orders.created_date' }],
    tiles: [{ look_id: Number(look.id) }],
  });
  const [tile] = (await atLooker(id)).dashboard_elements;
  expect(tile).toMatchObject({ look_id: look.id, title: 'Saved' });
  expect(tile && listens(tile)).toEqual([{ dashboard_filter_name: 'Period', field: 'orders.created_date' }]);
});

it('create_dashboard: takes the words that other servers have, and queries in an object of their own', async () => {
  const { personal_folder_id } = await world.ask<{ personal_folder_id: string }>('GET', '/user');
  const empty = await world.call<Made>('make_dashboard', { title: 'Of Toolbox', description: 'Empty', folder: '' });
  expect(await atLooker(empty.id)).toMatchObject({ folder_id: personal_folder_id, dashboard_elements: [] });
  const { id } = await create('Other words', {
    filters: [{ name: 'Period', field: 'orders.created_date', model: 'ecommerce', explore: 'orders' }],
    tiles: [{ title: 'Orders', query: { model: 'ecommerce', explore: 'orders', fields: ['orders.count'] } }],
  });
  expect((await atLooker(id)).dashboard_elements).toMatchObject([{ query: { view: 'orders' } }]);
});
