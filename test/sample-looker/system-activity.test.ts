import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { systemActivityModel } from '../../apps/sample-looker/system-activity/system-activity-model.js';
import { type LookerClient, openClient } from './looker-client.js';

const today = '2026-11-20';

describe('the system activity model', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const rows = (view: string, fields: string[], filters: Record<string, string> = {}, more: object = {}) =>
    client.rows({ model: 'system__activity', view, fields, filters, ...more });
  const past = { 'history.created_date': '90 days ago for 90 days' };

  it.each(systemActivityModel.explores.map(({ name }) => [name] as const))(
    'the explore %s answers each field that it describes',
    async (name) => {
      const described = await client.call('GET', `/lookml_models/system__activity/explores/${name}?fields=fields`);
      const { fields } = described.body as { fields: Record<'dimensions' | 'measures', { name: string }[]> };
      const names = [...fields.dimensions, ...fields.measures].map((field) => field.name);
      for (let first = 0; first < names.length; first += 40) {
        await rows(name, names.slice(first, first + 40), {}, { limit: '5' });
      }
      expect(fields.measures.length).toBeGreaterThan(0);
    },
  );

  it('is listed for those who ask for internal models alone, and answers by its name', async () => {
    const names = async (query: string) =>
      ((await client.call('GET', `/lookml_models?fields=name${query}`)).body as { name: string }[]).map(
        ({ name }) => name,
      );
    expect(await names('')).toEqual(['ecommerce', 'sales']);
    expect(await names('&include_internal=true')).toEqual(['ecommerce', 'sales', 'system__activity']);
    expect((await client.call('GET', '/lookml_models/system__activity?fields=name')).body).toEqual({
      name: 'system__activity',
    });
  });

  it('is not there without the permission see_system_activity, and is with it', async () => {
    await client.call('POST', '/permission_sets', { name: 'Audit', permissions: ['see_system_activity', 'explore'] });
    const other = async (id: string): Promise<LookerClient> => {
      const { body } = await client.call('POST', `/login/${id}`);
      const token = (body as { access_token: string }).access_token;
      return {
        ...client,
        call: (method, path, sent) => client.call(method, path, sent, { authorization: `Bearer ${token}` }),
      };
    };
    const query = { model: 'system__activity', view: 'history', fields: ['history.query_run_count'] };
    const statuses = async (whose: LookerClient) => [
      (await whose.call('GET', '/lookml_models/system__activity')).status,
      (await whose.call('GET', '/lookml_models/system__activity/explores/history')).status,
      (await whose.call('POST', '/queries', query)).status,
      (await whose.call('POST', '/queries/run/json', query)).status,
      (await whose.call('GET', '/models/system__activity/views/history/fields/history.status/suggestions')).status,
    ];
    const ana = await other('13');
    expect(await statuses(ana)).toEqual([404, 404, 404, 404, 404]);
    expect((await ana.call('GET', '/lookml_models?include_internal=true&fields=name')).body).not.toContainEqual({
      name: 'system__activity',
    });
    const [set] = (await client.call('GET', '/permission_sets/search?name=Audit')).body as { id: string }[];
    const role = await client.call('POST', '/roles', {
      name: 'Auditor',
      permission_set_id: set?.id,
      model_set_id: '1',
    });
    await client.call('PUT', '/users/13/roles', ['4', (role.body as { id: string }).id]);
    expect(await statuses(ana)).toEqual([200, 200, 200, 200, 200]);
  });

  it('holds ninety days of queries: done, failed with a reason, ended, and slower than five minutes', async () => {
    const byStatus = await rows('history', ['history.status', 'history.query_run_count'], past);
    expect(byStatus.map((row) => row['history.status']).sort()).toEqual(['complete', 'error', 'killed']);
    const [span] = await rows('history', ['history.first_query_date', 'history.most_recent_query_date'], past);
    expect(span).toEqual({ 'history.first_query_date': '2026-08-22', 'history.most_recent_query_date': '2026-11-19' });
    const errors = await rows('history', ['history.message', 'history.query_run_count'], {
      ...past,
      'history.status': 'error',
    });
    expect(errors.every((row) => row['history.message'] !== null)).toBe(true);
    const week = { 'history.created_date': '7 days' };
    const slow = await rows('history', ['query.view', 'history.max_runtime'], {
      ...week,
      'history.runtime': '>300',
      'history.status': 'complete',
    });
    expect(slow.length).toBeGreaterThan(0);
    const failing = await rows('history', ['dashboard.title', 'history.query_run_count'], {
      ...{ ...week, 'dashboard.title': '-NULL', 'history.dashboard_session': '-NULL', 'history.status': 'error' },
    });
    expect(failing).toMatchObject([{ 'dashboard.title': 'Orders by State' }]);
  });

  it('has the same rows at every start, and a later day only adds its own', async () => {
    const other = await startSampleLooker({ today: '2026-11-21' });
    const fields = [
      'history.id',
      'history.created_time',
      'history.runtime',
      'history.status',
      'user.email',
      'query.view',
    ];
    const query = { model: 'system__activity', view: 'history', fields, sorts: ['history.id'], limit: '-1' };
    const common = { filters: { 'history.created_date': '2026-10-01 to 2026-11-20' } };
    const there = await (await openClient(other)).rows({ ...query, ...common });
    await other.close();
    expect(there.length).toBeGreaterThan(1_000);
    expect(there).toEqual(await client.rows({ ...query, ...common }));
  });

  it('tells content that nobody used for ninety days or ever from what is used', async () => {
    const fields = ['content_usage.content_type', 'content_usage.content_id'];
    const stale = await rows('content_usage', fields, { 'content_usage.days_since_last_accessed': '>90' });
    expect(stale).toHaveLength(2);
    expect(stale).toContainEqual({ 'content_usage.content_type': 'dashboard', 'content_usage.content_id': '17' });
    expect(stale).toContainEqual({ 'content_usage.content_type': 'look', 'content_usage.content_id': '2' });
    const never = await rows('content_usage', fields, {
      'content_usage.last_accessed_date': 'NULL',
      'content_usage.content_type': 'look',
    });
    expect(never).toEqual([{ 'content_usage.content_type': 'look', 'content_usage.content_id': '3' }]);
    const [total] = await rows(
      'content_usage',
      ['content_usage.content_title', 'content_usage.favorites_total', 'content_usage.other_total'],
      { 'content_usage.content_id': '42' },
    );
    expect(total).toEqual({
      'content_usage.content_title': 'Daily Active Users',
      'content_usage.favorites_total': 1,
      'content_usage.other_total': 1502,
    });
  });

  it('counts how often each field was used, so that unused fields and explores can be found', async () => {
    const explores = await rows(
      'field_usage',
      ['field_usage.model', 'field_usage.explore', 'field_usage.total_times_used'],
      {
        'field_usage.total_times_used': '0',
      },
    );
    expect(explores.map((row) => row['field_usage.explore']).sort()).toEqual(['products', 'sales']);
    const unused = await rows('field_usage', ['field_usage.field'], {
      ...{ 'field_usage.model': 'ecommerce', 'field_usage.explore': 'orders', 'field_usage.times_used': '0' },
    });
    expect(unused).toContainEqual({ 'field_usage.field': 'orders.user_id' });
    expect(unused).not.toContainEqual({ 'field_usage.field': 'orders.status' });
  });

  it('knows builds of derived tables, those that failed with the reason, and each that is started', async () => {
    const failures = await rows(
      'pdt_event_log',
      ['pdt_event_log.view_name', 'pdt_event_log.action', 'pdt_event_log.action_data'],
      {
        ...{ 'pdt_event_log.action': '%error%', 'pdt_event_log.created_date': '30 days' },
      },
    );
    expect(failures.map((row) => row['pdt_event_log.view_name']).sort()).toEqual(['order_items', 'users']);
    const today = { 'pdt_builds.start_date': 'today' };
    expect(await rows('pdt_builds', ['pdt_builds.view_name'], today)).toEqual([]);
    await client.call('GET', '/derived_table/ecommerce/orders/start');
    expect(await rows('pdt_builds', ['pdt_builds.view_name', 'pdt_builds.status'], today)).toEqual([
      { 'pdt_builds.view_name': 'orders', 'pdt_builds.status': 'done' },
    ]);
  });

  it('knows who signed in when, and who has not for ninety days', async () => {
    const idle = await rows(
      'user',
      ['user.id'],
      { 'user_facts.last_ui_login_date': 'before 90 days ago', 'user.is_disabled': 'No' },
      { sorts: ['user.id'] },
    );
    expect(idle.map((row) => row['user.id'])).toEqual([5, 7]);
    const [sam] = await rows('user', ['user.email', 'user_facts.last_api_login_date', 'user_facts.is_admin'], {
      'user.id': '1',
    });
    expect(sam).toEqual({
      'user.email': 'sam.sample@example.com',
      'user_facts.last_api_login_date': today,
      'user_facts.is_admin': 'Yes',
    });
    const groups = await rows('user', ['group.name', 'user.count'], {}, { sorts: ['group.name'] });
    expect(groups).toContainEqual({ 'group.name': 'All Users', 'user.count': 14 });
  });

  it('answers in each format, with pivots, totals and suggestions', async () => {
    const query = {
      model: 'system__activity',
      view: 'history',
      fields: ['history.status', 'history.query_run_count'],
      filters: past,
    };
    for (const format of ['json', 'json_detail', 'json_bi', 'csv', 'txt', 'md', 'html', 'sql', 'xlsx', 'png']) {
      expect([format, (await client.call('POST', `/queries/run/${format}`, query)).status]).toEqual([format, 200]);
    }
    const pivoted = await rows(
      'scheduled_plan',
      ['scheduled_plan.name', 'scheduled_job.status', 'scheduled_job.count'],
      {},
      { pivots: ['scheduled_job.status'], total: true },
    );
    expect(pivoted.length).toBeGreaterThan(0);
    const suggested = await client.call(
      'GET',
      '/models/system__activity/views/history/fields/history.source/suggestions?term=sql',
    );
    expect(suggested.body).toMatchObject({ suggestions: ['sqlrunner'] });
  });
});
