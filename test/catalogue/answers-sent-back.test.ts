import { describe, expect, it } from 'vitest';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import { checkArguments } from '../../src/tools/schema/arguments.js';
import { fittedArguments } from '../../src/tools/schema/fitted-arguments.js';
import { toolNamed } from './tool-named.js';

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

const query = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

describe('what a get tool answers', () => {
  it('makes another query, limits and custom fields as they came', () => {
    const answered = {
      id: '42',
      can: { run: true },
      slug: 'abc',
      client_id: 'vwGSbfc',
      share_url: 'https://x',
      expanded_share_url: 'https://x',
      url: '/x',
      has_table_calculations: true,
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state'],
      pivots: null,
      fill_fields: null,
      filters: { 'users.state': 'California', 'users.city': null },
      filter_expression: null,
      sorts: null,
      limit: '500',
      column_limit: '-1',
      total: null,
      row_total: null,
      subtotals: null,
      vis_config: { type: 'looker_column', stacking: '' },
      filter_config: { 'users.state': [] },
      visible_ui_sections: null,
      dynamic_fields: '[{"table_calculation":"share","expression":"1"}]',
      query_timezone: null,
    };
    const tool = toolNamed('create_a_looker_query');
    const { body } = buildRequest(tool, taken('create_a_looker_query', answered));
    expect(body).toEqual({
      model: 'ecommerce',
      view: 'orders',
      fields: ['users.state'],
      filters: { 'users.state': 'California' },
      limit: '500',
      column_limit: '-1',
      vis_config: { type: 'looker_column', stacking: '' },
      filter_config: { 'users.state': [] },
      dynamic_fields: '[{"table_calculation":"share","expression":"1"}]',
    });
  });

  it('changes a schedule, all destinations of it sent back with one more', () => {
    const answered = {
      id: '9',
      name: 'Daily',
      user_id: '1',
      can: {},
      crontab: '0 8 * * *',
      datagroup: null,
      timezone: 'UTC',
      dashboard_id: '42',
      look_id: null,
      created_at: '2024-01-01',
      next_run_at: '2024-01-02',
      last_run_at: null,
      user: { id: '1' },
      embed: false,
      run_once: false,
      title: 'Sales',
      scheduled_plan_destination: [
        {
          id: '3',
          scheduled_plan_id: '9',
          format: 'csv_zip',
          apply_formatting: false,
          apply_vis: false,
          address: 'a@example.com',
          looker_recipient: true,
          type: 'email',
          parameters: null,
          message: null,
        },
        { format: 'csv_zip', address: 'b@example.com', type: 'email' },
      ],
    };
    const fitted = taken('update_a_looker_scheduled_plan_by_id', { ...answered, scheduled_plan_id: '9' });
    const { body } = buildRequest(toolNamed('update_a_looker_scheduled_plan_by_id'), fitted);
    expect(body).toMatchObject({
      name: 'Daily',
      embed: false,
      scheduled_plan_destination: [
        { format: 'csv_zip', apply_formatting: false, apply_vis: false, address: 'a@example.com', type: 'email' },
        { format: 'csv_zip', address: 'b@example.com', type: 'email' },
      ],
    });
    for (const name of ['id', 'can', 'user', 'next_run_at', 'created_at', 'title'])
      expect(body).not.toHaveProperty(name);
  });

  it('says by a record which one is meant where a request names it by its id', () => {
    const moved = taken('update_a_looker_dashboard_by_id', {
      dashboard_id: '7',
      folder: { id: '5', name: 'Sales' },
      can: {},
    });
    expect(moved).toEqual({ dashboard_id: '7', folder_id: '5' });
    const kept = taken('update_a_looker_dashboard_by_id', { dashboard_id: '7', folder: { id: '5' }, folder_id: '6' });
    expect(kept).toEqual({ dashboard_id: '7', folder_id: '6' });
  });

  it.each([
    ['update_a_looker_board_by_id', { board_id: '1', title: 'A', user_id: '2', deleted_at: null }, { title: 'A' }],
    ['update_a_looker_board_section_by_id', { board_section_id: '1', title: 'A', deleted_at: 'now' }, { title: 'A' }],
    ['update_a_looker_dashboard_by_id', { dashboard_id: '1', title: 'A', user_id: '2' }, { title: 'A' }],
    ['update_a_looker_look_by_id', { look_id: '1', title: 'A', user_id: '2' }, { title: 'A' }],
    [
      'update_a_looker_user_by_id',
      { user_id: '1', first_name: 'A', can_manage_api3_creds: true, ui_state: { a: '1' } },
      { first_name: 'A' },
    ],
  ])('never changes by way of %s whose a record is, whether it is there, or who may come in', (name, given, sent) => {
    expect(buildRequest(toolNamed(name), taken(name, given)).body).toEqual(sent);
  });

  it('never brings a secret along, and names that no answer has are still refused', () => {
    expect(refused('update_a_looker_connection_by_id', { connection_name: 'x', password: 'y' })).toEqual(['password']);
    expect(refused('create_a_looker_query', { ...query, wxyz: 1 })).toEqual(['wxyz']);
    expect(refused('looker_query_run_inline', { ...query, share_url: 'https://x' })).toEqual(['share_url']);
  });
});
