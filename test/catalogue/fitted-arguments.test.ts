import { describe, expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { fittedArguments } from '../../src/tools/schema/fitted-arguments.js';
import { toolNamed } from './tool-named.js';

const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

/** What a call came to: the arguments, once they are found right. */
function taken(name: string, given: unknown): unknown {
  const tool = toolNamed(name);
  const fitted = fittedArguments(tool, given);
  expect(checkArguments(tool, fitted)).toEqual([]);
  return fitted;
}

const refused = (name: string, given: unknown) => {
  const tool = toolNamed(name);
  return checkArguments(tool, fittedArguments(tool, given)).map(({ path }) => path);
};

describe('arguments that a client sends as JSON text', () => {
  it('are read as far as all of them together hold what a request may hold', () => {
    const values = (count: number) => JSON.stringify({ table_calculation: 'a', values: Array(count).fill(0) });
    const fields = (texts: string[]) => ({ ...query, dynamic_fields: texts });
    const { dynamic_fields } = fittedArguments(
      toolNamed('looker_query_run_inline'),
      fields([values(9_000), values(9_000), values(9_000), '{"dimension":"b"}']),
    ) as { dynamic_fields: unknown[] };
    expect(dynamic_fields.map((one) => typeof one)).toEqual(['object', 'object', 'string', 'object']);
  });

  it('are lists, objects, numbers and flags, as the schema wants them', () => {
    const given = {
      model: 'ecommerce',
      view: 'orders',
      fields: '["users.state"]',
      filters: '{"users.state":"California"}',
      limit: '10',
      total: 'true',
      vis_config: '{"type":"looker_column","show_value_labels":"true"}',
      dynamic_fields: '[{"table_calculation":"share","expression":"1"}]',
    };
    expect(taken('looker_query_run_inline', given)).toEqual({
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state'],
      filters: { 'users.state': 'California' },
      limit: 10,
      total: true,
      vis_config: { type: 'looker_column', show_value_labels: true },
      dynamic_fields: [{ table_calculation: 'share', expression: '1' }],
    });
  });

  it('are read inside each other, and the arguments as a whole, too', () => {
    const destinations = '[{"type":"email","address":"a@example.com","format":"csv_zip","apply_vis":"true"}]';
    const plan = { name: 'Daily', dashboard_id: '42', crontab: '0 8 * * *', scheduled_plan_destination: destinations };
    expect(taken('create_a_looker_scheduled_plan', JSON.stringify(plan))).toMatchObject({
      scheduled_plan_destination: [{ type: 'email', apply_vis: true }],
    });
  });

  it('stay text where text is wanted: filter values, ids, bodies of mail', () => {
    const filters = { 'users.name': '["a"]', 'orders.id': '5', 'orders.ok': 'true', 'users.x': 'null' };
    expect(taken('looker_query_run_inline', { ...query, filters })).toEqual({ ...query, filters });
    const tile = { dashboard_id: '7', type: 'text', body_text: '{"a":1}' };
    expect(taken('create_a_looker_dashboard_element', tile)).toEqual(tile);
  });

  it.each([
    ['a comma list', { fields: 'users.state,orders.count' }, 'fields'],
    ['another type', { fields: '{"a":1}' }, 'fields'],
    ['a wrong item', { fields: '[["users.state"]]' }, 'fields.0'],
    ['no JSON', { filters: "{'users.state':'California'}" }, 'filters'],
    ['a word for a flag', { total: 'yes' }, 'total'],
    ['half a number', { limit: '10.5' }, 'limit'],
    ['a number that has lost digits', { limit: '12345678901234567890' }, 'limit'],
    ['an empty text', { limit: '' }, 'limit'],
    ['what is nested too deep', { fields: `${'['.repeat(100)}${']'.repeat(100)}` }, 'fields'],
    ['more than a request may hold', { fields: `[${'0,'.repeat(20_000)}0]` }, 'fields'],
  ])('are refused where they hold %s', (_, given, path) => {
    expect(refused('looker_query_run_inline', { ...query, ...given })).toEqual([path]);
  });

  it('fit every argument of every tool that wants no text', () => {
    let count = 0;
    for (const tool of toolCatalogue().tools)
      for (const [name, schema] of Object.entries(tool.inputSchema.properties ?? {})) {
        const value = { integer: 3, number: 3, boolean: true, array: [], object: {} }[String(schema.type)];
        if (value === undefined) continue;
        const fitted = fittedArguments(tool, { [name]: JSON.stringify(value) });
        expect(fitted, `${tool.name} ${name}`).toEqual({ [name]: value });
        count++;
      }
    expect(count).toBeGreaterThan(600);
  });
});

describe('null', () => {
  it('is as good as nothing, nested too', () => {
    const given = { ...query, filters: { 'users.state': null, 'users.city': 'Rome' }, sorts: null, limit: null };
    expect(taken('looker_query_run_inline', given)).toEqual({ ...query, filters: { 'users.city': 'Rome' } });
  });

  it('is nothing as text, too, wherever no text is wanted', () => {
    const nothing = { sorts: 'null', filters: 'null', limit: ' null ', total: 'null', vis_config: 'null' };
    expect(taken('looker_query_run_inline', { ...query, ...nothing })).toEqual(query);
    expect(taken('looker_dashboards_run', { dashboard_id: '7', dashboard_filters: 'null' })).toEqual({
      dashboard_id: '7',
    });
    expect(taken('update_a_looker_dashboard_filter_by_id', { dashboard_filter_id: '1', row: 'null' })).toEqual({
      dashboard_filter_id: '1',
      row: null,
    });
    const texts = { filter_expression: 'null', filters: { 'users.city': 'null' } };
    expect(taken('looker_query_run_inline', { ...query, ...texts })).toEqual({ ...query, ...texts });
    expect(refused('looker_users_set_roles', { user_id: '3', body: 'null' })).toEqual(['body']);
  });

  it('is a missing argument where one is needed', () => {
    expect(refused('looker_query_run_inline', { model: null, view: 'orders' })).toEqual(['model']);
  });

  it('clears where the argument says that it does, and nowhere else', () => {
    const named = toolCatalogue().tools.flatMap((tool) =>
      Object.entries(tool.inputSchema.properties ?? {}).map(([name, schema]) => ({ tool, name, schema })),
    );
    const kept = named.filter(({ tool, name }) => Object.hasOwn(Object(fittedArguments(tool, { [name]: null })), name));
    const said = named.filter(({ schema }) => /\bnull(?: clears|:| with)/.test(schema.description ?? ''));
    const texts = (list: typeof named) =>
      list.map(({ tool, name, schema }) => `${tool.name} ${name}: ${schema.description}`);
    expect(kept.length).toBeGreaterThan(50);
    expect(texts(kept)).toEqual(texts(said));
  });

  it('of a name that nobody knows is still refused', () => {
    expect(refused('looker_query_run_inline', { ...query, wxyz: null })).toEqual(['wxyz']);
  });
});

describe('arguments that can mean one thing only', () => {
  it('are numbers and flags where text is wanted', () => {
    expect(taken('looker_dashboards_search', { deleted: true, title: 2024 })).toEqual({
      deleted: 'true',
      title: '2024',
    });
    expect(taken('looker_query_run_inline', { ...query, row_total: true })).toEqual({ ...query, row_total: 'right' });
    const filters = {
      'orders.id': 5,
      'orders.is_new': true,
      'users.state': ['California', 'New York'],
      'users.name': ['Smith, John', '50%'],
    };
    expect(taken('looker_query_run_inline', { ...query, filters })).toMatchObject({
      filters: {
        'orders.id': '5',
        'orders.is_new': 'Yes',
        'users.state': 'California,New York',
        'users.name': 'Smith^, John,50^%',
      },
    });
    expect(refused('looker_query_run_inline', { ...query, filters: { 'orders.id': [] } })).toEqual([
      'filters.orders.id',
    ]);
    expect(refused('looker_query_run_inline', { ...query, filters: { 'orders.id': 1e300 } })).toEqual([
      'filters.orders.id',
    ]);
  });

  it.each([
    ['get_single_looker_dashboard_by_id', { id: '7' }, { dashboard_id: '7' }],
    ['delete_a_looker_dashboard_by_id', { id: 7 }, { dashboard_id: 7 }],
    ['looker_dashboards_run', { id: '7' }, { dashboard_id: '7' }],
    ['looker_looks_run', { id: '7', look_id: null }, { look_id: '7' }],
    ['looker_query_run_inline', { model: 'm', explore: 'orders' }, { model: 'm', view: 'orders' }],
    ['looker_query_run_inline', { model_name: 'm', explore_name: 'orders' }, { model: 'm', view: 'orders' }],
  ])('are names that other tools have for them: %s', (name, given, meant) => {
    expect(taken(name, given)).toEqual(meant);
  });

  it('are `id` for every tool that needs one id', () => {
    // An artifact has no id: a namespace and a key name it.
    const tools = toolCatalogue().tools.filter(
      ({ name, resource }) => name.endsWith('_by_id') && resource !== 'artifacts',
    );
    const refusing = tools.filter((tool) => {
      const fitted = fittedArguments(tool, { id: '7' });
      return checkArguments(tool, fitted).some(({ path }) => path === 'id');
    });
    expect(tools.length).toBeGreaterThan(150);
    expect(refusing.map(({ name }) => name)).toEqual([]);
  });

  it('stay as they are where both names are given, or two could be meant', () => {
    expect(refused('get_single_looker_dashboard_by_id', { id: '7', dashboard_id: '8' })).toEqual(['id']);
    expect(refused('looker_query_run_inline', { ...query, explore: 'orders', explore_name: 'users' })).toContain(
      'explore',
    );
    const two = { model: 'ecommerce', explore: 'orders', explore_name: 'users' };
    expect(refused('looker_query_run_inline', two)).toEqual(
      expect.arrayContaining(['explore', 'explore_name', 'view']),
    );
    expect(refused('create_a_looker_alert', { id: '9' })).toContain('owner_id');
  });
});
