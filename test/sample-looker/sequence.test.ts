import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

const rowCount = 1_000_000;
const numbers = {
  model: 'big',
  view: 'sequence',
  fields: ['sequence.number'],
  sorts: ['sequence.number'],
  limit: '-1',
};

describe('an answer of a million rows', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20', sequenceRowCount: rowCount });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const run = (format: string, changes: object = {}, options = '') =>
    fetch(`${looker.baseUrl}/api/4.0/queries/run/${format}${options}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      body: JSON.stringify({ ...numbers, ...changes }),
    });
  const numbersIn = (rows: unknown) => (rows as Record<string, number>[]).map((row) => row['sequence.number']);

  it('has every number once, in each format that is streamed', async () => {
    const rows = numbersIn(await (await run('json')).json());
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([rowCount, 1, rowCount]);
    expect(rows.every((number, index) => number === index + 1)).toBe(true);
    const lines = (await (await run('csv')).text()).split('\n');
    expect([lines.length, lines[0], lines[1], lines.at(-2)]).toEqual([
      rowCount + 2,
      'Sequence Number',
      '1',
      `${rowCount}`,
    ]);
    const { metadata, rows: cells } = (await (await run('json_bi', { limit: '3' })).json()) as Record<string, unknown>;
    expect(cells).toEqual([1, 2, 3].map((value) => ({ 'sequence.number': { value, rendered: String(value) } })));
    expect(metadata).toMatchObject({ fields: { dimensions: [{ name: 'sequence.number' }] } });
  });

  it('begins before it is complete, and stops being made when nobody reads it', async () => {
    const controller = new AbortController();
    const response = await fetch(`${looker.baseUrl}/api/4.0/queries/run/json`, {
      method: 'POST',
      headers: { authorization: `Bearer ${client.token}` },
      body: JSON.stringify(numbers),
      signal: controller.signal,
    });
    const first = await response.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toMatch(/^\[\{"sequence\.number":1\}/);
    controller.abort();
    await vi.waitFor(() => expect(looker.requests.at(-1)).toMatchObject({ aborted: true }));
  });

  it('limits and sorts are heeded', async () => {
    expect(numbersIn(await (await run('json', { limit: '2' })).json())).toEqual([1, 2]);
    expect(numbersIn(await (await run('json', {}, '?limit=1')).json())).toEqual([1]);
    const last = await run('json', { limit: '2', sorts: ['sequence.number desc'] });
    expect(numbersIn(await last.json())).toEqual([rowCount, rowCount - 1]);
  });

  it("filters and counts are the database's", async () => {
    const filters = { 'sequence.number': '[10, 12]' };
    expect(numbersIn(await (await run('json', { filters })).json())).toEqual([10, 11, 12]);
    const counted = await run('json', { fields: ['sequence.count'], sorts: [] });
    expect(await counted.json()).toEqual([{ 'sequence.count': rowCount }]);
  });

  it('is the result of a query task too, as often as it is fetched', async () => {
    const { id: queryId } = (await client.call('POST', '/queries', numbers)).body as { id: string };
    const created = await client.call('POST', '/query_tasks', { query_id: queryId, result_format: 'csv' });
    const { id } = created.body as { id: string };
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${id}?fields=status`)).body).toEqual({ status: 'complete' });
    });
    for (let time = 0; time < 2; time += 1) {
      const { text } = await client.call('GET', `/query_tasks/${id}/results`);
      expect(text.endsWith(`\n${rowCount}\n`)).toBe(true);
    }
  });

  it('only instances that were asked for it have the model', async () => {
    const other = await startSampleLooker({ today: '2026-11-20' });
    expect((await (await openClient(other)).call('GET', '/lookml_models/big')).status).toBe(404);
    await other.close();
  });
});
