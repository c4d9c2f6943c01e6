import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, type SampleLookerOptions, startSampleLooker } from '../../apps/sample-looker/server.js';
import { ForgottenQueriesJob } from '../../src/tool-calls/forgotten-queries.job.js';
import { queryAsOwner, storedCalls } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { runningTasks, startsOf } from '../support/running-queries.js';
import { credentialsOf, rowsOf, TOP_TEN_STATES } from '../support/sample.js';

const RUN = 'looker_query_run_inline';
const RESULTS = 'looker_query_results';

describe('queries', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  const open: { client: McpClient; looker: SampleLooker }[] = [];

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });

  afterEach(async () => {
    for (const { client, looker } of open.splice(0)) {
      await client.close();
      await looker.close();
    }
  });

  afterAll(() => gateway.close());

  const connect = async (options: SampleLookerOptions = {}) => {
    const looker = await startSampleLooker(options);
    const server = await acme.rest.issue(await acme.rest.connect(credentialsOf(looker)));
    const client = await connectModern(server.url);
    open.push({ client, looker });
    const rowsFor = async (query: Record<string, unknown>) => {
      const answer = await client.callTool(RUN, query);
      expect(answer.isError, answer.text).toBe(false);
      return rowsOf(answer);
    };
    return { looker, client, rowsFor, server };
  };
  const directsOf = ({ requests }: SampleLooker) =>
    requests.filter(({ url }) => url.startsWith('/api/4.0/queries/run/')).length;
  const pollsOf = ({ requests }: SampleLooker) =>
    requests.filter(({ route }) => /query_tasks\/(multi_results|:query_task_id\/results)$/.test(route ?? ''));
  const noted = () => queryAsOwner<{ until: Date }>(gateway.databaseUrl, 'SELECT until FROM running_queries');

  it('are one request to Looker once they were quick', async () => {
    const { looker, rowsFor } = await connect();
    const rows = await rowsFor(TOP_TEN_STATES);
    expect([startsOf(looker.requests), directsOf(looker)]).toEqual([1, 0]);
    expect(await rowsFor(TOP_TEN_STATES)).toEqual(rows);
    expect([startsOf(looker.requests), directsOf(looker)]).toEqual([1, 1]);
  });

  it('go on as a task when a query that was quick no longer is', async () => {
    const { looker, rowsFor } = await connect();
    const rows = await rowsFor(TOP_TEN_STATES);
    looker.setFault({ fault: 'latency=20000', urlIncludes: '/queries/run/' });
    expect(await rowsFor(TOP_TEN_STATES)).toEqual(rows);
    expect(startsOf(looker.requests)).toBe(2);
    expect(looker.requests.find(({ url }) => url.includes('/queries/run/'))?.aborted).toBe(true);
  });

  it.each([202, 204] as const)(
    'of a Looker that says %i while one is pending are waited for',
    async (pendingStatus) => {
      const { rowsFor } = await connect({ pendingStatus, queryTimeMs: 600 });
      expect(await rowsFor(TOP_TEN_STATES)).toHaveLength(10);
    },
  );

  it('that run at once are asked for together, less and less often', async () => {
    const { looker, rowsFor } = await connect({ queryTimeMs: 3_000 });
    const queries = Array.from({ length: 20 }, (_, index) => ({ ...TOP_TEN_STATES, limit: index + 1 }));
    const answers = await Promise.all(queries.map(rowsFor));
    expect(answers.map((rows) => rows.length)).toEqual(queries.map(({ limit }) => limit));
    const polls = pollsOf(looker);
    expect(polls.length).toBeLessThan(120);
    const [first, second, ...later] = polls.filter(({ url }) => url.includes('multi_results')).map(({ at }) => at);
    const gapMs = (a: Date | undefined, b: Date | undefined) => (b?.getTime() ?? 0) - (a?.getTime() ?? 0);
    const [firstMs, lastMs] = [gapMs(first, second), gapMs(later.at(-2), later.at(-1))];
    measured('the first wait between two questions, of the last', firstMs / lastMs, 1, 'times');
  });

  it.each(['drop', 'status=503'])('outlast a Looker that fails twice with "%s"', async (fault) => {
    const { looker, rowsFor } = await connect({ queryTimeMs: 600 });
    looker.setFault({ fault, urlIncludes: '/results', times: 2 });
    expect(await rowsFor(TOP_TEN_STATES)).toHaveLength(10);
  });

  it('go on when Looker limits the questions for them, of which none is repeated, and are joined by the same call', async () => {
    const { looker, client, rowsFor } = await connect();
    looker.holdQueries();
    looker.setFault({ fault: 'status=429', urlIncludes: '/results', times: 1 });
    const { text, isError } = await client.callTool(RUN, TOP_TEN_STATES);
    expect([isError, text]).toEqual([
      true,
      expect.stringMatching(/\(429\).*The query goes on in Looker: make the same call/),
    ]);
    expect(pollsOf(looker)).toHaveLength(1);
    expect(await runningTasks(looker)).toHaveLength(1);
    looker.letQueriesGo();
    expect(await rowsFor(TOP_TEN_STATES)).toHaveLength(10);
    expect(startsOf(looker.requests)).toBe(1);
  });

  it.each(['json', 'json_bi', 'json_detail', 'csv', 'md', 'txt', 'sql'])(
    'have rows in the format %s',
    async (format) => {
      const { looker, client } = await connect({ queryTimeMs: 150 });
      const calls = [5, 6].map((limit) => client.callTool(RUN, { ...TOP_TEN_STATES, limit, result_format: format }));
      for (const { text, isError } of await Promise.all(calls)) {
        expect(isError).toBe(false);
        expect(text).toContain(format === 'sql' ? 'SELECT' : 'California');
      }
      expect(startsOf(looker.requests)).toBe(format === 'sql' ? 0 : 2);
    },
  );

  it('of looks and stored queries run the same way, with their limits', async () => {
    const { client, looker } = await connect();
    const { id } = JSON.parse((await client.callTool('create_a_looker_query', TOP_TEN_STATES)).text);
    const stored = await client.callTool('looker_query_run', { query_id: id, limit: 3 });
    expect(rowsOf(stored)).toHaveLength(3);
    const title = { title: 'Top states', query_id: id, folder_id: '1' };
    const look = JSON.parse((await client.callTool('create_a_looker_look', title)).text);
    const run = await client.callTool('looker_looks_run', { look_id: look.id, limit: 4 });
    expect(rowsOf(run)).toHaveLength(4);
    expect(startsOf(looker.requests)).toBe(2);
  });

  it('that are refused say so in Looker’s words, and nothing is left running', async () => {
    const { client, looker } = await connect({ queryTimeMs: 100 });
    const { text, isError } = await client.callTool(RUN, { ...TOP_TEN_STATES, fields: ['orders.nope'], sorts: [] });
    expect([isError, text]).toEqual([true, expect.stringContaining('orders.nope')]);
    expect(await runningTasks(looker)).toEqual([]);
  });

  it('stand in the call log with the time that Looker took', async () => {
    const { rowsFor, server } = await connect({ queryTimeMs: 400 });
    await rowsFor(TOP_TEN_STATES);
    const [row] = await storedCalls(gateway.databaseUrl, server.id);
    expect(row).toMatchObject({ status: 'ok', looker_status: 200, rows: 10 });
    expect(row?.looker_duration_ms).toBeGreaterThanOrEqual(400);
  });

  it('that nobody comes back for are cancelled once their time is over, and not before', async () => {
    const { client, looker } = await connect();
    looker.holdQueries();
    const { text } = await client.callTool(RUN, { ...TOP_TEN_STATES, timeout_seconds: 1 });
    const minutesLeft = async () => (((await noted())[0]?.until.getTime() ?? 0) - Date.now()) / 60_000;
    // The call that waited is noted for longer, until it has been answered.
    await expect.poll(minutesLeft).toBeLessThanOrEqual(15);
    expect(await minutesLeft()).toBeGreaterThan(10);
    const job = gateway.app.get(ForgottenQueriesJob, { strict: false });
    await job.run(new Date());
    expect(await runningTasks(looker)).toHaveLength(1);
    await job.run(new Date(Date.now() + 16 * 60_000));
    expect(await runningTasks(looker)).toEqual([]);
    expect(await noted()).toEqual([]);
    const { handle } = JSON.parse(text);
    expect((await client.callTool(RESULTS, { handle })).text).toContain('cancelled in Looker');
  });
});
