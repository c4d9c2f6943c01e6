import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { connectModern, type McpClient, OFFICIAL_CLIENTS, type ToolResult } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { RestClient } from '../support/rest-client.js';
import { runningTasks, startsOf } from '../support/running-queries.js';
import { askInSql, credentialsOf, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

/** HANDLE_QUERY_MS=90000 TIME_LIMIT_SECONDS=20 is a long query, of a server that waits for some time. */
const QUERY_MS = Number(process.env.HANDLE_QUERY_MS ?? 3_000);
const TIME_LIMIT_SECONDS = Number(process.env.TIME_LIMIT_SECONDS ?? 5);
const POLL = { timeout: QUERY_MS + 30_000, interval: 50 };
const RUN = 'looker_query_run_inline';
const RESULTS = 'looker_query_results';
const SOON = { timeout_seconds: 1 };

let limits = 10;
const anotherQuery = () => ({ ...TOP_TEN_STATES, limit: ++limits });

describe('a query that takes longer than a call may wait', { timeout: QUERY_MS * 3 + 30_000 }, () => {
  let looker: SampleLooker;
  let a: GatewayProcess;
  let b: GatewayProcess;
  let environment: Record<string, string>;
  let rest: RestClient;
  let accountId: string;
  let token: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker({ queryTimeMs: QUERY_MS });
    environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
    };
    [a, b] = await Promise.all([GatewayProcess.start(environment), GatewayProcess.start(environment)]);
    rest = new RestClient(b.url, await createOrganization(environment));
    accountId = await rest.connect(credentialsOf(looker));
    token = (await rest.issue(accountId)).token;
  });

  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  afterAll(async () => {
    await Promise.all([a.stop(), b.stop()]);
    await looker.close();
  });

  const connect = async (
    gateway: GatewayProcess,
    connecting: (url: string) => Promise<McpClient> = connectModern,
    of = token,
  ) => {
    const client = await connecting(`${gateway.url}/mcp/${of}`);
    open.push(client);
    return client;
  };
  const noted = () =>
    queryAsOwner<{ task_id: string }>(environment.DATABASE_URL ?? '', 'SELECT task_id FROM running_queries');
  /** How many processes wait for the one query that is noted. */
  const holders = async () => {
    const sql = 'SELECT holders FROM running_queries';
    return (await queryAsOwner<{ holders: number }>(environment.DATABASE_URL ?? '', sql))[0]?.holders;
  };
  /** The rows of the answer, or of the one that the handle in it leads to, however often it has to be asked. */
  const lastRowsOf = async (client: McpClient, answer: ToolResult): Promise<unknown[]> => {
    const { handle } = answer.structured as { handle?: string };
    if (handle === undefined) return rowsOf(answer);
    return lastRowsOf(client, await client.callTool(RESULTS, { handle }));
  };

  it.each(OFFICIAL_CLIENTS)('gives a $client a handle, and its rows later', async ({ connect: connecting }) => {
    const client = await connect(a, connecting);
    looker.holdQueries();
    const answer = await client.callTool(RUN, { ...TOP_TEN_STATES, ...SOON });
    expect(answer.isError).toBe(false);
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'running', query: 'running', handle: expect.any(String) });
    expect(answer.structured).toEqual(JSON.parse(answer.text));
    looker.letQueriesGo();
    expect(await lastRowsOf(client, answer)).toEqual(await askInSql(looker, TOP_TEN_STATES_SQL));
    await expect.poll(noted).toEqual([]);
  });

  it('gives every official client a handle when the time limit of the server comes', async () => {
    const slower = await startSampleLooker();
    slower.holdQueries();
    const config = { limits: { seconds: TIME_LIMIT_SECONDS } };
    const server = await rest.issue(await rest.connect(credentialsOf(slower), 'Slower'), { config });
    const clients = await Promise.all(OFFICIAL_CLIENTS.map((official) => connect(a, official.connect, server.token)));
    const answers = clients.map(async (client) => {
      const startedAtMs = performance.now();
      const query = anotherQuery();
      const answer = await client.callTool(RUN, query);
      const seconds = (performance.now() - startedAtMs) / 1000;
      expect(JSON.parse(answer.text)).toMatchObject({ status: 'running', handle: expect.any(String) });
      return { client, answer, query, seconds };
    });
    const handles = await Promise.all(answers);
    slower.letQueriesGo();
    for (const { client, answer, query, seconds } of handles) {
      expect(await lastRowsOf(client, answer)).toHaveLength(query.limit);
      expect(seconds).toBeGreaterThanOrEqual(TIME_LIMIT_SECONDS);
      measured('the handle', seconds * 1000, TIME_LIMIT_SECONDS * 1000 + 1_000);
    }
    await expect.poll(noted).toEqual([]);
    await slower.close();
  });

  it('gives its rows to a call at another process', async () => {
    const query = anotherQuery();
    looker.holdQueries();
    const answer = await (await connect(a)).callTool(RUN, { ...query, ...SOON });
    const before = startsOf(looker.requests);
    looker.letQueriesGo();
    expect(await lastRowsOf(await connect(b), answer)).toHaveLength(query.limit);
    expect(startsOf(looker.requests)).toBe(before);
  });

  it('is joined by the same call at another process, and its rows are given to both', async () => {
    const query = anotherQuery();
    const before = startsOf(looker.requests);
    looker.holdQueries();
    const first = (await connect(a)).callTool(RUN, query);
    await expect.poll(noted, POLL).toHaveLength(1);
    const second = (await connect(b)).callTool(RUN, query);
    await expect.poll(holders, POLL).toBe(2);
    looker.letQueriesGo();
    const [one, other] = await Promise.all([first, second]);
    expect(rowsOf(one)).toHaveLength(query.limit);
    expect(other.text).toBe(one.text);
    expect(startsOf(looker.requests) - before).toBe(1);
  });

  it('ends in Looker when the callers of all processes have left, and not before', async () => {
    const query = anotherQuery();
    looker.holdQueries();
    const [atA, atB] = [new AbortController(), new AbortController()];
    const first = (await connect(a)).callTool(RUN, query, { signal: atA.signal }).catch(() => 'gone');
    await expect.poll(noted, POLL).toHaveLength(1);
    const second = (await connect(b)).callTool(RUN, query, { signal: atB.signal }).catch(() => 'gone');
    await expect.poll(holders, POLL).toBe(2);
    atA.abort();
    expect(await first).toBe('gone');
    await expect.poll(holders, POLL).toBe(1);
    expect(await runningTasks(looker)).toHaveLength(1);
    atB.abort();
    expect(await second).toBe('gone');
    await expect.poll(() => runningTasks(looker), POLL).toEqual([]);
    looker.letQueriesGo();
    await expect.poll(noted, POLL).toEqual([]);
  });

  it('is answered with its handle when the process is stopped, and found again after the restart', async () => {
    const query = anotherQuery();
    looker.holdQueries();
    const call = (await connect(a)).callTool(RUN, query);
    await expect.poll(() => runningTasks(looker), POLL).toHaveLength(1);
    await a.stop();
    const answer = await call;
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'running' });
    a = await GatewayProcess.start(environment);
    const before = startsOf(looker.requests);
    looker.letQueriesGo();
    expect(await lastRowsOf(await connect(a), answer)).toHaveLength(query.limit);
    expect(startsOf(looker.requests)).toBe(before);
  });

  it('is joined by the same call after its process was killed', async () => {
    const query = anotherQuery();
    looker.holdQueries();
    const call = (await connect(a)).callTool(RUN, query).catch(() => 'gone');
    await expect.poll(noted, POLL).toHaveLength(1);
    await a.kill();
    expect(await call).toBe('gone');
    a = await GatewayProcess.start(environment);
    const before = startsOf(looker.requests);
    const again = (await connect(a)).callTool(RUN, query);
    await expect.poll(holders, POLL).toBe(2);
    looker.letQueriesGo();
    expect(rowsOf(await again)).toHaveLength(query.limit);
    expect(startsOf(looker.requests)).toBe(before);
  });

  it('has a handle that no other account can use, and that nobody can alter', async () => {
    const client = await connect(a);
    looker.holdQueries();
    const { handle } = JSON.parse((await client.callTool(RUN, { ...anotherQuery(), ...SOON })).text);
    looker.letQueriesGo();
    const other = await rest.issue(await rest.connect(credentialsOf(looker), 'Other'));
    const stranger = await connect(a, connectModern, other.token);
    for (const [who, text] of [
      [stranger, handle],
      [client, `${handle.slice(0, -2)}AA`],
      [client, 'handle'],
    ] as const)
      expect(await who.callTool(RESULTS, { handle: text })).toMatchObject({
        isError: true,
        text: expect.stringContaining('no handle of this account that may be used here'),
      });
    await client.callTool(RESULTS, { handle });
  });

  it('is said to be cancelled when somebody cancels it in Looker', async () => {
    await expect.poll(() => runningTasks(looker), POLL).toEqual([]);
    const client = await connect(a);
    looker.holdQueries();
    const { handle } = JSON.parse((await client.callTool(RUN, { ...anotherQuery(), ...SOON })).text);
    const [taskId = ''] = await runningTasks(looker);
    await client.callTool('delete_a_looker_running_query_by_id', { query_task_id: taskId });
    const { text, isError } = await client.callTool(RESULTS, { handle });
    expect([isError, text]).toEqual([true, expect.stringContaining('cancelled in Looker')]);
    looker.letQueriesGo();
  });
});
