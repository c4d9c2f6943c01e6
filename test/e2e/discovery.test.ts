import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient, OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { credentialsOf, rowsOf, TOP_TEN_STATES } from '../support/sample.js';

const READING = ['search_tools', 'get_tool_schema', 'call_read_tool'];

describe('a server in discovery', () => {
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

  afterEach(async () => {
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  async function connect(
    config: Record<string, unknown> = {},
    connecting: (url: string) => Promise<McpClient> = connectModern,
  ) {
    const server = await acme.rest.issue(accountId, { config: { tool_exposure: 'discovery', ...config } });
    const client = await connecting(server.url);
    open.push(client);
    return { client, server };
  }

  it.each(OFFICIAL_CLIENTS)(
    '$client finds a tool by what it does, reads its schema, and gets its rows',
    async ({ connect: connecting }) => {
      const { client } = await connect({}, connecting);
      const listed = await client.listTools();
      expect(listed.map(({ name }) => name)).toEqual([...READING, 'call_write_tool']);
      const found = JSON.parse((await client.callTool('search_tools', { query: 'run a query' })).text);
      expect(found.tools.slice(0, 3)).toContainEqual(
        expect.objectContaining({ name: 'looker_query_run_inline', effect: 'read' }),
      );
      const names = { tool_names: ['looker_query_run_inline', 'nothing'] };
      const { tools, unknown } = JSON.parse((await client.callTool('get_tool_schema', names)).text);
      expect(tools[0].inputSchema.required).toEqual(['model', 'view']);
      expect(unknown).toEqual([expect.stringContaining('search_tools')]);
      const call = { tool_name: 'looker_query_run_inline', arguments: TOP_TEN_STATES };
      const answer = await client.callTool('call_read_tool', call);
      expect(answer.isError).toBe(false);
      expect(rowsOf(answer)).toHaveLength(10);
    },
  );

  it('writes with the writing tool only, and each of the two says where the other kind goes', async () => {
    const { client } = await connect();
    const dashboard = { tool_name: 'create_a_looker_dashboard', arguments: { title: 'Found', folder_id: '1' } };
    const before = looker.requests.length;
    const refused = await client.callTool('call_read_tool', dashboard);
    expect(refused).toMatchObject({ isError: true, text: expect.stringContaining('call_write_tool') });
    expect(looker.requests).toHaveLength(before);
    const made = await client.callTool('call_write_tool', dashboard);
    expect(JSON.parse(made.text)).toMatchObject({ title: 'Found' });
    const read = await client.callTool('call_write_tool', { tool_name: 'looker_users_me' });
    expect(read).toMatchObject({ isError: true, text: expect.stringContaining('call_read_tool') });
  });

  it('takes call_tool for either kind, though it is not listed', async () => {
    const { client } = await connect();
    expect((await client.callTool('call_tool', { tool_name: 'looker_users_me' })).isError).toBe(false);
    const folder = { tool_name: 'create_a_looker_folder', arguments: { name: 'By call_tool', parent_id: '1' } };
    expect((await client.callTool('call_tool', folder)).isError).toBe(false);
  });

  it('with a filter that only reads has no tool to write with, finds none, and calls none', async () => {
    const { client } = await connect({ methods: ['read'] });
    expect((await client.listTools()).map(({ name }) => name)).toEqual(READING);
    const { tools } = JSON.parse(
      (await client.callTool('search_tools', { query: 'delete a dashboard', limit: 20 })).text,
    );
    expect(tools.length).toBeGreaterThan(0);
    expect(tools.filter(({ effect }: { effect: string }) => effect !== 'read')).toEqual([]);
    const call = { tool_name: 'delete_a_looker_dashboard_by_id', arguments: { dashboard_id: '1' } };
    const before = looker.requests.length;
    for (const by of ['call_read_tool', 'call_write_tool', 'call_tool']) {
      const answer = await client.callTool(by, call);
      expect(answer, by).toMatchObject({ isError: true, text: expect.stringContaining('Unknown tool') });
    }
    expect(looker.requests).toHaveLength(before);
  });

  it('answers a tool that is called by its own name, and leads whoever names none to the search', async () => {
    const { client } = await connect();
    expect((await client.callTool('looker_users_me')).text).toContain('display_name');
    await expect(client.callTool('no_such_tool')).rejects.toThrow(/search_tools/);
  });

  it.each([
    ['search_tools', {}, 'query'],
    ['search_tools', { query: 'x', limit: 100 }, 'limit'],
    ['get_tool_schema', { tool_names: [] }, 'tool_names'],
    ['get_tool_schema', { tool_names: Array(6).fill('looker_users_me') }, 'tool_names'],
    ['call_read_tool', { tool_name: 'looker_users_me', arguments: 'x' }, 'arguments'],
    ['call_read_tool', { name: 'looker_users_me' }, 'tool_name'],
  ])('%s with %j is told what is wrong', async (tool, args, field) => {
    const { client } = await connect();
    const answer = await client.callTool(tool, args);
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(`- ${field}`) });
  });

  it('takes arguments that come as JSON text or as null, inside of a call too', async () => {
    const { client } = await connect();
    for (const nothing of ['{}', 'null', null]) {
      const me = await client.callTool('call_read_tool', { tool_name: 'looker_users_me', arguments: nothing });
      expect([me.isError, JSON.parse(me.text).id], String(nothing)).toEqual([false, '1']);
    }
    const query = { ...TOP_TEN_STATES, fields: JSON.stringify(TOP_TEN_STATES.fields), limit: '10', filters: null };
    const call = { tool_name: 'looker_query_run_inline', arguments: JSON.stringify(query) };
    const answer = await client.callTool('call_read_tool', call);
    expect(rowsOf(answer)).toEqual(rowsOf(await client.callTool('looker_query_run_inline', TOP_TEN_STATES)));
    const { tools } = JSON.parse((await client.callTool('search_tools', { query: 'run a query', limit: '2' })).text);
    expect(tools).toHaveLength(2);
    const schemas = await client.callTool('get_tool_schema', { tool_names: '["looker_users_me"]' });
    expect(JSON.parse(schemas.text).tools).toHaveLength(1);
  });

  it('checks the arguments of the tool that is called, and names the tool', async () => {
    const { client } = await connect();
    const call = { tool_name: 'looker_query_run_inline', arguments: { model: 'ecommerce', veiw: 'orders' } };
    const answer = await client.callTool('call_read_tool', call);
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('looker_query_run_inline');
    expect(answer.text).toContain('Did you mean view?');
  });

  it('is logged under the tool that was called', async () => {
    const { client, server } = await connect();
    await client.callTool('call_read_tool', { tool_name: 'looker_users_me', arguments: {} });
    await client.callTool('search_tools', { query: 'dashboards' });
    const { body } = await acme.rest.get(`/log?log_type_filter[mcp_server_id]=${server.id}`);
    expect(body.result).toMatchObject([
      { tool_name: 'search_tools', status: 'ok' },
      { tool_name: 'looker_users_me', method: 'me', status: 'ok', looker_status: 200 },
    ]);
  });
});

describe('what a server costs', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const issue = (chosen: object) => {
    const config = { methods: ['read', 'write', 'custom'], ...chosen };
    return acme.rest.post(`/integrated-account/${accountId}/mcp`, { name: 'Agent', config });
  };

  it('stands in its record, in the list, and beside the tools of the account', async () => {
    const { body } = await issue({ methods: ['read'], tags: ['dashboards'] });
    expect(body.tools).toEqual({
      count: expect.any(Number),
      exposure: 'all',
      listed: body.tools.count,
      tokens: expect.any(Number),
      tokenizer: 'o200k_base',
      warnings: [],
    });
    const path = `/integrated-account/${accountId}/mcp`;
    expect((await acme.rest.get(`${path}/${body.id}`)).body.tools).toEqual(body.tools);
    expect((await acme.rest.get(path)).body.result[0].tools).toEqual(body.tools);
    const offered = (await acme.rest.get(`/integrated-account/${accountId}/tools?methods=read&tags=dashboards`)).body;
    expect(offered).toMatchObject({ count: body.tools.count, tokens: body.tools.tokens, tokenizer: 'o200k_base' });
    expect(offered.result).toHaveLength(offered.count);
  });

  it('is what the tool list really takes, within two in a hundred', async () => {
    const { body } = await issue({ methods: ['read'], tags: ['dashboards'] });
    const client = await connectModern(body.url);
    const tools = await client.listTools();
    await client.close();
    const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
    const shown = tools.map(({ outputSchema: _, _meta, ...tool }) => tool);
    const counted = countTokens(JSON.stringify({ tools: shown }));
    expect(Math.abs(counted - body.tools.tokens) / counted).toBeLessThan(0.02);
  });

  it('is at most 1,200 tokens in discovery, and 8,200 for an analyst who reads', async () => {
    expect((await issue({ tool_exposure: 'discovery' })).body.tools.tokens).toBeLessThanOrEqual(1200);
    const analyst = { methods: ['read'], tags: ['lookml_models', 'lookml_explores', 'queries', 'dashboards', 'looks'] };
    expect((await issue(analyst)).body.tools.tokens).toBeLessThanOrEqual(8200);
    const all = (await issue({ tool_exposure: 'all' })).body.tools;
    expect(all.count).toBeGreaterThan(440);
    expect(all.tokens).toBeLessThanOrEqual(102_200);
  });

  it('is refused where it is too much, and nothing is issued', async () => {
    const path = `/integrated-account/${accountId}/mcp`;
    const before = (await acme.rest.get(path)).body.result.length;
    const answer = await issue({ tool_exposure: 'all', tools_tokens_max: 10_000 });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('mcp_server.tools_too_large');
    expect((await acme.rest.get(path)).body.result).toHaveLength(before);
  });

  it('turns a server that chooses by itself to a core, and back when a filter makes it small', async () => {
    const { body } = await issue({});
    expect(body.config.tool_exposure).toBe('auto');
    expect(body.tools).toMatchObject({ exposure: 'core', listed: 28, warnings: [] });
    expect(body.tools.tokens).toBeLessThan(12_000);
    const path = `/integrated-account/${accountId}/mcp/${body.id}`;
    const changed = await acme.rest.patch(path, { config: { methods: ['read'], tags: ['looks'] } });
    expect(changed.body.tools.exposure).toBe('all');
  });

  it('changes when a tool is left out by its name', async () => {
    const { body } = await issue({ tags: ['looks'] });
    const path = `/integrated-account/${accountId}/mcp/${body.id}`;
    const changed = await acme.rest.patch(path, { config: { tools: { exclude: ['list_all_looker_looks'] } } });
    expect(changed.body.tools.count).toBe(body.tools.count - 1);
    expect(changed.body.tools.tokens).toBeLessThan(body.tools.tokens);
  });
});
