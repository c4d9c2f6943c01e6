import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import {
  connectFirst,
  connectLegacy,
  connectModern,
  type McpClient,
  OFFICIAL_CLIENTS,
  type ProgressHeard,
} from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { runningTasks, startsOf } from '../support/running-queries.js';
import { askInSql, credentialsOf, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** Long enough for an answer to become a stream. SLOW_QUERY_MS=90000 LEAVE_AFTER_MS=10000 are long ones. */
const QUERY_MS = Number(process.env.SLOW_QUERY_MS ?? 6_000);
const LEAVE_AFTER_MS = Number(process.env.LEAVE_AFTER_MS ?? 0);
const FIRST_BYTE_MS_MAX = 5_000;
const POLL = { interval: 50 };
const RUN = 'looker_query_run_inline';

/** A query of its own for each test: equal ones would be joined. */
let limits = 10;
const anotherQuery = () => ({ ...TOP_TEN_STATES, limit: ++limits });

describe('slow queries', { timeout: QUERY_MS * 3 + 30_000 }, () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let url: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker({ queryTimeMs: QUERY_MS });
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    url = (await acme.rest.issue(await acme.rest.connect(credentialsOf(looker)))).url;
  });

  afterAll(async () => {
    await Promise.all(open.map((client) => client.close()));
    await gateway.close();
    await looker.close();
  });

  it.concurrent.each(OFFICIAL_CLIENTS)(
    'a $client hears how far its query is, and gets the rows',
    async ({ connect }) => {
      const client = await connect(url);
      open.push(client);
      const heard: ProgressHeard[] = [];
      const answer = await client.callTool(RUN, TOP_TEN_STATES, { onprogress: (each) => heard.push(each) });
      expect(answer.isError).toBe(false);
      expect(rowsOf(answer)).toEqual(await askInSql(looker, TOP_TEN_STATES_SQL));
      expect(heard.length).toBeGreaterThanOrEqual(2);
      expect(heard[0]?.message).toMatch(/^query running, \d+ s$/);
      const values = heard.map(({ progress }) => progress);
      expect(values).toEqual([...values].sort((left, right) => left - right));
      expect(new Set(values).size).toBe(values.length);
    },
  );

  it.concurrent.each(OFFICIAL_CLIENTS)(
    'a $client that asks for no progress gets the rows as well',
    async ({ connect }) => {
      const client = await connect(url);
      open.push(client);
      expect((await client.callTool(RUN, anotherQuery())).isError).toBe(false);
    },
  );

  it('the answer to a slow call begins before it ends, and the one to a quick call is plain JSON', async () => {
    const startedAtMs = performance.now();
    const slow = await fetch(url, toolCallRequest(1, RUN, anotherQuery()));
    const reader = slow.body?.getReader();
    await reader?.read();
    measured('the first byte of a slow answer', performance.now() - startedAtMs, FIRST_BYTE_MS_MAX);
    expect(slow.headers.get('content-type')).toBe('text/event-stream');
    await reader?.cancel();
    const quick = await fetch(url, toolCallRequest(2, 'looker_users_me'));
    expect(quick.headers.get('content-type')).toBe('application/json');
    expect(await quick.json()).toMatchObject({ id: 2, result: { content: [{ type: 'text' }] } });
  });

  const leaves = {
    'v1 client that disconnects': { connecting: connectFirst, leave: (client: McpClient) => client.close() },
    'v2 client, 2026-07-28, that disconnects': {
      connecting: connectModern,
      leave: (client: McpClient) => client.close(),
    },
    'v1 client that cancels': {
      connecting: connectFirst,
      leave: async (_: McpClient, gone: AbortController) => gone.abort(),
    },
    'v2 client, 2025 revision, that cancels': {
      connecting: connectLegacy,
      leave: async (_: McpClient, gone: AbortController) => gone.abort(),
    },
    'v2 client, 2026-07-28, that cancels': {
      connecting: connectModern,
      leave: async (_: McpClient, gone: AbortController) => gone.abort(),
    },
  };

  it.each(Object.entries(leaves))('a %s leaves no running query in Looker', async (_, { connecting, leave }) => {
    const client = await connecting(url);
    looker.holdQueries();
    const gone = new AbortController();
    const call = client.callTool(RUN, anotherQuery(), { signal: gone.signal });
    const outcome = expect(call).rejects.toThrow();
    await expect.poll(() => runningTasks(looker), POLL).toHaveLength(1);
    await setTimeout(LEAVE_AFTER_MS);
    await leave(client, gone);
    await outcome;
    await expect.poll(() => runningTasks(looker), POLL).toEqual([]);
    looker.letQueriesGo();
    if (!gone.signal.aborted) return;
    await client.close();
  });

  it('equal queries at once reach Looker once, and end only with the last one who waits', async () => {
    const query = anotherQuery();
    const before = startsOf(looker.requests);
    looker.holdQueries();
    const clients = await Promise.all(Array.from({ length: 5 }, () => connectModern(url)));
    const calls = clients.map((client) => {
      const gone = new AbortController();
      const call = client.callTool(RUN, query, { signal: gone.signal });
      return { gone, outcome: call.then(rowsOf).catch(() => 'gone') };
    });
    await expect.poll(() => runningTasks(looker), POLL).toHaveLength(1);
    for (const { gone } of calls.slice(1)) gone.abort();
    const [first, ...others] = calls.map(({ outcome }) => outcome);
    expect(await Promise.all(others)).toEqual(Array(4).fill('gone'));
    expect(await runningTasks(looker)).toHaveLength(1);
    looker.letQueriesGo();
    expect(await first).toHaveLength(query.limit);
    expect(startsOf(looker.requests) - before).toBe(1);
    open.push(...clients);
  });

  it('equal queries of two accounts are two queries', async () => {
    const query = anotherQuery();
    const before = startsOf(looker.requests);
    const other = (await acme.rest.issue(await acme.rest.connect(credentialsOf(looker), 'Other'))).url;
    const clients = await Promise.all([connectModern(url), connectModern(other)]);
    open.push(...clients);
    await Promise.all(clients.map((client) => client.callTool(RUN, query)));
    expect(startsOf(looker.requests) - before).toBe(2);
  });
});
