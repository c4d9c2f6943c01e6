import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

const states = { ana: ['California'], ben: ['New York', 'Texas'] };
const ordersByState = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: '-1' };

describe('rows that only some may see', () => {
  let looker: SampleLooker;
  let admin: LookerClient;
  let ana: LookerClient;
  let ben: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    admin = await openClient(looker);
    const app = new OauthApp(looker.baseUrl);
    await app.register(admin);
    const signIn = async (userId: string) =>
      clientWith(looker.baseUrl, (await app.signIn(userId)).body.access_token ?? '');
    [ana, ben] = [await signIn('13'), await signIn('14')];
  });
  afterAll(() => looker.close());

  const idOf = async (who: LookerClient, path: string, body: object) =>
    String(((await who.call('POST', path, body)).body as { id: unknown }).id);
  const statesIn = (rows: unknown) =>
    [...new Set((rows as Record<string, unknown>[]).map((row) => row['users.state']))].sort();
  const inStates = (names: readonly string[]) => `users.state IN (${names.map((name) => `'${name}'`).join(', ')})`;
  /** Looks at a task until it is over. */
  const ended = (who: LookerClient, path: string) =>
    vi.waitFor(async () => {
      const { status } = (await who.call('GET', path)).body as { status: string };
      expect(['complete', 'success']).toContain(status);
    }, 30_000);

  it('the same question is answered with the states of who asks, and with all to the API user', async () => {
    expect(statesIn(await ana.rows(ordersByState))).toEqual(states.ana);
    expect(statesIn(await ben.rows(ordersByState))).toEqual(states.ben);
    expect(statesIn(await admin.rows(ordersByState))).toHaveLength(22);
  });

  it.each([
    ['ecommerce', 'users', 'users.count', 'SELECT COUNT(*) AS n FROM users'],
    ['ecommerce', 'orders', 'orders.count', 'SELECT COUNT(*) AS n FROM orders JOIN users ON users.id = orders.user_id'],
    [
      ...(['ecommerce', 'order_items', 'order_items.count'] as const),
      'SELECT COUNT(*) AS n FROM order_items JOIN users ON users.id = order_items.user_id',
    ],
    ['ecommerce', 'events', 'events.count', 'SELECT COUNT(*) AS n FROM events JOIN users ON users.id = events.user_id'],
    [
      ...(['sales', 'sales', 'order_items.count'] as const),
      'SELECT COUNT(*) AS n FROM order_items JOIN users ON users.id = order_items.user_id',
    ],
  ])('%s.%s counts what the tables have for those states, though the query names no state', async (...given) => {
    const [model, view, field, sql] = given;
    const query = { model, view, fields: [field] };
    const counted = async (where: string) => (await admin.sql(`${sql} WHERE ${where}`))[0]?.n;
    expect(await ana.rows(query)).toEqual([{ [field]: await counted(inStates(states.ana)) }]);
    expect(await ben.rows(query)).toEqual([{ [field]: await counted(inStates(states.ben)) }]);
    expect(await admin.rows(query)).toEqual([{ [field]: await counted('1 = 1') }]);
  });

  it('no filter of a query, and no totals, reach beyond', async () => {
    const filtered = (filters: object) => ana.rows({ ...ordersByState, filters });
    expect(await filtered({ 'users.state': 'Texas' })).toEqual([]);
    expect(statesIn(await filtered({ 'users.state': '%,NULL' }))).toEqual(states.ana);
    const orred = { ...ordersByState, filter_expression: `\${users.state} = "Texas" OR 1 = 1` };
    expect(statesIn(await ana.rows(orred))).toEqual(states.ana);
    const detail = await ana.call('POST', '/queries/run/json_detail', { ...ordersByState, total: true });
    const { data, totals_data: totals } = detail.body as Record<string, Record<string, { value: number }>>;
    expect(totals?.['orders.count']?.value).toBe(
      (data as unknown as Record<string, { value: number }>[])[0]?.['orders.count']?.value,
    );
  });

  it.each(['csv', 'txt', 'md', 'html'])('in %s too', async (format) => {
    const { text } = await ana.call('POST', `/queries/run/${format}`, ordersByState);
    expect(text).toContain('California');
    expect(text).not.toContain('Texas');
  });

  it('stored queries, queries of an address, inline queries and looks', async () => {
    const id = await idOf(admin, '/queries', ordersByState);
    const inline = { query: ordersByState, render_options: { format: 'json' } };
    const answers = [
      await ben.call('GET', `/queries/${id}/run/json`),
      await ben.call('GET', '/queries/models/ecommerce/views/orders/run/json?fields=users.state,orders.count'),
      await ben.call('POST', '/queries/run_inline', inline),
      await ben.call('GET', '/looks/1/run/json'),
    ];
    for (const { body } of answers) expect(statesIn(body)).toEqual(states.ben);
  });

  it('suggestions', async () => {
    const path = '/models/ecommerce/views/orders/fields/users.state/suggestions';
    expect((await ben.call('GET', path)).body).toMatchObject({ suggestions: states.ben });
    expect((await ana.call('GET', path)).body).toMatchObject({ suggestions: states.ana });
  });

  it('asynchronous queries, whose results are for nobody else', async () => {
    const queryId = await idOf(ana, '/queries', ordersByState);
    const taskId = await idOf(ana, '/query_tasks', { query_id: queryId, result_format: 'json' });
    await ended(ana, `/query_tasks/${taskId}`);
    expect(statesIn((await ana.call('GET', `/query_tasks/${taskId}/results`)).body)).toEqual(states.ana);
    expect((await ben.call('GET', `/query_tasks/${taskId}/results`)).status).toBe(404);
    const many = await ben.call('GET', `/query_tasks/multi_results?query_task_ids=${taskId}`);
    expect(many.body).toEqual({ [taskId]: { status: 'missing' } });
  });

  it('pictures of looks, tiles and dashboards, which are for nobody else either', async () => {
    const pictureOf = async (who: LookerClient, path: string) => {
      const id = await idOf(who, `${path}?width=400&height=300`, {});
      await ended(who, `/render_tasks/${id}`);
      return { id, text: (await who.call('GET', `/render_tasks/${id}/results`)).text };
    };
    for (const path of [
      '/render_tasks/looks/1/png',
      '/render_tasks/dashboard_elements/105/png',
      '/render_tasks/dashboards/7/png',
    ]) {
      const [anas, bens, again] = [await pictureOf(ana, path), await pictureOf(ben, path), await pictureOf(ana, path)];
      expect(anas.text).toBe(again.text);
      expect(anas.text).not.toBe(bens.text);
      expect((await ben.call('GET', `/render_tasks/${anas.id}/results`)).status).toBe(404);
    }
  });

  it('the chat and key drivers', async () => {
    const id = await idOf(ana, '/conversations', {
      name: 'States',
      sources: [{ model: 'ecommerce', explore: 'orders' }],
    });
    const chat = { conversation_id: id, user_message: 'orders count by users state' };
    const said = (await ana.call('POST', '/conversational_analytics/chat', chat)).text;
    expect(said).toContain('California');
    expect(said).not.toContain('Texas');
    const analysis = {
      data_source: { model_name: 'ecommerce', explore_name: 'orders' },
      ...{ dimensions: ['users.state'], contribution_metric: 'orders.count' },
      baseline_filters: { 'orders.created_date': '2026-09' },
      breach_filters: { 'orders.created_date': '2026-10' },
    };
    const { drivers } = (await ana.call('POST', '/internal/kda/analyze', analysis)).body as { drivers: unknown };
    expect(drivers).toMatchObject([{ segment: 'California' }]);
  });

  it('the limits come from the LookML: each explore names field and attribute, in its file and in its description', async () => {
    const explore = async (path: string) => (await admin.call('GET', `/lookml_models/${path}`)).body;
    const filter = { field: 'users.state', user_attribute: 'allowed_states' };
    for (const path of ['ecommerce/explores/orders', 'ecommerce/explores/users', 'sales/explores/sales']) {
      expect(await explore(path)).toMatchObject({ access_filters: [filter], access_filter_fields: ['users.state'] });
    }
    expect(await explore('ecommerce/explores/products')).toMatchObject({ access_filters: [] });
    const { text } = await admin.call('GET', '/projects/sample_shop/file/content?file_path=ecommerce.model.lkml');
    expect(text.replace(/\s+/g, ' ')).toContain('access_filter: { field: users.state user_attribute: allowed_states }');
    await admin.call('PATCH', '/session', { workspace_id: 'dev' });
    const { body } = await admin.call('POST', '/projects/sample_shop/validate');
    expect(body).toMatchObject({ errors: [] });
  });

  it('an access filter on a field that the explore does not reach is a mistake in the LookML', async () => {
    const file = '/projects/sample_shop/file/content?file_path=ecommerce.model.lkml';
    const { text } = await admin.call('GET', file);
    await admin.call('PATCH', '/session', { workspace_id: 'dev' });
    const content = text.replace('field: users.state', 'field: users.region');
    await admin.call('PUT', '/projects/sample_shop/files', { path: 'ecommerce.model.lkml', content });
    const { body } = await admin.call('POST', '/projects/sample_shop/validate');
    expect(body).toMatchObject({ errors: [{ field_name: 'users.region', explore: 'orders' }] });
    expect(statesIn(await ana.rows(ordersByState))).toEqual(states.ana);
  });

  it('a view that is joined for its filter alone brings no fields', async () => {
    const answer = await admin.call('POST', '/queries/run/json', {
      ...{ model: 'sales', view: 'sales', fields: ['users.state'] },
    });
    expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('users.state')]);
    const { body } = await admin.call('GET', '/lookml_models/sales/explores/sales?fields=fields(dimensions(name))');
    expect(JSON.stringify(body)).not.toContain('users.');
  });

  it('an administrator gives other states, which count from the next query on; without any there are no rows', async () => {
    const attributes = (await admin.call('GET', '/user_attributes')).body as { id: string; name: string }[];
    const id = attributes.find(({ name }) => name === 'allowed_states')?.id;
    const give = (value: string) => admin.call('PATCH', `/users/13/attribute_values/${id}`, { value });
    await give('Ohio,Oregon');
    expect(statesIn(await ana.rows(ordersByState))).toEqual(['Ohio', 'Oregon']);
    await admin.call('PATCH', `/user_attributes/${id}`, { default_value: '' });
    await admin.call('DELETE', `/users/13/attribute_values/${id}`);
    expect(await ana.rows(ordersByState)).toEqual([]);
    await give('California');
    expect((await ana.call('PATCH', `/users/13/attribute_values/${id}`, { value: '%' })).status).toBe(403);
  });
});
