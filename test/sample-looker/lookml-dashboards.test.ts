import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

interface Dashboard {
  id: string;
  title: string;
  slug: string;
  dashboard_elements: { title: string; query: { fields: string[]; filters: object | null; limit: string } }[];
  dashboard_filters: { name: string; default_value: string; dimension: string }[];
}

describe('dashboards as LookML', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const get = async (path: string) => (await client.call('GET', path)).body;
  const lookmlOf = async (id: string) => ((await get(`/dashboards/lookml/${id}`)) as { lookml: string }).lookml;
  const read = async (id: string) => (await get(`/dashboards/${id}`)) as Dashboard;
  const partsOf = (dashboard: Dashboard) => ({
    title: dashboard.title,
    tiles: dashboard.dashboard_elements.map(({ title, query }) => [title, query.fields, query.filters, query.limit]),
    filters: dashboard.dashboard_filters.map((filter) => [filter.name, filter.default_value, filter.dimension]),
  });

  it('what is written from a dashboard makes the same dashboard again', async () => {
    const source = await read('7');
    const lookml = (await lookmlOf('7')).replace(/ *preferred_slug: .*\n/, '');
    const { body } = await client.call('POST', '/dashboards/lookml', { folder_id: '14', lookml });
    const copy = await read((body as Dashboard).id);
    expect(copy.id).not.toBe(source.id);
    expect(partsOf(copy)).toEqual(partsOf(source));
  });

  it('a dashboard of the same slug is replaced and stays one', async () => {
    const lookml = (await lookmlOf('21')).replace('title: Orders by State', 'title: "Orders: by State"');
    const { body } = await client.call('POST', '/dashboards/lookml', { lookml });
    expect(body).toMatchObject({ id: '21', title: 'Orders: by State', folder: { id: '1' } });
    expect((await read('21')).dashboard_elements).toHaveLength(2);
  });

  it('text that is no dashboard, or of an unknown model, answers 422', async () => {
    for (const lookml of [
      '',
      'hello',
      '- title: A\n  elements:\n  - title: T\n    model: none\n    explore: e',
      '- a: |\n  b',
    ]) {
      const answer = await client.call('POST', '/dashboards/lookml', { folder_id: '14', lookml });
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ errors: [{ field: 'lookml' }] });
    }
  });

  it('a dashboard of the project is imported with a link, over which it is brought up to date', async () => {
    const id = encodeURIComponent('ecommerce::business_pulse');
    expect(await get('/dashboards/lookml/search?title=business%25')).toMatchObject([
      { id: 'ecommerce::business_pulse', title: 'Business Pulse', folder: { id: 'lookml' } },
    ]);
    const imported = await client.call('POST', `/dashboards/${id}/import/14`, { title: 'Pulse' });
    expect(imported.status).toBe(201);
    const { id: copyId, dashboard_elements: tiles } = imported.body as Dashboard & {
      dashboard_elements: { id: string }[];
    };
    expect(imported.body).toMatchObject({ title: 'Pulse', lookml_link_id: 'ecommerce::business_pulse' });
    expect(tiles).toHaveLength(2);
    await client.call('DELETE', `/dashboard_elements/${tiles[0]?.id}`);
    expect((await client.call('PATCH', `/dashboards/${id}/sync`)).body).toEqual([Number(copyId)]);
    expect((await read(copyId)).dashboard_elements.map(({ title }) => title)).toEqual([
      'Orders by Status',
      'New Customers',
    ]);
  });

  it('a dashboard of the project is read and listed like any other, with tiles that have no ids', async () => {
    const dashboard = (await get(`/dashboards/${encodeURIComponent('ecommerce::business_pulse')}`)) as Dashboard & {
      dashboard_elements: Record<string, unknown>[];
      dashboard_filters: Record<string, unknown>[];
    };
    expect(dashboard).toMatchObject({ id: 'ecommerce::business_pulse', readonly: true, model: { id: 'ecommerce' } });
    expect(dashboard.dashboard_filters).toMatchObject([{ name: 'Order Date', default_value: '90 days' }]);
    expect(dashboard.dashboard_elements).toHaveLength(2);
    for (const name of ['id', 'query']) expect(dashboard.dashboard_elements[0]).not.toHaveProperty(name);
    expect(dashboard.dashboard_elements[0]).toMatchObject({
      result_maker: {
        query: { model: 'ecommerce', view: 'orders', limit: '500' },
        filterables: [{ listen: [{ dashboard_filter_name: 'Order Date', field: 'orders.created_date' }] }],
      },
    });
    const listed = (await get('/dashboards')) as { id: string }[];
    expect(listed.filter(({ id }) => id === 'ecommerce::business_pulse')).toHaveLength(1);
  });

  it('aggregate tables tell dimensions from measures', async () => {
    const { aggregate_table_lookml: text } = (await get('/dashboards/aggregate_table_lookml/21')) as Record<
      string,
      string
    >;
    expect(text).toContain('dimensions: [users.state]\n      measures: [orders.count]');
  });
});
