import { afterEach, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, type SampleLookerOptions, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

describe('asynchronous queries', () => {
  let looker: SampleLooker;

  afterEach(() => looker.close());

  const start = async (queryTimeMs: number, options: SampleLookerOptions = {}): Promise<LookerClient> => {
    looker = await startSampleLooker({ today: '2026-11-20', queryTimeMs, ...options });
    return openClient(looker);
  };
  const createTask = async (client: LookerClient, body: object, format = 'json') => {
    const query = (await client.call('POST', '/queries', body)).body as { id: string };
    const created = await client.call('POST', '/query_tasks', { query_id: query.id, result_format: format });
    return (created.body as { id: string }).id;
  };
  const waitFor = (client: LookerClient, id: string, status: string) =>
    vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${id}?fields=status`)).body).toEqual({ status });
    });
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

  it.each([
    [
      'json_detail',
      { status: 'error', data: [], errors: [{ message_details: expect.stringContaining('products.nope') }] },
    ],
    ['json_bi', { rows: [{ looker_error: expect.stringContaining('products.nope') }] }],
  ])('in %s the error is inside an answer of 200, and the task has failed all the same', async (format, body) => {
    const client = await start(0);
    const id = await createTask(client, { ...productCount, fields: ['products.nope'] }, format);
    await waitFor(client, id, 'error');
    const results = await client.call('GET', `/query_tasks/${id}/results`);
    expect(results.status).toBe(200);
    expect(results.body).toMatchObject(body);
  });

  it('a cancelled query never runs, and has no results', async () => {
    const client = await start(120);
    const id = await createTask(client, productCount);
    await waitFor(client, id, 'running');
    await client.call('DELETE', `/running_queries/${id}`);
    // A query that began after the first one and takes as long has waited longer than the first would have.
    await waitFor(client, await createTask(client, productCount), 'complete');
    expect((await client.call('GET', `/query_tasks/${id}`)).body).toMatchObject({ status: 'killed', runtime: 0 });
    expect((await client.call('GET', `/query_tasks/${id}/results`)).status).toBe(404);
    expect((await client.call('GET', '/running_queries')).body).toEqual([]);
    const many = await client.call('GET', `/query_tasks/multi_results?query_task_ids=${id}`);
    expect(many.body).toEqual({ [id]: { status: 'killed' } });
  });

  it('an older release answers 204 while a task is pending', async () => {
    const client = await start(60_000, { pendingStatus: 204 });
    const id = await createTask(client, productCount);
    const pending = await client.call('GET', `/query_tasks/${id}/results`);
    expect([pending.status, pending.text]).toEqual([204, '']);
  });

  it('two thousand tasks can wait at once, each can be listed and cancelled', async () => {
    const client = await start(60_000);
    const { id: queryId } = (await client.call('POST', '/queries', productCount)).body as { id: string };
    const ids: string[] = [];
    const create = async () => {
      while (ids.length < 2_000) {
        const slot = ids.push('') - 1;
        const body = { query_id: queryId, result_format: 'json' };
        ids[slot] = ((await client.call('POST', '/query_tasks?fields=id', body)).body as { id: string }).id;
      }
    };
    await Promise.all(Array.from({ length: 16 }, create));
    expect((await client.call('GET', '/running_queries?fields=id')).body).toHaveLength(2_000);
    const [first = '', last = ''] = [ids[0], ids.at(-1)];
    for (const id of [first, last]) expect((await client.call('DELETE', `/running_queries/${id}`)).status).toBe(204);
    expect((await client.call('GET', '/running_queries?fields=id')).body).toHaveLength(1_998);
  });
});
