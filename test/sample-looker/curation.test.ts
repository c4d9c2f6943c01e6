import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('the care of content', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const get = async (path: string) => (await client.call('GET', path)).body;
  const status = async (verb: string, path: string, body?: unknown) => (await client.call(verb, path, body)).status;

  it('validation names the fields of looks and dashboards that no explore has', async () => {
    expect(await get('/content_validation?fields=content_with_errors')).toEqual({ content_with_errors: [] });
    const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count', 'orders.profit'] };
    await client.call('POST', '/looks', { title: 'Profit', folder_id: '14', query });
    await client.call('POST', '/dashboard_elements', { dashboard_id: '42', query: { ...query, view: 'returns' } });
    const { content_with_errors: errors } = (await get('/content_validation')) as { content_with_errors: unknown[] };
    expect(errors).toMatchObject([
      {
        look: { title: 'Profit', folder: { name: 'Executive' } },
        errors: [{ field_name: 'orders.profit', model_name: 'ecommerce', explore_name: 'orders' }],
      },
      { dashboard: { id: '42' }, errors: [{ message: 'Unknown explore "returns"' }] },
    ]);
    expect(await get('/content_validation?space_ids=15&fields=content_with_errors')).toEqual({
      content_with_errors: [],
    });
  });

  it('metadata shows where content is, and only folders can stop inheriting', async () => {
    expect(await get('/content_metadata/d7')).toMatchObject({
      ...{ dashboard_id: '7', parent_id: '15', content_type: 'dashboard', inherits: true, inheriting_id: '15' },
    });
    expect(await status('PATCH', '/content_metadata/d7', { inherits: false })).toBe(422);
    expect((await client.call('PATCH', '/content_metadata/15', { inherits: false })).body).toMatchObject({
      ...{ folder_id: '15', inherits: false, inheriting_id: null },
    });
    const children = (await get('/content_metadata?parent_id=15')) as { id: string }[];
    expect(children.map(({ id }) => id)).toEqual(['d7', 'l2']);
    expect(await status('GET', '/content_metadata/d999')).toBe(404);
  });

  it('an access is of one group or one user', async () => {
    const access = { content_metadata_id: '14', permission_type: 'view' };
    expect(await status('POST', '/content_metadata_access', access)).toBe(422);
    expect(await status('POST', '/content_metadata_access', { ...access, user_id: '2', group_id: '3' })).toBe(422);
    expect(await status('POST', '/content_metadata_access', { ...access, user_id: '2' })).toBe(200);
    expect(await status('POST', '/content_metadata_access', { ...access, permission_type: 'own', user_id: '3' })).toBe(
      422,
    );
    expect(await get('/content_metadata_access?content_metadata_id=14')).toMatchObject([{ user_id: '2' }]);
  });

  it('the validation names the filters of dashboards on fields and explores that do not exist', async () => {
    const filter = { dashboard_id: '42', name: 'Old', title: 'Old', type: 'field_filter', model: 'ecommerce' };
    const made = [
      { ...filter, explore: 'orders', dimension: 'orders.channel' },
      { ...filter, explore: 'returns', dimension: 'orders.status' },
    ];
    for (const body of made) await client.call('POST', '/dashboard_filters', body);
    const { content_with_errors: errors } = (await get('/content_validation')) as { content_with_errors: object[] };
    const found = errors.filter((entry) => 'dashboard_filter' in entry);
    expect(found).toMatchObject([
      { dashboard: { id: '42' }, errors: [{ message: 'Unknown field "orders.channel"', explore_name: 'orders' }] },
      { dashboard_filter: { name: 'Old' }, errors: [{ message: 'Unknown explore "returns"', field_name: null }] },
    ]);
  });

  it('a favorite counts for its content and in the summary of its user', async () => {
    expect(await get('/dashboards/21?fields=favorite_count')).toEqual({ favorite_count: 0 });
    const { body } = await client.call('POST', '/content_favorite', { content_metadata_id: 'd21' });
    expect(body).toMatchObject({ user_id: '1', dashboard_id: '21', dashboard: { title: 'Orders by State' } });
    expect(await get('/dashboards/21?fields=favorite_count')).toEqual({ favorite_count: 1 });
    const summary = (await get('/content_summary?target_content_type=dashboard&sorts=view_count desc')) as object[];
    expect(summary[0]).toMatchObject({ content_id: '42', view_count: 1502 });
    expect(summary).toContainEqual(
      expect.objectContaining({ content_id: '21', favorite_id: (body as { id: string }).id }),
    );
    expect(await get('/content_view/search?dashboard_id=42&all_time=true&fields=view_count')).toEqual([
      { view_count: 1502 },
    ]);
  });

  it('a certification shows in what it certifies, with who and when', async () => {
    const certified = { certification_status: 'certified', notes: 'Checked' };
    expect((await client.call('PATCH', '/looks/1/certification', certified)).status).toBe(200);
    expect(await get('/looks/1?fields=certification_metadata(certification_status,user_name)')).toEqual({
      certification_metadata: { certification_status: 'certified', user_name: 'Sam Sample' },
    });
    await client.call('PATCH', '/dashboards/42/certification', certified);
    expect(await get('/dashboards/42')).toMatchObject({ certification_metadata: { notes: 'Checked' } });
    expect(await status('PATCH', '/dashboards/42/certification', { certification_status: 'maybe' })).toBe(422);
    expect(await status('PATCH', '/self_service_models/nowhere/certification', certified)).toBe(404);
  });

  it('a filter state comes back under the id that it was kept under', async () => {
    const { body } = await client.call('POST', '/dashboard_filter_state', JSON.stringify('Date=7 days'));
    expect(await get(`/dashboard_filter_state/${(body as { id: string }).id}`)).toBe('Date=7 days');
  });

  it('the home page shows the first board, a thumbnail one bar for each tile', async () => {
    expect(await get('/primary_homepage_sections')).toMatchObject([
      { title: 'Every day', homepage_items: [{ dashboard_id: '42' }, { dashboard_id: '7' }, { look_id: '1' }] },
    ]);
    const thumbnail = await client.call('GET', '/vector_thumbnail/dashboard/7');
    expect(thumbnail.headers.get('content-type')).toContain('image/svg+xml');
    expect(thumbnail.text.match(/<rect/g)).toHaveLength(3);
    expect(await get('/scheduled_plans/space/15')).toMatchObject([{ dashboard_id: '7' }]);
  });
});
