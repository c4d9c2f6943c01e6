import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { decodeCursor, encodeCursor, pageRequestOf } from '../../src/tools/schema/paging.js';
import { toolNamed } from './tool-named.js';

describe('building a request', () => {
  it("turns an inline query into exactly Looker's body, limits as text and custom fields as JSON text", () => {
    const request = buildRequest(toolNamed('looker_query_run_inline'), {
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state', 'orders.count'],
      filters: { 'users.state': 'California,New York' },
      sorts: ['orders.count desc'],
      limit: 10,
      column_limit: 5,
      dynamic_fields: [{ table_calculation: 'share', expression: '1' }],
      vis_config: { type: 'looker_column', limit: 3 },
      cache: false,
      result_format: 'json',
    });
    expect(request).toEqual({
      verb: 'POST',
      path: '/queries/run/json',
      query: { cache: 'false' },
      body: {
        model: 'ecommerce',
        view: 'orders',
        fields: ['users.state', 'orders.count'],
        filters: { 'users.state': 'California,New York' },
        sorts: ['orders.count desc'],
        limit: '10',
        column_limit: '5',
        dynamic_fields: '[{"table_calculation":"share","expression":"1"}]',
        vis_config: { type: 'looker_column', limit: 3 },
      },
    });
  });

  it('takes the asked result format into the path', () => {
    const request = buildRequest(toolNamed('looker_query_run_inline'), { model: 'm', view: 'v', result_format: 'csv' });
    expect(request.path).toBe('/queries/run/csv');
    expect(request.body).toEqual({ model: 'm', view: 'v' });
  });

  it('spells each filter of a URL query as a parameter of its own', () => {
    const request = buildRequest(toolNamed('looker_query_run_url_encoded'), {
      model_name: 'ecommerce',
      view_name: 'orders',
      fields: 'users.state,orders.count',
      f: { 'users.state': 'California', 'orders.created_date': '30 days' },
      limit: 10,
    });
    expect(request).toEqual({
      verb: 'GET',
      path: '/queries/models/ecommerce/views/orders/run/json',
      query: {
        fields: 'users.state,orders.count',
        'f[users.state]': 'California',
        'f[orders.created_date]': '30 days',
        limit: '10',
      },
    });
  });

  it('rewrites queries inside a tile, shown whole or in brief', () => {
    const query = { model: 'm', view: 'v', limit: 10, dynamic_fields: [{ a: 1 }] };
    const { body } = buildRequest(toolNamed('create_a_looker_dashboard_element'), {
      dashboard_id: '42',
      query,
      result_maker: { query, filterables: [{ listen: [{ dashboard_filter_name: 'Date', field: 'orders.date' }] }] },
    });
    const written = { model: 'm', view: 'v', limit: '10', dynamic_fields: '[{"a":1}]' };
    expect(body).toEqual({
      dashboard_id: '42',
      query: written,
      result_maker: {
        query: written,
        filterables: [{ listen: [{ dashboard_filter_name: 'Date', field: 'orders.date' }] }],
      },
    });
  });

  it('splits flat arguments into path, query and body', () => {
    const request = buildRequest(toolNamed('update_a_looker_look_by_id'), {
      look_id: '7',
      title: 'New',
      description: null,
      fields: 'id,title',
    });
    expect(request).toEqual({
      verb: 'PATCH',
      path: '/looks/7',
      query: { fields: 'id,title' },
      body: { title: 'New', description: null },
    });
  });

  it('unwraps an array body', () => {
    expect(buildRequest(toolNamed('looker_users_set_roles'), { user_id: '3', body: ['2', '5'] })).toEqual({
      verb: 'PUT',
      path: '/users/3/roles',
      query: {},
      body: ['2', '5'],
    });
  });

  it('joins lists in the query by commas and writes objects as JSON', () => {
    const results = buildRequest(toolNamed('looker_query_tasks_multi_results'), { query_task_ids: ['a', 'b'] });
    expect(results.query).toEqual({ query_task_ids: 'a,b' });
    const suggestions = buildRequest(toolNamed('looker_lookml_explores_field_suggestions'), {
      model_name: 'm',
      view_name: 'v',
      field_name: 'v.f',
      filters: { 'v.g': 'x' },
    });
    expect(suggestions.query).toEqual({ filters: '{"v.g":"x"}' });
  });

  it('sends no body where Looker takes none or none is given', () => {
    expect(buildRequest(toolNamed('delete_a_looker_dashboard_by_id'), { dashboard_id: '1' })).not.toHaveProperty(
      'body',
    );
    expect(
      buildRequest(toolNamed('looker_scheduled_plans_run_once_by_id'), { scheduled_plan_id: '1' }),
    ).not.toHaveProperty('body');
  });

  it('keeps every path argument in its own segment', () => {
    const tool = toolNamed('get_single_looker_dashboard_by_id');
    const path = (id: string) => buildRequest(tool, { dashboard_id: id }).path;
    expect(path('a/../b?x')).toBe('/dashboards/a%2F..%2Fb%3Fx');
    expect(path('model::name')).toBe('/dashboards/model%3A%3Aname');
    for (const id of ['a/../b?x', 'a\\..\\b', '%2e%2e', '#', 'x;y', '..%2f', 'é ü', '\u0000']) {
      const url = new URL(`https://looker.example/api/4.0${path(id)}`);
      expect(url.pathname.split('/')).toHaveLength(5);
      expect(decodeURIComponent(url.pathname.split('/')[4] ?? '')).toBe(id);
      expect(url.search + url.hash).toBe('');
    }
  });

  it('refuses path arguments that cannot be a segment', () => {
    const tool = toolNamed('get_single_looker_dashboard_by_id');
    for (const id of [undefined, {}, '', '.', '..', '\udc00']) {
      expect(() => buildRequest(tool, { dashboard_id: id })).toThrow(RangeError);
    }
  });

  it('turns ids given as numbers into text, wherever they go', () => {
    expect(buildRequest(toolNamed('get_single_looker_dashboard_by_id'), { dashboard_id: 42 }).path).toBe(
      '/dashboards/42',
    );
    expect(buildRequest(toolNamed('list_all_looker_users'), { ids: [1, 'x', 3] }).query).toMatchObject({
      ids: '1,x,3',
    });
    expect(buildRequest(toolNamed('looker_users_set_roles'), { user_id: 7, body: [2, '5'] })).toMatchObject({
      path: '/users/7/roles',
      body: ['2', '5'],
    });
    const tile = { dashboard_id: 1, query_id: 9, title: 'x', result_maker: { filterables: [] } };
    expect(buildRequest(toolNamed('create_a_looker_dashboard_element'), tile).body).toEqual({
      ...tile,
      dashboard_id: '1',
      query_id: '9',
    });
  });

  it('leaves a number that is no id a number', () => {
    const alert = { alert_id: 3, threshold: 5000, owner_id: 8 };
    expect(buildRequest(toolNamed('update_a_looker_alert_by_id'), alert).body).toEqual({
      threshold: 5000,
      owner_id: '8',
    });
  });

  it('keeps a path argument and the body property of the same name apart', () => {
    const tool = toolNamed('looker_groups_add_group');
    const args = { group_id: '7', member_group_id: '3' };
    expect(checkArguments(tool, args)).toEqual([]);
    expect(buildRequest(tool, args)).toMatchObject({ path: '/groups/7/groups', body: { group_id: '3' } });
    expect(checkArguments(tool, { group_id: '7' })).toMatchObject([{ path: 'member_group_id' }]);
  });

  it('gives a document to Looker as text where Looker reads no JSON', () => {
    const request = buildRequest(toolNamed('looker_saml_config_parse_idp_metadata'), { body: '<a b="c"/>' });
    expect(request).toEqual({ verb: 'POST', path: '/parse_saml_idp_metadata', query: {}, text: '<a b="c"/>' });
  });

  it('leaves no placeholder in any path', () => {
    for (const tool of toolCatalogue().tools.filter(({ operation }) => operation !== null)) {
      const args = Object.fromEntries(tool.requestPlan.pathNames.map((name) => [name, 'x']));
      expect(buildRequest(tool, args).path, tool.name).toMatch(/^(\/[a-z0-9_]+)+$/);
    }
  });
});

describe('paging', () => {
  it('asks Looker for the page where Looker pages', () => {
    const tool = toolNamed('list_all_looker_users');
    expect(pageRequestOf(tool, {})).toEqual({ limit: 100, offset: 0, by: 'looker' });
    const args = { limit: 20, next_cursor: encodeCursor(40) };
    expect(pageRequestOf(tool, args)).toEqual({ limit: 20, offset: 40, by: 'looker' });
    expect(buildRequest(tool, { ...args, fields: 'id' }).query).toEqual({ limit: '20', offset: '40', fields: 'id' });
  });

  it('asks Looker for everything where the gateway pages', () => {
    const tool = toolNamed('list_all_looker_dashboards');
    const args = { limit: 20, next_cursor: encodeCursor(40), fields: 'id' };
    expect(pageRequestOf(tool, args)).toEqual({ limit: 20, offset: 40, by: 'gateway' });
    expect(buildRequest(tool, args).query).toEqual({ fields: 'id' });
  });

  it('is not for tools that answer one thing', () => {
    expect(pageRequestOf(toolNamed('get_single_looker_user_by_id'), { user_id: '1' })).toBeNull();
    expect(pageRequestOf(toolNamed('looker_query_run_inline'), { limit: 10 })).toBeNull();
  });

  it('reads back the cursors it makes and no others', () => {
    for (const offset of [0, 1, 100, 10_000_000]) expect(decodeCursor(encodeCursor(offset))).toBe(offset);
    for (const cursor of ['', 'x', '100', encodeCursor(-5), encodeCursor(1.5), encodeCursor(10_000_001)]) {
      expect(decodeCursor(cursor), cursor).toBeNull();
    }
    expect(encodeCursor(100)).toMatch(/^[A-Za-z0-9_-]+$/);
  });
});
