import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_TEMPLATES } from '../../apps/dashboard/servers/issuing/access-templates.js';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askLooker, credentialsOf, rowsOf } from '../support/sample.js';
import { FIELD_SEARCH, searchFields } from '../support/search-fields.js';

type Args = Record<string, unknown>;
type Json = Record<string, unknown> & { readonly id: string };

/** Somebody who knows no tools but those that are listed. */
class Agent {
  private constructor(
    readonly client: McpClient,
    readonly listed: ReadonlySet<string>,
  ) {}

  static async at(url: string): Promise<Agent> {
    const client = await connectModern(url);
    return new Agent(client, new Set((await client.listTools()).map(({ name }) => name)));
  }

  async call(name: string, args: Args = {}) {
    expect([...this.listed]).toContain(name);
    const answer = await this.client.callTool(name, args);
    expect(answer.isError, `${name}: ${answer.text}`).toBe(false);
    return answer;
  }

  async ask<T = Json>(name: string, args: Args = {}): Promise<T> {
    return JSON.parse((await this.call(name, args)).text) as T;
  }

  /** Finds a tool that is not listed, reads its schema, and calls it. */
  async findAndAsk<T = Json>(request: string, name: string, args: Args): Promise<T> {
    const { tools } = await this.ask<{ tools: { name: string; effect: string }[] }>('search_tools', { query: request });
    const found = tools.slice(0, 3).find((tool) => tool.name === name);
    expect(found, `${request}: ${tools.map((tool) => tool.name)}`).toBeDefined();
    await this.call('get_tool_schema', { tool_names: [name] });
    const by = found?.effect === 'read' ? 'call_read_tool' : 'call_write_tool';
    return this.ask(by, { tool_name: name, arguments: args });
  }
}

const FIELDS = ['users.state', 'orders.count'];

describe('a URL of a template is enough for what it is for', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  const agents: Agent[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await Promise.all(agents.map(({ client }) => client.close()));
    await gateway.close();
    await looker.close();
  });

  const agentOf = async (id: string) => {
    const template = ACCESS_TEMPLATES.find((one) => one.id === id);
    if (template === undefined) throw new Error(`There is no template ${id}.`);
    const { methods, tags, tools } = template.choice;
    const config = { methods, tags, tools: { include: tools?.include ?? [], exclude: [] } };
    const agent = await Agent.at((await acme.rest.issue(accountId, { config })).url);
    agents.push(agent);
    return agent;
  };

  const foundDashboard = async (agent: Agent, title: string) => {
    const { result } = await agent.ask<{ result: Json[] }>('looker_dashboards_search', { title });
    const [dashboard] = result;
    if (dashboard === undefined) throw new Error(`${title} was not found`);
    return dashboard;
  };

  /** What the dashboard offers, so that none is left without a task. */
  const tasks: Record<string, (agent: Agent) => Promise<void>> = {
    analyst: async (agent) => {
      const { rows } = await searchFields(agent.client, { query: 'orders by state', model: 'ecommerce' });
      expect(agent.listed).toContain(FIELD_SEARCH);
      expect(rows.map(({ field }) => field)).toEqual(expect.arrayContaining(FIELDS));
      const query = { model: 'ecommerce', view: 'orders', fields: FIELDS, limit: 5 };
      expect(rowsOf(await agent.call('looker_query_run_inline', query))).toHaveLength(5);
      const dashboard = await foundDashboard(agent, 'Daily Active Users');
      const run = await agent.call('looker_dashboards_run', { dashboard_id: dashboard.id });
      expect(run.text).toContain('Daily Active Users');
      const { result } = await agent.ask<{ result: Json[] }>('looker_looks_search', { title: '%' });
      expect(rowsOf(await agent.call('looker_looks_run', { look_id: result[0]?.id })).length).toBeGreaterThan(0);
      const writing = (await agent.client.listTools()).filter(({ annotations }) => !annotations?.readOnlyHint);
      expect(writing.map(({ name }) => name)).toEqual([]);
    },
    author: async (agent) => {
      await searchFields(agent.client, { query: 'orders by state' });
      const folders = await agent.ask<{ result: Json[] }>('looker_folders_search', { name: 'Shared' });
      const folder_id = folders.result[0]?.id;
      const dashboard = await agent.ask('create_a_looker_dashboard', { title: 'Where orders come from', folder_id });
      const query = await agent.ask('create_a_looker_query', { model: 'ecommerce', view: 'orders', fields: FIELDS });
      const tile = { dashboard_id: dashboard.id, query_id: query.id, type: 'vis', title: 'Orders' };
      const element = await agent.ask('create_a_looker_dashboard_element', tile);
      const filter = { name: 'State', title: 'State', type: 'field_filter', model: 'ecommerce', explore: 'orders' };
      const field = { dashboard_id: dashboard.id, dimension: 'users.state' };
      await agent.ask('create_a_looker_dashboard_filter', { ...filter, ...field });
      await agent.ask('update_a_looker_dashboard_element_by_id', {
        dashboard_element_id: element.id,
        title: 'Orders of each state',
      });
      const run = await agent.call('looker_dashboards_run', { dashboard_id: dashboard.id });
      expect(run.text).toContain('Orders of each state');
      const look = await agent.ask('create_a_looker_look', {
        title: 'Where orders come from',
        folder_id,
        query_id: query.id,
      });
      expect(rowsOf(await agent.call('looker_looks_run', { look_id: look.id })).length).toBeGreaterThan(0);
      await agent.ask('update_a_looker_dashboard_by_id', { dashboard_id: dashboard.id, title: 'Orders' });
      expect(await askLooker(looker, 'GET', `/dashboards/${dashboard.id}`)).toMatchObject({
        title: 'Orders',
        dashboard_elements: [{ title: 'Orders of each state' }],
        dashboard_filters: [{ name: 'State' }],
      });
    },
    scheduler: async (agent) => {
      const found = await foundDashboard(agent, 'Daily Active Users');
      const plan = await agent.ask('create_a_looker_scheduled_plan', {
        name: 'Every morning',
        dashboard_id: found.id,
        crontab: '0 9 * * *',
        timezone: 'UTC',
        scheduled_plan_destination: [{ type: 'email', address: 'finance-team@example.com', format: 'wysiwyg_pdf' }],
      });
      const dashboard = await agent.ask<{ dashboard_elements: { id: string; query: { fields: string[] } }[] }>(
        'get_single_looker_dashboard_by_id',
        { dashboard_id: found.id },
      );
      const [element] = dashboard.dashboard_elements;
      const me = await agent.ask('looker_users_me');
      const alert = await agent.ask('create_a_looker_alert', {
        dashboard_element_id: element?.id,
        owner_id: me.id,
        comparison_type: 'LESS_THAN',
        threshold: 10_000,
        field: { title: 'Active', name: element?.query.fields.find((name) => name.includes('active')) },
        cron: '0 9 * * *',
        destinations: [{ destination_type: 'EMAIL', email_address: 'marketing@example.com' }],
      });
      await agent.ask('update_a_looker_scheduled_plan_by_id', { scheduled_plan_id: plan.id, enabled: false });
      const { result } = await agent.ask<{ result: Json[] }>('looker_scheduled_plans_for_dashboard', {
        dashboard_id: found.id,
      });
      expect(result).toContainEqual(expect.objectContaining({ id: plan.id, enabled: false }));
      expect(await askLooker(looker, 'GET', `/alerts/${alert.id}`)).toMatchObject({ threshold: 10_000 });
    },
    admin: async (agent) => {
      const { result: users } = await agent.ask<{ result: Json[] }>('list_all_looker_users');
      const user = users.find(({ display_name: name }) => name === 'David Ng');
      const groups = await agent.findAndAsk<{ result: Json[] }>('list groups', 'list_all_looker_groups', {});
      const group = groups.result.find(({ name }) => name === 'Analysts');
      await agent.findAndAsk('add a user to a group', 'looker_groups_add_user', {
        group_id: group?.id,
        user_id: user?.id,
      });
      await agent.findAndAsk('disable a user', 'update_a_looker_user_by_id', { user_id: user?.id, is_disabled: true });
      expect(await askLooker(looker, 'GET', `/users/${user?.id}`)).toMatchObject({
        is_disabled: true,
        group_ids: expect.arrayContaining([group?.id]),
      });
      expect(agent.listed.size).toBeLessThanOrEqual(128);
    },
    contractor: (agent) => tasks.analyst?.(agent) ?? Promise.reject(new Error('There is no such task.')),
  };

  it.each(ACCESS_TEMPLATES.map(({ id, title }) => [title, id]))('%s', async (_, id) => {
    const task = tasks[id];
    if (task === undefined) throw new Error(`The template ${id} has no task.`);
    await task(await agentOf(id));
  });
});
