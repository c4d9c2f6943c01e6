import { describe, expect, it } from 'vitest';
import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { toolNamed } from './tool-named.js';

const query = { model: 'm', view: 'v' };
const plan = {
  name: 'Daily',
  dashboard_id: '42',
  crontab: '0 8 * * *',
  scheduled_plan_destination: [{ type: 'email', address: 'a@example.com', format: 'wysiwyg_pdf' }],
};

/** A tool with one more argument, `value`, that is checked against the schema. */
function toolWith(schema: JsonSchema): Tool {
  const value: JsonSchema = { type: 'object', properties: { value: schema }, additionalProperties: false };
  return { ...toolNamed('looker_users_me'), checkedSchema: value };
}

describe('what is said of wrong arguments', () => {
  it.each<[string, string, object, string, string, string?]>([
    [
      'a number as text',
      'looker_query_run_inline',
      { ...query, limit: '10' },
      'limit',
      'limit must be an integer, not "10".',
      'Pass 10, without quotes.',
    ],
    [
      'a flag as text',
      'looker_query_run_inline',
      { ...query, total: 'yes' },
      'total',
      'total must be a boolean, not "yes".',
      'Pass true, without quotes.',
    ],
    [
      'a flag as a word every object knows',
      'looker_query_run_inline',
      { ...query, total: 'constructor' },
      'total',
      'total must be a boolean, not "constructor".',
      'Pass true or false, without quotes.',
    ],
    [
      'one text for a list',
      'looker_query_run_inline',
      { ...query, fields: 'a.b, a.c' },
      'fields',
      'fields must be an array, not "a.b, a.c".',
      'Pass ["a.b","a.c"].',
    ],
    [
      'a list for one text',
      'looker_users_search',
      { fields: ['id', 'email'] },
      'fields',
      'fields must be a string, not ["id","email"].',
      'Pass one text: "id,email".',
    ],
    [
      'a list of no texts for one text',
      'looker_query_run_inline',
      { ...query, filters: { 'a.b': [{ c: 1 }] } },
      'filters.a.b',
      'filters.a.b must be a string, not [{"c":1}].',
    ],
    [
      'JSON text for an object',
      'looker_query_run_inline',
      { ...query, filters: '{"a.b":"1"}' },
      'filters',
      'filters must be an object, not JSON text.',
      'Pass the object itself, without quotes around it.',
    ],
    [
      'JSON text for a list',
      'looker_query_run_inline',
      { ...query, dynamic_fields: ' [{}]' },
      'dynamic_fields',
      'dynamic_fields must be an array, not JSON text.',
      'Pass the array itself, without quotes around it.',
    ],
    [
      'a number for a filter',
      'looker_query_run_inline',
      { ...query, filters: { 'a.b': 5 } },
      'filters.a.b',
      'filters.a.b must be a string, not 5.',
      'Pass "5", in quotes.',
    ],
    [
      'null',
      'looker_query_run_inline',
      { ...query, sorts: null },
      'sorts',
      'sorts must be an array, not null.',
      'Leave it out instead.',
    ],
    [
      'too little',
      'looker_query_run_inline',
      { ...query, column_limit: -2 },
      'column_limit',
      'column_limit must be at least -1, not -2.',
    ],
    ['too much', 'list_all_looker_users', { limit: 501 }, 'limit', 'limit must be at most 500, not 501.'],
    [
      'no item',
      'create_a_looker_scheduled_plan',
      { ...plan, scheduled_plan_destination: [] },
      'scheduled_plan_destination',
      'scheduled_plan_destination needs 1 item or more.',
      'Who receives it: at least one destination.',
    ],
    [
      'a near value',
      'looker_query_run_inline',
      { ...query, result_format: 'jsn' },
      'result_format',
      'result_format must be one of: table, json, json_bi, json_detail, csv, md, txt, sql, png; not "jsn".',
      'Did you mean json?',
    ],
    [
      'a far value',
      'looker_query_run_inline',
      { ...query, result_format: 'parquet' },
      'result_format',
      'result_format must be one of: table, json, json_bi, json_detail, csv, md, txt, sql, png; not "parquet".',
    ],
    [
      'a custom field of no kind',
      'looker_query_run_inline',
      { ...query, dynamic_fields: [{ label: 'x' }] },
      'dynamic_fields.0',
      'dynamic_fields.0 needs one of: table_calculation, measure, dimension.',
    ],
    [
      'an id that is no id',
      'get_single_looker_dashboard_by_id',
      { dashboard_id: 1.5 },
      'dashboard_id',
      'dashboard_id must be a string, not 1.5.',
      'Pass "1.5", in quotes.',
    ],
    [
      'an id that lost digits',
      'get_single_looker_dashboard_by_id',
      { dashboard_id: 2 ** 53 },
      'dashboard_id',
      'dashboard_id has lost digits as a number.',
      'Pass the id in quotes.',
    ],
    [
      'a format of a Look for a dashboard',
      'create_a_looker_scheduled_plan',
      { ...plan, scheduled_plan_destination: [{ type: 'email', address: 'a@example.com', format: 'csv' }] },
      'scheduled_plan_destination.0.format',
      'scheduled_plan_destination.0.format "csv" is not a format of a dashboard.',
      'Did you mean csv_zip? One of: wysiwyg_pdf, assembled_pdf, wysiwyg_png, inline_visualizations, csv_zip.',
    ],
  ])('%s', (_, name, args, path, message, suggestion) => {
    expect(checkArguments(toolNamed(name), args)).toEqual([{ path, message, ...(suggestion && { suggestion }) }]);
  });

  it.each<[JsonSchema, unknown, string, string?]>([
    [{ type: 'string', minLength: 1, description: 'A name.' }, '', 'value must not be empty.', 'A name.'],
    [{ type: 'string', minLength: 3 }, 'ab', 'value needs 3 characters or more.'],
    [{ type: 'string', maxLength: 2 }, 'abc', 'value takes at most 2 characters.'],
    [
      { type: 'string', format: 'date-time' },
      'today',
      'value must be a date-time, not "today".',
      'E.g. "2024-01-31T08:00:00Z".',
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'array' }] }, 5, 'value must be a string or an array, not 5.'],
    [
      { type: ['string', 'null'], enum: ['', 'a', null] },
      'c',
      'value must be one of: "", a; not "c".',
      'Did you mean a or ""?',
    ],
  ])('%o', (schema, value, message, suggestion) => {
    const [problem, ...others] = checkArguments(toolWith(schema), { value });
    expect(problem?.message).toBe(message);
    if (suggestion?.startsWith('Did')) expect(problem?.suggestion).toMatch(/^Did you mean/);
    else expect(problem?.suggestion).toBe(suggestion);
    expect(others).toEqual([]);
  });

  it('shortens what was given', () => {
    const [problem] = checkArguments(toolNamed('looker_query_run_inline'), { ...query, limit: 'x'.repeat(5000) });
    expect(problem?.message.length).toBeLessThan(120);
    const [named] = checkArguments(toolNamed('looker_query_run_inline'), {
      ...query,
      filters: { ['y'.repeat(5000)]: 5 },
    });
    expect(named?.message.length).toBeLessThan(120);
  });

  it('never says what was given for a name that is unknown, such as a password', () => {
    const problems = checkArguments(toolNamed('create_a_looker_user'), { email: 'a', password: 'hunter22' });
    expect(problems.length).toBeGreaterThan(0);
    expect(JSON.stringify(problems)).not.toContain('hunter22');
  });

  it('says of arguments that are no object what they must be', () => {
    const tool = toolNamed('get_single_looker_dashboard_by_id');
    expect(checkArguments(tool, '{"dashboard_id":"1"}')).toEqual([
      {
        path: 'The arguments',
        message: 'The arguments must be an object, not JSON text.',
        suggestion: 'Pass the object itself, without quotes around it.',
      },
    ]);
  });
});

describe('ids given as numbers', () => {
  it.each([
    ['get_single_looker_dashboard_by_id', { dashboard_id: 42 }],
    ['create_a_looker_scheduled_plan', { ...plan, dashboard_id: 42, user_id: 7 }],
    ['update_a_looker_dashboard_by_id', { dashboard_id: 42, folder_id: null }],
    ['update_a_looker_dashboard_by_id', { dashboard_id: 42, folder_id: 3 }],
    ['list_all_looker_users', { ids: [1, 2] }],
    ['looker_users_set_roles', { user_id: 5, body: [1, '2'] }],
  ])('are accepted by %s', (name, args) => {
    expect(checkArguments(toolNamed(name), args)).toEqual([]);
  });

  it.each([
    ['create_a_looker_dashboard', { title: 5, folder_id: 1 }],
    ['looker_query_run_inline', { model: 5, view: 'v' }],
    ['get_single_looker_lookml_model_by_id', { lookml_model_name: 5 }],
    ['get_single_looker_dashboard_by_id', { dashboard_id: -1 }],
    ['get_single_looker_dashboard_by_id', { dashboard_id: true }],
  ])('are the only numbers accepted for text: %s', (name, args) => {
    expect(checkArguments(toolNamed(name), args)).toHaveLength(1);
  });

  it('are shown as text only', () => {
    const { dashboard_id: id } = toolNamed('get_single_looker_dashboard_by_id').inputSchema.properties ?? {};
    expect(id?.type).toBe('string');
  });
});
