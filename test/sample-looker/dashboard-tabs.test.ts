import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

describe('the layouts of a dashboard', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let dashboardId: string;

  beforeEach(async () => {
    looker = await startSampleLooker();
    client = await openClient(looker);
    dashboardId = (await post<{ id: string }>('/dashboards', { title: 'With tabs', folder_id: '1' })).id;
  });
  afterEach(() => looker.close());

  const post = async <Answer>(path: string, body: object) => (await client.call('POST', path, body)).body as Answer;
  const newElement = (args: object) =>
    post<{ id: string; dashboard_layout_id: string }>('/dashboard_elements', { dashboard_id: dashboardId, ...args });
  const newTab = () =>
    post<{ id: string }>('/dashboard_layouts', { dashboard_id: dashboardId, type: 'newspaper', label: 'More' });
  const layouts = async () =>
    (await client.call('GET', `/dashboards/${dashboardId}/dashboard_layouts`)).body as {
      id: string;
      dashboard_layout_components: { id: string; dashboard_element_id: string }[];
    }[];
  const elementsOfLayouts = async () =>
    (await layouts()).map((layout) => layout.dashboard_layout_components.map((each) => each.dashboard_element_id));

  it('a tile stands in the layout that it names, or in the first one, and in no other', async () => {
    const tab = await newTab();
    const [first, second] = [await newElement({ query }), await newElement({ query, dashboard_layout_id: tab.id })];
    expect(await elementsOfLayouts()).toEqual([[first.id], [second.id]]);
    expect(second.dashboard_layout_id).toBe(tab.id);
    const unknown = { dashboard_id: dashboardId, query, dashboard_layout_id: '99999' };
    expect((await client.call('POST', '/dashboard_elements', unknown)).status).toBe(422);
  });

  it('a tile is moved into another layout by its place', async () => {
    const tab = await newTab();
    const element = await newElement({ query });
    const [layout] = await layouts();
    const path = `/dashboard_layout_components/${layout?.dashboard_layout_components[0]?.id}`;
    await client.call('PATCH', path, { dashboard_layout_id: tab.id });
    expect(await elementsOfLayouts()).toEqual([[], [element.id]]);
    expect((await client.call('PATCH', path, { dashboard_layout_id: '99999' })).status).toBe(422);
  });

  it('a tile that shows a Look tells its query and to which filters it listens', async () => {
    const look = await post<{ id: string }>('/looks', { title: 'Shown', folder_id: '1', query });
    const filterables = [
      { model: 'ecommerce', view: 'orders', listen: [{ dashboard_filter_name: 'F', field: 'a.b' }] },
    ];
    const element = await newElement({ look_id: look.id, result_maker: { filterables } });
    expect(element).toMatchObject({ query: null, result_maker: { filterables, query } });
  });
});
