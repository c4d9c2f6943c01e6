/** One of Looker's permissions, or null for what everybody may do who is logged in. */
type Permission = string | null;

/** The permission without which nothing else is allowed: whatever is not named below is for administrators. */
export const administer = 'administer';

/** What it takes to read, by the first part of the path. */
const toRead: Readonly<Record<string, Permission>> = {
  ...allOf(null, [
    'user',
    'session',
    'workspaces',
    'timezones',
    'locales',
    'permissions',
    'themes',
    'color_collections',
  ]),
  ...allOf('access_data', [
    ...['folders', 'boards', 'board_sections', 'board_items', 'content', 'content_metadata', 'content_summary'],
    ...['content_favorite', 'content_thumbnail', 'vector_thumbnail', 'primary_homepage_sections'],
    ...['lookml_models', 'models', 'agents', 'golden_queries', 'conversations'],
  ]),
  ...allOf('see_looks', ['looks', 'queries', 'query_tasks', 'running_queries', 'merge_queries', 'render_tasks']),
  ...allOf('see_user_dashboards', [
    ...['dashboards', 'dashboard_elements', 'dashboard_filters', 'dashboard_layouts', 'dashboard_layout_components'],
    'dashboard_filter_state',
  ]),
  ...allOf('see_users', ['users']),
  ...allOf('create_alerts', ['alerts', 'alert_notifications']),
  ...allOf('schedule_look_emails', ['scheduled_plans']),
  ...allOf('use_sql_runner', ['sql_queries', 'sql_interface_queries']),
  ...allOf('develop', [
    ...['projects', 'connections', 'derived_table', 'datagroups', 'self_service_models', 'dialect_info'],
    'content_validation',
  ]),
};

/** What it takes to do anything else, by the first part of the path. */
const toChange: Readonly<Record<string, Permission>> = {
  ...allOf(null, ['session']),
  ...allOf('access_data', ['conversations']),
  ...allOf('see_looks', ['query_tasks', 'running_queries', 'render_tasks']),
  ...allOf('see_user_dashboards', ['dashboard_filter_state']),
  ...allOf('explore', ['queries', 'merge_queries', 'conversational_analytics', 'internal']),
  ...allOf('save_content', [
    ...['looks', 'dashboards', 'dashboard_elements', 'dashboard_filters', 'dashboard_layouts'],
    ...['dashboard_layout_components', 'boards', 'board_sections', 'board_items', 'agents', 'golden_queries'],
  ]),
  ...allOf('create_alerts', ['alerts', 'alert_notifications']),
  ...allOf('schedule_look_emails', ['scheduled_plans']),
  ...allOf('use_sql_runner', ['sql_queries', 'sql_interface_queries']),
  ...allOf('develop', ['projects', 'lookml_models', 'self_service_models']),
};

/** Operations that take something else than their neighbours. */
const exceptions: Readonly<Record<string, Permission>> = {
  'GET /lookml_models/:lookml_model_name/explores/:explore_name': 'explore',
  'GET /queries/models/:model_name/views/:view_name/run/:result_format': 'explore',
  'POST /render_tasks/dashboards/:dashboard_id/:result_format': 'see_user_dashboards',
  'POST /render_tasks/dashboard_elements/:dashboard_element_id/:result_format': 'see_user_dashboards',
  'PATCH /dashboards/:lookml_dashboard_id/sync': 'develop',
  'PATCH /dashboards/:dashboard_id/certification': administer,
  'PATCH /dashboards/lookml/:dashboard_id/certification': administer,
  'PATCH /looks/:look_id/certification': administer,
  // People answer for themselves; whose business it is, the operation sees.
  'POST /oauth_client_apps/:client_guid/users/:user_id': null,
  'DELETE /oauth_client_apps/:client_guid/users/:user_id': null,
};

/** What it takes to call the operation at this path, which begins with `/` and has its parameters as `:name`. */
export function permissionFor(method: string, path: string): Permission {
  const exception = exceptions[`${method} ${path}`];
  if (exception !== undefined) return exception;
  const permission = (method === 'GET' ? toRead : toChange)[path.split('/')[1] ?? ''];
  return permission === undefined ? administer : permission;
}

function allOf(permission: Permission, names: readonly string[]): Record<string, Permission> {
  return Object.fromEntries(names.map((name) => [name, permission]));
}
