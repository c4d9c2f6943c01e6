import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

describe('a server that chooses by itself', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
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

  const listOf = async (config: Record<string, unknown>) => {
    const { url, tools } = await acme.rest.issue(accountId, { config });
    const client = await connectModern(url);
    const names = (await client.listTools()).map(({ name }) => name);
    return { client, names, tools };
  };
  const ARTICLE = [
    ...['looker_query_run_inline', 'create_a_looker_dashboard', 'create_a_looker_scheduled_plan'],
    ...['looker_dashboards_search', 'create_a_looker_alert', 'list_all_looker_users'],
    ...['create_a_looker_dashboard_element', 'get_single_looker_dashboard_by_id'],
  ];

  it('lists a core of at most 24 tools where there are many, and a search for the others', async () => {
    const { client, names } = await listOf({ methods: ['read', 'write', 'custom'] });
    const search = ['search_tools', 'get_tool_schema', 'call_read_tool', 'call_write_tool'];
    expect(names).toEqual(expect.arrayContaining([...ARTICLE, ...search]));
    expect(names.filter((name) => !search.includes(name)).length).toBeLessThanOrEqual(24);
    expect((await client.callTool('looker_users_me')).text).toContain('display_name');
    const found = await client.callTool('search_tools', { query: 'which roles has a user' });
    expect(found.text).toContain('looker_users_roles');
    const called = await client.callTool('call_read_tool', { tool_name: 'list_all_looker_roles' });
    expect(called.isError).toBe(false);
    expect((await client.callTool('list_all_looker_roles')).text).toBe(called.text);
    await client.close();
  });

  it('lists nothing of the core that its filter keeps out, and cannot be made to call it', async () => {
    const { client, names } = await listOf({ methods: ['read'] });
    expect(names).toContain('looker_query_run_inline');
    expect(names.filter((name) => name.startsWith('create_a') && name !== 'create_a_looker_query')).toEqual([]);
    expect(names).not.toContain('call_write_tool');
    await expect(client.callTool('create_a_looker_dashboard', { title: 'x' })).rejects.toThrow(/Unknown tool/);
    const by = await client.callTool('call_read_tool', { tool_name: 'create_a_looker_dashboard' });
    expect(by).toMatchObject({ isError: true, text: expect.stringContaining('Unknown tool') });
    await client.close();
  });

  it('lists all of them, in a fixed order with the most needed first, where they are few', async () => {
    const { client, names } = await listOf({ methods: ['read', 'write', 'custom'], tags: ['dashboards', 'queries'] });
    expect(names.slice(0, 4)).toEqual([
      ...['looker_lookml_explores_search_fields', 'looker_query_run_inline'],
      ...['looker_dashboards_search', 'get_single_looker_dashboard_by_id'],
    ]);
    expect(names.indexOf('create_a_looker_dashboard_layout')).toBeLessThan(names.indexOf('looker_dashboards_move'));
    expect(names.findIndex((name) => name.startsWith('delete_'))).toBeGreaterThan(names.length / 2);
    expect(names).not.toContain('search_tools');
    await client.close();
  });

  it('costs no more than it may, with a shorter core or with the search alone', async () => {
    const config = { methods: ['read', 'write', 'custom'] };
    const some = await listOf({ ...config, tools_tokens_max: 3_000 });
    expect(some.tools.exposure).toBe('core');
    expect(some.tools.tokens).toBeLessThanOrEqual(3_000);
    expect(some.names[0]).toBe('looker_lookml_explores_search_fields');
    const none = await listOf({ ...config, tools_tokens_max: 500 });
    expect(none.tools.exposure).toBe('discovery');
    expect(none.names).toHaveLength(4);
    await Promise.all([some.client.close(), none.client.close()]);
  });

  it('is told from one that lists all, of which clients refuse or cut the list', async () => {
    const { client, names, tools } = await listOf({ methods: ['read', 'write', 'custom'], tool_exposure: 'all' });
    expect(names.length).toBeGreaterThan(440);
    expect(tools).toMatchObject({ exposure: 'all', listed: names.length });
    expect(tools.warnings).toEqual([
      expect.stringMatching(/VS Code .* 128 tools/),
      expect.stringMatching(/Claude Desktop .* 256 tools/),
    ]);
    const cut = names.slice(0, 128);
    expect(cut).toEqual(expect.arrayContaining([...ARTICLE, 'looker_looks_run', 'looker_folders_search']));
    expect(cut.filter((name) => name.startsWith('delete_'))).toEqual([]);
    await client.close();
  });
});
