import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadSqlite } from '../../apps/sample-looker/data/warehouse.js';
import { seedContent } from '../../apps/sample-looker/seed/seed-content.js';
import { type SampleLooker, type SampleLookerOptions, startSampleLooker } from '../../apps/sample-looker/server.js';
import { SystemActivity } from '../../apps/sample-looker/system-activity/system-activity.js';
import { clientWith, type LookerClient, login, openClient } from './looker-client.js';

describe('what an instance writes down about its use', () => {
  let looker: SampleLooker;

  afterEach(() => looker.close());

  const start = async (options: SampleLookerOptions = {}): Promise<LookerClient> => {
    looker = await startSampleLooker({ today: '2026-11-20', ...options });
    return openClient(looker);
  };
  const activity = (client: LookerClient, view: string, fields: string[], filters: Record<string, string>) =>
    client.rows({ model: 'system__activity', view, fields, filters, sorts: [`${view}.created_time`, `${view}.id`] });
  const runs = (client: LookerClient, fields: string[], filters: Record<string, string> = {}) =>
    activity(client, 'history', [...fields, 'history.created_time', 'history.id'], {
      ...{ 'history.created_date': 'today', 'query.model': '-system^_^_activity' },
      ...filters,
    });
  const products = { model: 'ecommerce', view: 'products', fields: ['products.count'] };

  it('adds a row for each query: saved, inline, as a task, of a Look, of a dashboard and one that fails', async () => {
    const client = await start();
    await client.rows(products);
    const { id } = (await client.call('POST', '/queries', products)).body as { id: string };
    await client.call('GET', `/queries/${id}/run/csv`);
    const order = { query_id: id, result_format: 'json', source: 'dashboard', dashboard_id: '7' };
    const task = (await client.call('POST', '/query_tasks', order)).body as { id: string };
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${task.id}`)).body).toMatchObject({ status: 'complete' });
    });
    await client.call('GET', '/looks/1/run/json');
    await client.call('POST', '/queries/run/json', { ...products, fields: ['products.nope'] });
    await client.call('POST', '/queries/run/json', { ...products, model: 'nope' });
    const fields = [
      'history.source',
      'history.status',
      'history.result_format',
      'query.view',
      'dashboard.title',
      'look.id',
    ];
    const found = await runs(client, [...fields, 'history.message', 'user.email']);
    expect(found.map((row) => fields.map((field) => row[field]))).toEqual([
      ['api4', 'complete', 'json', 'products', null, null],
      ['api4', 'complete', 'csv', 'products', null, null],
      ['dashboard', 'complete', 'json', 'products', 'Sales Overview', null],
      ['api4', 'complete', 'json', 'orders', null, 1],
      ['api4', 'error', 'json', 'products', null, null],
    ]);
    expect(found.at(-1)).toMatchObject({
      'history.message': expect.stringContaining('products.nope'),
      'user.email': 'sam.sample@example.com',
    });
    const saved = await runs(client, ['query.id'], { 'query.id': id });
    expect(saved).toHaveLength(2);
  });

  it('a query makes its explore and its fields used', async () => {
    const client = await start();
    const used = () =>
      client.rows({
        ...{ model: 'system__activity', view: 'field_usage', fields: ['field_usage.field', 'field_usage.times_used'] },
        filters: { 'field_usage.explore': 'products', 'field_usage.times_used': '>0' },
      });
    expect(await used()).toEqual([]);
    await client.rows(products);
    await client.rows(products);
    expect(await used()).toEqual([{ 'field_usage.field': 'products.count', 'field_usage.times_used': 2 }]);
  });

  it('running content makes it used', async () => {
    const client = await start();
    const usage = () =>
      client.rows({
        ...{ model: 'system__activity', view: 'content_usage' },
        fields: [
          'content_usage.last_accessed_date',
          'content_usage.days_since_last_accessed',
          'content_usage.api_count',
        ],
        filters: { 'content_usage.content_type': 'look', 'content_usage.content_id': '3' },
      });
    expect(await usage()).toMatchObject([{ 'content_usage.last_accessed_date': null, 'content_usage.api_count': 0 }]);
    await client.call('GET', '/looks/3/run/json');
    expect(await usage()).toEqual([
      {
        'content_usage.last_accessed_date': '2026-11-20',
        'content_usage.days_since_last_accessed': 0,
        'content_usage.api_count': 1,
      },
    ]);
  });

  it('shows a query that runs with whose it is and what it is for, until somebody kills it', async () => {
    const client = await start({ queryTimeMs: 60_000 });
    const { id } = (await client.call('POST', '/queries', products)).body as { id: string };
    const order = { query_id: id, result_format: 'json', source: 'look', look_id: '1' };
    const task = (await client.call('POST', '/query_tasks', order)).body as { id: string };
    expect((await client.call('GET', '/running_queries')).body).toMatchObject([
      {
        ...{ query_task_id: task.id, query_id: id, source: 'look', look: { id: '1' }, user: { id: '1' } },
        ...{ connection_name: 'sample_warehouse', created_at: expect.any(String), runtime: expect.any(Number) },
      },
    ]);
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${task.id}`)).body).toMatchObject({ status: 'running' });
    });
    expect((await client.call('DELETE', `/running_queries/${task.id}`)).status).toBe(204);
    expect((await client.call('GET', '/running_queries')).body).toEqual([]);
    expect((await client.call('GET', `/query_tasks/${task.id}`)).body).toMatchObject({ status: 'killed' });
  });

  it('a killed query is in the history as killed', async () => {
    const client = await start();
    looker.holdQueries();
    const { id } = (await client.call('POST', '/queries', products)).body as { id: string };
    const task = (await client.call('POST', '/query_tasks', { query_id: id, result_format: 'json' })).body as {
      id: string;
    };
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/query_tasks/${task.id}`)).body).toMatchObject({ status: 'running' });
    });
    await client.call('DELETE', `/running_queries/${task.id}`);
    looker.letQueriesGo();
    expect(await runs(client, ['history.status', 'query.id'])).toMatchObject([
      { 'history.status': 'killed', 'query.id': Number(id) },
    ]);
  });

  it('adds an event for each login, also as another user, for each logout and each change by the API', async () => {
    const client = await start();
    const { body } = await client.call('POST', '/login/4');
    await clientWith(looker.baseUrl, (body as { access_token: string }).access_token).call('DELETE', '/logout');
    const made = await client.call('POST', '/dashboards', { title: 'Audit', folder_id: '1' });
    const events = await activity(
      client,
      'event',
      ['event.name', 'event.user_id', 'event.sudo_user_id', 'event.created_time', 'event.id'],
      {
        'event.created_date': 'today',
      },
    );
    expect(events.map((row) => [row['event.name'], row['event.user_id'], row['event.sudo_user_id']])).toEqual([
      ['login', 1, null],
      ['login', 4, 1],
      ['logout', 4, 1],
      ['create_dashboard', 1, null],
    ]);
    const attributes = await client.rows({
      ...{
        model: 'system__activity',
        view: 'event_attribute',
        fields: ['event_attribute.name', 'event_attribute.value'],
      },
      filters: { 'event.name': 'create_dashboard', 'event.created_date': 'today' },
    });
    const { id } = made.body as { id: string };
    expect(attributes).toEqual([{ 'event_attribute.name': 'dashboard_id', 'event_attribute.value': id }]);
  });

  it('a session is there for each token, and ends with it as the token ends with the session', async () => {
    const client = await start();
    const sessions = async () =>
      (await client.call('GET', '/users/1/sessions')).body as { id: string; credentials_type: string }[];
    const before = await sessions();
    const other = clientWith(looker.baseUrl, ((await login(looker)).body as { access_token: string }).access_token);
    const [made] = (await sessions()).filter(({ id }) => !before.some((session) => session.id === id));
    expect(made).toMatchObject({ credentials_type: 'api3', expires_at: expect.any(String) });
    expect((await other.call('GET', '/user')).status).toBe(200);
    expect((await client.call('DELETE', `/users/1/sessions/${made?.id}`)).status).toBe(204);
    expect((await other.call('GET', '/user')).status).toBe(401);
    const third = clientWith(looker.baseUrl, ((await login(looker)).body as { access_token: string }).access_token);
    expect(await sessions()).toHaveLength(before.length + 1);
    await third.call('DELETE', '/logout');
    expect(await sessions()).toEqual(before);
  });

  it('begins with sessions that nobody ended, some of them older than ninety days', async () => {
    const client = await start();
    const found = await client.rows({
      ...{ model: 'system__activity', view: 'user', fields: ['user.id', 'session.id'], sorts: ['user.id'] },
      filters: { 'session.created_date': 'before 90 days ago' },
    });
    expect(found.map((row) => row['user.id'])).toEqual([4, 5, 7]);
    for (const row of found) {
      const session = await client.call('GET', `/users/${row['user.id']}/sessions/${row['session.id']}`);
      expect(session.body).toMatchObject({
        browser: expect.any(String),
        ip_address: expect.stringContaining('192.0.2.'),
      });
    }
  });
});

describe('the log of an instance', () => {
  it('keeps the newest 5,000 rows of each kind, also where somebody asked for them before', async () => {
    const today = '2026-11-20';
    const now = () => new Date(`${today}T10:00:00Z`);
    const activity = new SystemActivity(await loadSqlite(), { content: seedContent(today), models: [], today, now });
    const live = () => activity.select("SELECT COUNT(*) FROM history AS h WHERE created_at > '2026-11-20'", 1).rows;
    const add = (count: number) => {
      for (let run = 0; run < count; run += 1) activity.log.history.add({ created_at: '2026-11-20 09:00:00' });
    };
    add(3_000);
    expect(live()).toEqual([[3_000]]);
    add(4_000);
    expect(live()).toEqual([[5_000]]);
    add(12_000);
    expect(live()).toEqual([[5_000]]);
    expect(activity.log.history.all()).toHaveLength(5_000);
    activity.close();
  });
});
