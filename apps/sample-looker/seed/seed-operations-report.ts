import { addToLayout } from '../content/dashboard-elements.js';
import { addDashboard } from '../content/dashboards.js';
import type { Content } from '../records/content-store.js';
import { seedQuery } from './seed-dashboards.js';
import { daysBefore } from './seed-people.js';

const dashboardId = '55';
const sqlSlug = 'sampleSqlQuery00000001';
const orders = { model: 'ecommerce', view: 'orders' };

/** A dashboard with what the others lack: a time zone of its own, SQL, merged queries, and a filter that is a number. */
export function seedOperationsReport(content: Content, now: Date): void {
  const at = daysBefore(now, 150);
  addDashboard(content, {
    ...{ id: dashboardId, title: 'Operations Report', description: 'How orders are handled, in the days of Tokyo' },
    ...{ folder_id: '1', user_id: '1', view_count: 77, query_timezone: 'Asia/Tokyo', created_at: at, updated_at: at },
  });
  content.dashboardFilters.add({
    ...{ dashboard_id: dashboardId, name: 'Status', title: 'Status', type: 'field_filter', default_value: '' },
    ...{ model: 'ecommerce', explore: 'orders', dimension: 'orders.status', row: 0, listens_to_filters: [] },
    ...{ allow_multiple_values: true, required: false, ui_config: { type: 'button_group', display: 'inline' } },
  });
  const add = (element: object) =>
    addToLayout(content, content.dashboardElements.add({ dashboard_id: dashboardId, type: 'vis', ...element }));
  const listen = [{ dashboard_filter_name: 'Status', field: 'orders.status' }];
  const byDay = seedQuery(content, {
    ...{ ...orders, fields: ['orders.created_date', 'orders.count'], filters: { 'orders.created_date': '7 days' } },
    ...{ sorts: ['orders.created_date'], vis_config: { type: 'looker_line' } },
  });
  const ofForty = seedQuery(content, {
    ...{ ...orders, fields: ['orders.status', 'orders.count'], filters: { 'users.age': 40 } },
    vis_config: { type: 'looker_bar' },
  });
  const filterables = [{ ...orders, name: null, listen }];
  add({ id: '140', title: 'Orders by Day', query_id: byDay, result_maker: { filterables } });
  add({ id: '141', title: 'Orders of Customers of Forty', query_id: ofForty, result_maker: { filterables } });
  add({ id: '142', title: 'Rows in the Warehouse', result_maker: { sql_query_id: sqlQuery(content) } });
  add({
    ...{ id: '143', title: 'Orders and Customers by State', merge_result_id: mergedByState(content) },
    result_maker: { filterables: [...filterables, { model: 'ecommerce', view: 'users', name: null, listen: [] }] },
  });
}

function sqlQuery(content: Content): string {
  const sql = 'SELECT status, COUNT(*) AS orders FROM orders GROUP BY 1 ORDER BY 1';
  const run = { run_count: 0, creator_id: '1' };
  return content.sqlQueries.add({ id: sqlSlug, slug: sqlSlug, sql, connection_name: 'sample_warehouse', ...run }).id;
}

function mergedByState(content: Content): string {
  const byState = (view: string) =>
    seedQuery(content, { model: 'ecommerce', view, fields: ['users.state', `${view}.count`], sorts: ['users.state'] });
  return content.mergeQueries.add({
    source_queries: [
      { name: 'Orders', query_id: byState('orders'), merge_fields: [] },
      {
        ...{ name: 'Customers', query_id: byState('users') },
        merge_fields: [{ field_name: 'users.state', source_field_name: 'users.state' }],
      },
    ],
    ...{ pivots: null, sorts: null, total: false, result_maker_id: null },
  }).id;
}
