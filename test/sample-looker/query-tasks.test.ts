import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('asynchronous queries', () => {
  let looker: SampleLooker;

  afterEach(() => looker.close());

  const start = async (queryTimeMs: number): Promise<LookerClient> => {
    looker = await startSampleLooker({ today: '2026-11-20', queryTimeMs });
    return openClient(looker);
  };
  const createTask = async (client: LookerClient, body: object) => {
    const query = (await client.call('POST', '/queries', body)).body as { id: string };
    const created = await client.call('POST', '/query_tasks', { query_id: query.id, result_format: 'json' });
    return (created.body as { id: string }).id;
  };
  const productCount = { model: 'ecommerce', view: 'products', fields: ['products.count'] };

  it('a task completes and its results are those of the query', async () => {
    const client = await start(0);
    const id = await createTask(client, productCount);
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${id}?fields=status`)).body).toEqual({ status: 'complete' });
    });
    expect((await client.call('GET', `/query_tasks/${id}/results`)).body).toEqual([{ 'products.count': 192 }]);
    const many = await client.call('GET', `/query_tasks/multi_results?query_task_ids=${id},gone`);
    expect(many.body).toEqual({ [id]: [{ 'products.count': 192 }], gone: { status: 'missing' } });
  });

  it('a running task answers 202, is listed, and can be cancelled once', async () => {
    const client = await start(60_000);
    const id = await createTask(client, productCount);
    expect((await client.call('GET', `/query_tasks/${id}/results`)).status).toBe(202);
    expect((await client.call('GET', '/running_queries')).body).toMatchObject([{ query_task_id: id }]);
    expect((await client.call('DELETE', `/running_queries/${id}`)).status).toBe(204);
    expect((await client.call('DELETE', `/running_queries/${id}`)).status).toBe(404);
    expect((await client.call('GET', `/query_tasks/${id}`)).body).toMatchObject({ status: 'killed' });
  });

  it('a task whose query is faulty ends as an error that says why', async () => {
    const client = await start(0);
    const id = await createTask(client, { ...productCount, fields: ['products.nope'] });
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${id}`)).body).toMatchObject({ status: 'error' });
    });
    const results = await client.call('GET', `/query_tasks/${id}/results`);
    expect(results.status).toBe(400);
    expect(results.text).toContain('products.nope');
  });
});
