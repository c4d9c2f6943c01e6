import { describe, expect, it } from 'vitest';
import { nearestNames } from '../../src/tools/catalogue/nearest-names.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { encodeCursor } from '../../src/tools/schema/paging.js';
import { toolNamed } from './tool-named.js';

const runInline = toolNamed('looker_query_run_inline');
const createDashboard = toolNamed('create_a_looker_dashboard');

describe('checking arguments', () => {
  it('admits a whole inline query', () => {
    const args = {
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state', 'orders.count'],
      filters: { 'orders.created_date': '30 days', 'users.email': '-NULL' },
      sorts: ['orders.count desc'],
      limit: 10,
      dynamic_fields: [{ table_calculation: 'share', expression: '1' }],
      vis_config: { type: 'looker_column', anything: { at: ['all'] } },
      result_format: 'csv',
    };
    expect(checkArguments(runInline, args)).toEqual([]);
  });

  it('names what is missing and says what it is', () => {
    expect(checkArguments(createDashboard, { title: 'Q3' })).toEqual([
      {
        path: 'folder_id',
        message: 'folder_id is required.',
        suggestion: expect.stringContaining('looker_folders_search'),
      },
    ]);
  });

  it('suggests the right name for a wrong one', () => {
    const [problem] = checkArguments(createDashboard, { title: 'Q3', folder_id: '14', descripton: 'x' });
    expect(problem).toEqual({
      path: 'descripton',
      message: 'descripton is not an argument of this tool.',
      suggestion: 'Did you mean description?',
    });
  });

  it('lists the known names when none is near', () => {
    const [problem] = checkArguments(toolNamed('get_single_looker_alert_by_id'), { alert_id: '1', wxyz: true });
    expect(problem?.suggestion).toBe('Known here: alert_id.');
  });

  it('finds wrong names and types inside nested objects', () => {
    const tool = toolNamed('create_a_looker_scheduled_plan');
    const problems = checkArguments(tool, {
      name: 'Daily',
      dashboard_id: '42',
      crontab: '0 8 * * *',
      scheduled_plan_destination: [{ type: 'email', adress: 'a@example.com', format: 'wysiwyg_pdf', apply_vis: 'yes' }],
    });
    expect(problems.map((problem) => problem.path).sort()).toEqual([
      'scheduled_plan_destination.0.address',
      'scheduled_plan_destination.0.adress',
      'scheduled_plan_destination.0.apply_vis',
    ]);
    expect(problems.find((problem) => problem.path.endsWith('adress'))?.suggestion).toBe('Did you mean address?');
  });

  it('says which type or which values are right', () => {
    const query = { model: 'm', view: 'v' };
    expect(checkArguments(runInline, { ...query, limit: '10' })).toEqual([
      { path: 'limit', message: 'limit must be an integer, not "10".', suggestion: 'Pass 10, without quotes.' },
    ]);
    const [format] = checkArguments(runInline, { ...query, result_format: 'xlsx' });
    expect(format?.message).toBe(
      'result_format must be one of: table, json, json_bi, json_detail, csv, md, txt, sql, png; not "xlsx".',
    );
    const [filter] = checkArguments(runInline, { ...query, filters: { 'orders.count': 5 } });
    expect(filter?.path).toBe('filters.orders.count');
  });

  it('refuses anything but an object', () => {
    for (const args of [undefined, null, 'text', 5, []]) expect(checkArguments(runInline, args)).not.toEqual([]);
  });

  it('refuses a smuggled prototype', () => {
    const args: unknown = JSON.parse('{"model":"m","view":"v","__proto__":{"limit":1}}');
    expect(checkArguments(runInline, args).map((problem) => problem.path)).toEqual(['__proto__']);
  });

  it('asks for one of the arguments that may stand for each other', () => {
    const plan = {
      name: 'Daily',
      scheduled_plan_destination: [{ type: 'email', address: 'a@example.com', format: 'csv_zip' }],
    };
    const tool = toolNamed('create_a_looker_scheduled_plan');
    expect(checkArguments(tool, plan).map((problem) => problem.message)).toEqual([
      'One of these is required: dashboard_id, look_id, lookml_dashboard_id, query_id.',
      'One of these is required: crontab, datagroup.',
    ]);
    expect(checkArguments(tool, { ...plan, dashboard_id: '42', crontab: '0 8 * * *' })).toEqual([]);
  });

  it('lets an update clear a value with null, and a creation not', () => {
    const update = toolNamed('update_a_looker_dashboard_by_id');
    expect(checkArguments(update, { dashboard_id: '1', description: null })).toEqual([]);
    expect(checkArguments(createDashboard, { title: 'Q3', folder_id: '1', description: null })).toHaveLength(1);
  });

  it('lets an update clear no value that Looker never leaves empty', () => {
    const update = toolNamed('update_a_looker_project_by_id');
    expect(checkArguments(update, { project_id: 'shop', pull_request_mode: 'off' })).toEqual([]);
    const problems = checkArguments(update, { project_id: 'shop', pull_request_mode: null });
    expect(problems.map(({ path }) => path)).toContain('pull_request_mode');
  });

  it('wants the model and the view of a query inside a tile', () => {
    const update = toolNamed('update_a_looker_dashboard_element_by_id');
    const problems = checkArguments(update, { dashboard_element_id: '1', result_maker: { query: { view: 'orders' } } });
    expect(problems.map(({ path }) => path)).toEqual(['result_maker.query.model']);
  });

  it('takes numbers of deployments as the numbers they are', () => {
    const status = toolNamed('looker_projects_deploy_status');
    expect(checkArguments(status, { project_id: 'shop', deployment_id: 12 })).toEqual([]);
    expect(checkArguments(status, { project_id: 'shop', deployment_id: 'twelve' })).toHaveLength(1);
  });

  it.each(['get_single_looker_dashboard_by_id', 'looker_dashboards_run'])(
    'refuses path arguments of %s that could leave their place',
    (name) => {
      const tool = toolNamed(name);
      for (const id of ['', ' ', '.', '..', '\ud800', 'x'.repeat(2000)]) {
        expect(
          checkArguments(tool, { dashboard_id: id }).map((problem) => problem.path),
          id,
        ).toEqual(['dashboard_id']);
      }
      for (const id of ['1', 'model::name', '...', 'a b'])
        expect(checkArguments(tool, { dashboard_id: id })).toEqual([]);
    },
  );

  it('refuses a cursor that it did not make', () => {
    const tool = toolNamed('list_all_looker_users');
    expect(checkArguments(tool, { next_cursor: encodeCursor(100) })).toEqual([]);
    for (const cursor of ['', '100', 'abc', `${encodeCursor(100)}=`, encodeCursor(-1), encodeCursor(1e12)]) {
      expect(
        checkArguments(tool, { next_cursor: cursor }).map((problem) => problem.path),
        cursor,
      ).toEqual(['next_cursor']);
    }
  });

  it('answers at most 20 problems', () => {
    const args = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`unknown_${index}`, 1]));
    expect(checkArguments(runInline, args)).toHaveLength(20);
  });
});

describe('nearest names', () => {
  it('finds misspelt, shortened and differently written names, nearest first', () => {
    const names = ['dashboard_id', 'folder_id', 'title', 'description'];
    expect(nearestNames('dashboardId', names)).toEqual(['dashboard_id']);
    expect(nearestNames('folder', names)).toEqual(['folder_id']);
    expect(nearestNames('titel', names)).toEqual(['title']);
  });

  it('suggests nothing when nothing is near', () => {
    expect(nearestNames('colour', ['dashboard_id', 'crontab'])).toEqual([]);
  });
});
