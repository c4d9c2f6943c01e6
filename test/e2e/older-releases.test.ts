import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient, type ToolResult } from '../support/mcp-clients.js';
import { askInSql, credentialsOf, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../support/sample.js';

const RUN = 'looker_query_run_inline';
const SALES = '7';

describe('a Looker that does not know json_bi', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let client: McpClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ lackedFormats: ['json_bi'] });
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)))).url);
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await looker.close();
  });

  const startedTasks = () =>
    looker.requests.filter(({ method, url }) => method === 'POST' && url.includes('/query_tasks')).length;
  const run = (limit: number) => client.callTool(RUN, { ...TOP_TEN_STATES, limit });

  it('answers rows all the same, is asked once in vain, and never again', async () => {
    const first = await run(10);
    expect(rowsOf(first)).toEqual(await askInSql(looker, TOP_TEN_STATES_SQL));
    const before = startedTasks();
    expect(before).toBe(2);
    expect(rowsOf(await run(11))).toHaveLength(11);
    expect(startedTasks()).toBe(before + 1);
  });

  it('gives the next page of the same result', async () => {
    const query = { ...TOP_TEN_STATES, limit: 12, rows_max: 5 };
    const { next_cursor } = (await client.callTool(RUN, query)).structured as { next_cursor: string };
    expect(rowsOf(await client.callTool(RUN, { ...query, next_cursor }))).toHaveLength(5);
  });

  it('shows the tiles of a dashboard, and the rows of a query that went on', async () => {
    const shown = (answer: ToolResult) => (answer.structured as { tiles: { rows?: unknown[] }[] }).tiles;
    for (const { rows } of shown(await client.callTool('looker_dashboards_run', { dashboard_id: SALES })))
      expect(rows?.length).toBeGreaterThan(0);
    looker.holdQueries();
    const { structured } = await client.callTool(RUN, { ...TOP_TEN_STATES, limit: 13, timeout_seconds: 1 });
    looker.letQueriesGo();
    const { handle } = structured as { handle: string };
    expect(rowsOf(await client.callTool('looker_query_results', { handle }))).toHaveLength(13);
  });

  it('refuses it to whoever asks for it by name', async () => {
    const answer = await client.callTool(RUN, { ...TOP_TEN_STATES, result_format: 'json_bi' });
    expect([answer.isError, answer.text]).toEqual([true, expect.stringContaining('Unknown result format: json_bi')]);
  });
});
