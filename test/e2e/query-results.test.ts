import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askInSql, credentialsOf, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../support/sample.js';

const RUN = 'looker_query_run_inline';
const NUMBERS = { model: 'big', view: 'sequence', fields: ['sequence.number'], limit: 100 };

interface Structured {
  readonly columns: readonly { name: string; type?: string; pivot?: readonly unknown[]; is_row_total?: boolean }[];
  readonly rows: readonly (readonly (string | number)[])[];
  readonly totals?: readonly (string | number)[];
  readonly next_cursor: string;
}

describe('the result of a query', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker({ sequenceRowCount: 5_000 });
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await Promise.all(open.map((client) => client.close()));
    await gateway.close();
    await looker.close();
  });

  const serve = async (config: object = {}) => {
    const client = await connectModern((await acme.rest.issue(accountId, { config })).url);
    open.push(client);
    return client;
  };
  const pageOf = async (client: McpClient, args: Record<string, unknown>) => {
    const answer = await client.callTool(RUN, args);
    expect(answer.isError, answer.text.slice(0, 300)).toBe(false);
    return answer.structured as Structured;
  };

  it('is a table for the model and the same for programs, as SQL says', async () => {
    const answer = await (await serve()).callTool(RUN, TOP_TEN_STATES);
    const expected = (await askInSql(looker, TOP_TEN_STATES_SQL)) as Record<string, unknown>[];
    expect(rowsOf(answer)).toEqual(expected);
    expect(answer.text.split('\n').slice(0, 11)).toEqual([
      'users.state\torders.count',
      ...expected.map((row) => `${row['users.state']}\t${row['orders.count']}`),
    ]);
  });

  it('has pivots, row totals and totals that are the sums of what they are of', async () => {
    const { columns, rows, totals } = await pageOf(await serve(), {
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state', 'orders.status', 'orders.count'],
      pivots: ['orders.status'],
      total: true,
      row_total: 'right',
    });
    const all = columns.findIndex(({ is_row_total }) => is_row_total);
    const pivoted = columns.flatMap(({ pivot }, index) => (pivot === undefined ? [] : [index]));
    const sum = (numbers: readonly unknown[]) => numbers.reduce<number>((total, one) => total + Number(one ?? 0), 0);
    expect(pivoted.length).toBeGreaterThan(2);
    expect(rows.length).toBeGreaterThan(9);
    for (const row of rows) expect(row[all]).toBe(sum(pivoted.map((index) => row[index])));
    for (const index of [all, ...pivoted]) expect(totals?.[index]).toBe(sum(rows.map((row) => row[index])));
  });

  it('is CSV where that is asked', async () => {
    const answer = await (await serve()).callTool(RUN, { ...TOP_TEN_STATES, limit: 2, result_format: 'csv' });
    const expected = (await askInSql(looker, TOP_TEN_STATES_SQL)) as Record<string, unknown>[];
    const lines = expected.slice(0, 2).map((row) => `${row['users.state']},${row['orders.count']}`);
    expect(answer.text.split('\n').slice(0, 3)).toEqual(['users.state,orders.count', ...lines]);
  });

  it.each(['json', 'json_bi', 'json_detail', 'md', 'txt', 'sql'])('is %s as Looker writes it', async (format) => {
    const answer = await (await serve()).callTool(RUN, { ...TOP_TEN_STATES, result_format: format });
    expect(answer.isError).toBe(false);
    expect(answer.structured).toMatchObject({ text: answer.text });
    expect(answer.structured).not.toHaveProperty('rows');
  });

  it('is run once, however many pages are read of it, and no page is larger than the server allows', async () => {
    const client = await serve({ limits: { rows: 40 } });
    const runs = () =>
      looker.requests.filter(({ method, url }) => method === 'POST' && url.includes('/query_tasks')).length;
    const before = runs();
    const first = await pageOf(client, { ...NUMBERS, rows_max: 500 });
    const second = await pageOf(client, { ...NUMBERS, next_cursor: first.next_cursor, rows_max: 5 });
    const third = await pageOf(client, { ...NUMBERS, next_cursor: second.next_cursor });
    const numbers = [first, second, third].map(({ rows }) => rows.map(([number]) => number));
    expect(numbers.map(({ length }) => length)).toEqual([40, 5, 40]);
    expect(numbers.flat()).toEqual(Array.from({ length: 85 }, (_, index) => index + 1));
    expect(runs() - before).toBe(1);
  });

  it.each([
    ['of a query that asks something else', { limit: 99 }, (cursor: string) => cursor],
    ['that somebody has changed', {}, (cursor: string) => `${cursor}x`],
    ['that nobody signed', {}, () => '["1",0,null,"x"]'],
  ])('does not go on with a cursor %s', async (_, change, changed) => {
    const client = await serve({ limits: { rows: 10 } });
    const { next_cursor } = await pageOf(client, NUMBERS);
    const asked = () => looker.requests.filter(({ url }) => url.includes('/quer')).length;
    const before = asked();
    const answer = await client.callTool(RUN, { ...NUMBERS, ...change, next_cursor: changed(next_cursor) });
    expect(answer).toMatchObject({
      isError: true,
      text: expect.stringContaining('next_cursor is not one of this query'),
    });
    expect(asked()).toBe(before);
  });

  it('does not go on with the cursor of another server', async () => {
    const [one, other] = [await serve({ limits: { rows: 10 } }), await serve({ limits: { rows: 10 } })];
    const { next_cursor } = await pageOf(one, NUMBERS);
    expect(await other.callTool(RUN, { ...NUMBERS, next_cursor })).toMatchObject({ isError: true });
  });

  it('goes on after Looker has ended the session', async () => {
    const client = await serve({ limits: { rows: 10 } });
    const { next_cursor } = await pageOf(client, NUMBERS);
    looker.revokeTokens();
    expect((await pageOf(client, { ...NUMBERS, next_cursor })).rows[0]).toEqual([11]);
  });

  it('that Looker has dropped is told to be gone, and not run again', async () => {
    const client = await serve({ limits: { rows: 10 } });
    const query = { ...NUMBERS, limit: 987 };
    const { next_cursor } = await pageOf(client, query);
    looker.setFault({ fault: 'status=404', urlIncludes: '/results' });
    const answer = await client.callTool(RUN, { ...query, next_cursor });
    looker.setFault(null);
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('without next_cursor') });
  });

  it.each([
    ['fields', { fields: ['orders.nope'] }, 'orders.nope'],
    ['totals', { fields: ['orders.nope'], total: true }, 'orders.nope'],
  ])('is an error that says why where the query fails in the database: %s', async (_, change, words) => {
    const answer = await (await serve()).callTool(RUN, { ...TOP_TEN_STATES, sorts: [], ...change });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(words) });
    expect(answer.structured).toBeUndefined();
  });

  it('is an error where Looker breaks off in the middle of it', async () => {
    looker.setFault({ fault: 'truncate', urlIncludes: '/results' });
    const answer = await (await serve()).callTool(RUN, { ...TOP_TEN_STATES, limit: 9 });
    looker.setFault(null);
    expect(answer.isError).toBe(true);
    expect(answer.structured).toBeUndefined();
  });
});
