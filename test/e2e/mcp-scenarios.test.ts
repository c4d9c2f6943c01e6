import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askInSql, askLooker, credentialsOf, rowsOf } from '../support/sample.js';

type Row = Record<string, string | number>;

describe('what a model does through an MCP URL', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let client: McpClient;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    client = await connectModern((await rest.issue(await rest.connect(credentialsOf(looker)))).url);
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await looker.close();
  });

  /** Calls a tool that must work, and reads its JSON. */
  const call = async (name: string, args: Record<string, unknown>) => {
    const { text, isError } = await client.callTool(name, args);
    if (isError) throw new Error(`${name}: ${text}`);
    return JSON.parse(text);
  };

  it('revenue by category is asked, and the high ones become a dashboard with a tile that exists in Looker', async () => {
    const query = {
      model: 'sales',
      view: 'order_items',
      fields: ['products.category', 'order_items.total_revenue'],
      filters: { 'order_items.created_date': '30 days' },
      sorts: ['order_items.total_revenue desc'],
    };
    const revenues = rowsOf(await client.callTool('looker_query_run_inline', query));
    const high = revenues.filter((row) => Number(row['order_items.total_revenue']) > 100_000);
    expect(high.length).toBeGreaterThan(0);
    expect(high.length).toBeLessThan(revenues.length);

    const folders = await call('looker_folders_search', { name: 'Shared' });
    const dashboard = await call('create_a_looker_dashboard', {
      title: 'High Value Categories',
      folder_id: folders.result[0].id,
    });
    const categories = high.map((row) => row['products.category']).join(',');
    const element = await call('create_a_looker_dashboard_element', {
      dashboard_id: dashboard.id,
      title: 'Revenue, last 30 days',
      type: 'vis',
      query: {
        ...query,
        filters: { ...query.filters, 'products.category': categories },
        vis_config: { type: 'looker_bar' },
      },
    });

    const stored = (await askLooker(looker, 'GET', `/dashboards/${dashboard.id}`)) as {
      title: string;
      dashboard_elements: { id: string; query: { fields: string[]; filters: Row } }[];
    };
    expect(stored.title).toBe('High Value Categories');
    expect(stored.dashboard_elements).toHaveLength(1);
    expect(stored.dashboard_elements[0]).toMatchObject({
      id: element.id,
      query: { model: 'sales', fields: query.fields, filters: { 'products.category': categories } },
    });
  });

  it('revenue by category in the last 30 days is what SQL says', async () => {
    const answer = await client.callTool('looker_query_run_inline', {
      model: 'sales',
      view: 'order_items',
      fields: ['products.category', 'order_items.total_revenue'],
      filters: { 'order_items.created_date': '30 days' },
    });
    const expected = (await askInSql(
      looker,
      `SELECT products.category AS category, SUM(order_items.sale_price) AS revenue FROM order_items
       JOIN products ON products.id = order_items.product_id
       WHERE date(order_items.created_at) > date('now', '-30 days') GROUP BY 1`,
    )) as { category: string; revenue: number }[];
    const byCategory = new Map(
      rowsOf(answer).map((row) => [row['products.category'], Number(row['order_items.total_revenue'])]),
    );
    expect(expected.length).toBeGreaterThan(3);
    expect(byCategory.size).toBe(expected.length);
    for (const { category, revenue } of expected) expect(byCategory.get(category)).toBeCloseTo(revenue, 2);
  });

  it('whoever has not logged in for ninety days is told, whichever way people sign in', async () => {
    type User = Record<string, unknown> & { id: string; is_disabled: boolean };
    const lastLogin = (user: User) =>
      Math.max(
        0,
        ...Object.entries(user)
          .filter(([name]) => name.startsWith('credentials_'))
          .map(
            ([, credential]) => Date.parse((credential as { logged_in_at?: string } | null)?.logged_in_at ?? '') || 0,
          ),
      );
    const since = Date.now() - 90 * 86_400_000;
    for (const tool of ['list_all_looker_users', 'looker_users_search']) {
      const { result } = (await call(tool, {})) as { result: User[] };
      const inactive = result.filter((user) => !user.is_disabled && lastLogin(user) < since);
      // 11 has not used a password for longer, and signed in by SAML the day before yesterday.
      expect(
        inactive.map(({ id }) => id),
        tool,
      ).toEqual(['5', '7', '9']);
    }
  });

  it('a dashboard is found, scheduled by e-mail and watched by an alert, and both exist in Looker', async () => {
    const found = await call('looker_dashboards_search', { title: 'Daily Active Users' });
    expect(found.result).toHaveLength(1);
    const dashboard = await call('get_single_looker_dashboard_by_id', { dashboard_id: found.result[0].id });
    const [element] = dashboard.dashboard_elements;
    expect(element.query.fields.join()).toContain('active');

    const plan = await call('create_a_looker_scheduled_plan', {
      name: 'DAU every morning',
      dashboard_id: dashboard.id,
      crontab: '0 9 * * *',
      timezone: 'UTC',
      scheduled_plan_destination: [{ type: 'email', address: 'finance-team@company.com', format: 'wysiwyg_pdf' }],
    });
    const measure = element.query.fields.find((field: string) => field.includes('active'));
    const me = await call('looker_users_me', {});
    const alert = await call('create_a_looker_alert', {
      dashboard_element_id: element.id,
      owner_id: me.id,
      comparison_type: 'LESS_THAN',
      threshold: 10_000,
      field: { title: 'Daily active users', name: measure },
      cron: '0 9 * * *',
      destinations: [{ destination_type: 'EMAIL', email_address: 'marketing@company.com' }],
    });

    expect(await askLooker(looker, 'GET', `/scheduled_plans/${plan.id}`)).toMatchObject({
      dashboard_id: dashboard.id,
      crontab: '0 9 * * *',
      scheduled_plan_destination: [{ type: 'email', address: 'finance-team@company.com' }],
    });
    expect(await askLooker(looker, 'GET', `/alerts/${alert.id}`)).toMatchObject({
      dashboard_element_id: element.id,
      comparison_type: 'LESS_THAN',
      threshold: 10_000,
    });
  });

  it('a cursor holds for its list alone: altered, made up, or beside other arguments it is refused', async () => {
    const first = await call('list_all_looker_users', { limit: 2, fields: 'id' });
    const cursor: string = first.next_cursor;
    const madeUp = Buffer.from('offset:2').toString('base64url');
    const before = looker.requests.length;
    for (const args of [
      { fields: 'id', next_cursor: `${cursor}x` },
      { fields: 'id', next_cursor: madeUp },
      { fields: 'id,email', next_cursor: cursor },
    ]) {
      const answer = await client.callTool('list_all_looker_users', args);
      expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('- next_cursor') });
    }
    const other = await client.callTool('list_all_looker_groups', { fields: 'id', next_cursor: cursor });
    expect(other).toMatchObject({ isError: true, text: expect.stringContaining('- next_cursor') });
    expect(looker.requests).toHaveLength(before);
    expect((await call('list_all_looker_users', { limit: 3, fields: 'id', next_cursor: cursor })).result).toHaveLength(
      3,
    );
  });

  it('long lists come in pages that join without gap or repetition', async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await call('list_all_looker_users', {
        limit: 4,
        fields: 'id',
        ...(cursor !== null && { next_cursor: cursor }),
      });
      ids.push(...page.result.map((user: { id: string }) => user.id));
      cursor = page.next_cursor;
    } while (cursor !== null);
    const all = (await askLooker(looker, 'GET', '/users?fields=id')) as { id: string }[];
    expect([...ids].sort()).toEqual(all.map((user) => user.id).sort());
    expect(ids.length).toBeGreaterThan(4);
  });
});
