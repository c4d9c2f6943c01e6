const PURPOSES = {
  looker_query_run_inline: 'data, numbers and rows for a question; analysis; counts, sums, averages, trends over time',
  looker_lookml_explores_search_fields:
    'which explore and which field holds something; metrics, columns, KPIs; what can be asked about',
  looker_dashboards_run: 'data, numbers, results, rows and values of the tiles of a dashboard',
  looker_dashboards_search: 'where is a dashboard or report; find it by name or topic',
  looker_looks_run: 'data, numbers and results of a saved report',
  looker_looks_search: 'where is a saved report; find it by name',
  looker_content_search: 'where is a dashboard, Look or report; find it by topic',
  looker_content_views_search: 'most and least used, popular and unused content',
  looker_folders_search: 'where is a folder; find it by name',
  list_all_looker_users: 'when people logged in last; active and inactive accounts; everybody, with email addresses',
  looker_users_search:
    'when people logged in last; active and inactive accounts; find somebody by name or email address',
  looker_alerts_search: 'existing alerts, which alerts there are on a dashboard or tile',
  create_a_looker_alert: 'alert, warn and notify when a value passes a threshold; monitor a metric',
  create_a_looker_scheduled_plan: 'deliver a dashboard or Look regularly by email, daily, weekly or monthly',
  list_all_looker_scheduled_plans: 'existing schedules and deliveries, and how they went',
  create_a_looker_dashboard: 'make a new dashboard, empty, for tiles to be added',
  create_a_looker_dashboard_element: 'put a chart, a table, a number or a text on a dashboard',
};

/**
 * What people ask most often, in words that the tools' own texts do not use, by the name of the tool: searched, and shown to
 * nobody.
 */
export const TOOL_PURPOSES: ReadonlyMap<string, string> = new Map(Object.entries(PURPOSES));
