import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { connectModern, type McpClient, type ToolResult } from '../support/mcp-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf, rowsOf, TOP_TEN_STATES } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

const RUN = 'looker_query_run_inline';
const RESULTS = 'looker_query_results';
const SOON = { timeout_seconds: 1 };

let limits = 10;
const anotherQuery = () => ({ ...TOP_TEN_STATES, limit: ++limits });

describe('a call that waits for a query', () => {
  let looker: SampleLooker;
  let a: GatewayProcess;
  let b: GatewayProcess;
  let token: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
    const environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
    };
    [a, b] = await Promise.all([GatewayProcess.start(environment), GatewayProcess.start(environment)]);
    const rest = new RestClient(b.url, await createOrganization(environment));
    token = (await rest.issue(await rest.connect(credentialsOf(looker)))).token;
  });

  afterEach(async () => {
    looker.letQueriesGo();
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  afterAll(async () => {
    await Promise.all([a.stop(), b.stop()]);
    await looker.close();
  });

  const connect = async (gateway: GatewayProcess, name?: string) => {
    const client = await connectModern(`${gateway.url}/mcp/${token}`, name === undefined ? {} : { name });
    open.push(client);
    return client;
  };

  it('is told how long the query is under way, whichever call and process asks, and not how long that call took', async () => {
    const query = anotherQuery();
    looker.holdQueries();
    const client = await connect(a);
    const elapsedOf = ({ structured }: ToolResult) => (structured as { elapsed_seconds: number }).elapsed_seconds;
    const first = await client.callTool(RUN, { ...query, ...SOON });
    expect(first).toMatchObject({ isError: false, structured: { handle: expect.any(String) } });
    const { handle } = first.structured as { handle: string };
    const elapsed = [elapsedOf(first)];
    const other = await connect(b);
    for (const [at, tool, args] of [
      [client, RESULTS, { handle }],
      [other, RESULTS, { handle }],
      [other, RUN, query],
      [client, RUN, query],
    ] as const)
      elapsed.push(elapsedOf(await at.callTool(tool, { ...args, ...SOON })));
    // Each call waits for a second.
    for (const [calls, seconds] of elapsed.entries()) expect(seconds).toBeGreaterThanOrEqual(calls + 1);
    looker.letQueriesGo();
    expect(rowsOf(await client.callTool(RESULTS, { handle }))).toHaveLength(query.limit);
  });

  it('gets a handle in time where its client would give up, and Claude Code waits on', {
    timeout: 240_000,
  }, async () => {
    looker.holdQueries();
    const query = anotherQuery();
    let isAnswered = false;
    const waiting = (await connect(a, 'claude-code')).callTool(RUN, query).finally(() => {
      isAnswered = true;
    });
    const { structured } = await (await connect(a, 'somebody')).callTool(RUN, anotherQuery());
    expect(structured).toMatchObject({ status: 'running', handle: expect.any(String) });
    expect((structured as { elapsed_seconds: number }).elapsed_seconds).toBeGreaterThanOrEqual(49);
    expect(isAnswered).toBe(false);
    looker.letQueriesGo();
    expect(rowsOf(await waiting)).toHaveLength(query.limit);
  });
});
