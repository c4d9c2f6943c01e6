/** The columns of each table of the system activity model, which its views name. Times are `YYYY-MM-DD HH:MM:SS` in UTC. */
export const activityTables = {
  history: `id INTEGER PRIMARY KEY, created_at TEXT, completed_at TEXT, runtime REAL, source TEXT, issuer_source TEXT,
    status TEXT, message TEXT, result_source TEXT, result_format TEXT, query_id INTEGER, user_id INTEGER,
    dashboard_id TEXT, look_id INTEGER, dashboard_session TEXT, connection_name TEXT, workspace_id TEXT, slug TEXT`,
  query: `id INTEGER PRIMARY KEY, model TEXT, view TEXT, slug TEXT, client_id TEXT, fields TEXT, filters TEXT,
    pivots TEXT, sorts TEXT, dynamic_fields TEXT, row_limit TEXT, filter_expression TEXT`,
  event: `id INTEGER PRIMARY KEY, name TEXT, category TEXT, created_at TEXT, user_id INTEGER, sudo_user_id INTEGER,
    is_admin INTEGER, is_api_call INTEGER`,
  event_attribute: 'id INTEGER PRIMARY KEY, event_id INTEGER, name TEXT, value TEXT',
  scheduled_job: `id INTEGER PRIMARY KEY, scheduled_plan_id INTEGER, name TEXT, status TEXT, status_detail TEXT,
    created_at TEXT, finalized_at TEXT, user_id INTEGER, run_once INTEGER`,
  scheduled_job_stage: `id INTEGER PRIMARY KEY, scheduled_job_id INTEGER, stage TEXT, started_at TEXT, completed_at TEXT,
    runtime REAL`,
  pdt_event_log: `id INTEGER PRIMARY KEY, created_at TEXT, action TEXT, action_data TEXT, connection TEXT, hash TEXT,
    model_name TEXT, view_name TEXT, table_name TEXT, tid TEXT, sequence INTEGER`,
  pdt_builds: `id INTEGER PRIMARY KEY, tid TEXT, status TEXT, context TEXT, connection TEXT, model_name TEXT,
    view_name TEXT, start_at TEXT, end_at TEXT, elapsed_seconds REAL`,
  user: `id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, name TEXT, email TEXT, is_disabled INTEGER,
    created_at TEXT, dev_branch_name TEXT`,
  user_facts: `id INTEGER PRIMARY KEY, user_id INTEGER, last_ui_login_at TEXT, last_ui_login_credential_type TEXT,
    last_api_login_at TEXT, is_admin INTEGER, is_developer INTEGER, is_explorer INTEGER, is_content_saver INTEGER,
    is_sql_runner INTEGER, is_viewer INTEGER, is_embed INTEGER, is_looker_employee INTEGER, has_api_credentials INTEGER,
    has_ui_credentials INTEGER, active_ui_sessions INTEGER`,
  user_group: 'id INTEGER PRIMARY KEY, name TEXT',
  group_user: 'id INTEGER PRIMARY KEY, group_id INTEGER, user_id INTEGER',
  role: 'id INTEGER PRIMARY KEY, name TEXT, permission_set_id INTEGER, model_set_id INTEGER',
  user_facts_role: 'id INTEGER PRIMARY KEY, user_id INTEGER, role_id INTEGER',
  permission_set: 'id INTEGER PRIMARY KEY, name TEXT, permissions TEXT',
  model_set: 'id INTEGER PRIMARY KEY, name TEXT, models TEXT',
  session: `id INTEGER PRIMARY KEY, user_id INTEGER, browser TEXT, ip_address TEXT, credentials_type TEXT,
    created_at TEXT, expires_at TEXT, sudo_user_id INTEGER`,
  folder: 'id INTEGER PRIMARY KEY, name TEXT, parent_id INTEGER, creator_id INTEGER, created_at TEXT',
  dashboard: `id INTEGER PRIMARY KEY, title TEXT, description TEXT, user_id INTEGER, folder_id INTEGER, created_at TEXT,
    updated_at TEXT, deleted_at TEXT, moved_to_trash INTEGER, refresh_interval TEXT`,
  dashboard_element: `id INTEGER PRIMARY KEY, dashboard_id INTEGER, title TEXT, type TEXT, query_id INTEGER,
    look_id INTEGER, is_merge_query INTEGER`,
  look: `id INTEGER PRIMARY KEY, title TEXT, description TEXT, user_id INTEGER, folder_id INTEGER, query_id INTEGER,
    created_at TEXT, updated_at TEXT, deleted_at TEXT, moved_to_trash INTEGER, public INTEGER`,
  scheduled_plan: `id INTEGER PRIMARY KEY, name TEXT, user_id INTEGER, dashboard_id INTEGER, look_id INTEGER,
    lookml_dashboard_id TEXT, query_id INTEGER, cron_schedule TEXT, timezone TEXT, datagroup TEXT, enabled INTEGER,
    run_once INTEGER, created_at TEXT, next_run_at TEXT, destination_addresses TEXT, content_type TEXT`,
  scheduled_plan_destination: `id INTEGER PRIMARY KEY, scheduled_plan_id INTEGER, type TEXT, format TEXT, address TEXT`,
  content_usage: `id INTEGER PRIMARY KEY, content_id TEXT, content_type TEXT, content_title TEXT, last_accessed_at TEXT,
    days_since_last_accessed INTEGER, other_count INTEGER, api_count INTEGER, embed_count INTEGER, favorite_count INTEGER,
    schedule_count INTEGER, prefetch_count INTEGER, public_count INTEGER, dashboard_deleted INTEGER, look_deleted INTEGER`,
  field_usage: `id INTEGER PRIMARY KEY, model TEXT, explore TEXT, view TEXT, field TEXT, times_used INTEGER`,
} as const;

export type ActivityTable = keyof typeof activityTables;

/** A row by the names of its columns; what is missing is null. */
export type ActivityRow = Readonly<Record<string, string | number | null | undefined>>;

export function isActivityTable(name: string): name is ActivityTable {
  return name in activityTables;
}
