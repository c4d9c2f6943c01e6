import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import {
  type ConnectOptions,
  connectFirst,
  connectLegacy,
  connectModern,
  type McpClient,
  OFFICIAL_CLIENTS,
} from '../support/mcp-clients.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { FIELD_SEARCH, searchFields } from '../support/search-fields.js';

const RUN = 'looker_query_run_inline';
const ANSWER_SIZE = 'anthropic/maxResultSizeChars';
const FORMATS = ['csv', 'json', 'json_bi', 'json_detail', 'md', 'txt', 'sql', 'png'] as const;
const SALES = '7';

/** Official clients refuse an answer that is not of the declared form, once they have listed the tools. */
describe('answers of a declared form', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterEach(() => looker.letQueriesGo());

  afterAll(async () => {
    await Promise.all(open.map((client) => client.close()));
    await gateway.close();
    await looker.close();
  });

  const connect = async (
    connecting: (url: string, options?: ConnectOptions) => Promise<McpClient>,
    config: object = {},
    options: ConnectOptions = {},
  ) => {
    const server = await acme.rest.issue(accountId, { config: { tool_exposure: 'all', ...config } });
    const client = await connecting(server.url, options);
    open.push(client);
    return { client, tools: await client.listTools() };
  };

  it.each(OFFICIAL_CLIENTS)('are what a $client takes, whatever comes of a query', async ({ connect: connecting }) => {
    const { client, tools } = await connect(connecting, { limits: { rows: 40 } });
    const declared = tools.filter(({ outputSchema }) => outputSchema !== undefined).map(({ name }) => name);
    expect(declared).toEqual(
      expect.arrayContaining([
        RUN,
        'looker_query_run',
        'looker_query_results',
        'looker_looks_run',
        'looker_dashboards_run',
      ]),
    );
    const pivoted = {
      ...TOP_TEN_STATES,
      fields: [...TOP_TEN_STATES.fields, 'orders.status'],
      pivots: ['orders.status'],
    };
    for (const query of [TOP_TEN_STATES, { ...pivoted, sorts: [], total: true, row_total: 'right' }])
      expect((await client.callTool(RUN, query)).structured).toMatchObject({ rows: expect.any(Array) });
    for (const result_format of FORMATS) {
      const answer = await client.callTool(RUN, { ...TOP_TEN_STATES, result_format });
      expect(answer, result_format).toMatchObject({ isError: false, structured: expect.any(Object) });
    }
    const none = { ...TOP_TEN_STATES, filters: { 'users.state': 'Atlantis' } };
    expect((await client.callTool(RUN, none)).structured).toMatchObject({ rows: [], hint: expect.any(String) });
    expect(await client.callTool(RUN, { ...TOP_TEN_STATES, fields: ['orders.nope'], sorts: [] })).toMatchObject({
      isError: true,
    });
    expect(await client.callTool(RUN, { view: 'orders' })).toMatchObject({ isError: true });
    expect((await client.callTool('looker_dashboards_run', { dashboard_id: SALES })).structured).toMatchObject({
      tiles: expect.any(Array),
    });
    expect(await client.callTool('looker_dashboards_run', { dashboard_id: 'nope' })).toMatchObject({ isError: true });
    const { next_cursor } = (await client.callTool('looker_looks_run', { look_id: '1', rows_max: 2 })).structured as {
      next_cursor: string;
    };
    const later = await client.callTool('looker_looks_run', { look_id: '1', rows_max: 2, next_cursor });
    expect(later.structured).toMatchObject({ rows_before: 2, row_count: 2 });
  });

  it.each(OFFICIAL_CLIENTS)('are what a $client takes where a query goes on', async ({ connect: connecting }) => {
    const { client } = await connect(connecting);
    for (const [tool, args] of [
      [RUN, { ...TOP_TEN_STATES, limit: 17 }],
      [RUN, { ...TOP_TEN_STATES, limit: 18, result_format: 'json' }],
      ['looker_dashboards_run', { dashboard_id: SALES }],
    ] as const) {
      looker.holdQueries();
      const { structured } = await client.callTool(tool, { ...args, timeout_seconds: 1 });
      expect(structured).toMatchObject({ status: 'running', handle: expect.any(String) });
      looker.letQueriesGo();
      const { handle } = structured as { handle: string };
      expect(await client.callTool('looker_query_results', { handle })).toMatchObject({
        isError: false,
        structured: expect.any(Object),
      });
    }
  });

  it.each(OFFICIAL_CLIENTS)('are what a $client takes of a search for fields', async ({ connect: connecting }) => {
    const { client, tools } = await connect(connecting);
    const declared = tools.find(({ name }) => name === FIELD_SEARCH)?.outputSchema;
    expect(declared).toMatchObject({ properties: { rows: expect.any(Object), hint: expect.any(Object) } });
    for (const args of [{}, { query: 'orders by state' }, { query: 'zzzz' }, { explore: 'orders', limit: 2 }]) {
      const { structured } = await searchFields(client, args);
      expect(structured).toMatchObject({ row_count: structured.rows.length, rows: expect.any(Array) });
    }
    expect(await client.callTool(FIELD_SEARCH, { model: 'nothing' })).toMatchObject({ isError: true });
  });

  it.each(OFFICIAL_CLIENTS)('are what a $client takes of a search for tools', async ({ connect: connecting }) => {
    const { client } = await connect(connecting, { tool_exposure: 'discovery' });
    for (const query of ['run a dashboard', 'zzzz']) {
      const { text, structured } = await client.callTool('search_tools', { query });
      expect(structured).toEqual(JSON.parse(text));
    }
  });

  it('say how much there is before they show it', async () => {
    const { client } = await connect(connectModern, { limits: { rows: 5 } });
    const { structured } = await client.callTool(RUN, TOP_TEN_STATES);
    const keys = Object.keys(structured as object);
    const places = ['row_count', 'total_rows', 'next_cursor', 'truncated'].map((key) => keys.indexOf(key));
    expect(places).toEqual([0, 1, 2, 3]);
    expect(keys.at(-1)).toBe('rows');
  });

  it.each([
    ['claude-code', connectFirst],
    ['codex-mcp-client', connectLegacy],
    ['Visual Studio Code', connectModern],
  ] as const)('of other formats have nothing in the place of the content for %s', async (name, connecting) => {
    const client = await connecting((await acme.rest.issue(accountId)).url, { name });
    open.push(client);
    for (const result_format of ['csv', 'md', 'png']) {
      const answer = await client.callTool(RUN, { ...TOP_TEN_STATES, result_format });
      expect([answer.isError, answer.structured], result_format).toEqual([false, undefined]);
    }
    expect((await client.callTool(RUN, TOP_TEN_STATES)).structured).toMatchObject({ row_count: 10 });
  });

  it('may be as long as the server says, and the first steps are told to be loaded at once', async () => {
    for (const characters of [20_000, 60_000]) {
      const { tools } = await connect(connectModern, { limits: { characters } });
      const sizes = new Map(tools.map(({ name, _meta }) => [name, _meta?.[ANSWER_SIZE]]));
      for (const name of [RUN, 'looker_query_results', 'looker_dashboards_run', 'looker_lookml_explores_search_fields'])
        expect(sizes.get(name), name).toBe(characters);
      expect(sizes.get('create_a_looker_dashboard')).toBeUndefined();
      const first = tools.filter(({ _meta }) => _meta?.['anthropic/alwaysLoad'] === true).map(({ name }) => name);
      expect(first.sort()).toEqual(['looker_lookml_explores_search_fields', RUN]);
    }
  });
});
