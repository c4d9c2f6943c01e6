import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

type Records = Record<string, unknown>[];

describe('stateful collections', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const get = (path: string) => client.call('GET', path);
  const create = async (path: string, body: object) => (await client.call('POST', path, body)).body as { id: string };

  it('a missing record and an unknown route answer 404 with a message and a documentation address', async () => {
    for (const path of ['/dashboards/999', '/looks/999', '/nothing/here']) {
      const answer = await get(path);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({ message: 'Not found', documentation_url: expect.stringContaining('/404/get') });
    }
  });

  it('a body that is not JSON answers 400', async () => {
    expect((await client.call('POST', '/dashboards', '{"title":')).status).toBe(400);
    expect((await client.call('POST', '/dashboards', '[]')).status).toBe(400);
  });

  it('missing and invalid properties answer 422 and name each field', async () => {
    const missing = await client.call('POST', '/dashboards', { hidden: 'maybe' });
    expect(missing.status).toBe(422);
    expect(missing.body).toMatchObject({
      message: 'Validation Failed',
      errors: [
        { field: 'title', code: 'missing_field' },
        { field: 'folder_id', code: 'missing_field' },
        { field: 'hidden', code: 'invalid', documentation_url: expect.any(String) },
      ],
    });
    expect((await client.call('POST', '/dashboards', { title: 'Nowhere', folder_id: '999' })).status).toBe(422);
  });

  it('a title or a folder name that is taken answers 409, elsewhere it is free', async () => {
    const body = { title: 'Q3 Executive Summary', folder_id: 14 };
    expect((await client.call('POST', '/dashboards', body)).status).toBe(200);
    expect((await client.call('POST', '/dashboards', body)).status).toBe(409);
    expect((await client.call('POST', '/dashboards', { ...body, folder_id: '15' })).status).toBe(200);
    expect((await client.call('POST', '/folders', { name: 'executive', parent_id: '1' })).status).toBe(409);
  });

  it('unknown and read-only properties are ignored', async () => {
    const { id } = await create('/dashboards', {
      title: 'Plain',
      folder_id: '1',
      id: '777',
      view_count: 9,
      nonsense: true,
    });
    expect(id).not.toBe('777');
    const stored = (await get(`/dashboards/${id}`)).body as Record<string, unknown>;
    expect(stored).toMatchObject({ view_count: 0 });
    expect(stored).not.toHaveProperty('nonsense');
  });

  it('fields projects records, lists and what is nested in them', async () => {
    const answer = await get('/dashboards/42?fields=id,folder(name),dashboard_elements(id,query(view)),nonsense');
    expect(answer.body).toEqual({
      id: '42',
      folder: { name: 'Executive' },
      dashboard_elements: [
        { id: '130', query: { view: 'events' } },
        { id: '131', query: { view: 'events' } },
      ],
    });
    expect((await get('/users?ids=1,2&fields=id')).body).toEqual([{ id: '1' }, { id: '2' }]);
  });

  it('paging headers come with limit and only then', async () => {
    const page = await get('/users/search?fields=id&limit=5&offset=5&sorts=id');
    expect(page.body).toEqual([...'6789'].map((id) => ({ id })).concat([{ id: '10' }]));
    expect(page.headers.get('x-total-count')).toBe('14');
    const relations = [...(page.headers.get('link') ?? '').matchAll(/offset=(\d+)[^>]*>; rel="(\w+)"/g)];
    expect(relations.map(([, offset, relation]) => `${relation} ${offset}`)).toEqual([
      ...['first 0', 'next 10', 'prev 0', 'last 10'],
    ]);
    const all = await get('/users/search?fields=id');
    expect(all.body).toHaveLength(14);
    expect(all.headers.has('x-total-count')).toBe(false);
    expect((await get('/users?limit=many')).status).toBe(400);
  });

  it('search is case-insensitive LIKE, combined by AND or by filter_or', async () => {
    const titles = async (query: string) =>
      ((await get(`/dashboards/search?fields=title&${query}`)).body as Records).map((record) => record.title);
    expect(await titles('title=daily active users')).toEqual(['Daily Active Users']);
    expect(await titles('title=Active')).toEqual([]);
    expect(await titles('title=%25churn%25')).toEqual(['Customer Churn']);
    expect(await titles('title=Customer_Churn')).toEqual(['Customer Churn']);
    expect(await titles('title=%25churn%25&folder_id=14')).toEqual([]);
    expect(await titles('title=%25churn%25&id=42&filter_or=true&sorts=title desc')).toEqual([
      ...['Daily Active Users', 'Customer Churn'],
    ]);
  });

  it('a soft-deleted dashboard leaves lists and searches until it is asked for', async () => {
    const { id } = await create('/dashboards', { title: 'Old', folder_id: '1' });
    await client.call('PATCH', `/dashboards/${id}`, { deleted: true });
    expect((await get('/dashboards/search?title=Old')).body).toEqual([]);
    expect((await get('/dashboards/search?title=Old&deleted=true&fields=id,deleter_id')).body).toEqual([
      { id, deleter_id: '1' },
    ]);
    expect((await client.call('DELETE', `/dashboards/${id}`)).status).toBe(204);
    expect((await get(`/dashboards/${id}`)).status).toBe(404);
  });

  it('deleting a folder takes its contents along, and the roots stay', async () => {
    const outer = await create('/folders', { name: 'Outer', parent_id: '1' });
    const inner = await create('/folders', { name: 'Inner', parent_id: outer.id });
    const dashboard = await create('/dashboards', { title: 'Inside', folder_id: inner.id });
    expect((await get(`/folders/${inner.id}/ancestors?fields=id`)).body).toEqual([{ id: '1' }, { id: outer.id }]);
    expect((await client.call('PATCH', `/folders/${outer.id}`, { parent_id: inner.id })).status).toBe(422);
    expect((await client.call('DELETE', `/folders/${outer.id}`)).status).toBe(204);
    expect((await get(`/folders/${inner.id}`)).status).toBe(404);
    expect((await get(`/dashboards/${dashboard.id}`)).status).toBe(404);
    expect((await client.call('DELETE', '/folders/1')).status).toBe(403);
  });
});
