import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlteredLooker } from '../support/altered-looker.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askLooker, credentialsOf, rowsOf } from '../support/sample.js';

/** Longer than the call waits. */
const QUERY_MS = 2_500;
const BY_STATUS = {
  model: 'ecommerce',
  view: 'orders',
  fields: ['orders.status', 'orders.count'],
  filters: { 'users.state': 'Texas', 'orders.created_date': '90 days' },
  sorts: ['orders.status'],
};
const atLimit = (rows: number) => `The query stopped at its limit of ${rows} rows.`;

describe('running what is stored in Looker', () => {
  let gateway: TestGateway;
  let sample: SampleLooker;
  let slow: SampleLooker;
  let looker: AlteredLooker;
  let client: McpClient;
  let patient: McpClient;

  beforeAll(async () => {
    [sample, slow] = await Promise.all([startSampleLooker(), startSampleLooker({ queryTimeMs: QUERY_MS })]);
    looker = await AlteredLooker.start(sample);
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)))).url);
    patient = await connectModern((await rest.issue(await rest.connect(credentialsOf(slow)))).url);
  });

  beforeEach(() => {
    looker.asked.length = 0;
    looker.answers.clear();
  });

  afterAll(async () => {
    await Promise.all([client.close(), patient.close()]);
    await gateway.close();
    await Promise.all([looker.close(), sample.close(), slow.close()]);
  });

  const madeIn = async (where: SampleLooker, path: string, body: object) =>
    ((await askLooker(where, 'POST', path, body)) as { id: string }).id;
  const lookOf = (query: object) => madeIn(sample, '/looks', { title: crypto.randomUUID(), folder_id: '1', query });
  const rowsAtLooker = (query: object) => askLooker(sample, 'POST', '/queries/run/json', query);

  it('takes filters over those of the Look, and keeps its others', async () => {
    const look_id = await lookOf(BY_STATUS);
    const filters = { 'users.state': 'California' };
    const answer = await client.callTool('looker_looks_run', { look_id, filters });
    const changed = { ...BY_STATUS, filters: { ...BY_STATUS.filters, ...filters } };
    expect(rowsOf(answer)).toEqual(await rowsAtLooker(changed));
    expect(rowsOf(answer)).not.toEqual(await rowsAtLooker(BY_STATUS));
    expect(looker.queries.map((query) => query.filters)).toEqual([changed.filters]);
  });

  it('answers the totals and subtotals that are stored, as a query does that asks for them', async () => {
    const query = {
      ...BY_STATUS,
      fields: ['users.state', 'orders.status', 'orders.count'],
      subtotals: ['users.state'],
      total: true,
    };
    const asked = await client.callTool('looker_query_run_inline', query);
    const { subtotals, totals } = asked.structured as { subtotals: unknown[]; totals: unknown[] };
    expect([subtotals.length, totals.length]).toEqual([1, 3]);
    const query_id = await madeIn(sample, '/queries', query);
    for (const [tool, args] of [
      ['looker_query_run', { query_id }],
      ['looker_query_run', { query_id, limit: 100 }],
      ['looker_looks_run', { look_id: await lookOf(query) }],
    ] as const)
      expect((await client.callTool(tool, args)).structured, tool).toMatchObject({ subtotals, totals });
  });

  it('takes an empty filter for any value', async () => {
    const look_id = await lookOf(BY_STATUS);
    await client.callTool('looker_looks_run', { look_id, filters: { 'users.state': '' } });
    expect(looker.queries.map((query) => query.filters)).toEqual([{ 'orders.created_date': '90 days' }]);
  });

  it('goes on by next_cursor through the rows of a Look with other filters', async () => {
    const look_id = await lookOf(BY_STATUS);
    const args = { look_id, filters: { 'users.state': 'California' }, rows_max: 2 };
    const first = await client.callTool('looker_looks_run', args);
    const { next_cursor } = first.structured as { next_cursor: string };
    const second = await client.callTool('looker_looks_run', { ...args, next_cursor });
    const all = (await rowsAtLooker({ ...BY_STATUS, filters: { ...BY_STATUS.filters, ...args.filters } })) as unknown[];
    expect([...rowsOf(first), ...rowsOf(second)]).toEqual(all.slice(0, 4));
  });

  it('says that the filters of a Look cannot be changed of which Looker tells no query', async () => {
    looker.answers.set('GET /looks/1', { id: '1', query: null });
    const { text, isError } = await client.callTool('looker_looks_run', { look_id: '1', filters: { a: 'b' } });
    expect([isError, text]).toEqual([true, expect.stringContaining('Run it without filters.')]);
    expect(looker.queries).toEqual([]);
  });

  it('tells when the limit of a Look kept rows from being answered', async () => {
    const look_id = await lookOf({ ...BY_STATUS, limit: '3' });
    for (const args of [{ look_id }, { look_id, filters: { 'users.state': 'California' } }]) {
      const { text, structured } = await client.callTool('looker_looks_run', args);
      expect(text).toContain(atLimit(3));
      expect(structured).toMatchObject({ truncated: { reason: 'query_limit', hint: atLimit(3) } });
    }
    const { text } = await client.callTool('looker_looks_run', { look_id, limit: 100 });
    expect(text).not.toContain('stopped at its limit');
  });

  it('tells the same of a stored query, whose limit it reads once', async () => {
    const query_id = await madeIn(sample, '/queries', { ...BY_STATUS, limit: '2' });
    for (const _ of [1, 2])
      expect((await client.callTool('looker_query_run', { query_id })).text).toContain(atLimit(2));
    expect(looker.asked.filter(({ path }) => path === `/queries/${query_id}`)).toHaveLength(1);
    const whole = await madeIn(sample, '/queries', { ...BY_STATUS, limit: '-1' });
    expect((await client.callTool('looker_query_run', { query_id: whole })).text).not.toContain('stopped at its limit');
  });

  it('tells it on later pages, too, and writes them as the first', async () => {
    const query = { ...BY_STATUS, filters: { 'users.age': '>20' }, limit: '4' };
    const query_id = await madeIn(sample, '/queries', query);
    const look_id = await lookOf({ ...query, limit: '3' });
    for (const [tool, args, rows] of [
      ['looker_query_run', { query_id }, 4],
      ['looker_looks_run', { look_id }, 3],
      ['looker_looks_run', { look_id, filters: { 'users.age': '>30' } }, 3],
      ['looker_query_run_inline', { ...query, limit: 2 }, 2],
    ] as const)
      for (const result_format of ['table', 'csv']) {
        const first = await client.callTool(tool, { ...args, result_format, rows_max: 1 });
        const { next_cursor } = first.structured as { next_cursor: string };
        const later = await client.callTool(tool, { ...args, result_format, rows_max: 9, next_cursor });
        expect(later.text, `${tool} ${result_format}`).toContain(atLimit(rows));
        expect(later.text.split('\n')[0]).toBe(first.text.split('\n')[0]);
      }
  });

  it('shows the rows also where Looker does not tell the limit', async () => {
    const query_id = await madeIn(sample, '/queries', { ...BY_STATUS, limit: '2' });
    sample.setFault({ fault: 'status=404', urlIncludes: `/queries/${query_id}?fields=`, times: 1 });
    const { isError, structured } = await client.callTool('looker_query_run', { query_id });
    expect([isError, (structured as { rows: unknown[] }).rows.length]).toEqual([false, 2]);
  });

  it('tells it also of a query that took longer than its call', async () => {
    const query_id = await madeIn(slow, '/queries', { ...BY_STATUS, limit: '2' });
    const inline = { ...BY_STATUS, limit: 3 };
    for (const [tool, args, rows] of [
      ['looker_query_run', { query_id }, 2],
      ['looker_query_run_inline', inline, 3],
    ] as const) {
      const late = JSON.parse((await patient.callTool(tool, { ...args, timeout_seconds: 1 })).text);
      expect(late).toMatchObject({ status: 'running' });
      const { text } = await patient.callTool('looker_query_results', { handle: late.handle });
      expect(text).toContain(atLimit(rows));
    }
  });

  it('goes on through such a query by next_cursor, as CSV where that was asked for', async () => {
    const csv = { ...BY_STATUS, limit: 4, result_format: 'csv' };
    const late = JSON.parse((await patient.callTool('looker_query_run_inline', { ...csv, timeout_seconds: 1 })).text);
    const page = { handle: late.handle, rows_max: 2 };
    const first = await patient.callTool('looker_query_results', page);
    const { next_cursor } = first.structured as { next_cursor: string };
    const second = await patient.callTool('looker_query_results', { ...page, next_cursor });
    const rows = [first, second].map(({ text }) => text.split('\n').slice(0, 3));
    const all = (await rowsAtLooker({ ...BY_STATUS, limit: '4' })) as Record<string, unknown>[];
    const header = 'orders.status,orders.count';
    const lines = all.map((row) => `${row['orders.status']},${row['orders.count']}`);
    expect(rows).toEqual([
      [header, ...lines.slice(0, 2)],
      [header, ...lines.slice(2)],
    ]);
    expect(second.text).toContain(atLimit(4));
  });
});
