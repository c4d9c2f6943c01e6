import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient, type ProgressHeard } from '../support/mcp-clients.js';
import type { RestClient } from '../support/rest-client.js';
import { runningTasks, startsOf } from '../support/running-queries.js';
import { askLooker, credentialsOf, rowsOf } from '../support/sample.js';

/** Long enough for an answer to become a stream after a first call of a second. */
const QUERY_MS = 7_000;
const RUN = 'looker_dashboards_run';
const SALES = '7';
const REVENUE = '105';

interface Answer {
  readonly dashboard: { readonly title: string; readonly filters: Record<string, string> };
  readonly tiles: readonly {
    readonly id: string;
    readonly title: string;
    readonly not_filtered_by?: readonly string[];
    readonly columns?: { name: string }[];
    readonly rows?: unknown[][];
    readonly truncated?: { readonly reason: string; readonly hint: string };
    readonly error?: string;
  }[];
}

describe('running a dashboard', () => {
  let gateway: TestGateway;
  let quick: SampleLooker;
  let slow: SampleLooker;
  let rest: RestClient;
  let accountId: string;
  let slowAccountId: string;
  let client: McpClient;
  let patient: McpClient;

  beforeAll(async () => {
    [quick, slow] = await Promise.all([startSampleLooker(), startSampleLooker({ queryTimeMs: QUERY_MS })]);
    gateway = await startGateway();
    rest = (await gateway.createOrganization('Acme')).rest;
    accountId = await rest.connect(credentialsOf(quick));
    client = await connectModern((await rest.issue(accountId)).url);
    slowAccountId = await rest.connect(credentialsOf(slow));
    patient = await connectModern((await rest.issue(slowAccountId)).url);
  });

  afterAll(async () => {
    await Promise.all([client.close(), patient.close()]);
    await gateway.close();
    await Promise.all([quick.close(), slow.close()]);
  });

  const run = async (args: Record<string, unknown>): Promise<Answer> => {
    const { text, isError, structured } = await client.callTool(RUN, { dashboard_id: SALES, ...args });
    expect(isError, text).toBe(false);
    return structured as Answer;
  };
  const rowsAtLooker = (period: string) =>
    askLooker(quick, 'POST', '/queries/run/json', {
      model: 'sales',
      view: 'order_items',
      fields: ['order_items.total_revenue'],
      filters: { 'order_items.created_date': period },
    });

  it("answers the rows of each tile, with the dashboard's own values of its filters", async () => {
    const { dashboard, tiles } = await run({});
    expect(dashboard).toEqual({ id: SALES, title: 'Sales Overview', filters: { Date: '30 days' } });
    expect(tiles.map(({ title }) => title)).toEqual([
      'Revenue',
      'Revenue by Category, Last 30 Days',
      'Revenue by Month',
    ]);
    expect(rowsOf({ structured: tiles.find(({ id }) => id === REVENUE) })).toEqual(await rowsAtLooker('30 days'));
  });

  it('gives the tiles that listen the values that are asked for, and leaves the others', async () => {
    const own = await run({});
    const { tiles } = await run({ dashboard_filters: { date: '3 days' } });
    expect(rowsOf({ structured: tiles[0] })).toEqual(await rowsAtLooker('3 days'));
    expect(tiles[0]?.rows).not.toEqual(own.tiles[0]?.rows);
    expect(tiles[2]).toEqual(own.tiles[2]);
  });

  it('bounds the rows of each tile', async () => {
    const { tiles } = await run({ limit: 2 });
    expect(tiles.map(({ rows }) => rows?.length)).toEqual([1, 2, 2]);
  });

  it('is a table for each tile, under its title and the values of the filters', async () => {
    const { text } = await client.callTool(RUN, { dashboard_id: SALES, limit: 2 });
    const { tiles } = await run({ limit: 2 });
    const months = tiles[2]?.rows?.map((row) => row.join('\t')) ?? [];
    expect(months).toHaveLength(2);
    expect(text).toMatch(/^# Sales Overview\nFilters: Date = 30 days\n## Revenue \(tile 105\)\n/);
    const columns = tiles[2]?.columns?.map(({ name }) => name).join('\t');
    expect(text).toContain(['Not filtered by: Date.', columns, ...months].join('\n'));
  });

  it('says of each tile that does not listen to a filter with a value that it is not filtered by it', async () => {
    const { tiles } = await run({ dashboard_filters: { Date: '3 days' } });
    expect(tiles.map(({ not_filtered_by }) => not_filtered_by)).toEqual([undefined, undefined, ['Date']]);
    const { text } = await client.callTool(RUN, { dashboard_id: SALES, dashboard_filters: { Date: '3 days' } });
    expect(text).toContain('## Revenue by Month (tile 107)\nNot filtered by: Date.\n');
    expect(text.match(/Not filtered by/g)).toHaveLength(1);
    const any = await run({ dashboard_filters: { Date: '' } });
    expect(any.tiles.map(({ not_filtered_by }) => not_filtered_by)).toEqual([undefined, undefined, undefined]);
  });

  it('fits into one answer: what is cut says so, and how all of its rows are read', async () => {
    const config = { limits: { rows: 3, characters: 8_000 } };
    const narrow = await connectModern((await rest.issue(accountId, { config })).url);
    const { structured, text } = await narrow.callTool(RUN, { dashboard_id: SALES });
    expect(text.length).toBeLessThanOrEqual(8_000);
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(8_000);
    const { tiles } = structured as Answer;
    expect(tiles.map(({ rows }) => rows?.length)).toEqual([1, 3, 3]);
    const [, id] = /run query_id (\w+) with looker_query_run/.exec(tiles[2]?.truncated?.hint ?? '') ?? [];
    const whole = rowsOf(await client.callTool('looker_query_run', { query_id: id }));
    expect(whole).toHaveLength(12);
    expect(whole.slice(0, 3)).toEqual(rowsOf({ structured: tiles[2] }));
    await narrow.close();
  });

  it('tells of Looker’s limit on the answer when it is what keeps a tile from being shown', async () => {
    quick.setFault({ fault: 'status=429;retry-after=7', urlIncludes: '/query_tasks', times: 1 });
    const { structured, meta } = await client.callTool(RUN, { dashboard_id: SALES, limit: 4 });
    const { tiles } = structured as Answer;
    expect(tiles.map(({ error }) => error).filter((error) => error !== undefined)).toEqual([
      expect.stringContaining('Wait 7 seconds'),
    ]);
    expect(meta?.['looker-mcp-gateway/rate-limit']).toMatchObject({ 'retry-after': '7' });
  });

  it('names the filters that there are when one is unknown, and runs nothing', async () => {
    const before = startsOf(quick.requests);
    const { text, isError } = await client.callTool(RUN, { dashboard_id: SALES, dashboard_filters: { Region: 'EU' } });
    expect([isError, text]).toEqual([true, expect.stringContaining('no filter "Region". It has: Date.')]);
    expect(startsOf(quick.requests)).toBe(before);
  });

  it('shows what is wrong with one tile beside the rows of the others', async () => {
    const query = (await askLooker(quick, 'POST', '/queries', {
      ...{ model: 'sales', view: 'order_items', fields: ['order_items.nope'] },
    })) as { id: string };
    const tile = { dashboard_id: SALES, type: 'vis', title: 'Broken', query_id: query.id };
    const { id } = (await askLooker(quick, 'POST', '/dashboard_elements', tile)) as { id: string };
    const { tiles } = await run({});
    await client.callTool('delete_a_looker_dashboard_element_by_id', { dashboard_element_id: id });
    expect(tiles.find((each) => each.id === id)?.error).toContain('order_items.nope');
    expect(tiles.filter(({ rows }) => rows !== undefined)).toHaveLength(3);
  });

  it('tells how many tiles are done, and gives a handle when the time is over, without running any tile twice', async () => {
    const before = startsOf(slow.requests);
    const args = { dashboard_id: SALES, timeout_seconds: 1 };
    const late = JSON.parse((await patient.callTool(RUN, args)).text);
    expect(late).toMatchObject({ status: 'running', tiles: 3, handle: expect.any(String) });
    expect(late.tiles_waiting).toHaveLength(3);
    const heard: ProgressHeard[] = [];
    const { structured } = await patient.callTool(
      'looker_query_results',
      { handle: late.handle },
      { onprogress: (each) => heard.push(each) },
    );
    expect((structured as Answer).tiles.map(({ rows }) => rows?.length)).toEqual([1, expect.any(Number), 12]);
    expect(startsOf(slow.requests) - before).toBe(3);
    expect(heard.length).toBeGreaterThanOrEqual(1);
    expect(heard.every(({ total, message }) => total === 3 && /^\d of 3 tiles, \d+ s$/.test(message ?? ''))).toBe(true);
  });

  it('ends all its queries in Looker when the caller leaves', async () => {
    const gone = new AbortController();
    slow.holdQueries();
    const call = patient.callTool(RUN, { dashboard_id: SALES, limit: 3 }, { signal: gone.signal });
    const outcome = expect(call).rejects.toThrow();
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toHaveLength(3);
    gone.abort();
    await outcome;
    await expect.poll(() => runningTasks(slow), { interval: 50 }).toEqual([]);
    slow.letQueriesGo();
  });

  it('a handle of a dashboard runs nothing at a server without the tool that runs dashboards', async () => {
    slow.holdQueries();
    const late = await patient.callTool(RUN, { dashboard_id: SALES, limit: 4, timeout_seconds: 1 });
    const { handle } = JSON.parse(late.text);
    const config = { tools: { include: ['looker_query_results'] } };
    const narrow = await connectModern((await rest.issue(slowAccountId, { config })).url);
    const asked = () => slow.requests.filter(({ url }) => url.includes(`/dashboards/${SALES}`)).length;
    const before = asked();
    expect(await narrow.callTool('looker_query_results', { handle })).toMatchObject({
      isError: true,
      text: expect.stringContaining('no handle of this account that may be used here'),
    });
    await narrow.close();
    expect(asked()).toBe(before);
    slow.letQueriesGo();
    const { structured } = await patient.callTool('looker_query_results', { handle });
    expect(structured).toMatchObject({ dashboard: { id: SALES } });
  });
});
