import { LookerNodeSDK, NodeSession } from '@looker/sdk-node';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';

describe("Looker's own SDK", () => {
  let looker: SampleLooker;
  let sdk: ReturnType<typeof LookerNodeSDK.init40>;

  beforeAll(async () => {
    // The SDK notes at each request which way of timing out it takes.
    vi.spyOn(console, 'debug').mockImplementation(() => undefined);
    looker = await startSampleLooker({ today: '2026-11-20' });
    const settings = {
      base_url: looker.baseUrl,
      verify_ssl: false,
      timeout: 10,
      agentTag: 'sample-looker-test',
      isConfigured: () => true,
      readConfig: () => ({ client_id: looker.clientId, client_secret: looker.clientSecret }),
    };
    sdk = LookerNodeSDK.init40(settings, undefined, new NodeSession(settings));
  });
  afterAll(() => looker.close());

  it('logs in and reads who it is', async () => {
    const me = await sdk.ok(sdk.me());
    expect(me).toMatchObject({ id: '1', first_name: 'Sam', email: 'sam.sample@example.com' });
  });

  it('finds a dashboard by its title and the element that shows the measure', async () => {
    const [found] = await sdk.ok(sdk.search_dashboards({ title: 'Daily Active Users', fields: 'id,title' }));
    expect(found).toEqual({ id: '42', title: 'Daily Active Users' });
    const elements = await sdk.ok(sdk.dashboard_dashboard_elements('42'));
    expect(elements[0]?.query?.fields).toContain('events.daily_active_users');
  });

  it('runs an inline query', async () => {
    const body = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: '3' };
    const rows = await sdk.ok(sdk.run_inline_query({ result_format: 'json', body }));
    expect(rows).toHaveLength(3);
    expect(rows).toMatchObject([
      { 'users.state': 'California' },
      { 'users.state': 'Texas' },
      { 'users.state': 'New York' },
    ]);
  });

  it('creates a dashboard with a tile and deletes both', async () => {
    const dashboard = await sdk.ok(sdk.create_dashboard({ title: 'High Value Categories', folder_id: '14' }));
    const query = await sdk.ok(
      sdk.create_query({ model: 'sales', view: 'order_items', fields: ['products.category'], limit: '10' }),
    );
    const element = await sdk.ok(
      sdk.create_dashboard_element({
        body: { dashboard_id: String(dashboard.id), query_id: String(query.id), type: 'vis' },
      }),
    );
    const stored = await sdk.ok(sdk.dashboard(String(dashboard.id)));
    expect(stored.dashboard_elements?.map((entry) => entry.id)).toEqual([element.id]);
    expect(stored.dashboard_layouts?.[0]?.dashboard_layout_components).toHaveLength(1);

    await sdk.ok(sdk.delete_dashboard(String(dashboard.id)));
    await expect(sdk.ok(sdk.dashboard(String(dashboard.id)))).rejects.toThrow('Not found');
    await expect(sdk.ok(sdk.dashboard_element(String(element.id)))).rejects.toThrow('Not found');
  });

  it('acts as another user and comes back', async () => {
    await sdk.authSession.login('5');
    expect(await sdk.ok(sdk.me('id'))).toEqual({ id: '5' });
    await sdk.authSession.logout();
    expect(await sdk.ok(sdk.me('id'))).toEqual({ id: '1' });
  });
});
