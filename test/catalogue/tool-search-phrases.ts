/** What somebody might ask for, and the tools of which one should be among the first. */
export interface SearchPhrase {
  readonly request: string;
  readonly tools: readonly string[];
  /** Every fourth: nobody looks at these when words and weights of the search are chosen. */
  readonly isHeldOut: boolean;
}

const PHRASES = `
top 10 customers by revenue -> looker_query_run_inline
how many orders did we have last month -> looker_query_run_inline
run a query -> looker_query_run_inline looker_query_run
sales per region this year compared to last year -> looker_query_run_inline
what does the link with /x/vwGSbfc show -> looker_query_by_slug looker_query_run_url_encoded
run this explore url -> looker_query_run_url_encoded looker_query_by_slug
run a query that takes minutes in the background -> create_a_looker_query_task
is my background query finished -> get_single_looker_query_task_by_id looker_query_tasks_results looker_query_tasks_multi_results
why is my query slow -> list_all_looker_running_queries
stop a running query -> delete_a_looker_running_query_by_id
what is everybody querying right now -> list_all_looker_running_queries
kill the query that hangs -> delete_a_looker_running_query_by_id
join the results of two queries -> create_a_looker_merge_query
sql runner -> create_a_looker_sql_query looker_sql_queries_run get_single_looker_sql_query_by_id
write my own sql against the warehouse -> create_a_looker_sql_query looker_sql_queries_run
select from an explore with sql -> create_a_looker_sql_interface_query looker_sql_interface_queries_run
how expensive is this sql -> looker_connections_cost_estimate
which values can I filter the status by -> looker_lookml_explores_field_suggestions
download the data of a look as csv -> looker_looks_run
list explores -> list_all_looker_lookml_models get_single_looker_lookml_explore_by_id
what data do we have -> list_all_looker_lookml_models
which fields can I use in a query -> looker_lookml_explores_search_fields get_single_looker_lookml_explore_by_id
dimensions and measures of the orders explore -> get_single_looker_lookml_explore_by_id
how is the metric gross margin defined -> get_single_looker_lookml_explore_by_id
show all lookml models -> list_all_looker_lookml_models
which connection does the model use -> get_single_looker_lookml_model_by_id list_all_looker_lookml_models looker_lookml_models_value_formats
number formats of the model -> looker_lookml_models_value_formats
run the data tests -> looker_lookml_tests_run
which lookml tests are there -> list_all_looker_lookml_tests
mark a self service explore as trusted -> looker_self_service_models_set_certification
rebuild a pdt -> looker_derived_tables_start_build
is the derived table built yet -> looker_derived_tables_build_status
stop the table build -> looker_derived_tables_stop_build
what does this derived table depend on -> looker_derived_tables_graph_for_view looker_derived_tables_graph_for_model
cache / datagroup -> list_all_looker_datagroups update_a_looker_datagroup_by_id get_single_looker_datagroup_by_id
clear the cache -> update_a_looker_datagroup_by_id
show caching policies -> list_all_looker_datagroups
which lookml projects do we have -> list_all_looker_projects
start a new lookml project -> create_a_looker_project
read the file orders.view.lkml -> looker_project_files_content
edit a view file -> update_a_looker_project_file_by_id
add a new view file to the project -> create_a_looker_project_file
remove a lookml file -> delete_a_looker_project_file_by_id
list the files in the project -> list_all_looker_project_files
check my lookml for errors -> looker_projects_validate looker_projects_validation_results
deploy lookml -> looker_projects_deploy_to_production looker_projects_deploy_ref looker_projects_deploy_ref_async
push my changes live -> looker_projects_deploy_to_production looker_projects_push_branch
is the deploy done -> looker_projects_deploy_status
commit my work -> looker_projects_commit
push the branch to github -> looker_projects_push_branch
make a feature branch -> create_a_looker_git_branch
switch to another branch -> looker_git_branches_checkout
which branch am I on -> looker_git_branches_current
delete an old branch -> delete_a_looker_git_branch_by_id
throw away my changes -> looker_projects_reset_to_production looker_projects_reset_to_remote
uncommitted changes of the project -> looker_projects_workspace
switch to development mode -> looker_api_session_change_settings
am I in dev or production -> looker_api_session_settings list_all_looker_workspaces get_single_looker_workspace_by_id
git connection does not work -> looker_git_connection_tests_run list_all_looker_git_connection_tests create_a_looker_git_diagnostic_report
deploy key for the github repository -> create_a_looker_git_deploy_key get_single_looker_git_deploy_key_by_id
generate views from database tables -> looker_projects_generate_lookml
update imported projects -> looker_projects_lock_dependencies looker_projects_manifest
set the git remote url of a project -> update_a_looker_project_by_id
credentials for a remote import -> list_all_looker_repository_credentials update_a_looker_repository_credential_by_id
start a ci run -> create_a_looker_continuous_integration_run
which tables are in the database -> looker_connections_tables
columns of the users table -> looker_connections_columns
which table has a column called email -> looker_connections_search_columns
list schemas -> looker_connections_schemas
connect a new bigquery database -> create_a_looker_connection
test the database connection -> looker_connections_test looker_connections_test_config
change the host of a connection -> update_a_looker_connection_by_id
which database connections are set up -> list_all_looker_connections
supported databases -> list_all_looker_dialects
remove a database connection -> delete_a_looker_connection_by_id
reach the database through an ssh tunnel -> create_a_looker_ssh_tunnel list_all_looker_ssh_tunnels
is the tunnel up -> looker_ssh_tunnels_test get_single_looker_ssh_tunnel_by_id
add a bastion host -> create_a_looker_ssh_server
ip addresses for our firewall -> looker_instance_egress_ip_addresses
oauth for the snowflake connection -> create_a_looker_external_oauth_application list_all_looker_external_oauth_applications
build me a dashboard -> create_a_looker_dashboard
find the sales dashboard -> looker_dashboards_search looker_content_search
what is on this dashboard -> get_single_looker_dashboard_by_id list_all_looker_dashboard_elements
chart -> create_a_looker_dashboard_element create_a_looker_query update_a_looker_dashboard_element_by_id looker_query_render_inline looker_dashboard_elements_render
add a bar chart to the dashboard -> create_a_looker_dashboard_element
turn this tile into a line chart -> update_a_looker_dashboard_element_by_id
remove a chart from the dashboard -> delete_a_looker_dashboard_element_by_id
show the queries behind the tiles -> list_all_looker_dashboard_elements get_single_looker_dashboard_element_by_id
add a date filter to the dashboard -> create_a_looker_dashboard_filter
change the default of a dashboard filter -> update_a_looker_dashboard_filter_by_id
what filters does the dashboard have -> list_all_looker_dashboard_filters get_single_looker_dashboard_by_id
rename a dashboard -> update_a_looker_dashboard_by_id
move a dashboard to another folder -> looker_dashboards_move
make a copy of a dashboard -> looker_dashboards_copy
delete a dashboard -> delete_a_looker_dashboard_by_id update_a_looker_dashboard_by_id
bring back a deleted dashboard -> update_a_looker_dashboard_by_id
make a tile bigger -> update_a_looker_dashboard_layout_component_by_id
rearrange the tiles -> update_a_looker_dashboard_layout_component_by_id list_all_looker_dashboard_layout_components update_a_looker_dashboard_layout_by_id
mark the dashboard as certified -> looker_dashboards_set_certification looker_dashboards_set_lookml_certification
lookml code of a dashboard -> looker_dashboards_lookml
make a lookml dashboard editable -> looker_dashboards_import_lookml
find lookml dashboards -> looker_dashboards_search_lookml
make a dashboard faster with aggregate awareness -> looker_dashboards_aggregate_table_lookml
link to the dashboard with these filter values -> create_a_looker_dashboard_filter_state
pdf of the dashboard -> looker_render_tasks_create_for_dashboard
screenshot of a tile -> looker_render_tasks_create_for_dashboard_element
png of a look -> looker_render_tasks_create_for_look
is the pdf ready -> get_single_looker_render_task_by_id looker_render_tasks_results
picture of a chart from a query -> looker_render_tasks_create_for_query looker_query_render looker_query_render_inline
preview image of a dashboard -> looker_content_thumbnail looker_render_tasks_create_for_dashboard
save this query as a look -> create_a_looker_look
undelete a look -> update_a_looker_look_by_id
show me the data of a saved look -> looker_looks_run
find a look by name -> looker_looks_search
duplicate a look -> looker_looks_copy
delete a look -> delete_a_looker_look_by_id update_a_looker_look_by_id
put the look in another folder -> looker_looks_move
looks in the marketing folder -> looker_folders_looks looker_looks_search
new folder -> create_a_looker_folder
what is in this folder -> get_single_looker_folder_by_id looker_folders_dashboards looker_folders_looks looker_folders_children
subfolders of a folder -> looker_folders_children looker_folders_search_children
rename a folder -> update_a_looker_folder_by_id
find a folder -> looker_folders_search
path of a folder -> looker_folders_ancestors looker_folders_parent
who can see this dashboard -> list_all_looker_content_metadata_accesses get_single_looker_content_metadata_by_id
share a folder with the marketing team -> create_a_looker_content_metadata_access
revoke access to a folder -> delete_a_looker_content_metadata_access_by_id
make a folder private -> update_a_looker_content_metadata_by_id create_a_looker_content_metadata_access
let a group edit a folder instead of view -> update_a_looker_content_metadata_access_by_id create_a_looker_content_metadata_access
pin a look to a board -> create_a_looker_board_item
make a board for the sales team -> create_a_looker_board
what boards are there -> list_all_looker_boards looker_boards_search
take a dashboard off a board -> delete_a_looker_board_item_by_id
add a section to a board -> create_a_looker_board_section
rename a board -> update_a_looker_board_by_id
what is on the homepage -> list_all_looker_primary_homepage_sections
email me this report every Monday -> create_a_looker_scheduled_plan
send the dashboard to slack every morning -> create_a_looker_scheduled_plan
schedules of this dashboard -> looker_scheduled_plans_for_dashboard
pause a schedule -> update_a_looker_scheduled_plan_by_id
send the dashboard to Anna right now -> looker_scheduled_plans_run_once looker_scheduled_plans_run_once_by_id
stop the weekly email -> delete_a_looker_scheduled_plan_by_id update_a_looker_scheduled_plan_by_id
all scheduled deliveries -> list_all_looker_scheduled_plans
change the recipients of a schedule -> update_a_looker_scheduled_plan_by_id
what is scheduled in this folder -> looker_scheduled_plans_for_folder
notify me when sales drop -> create_a_looker_alert
alert if the value goes above a threshold -> create_a_looker_alert
my alerts -> looker_alerts_search list_all_looker_alert_notifications
turn off an alert -> update_a_looker_alert_by_id delete_a_looker_alert_by_id
subscribe to an alert -> looker_alerts_follow
unsubscribe from an alert -> looker_alerts_unfollow
which alerts fired -> list_all_looker_alert_notifications looker_alerts_search
test an alert now -> looker_alerts_enqueue
invite a new colleague -> create_a_looker_user looker_user_email_credentials_send_password_reset
find a user by email -> looker_users_search looker_users_for_credential looker_user_email_credentials_search looker_users_search_names
list all users -> list_all_looker_users
disable the account of somebody who left -> update_a_looker_user_by_id
delete a user -> delete_a_looker_user_by_id
reset somebody's password -> looker_user_email_credentials_send_password_reset
change the email address of a user -> update_a_looker_user_email_credential_by_id looker_users_replace_emails
who am I -> looker_users_me
roles of a user -> looker_users_roles
make somebody an admin -> looker_users_set_roles looker_roles_set_users
add a user to a group -> looker_groups_add_user
kick somebody out of a group -> looker_groups_remove_user
members of a group -> looker_groups_users
create a group for the finance team -> create_a_looker_group
nested groups -> looker_groups_groups looker_groups_search_with_hierarchy looker_groups_add_group
rename a group -> update_a_looker_group_by_id
new role for analysts -> create_a_looker_role
who are the admins -> looker_roles_users
give a role to a group -> looker_roles_set_groups
which roles are not used -> looker_roles_search_with_user_count
all permissions -> list_all_looker_permissions
permission set for viewers -> create_a_looker_permission_set list_all_looker_permission_sets looker_permission_sets_search
which models can a role see -> list_all_looker_model_sets get_single_looker_model_set_by_id get_single_looker_role_by_id looker_model_sets_search
limit a model set to one model -> update_a_looker_model_set_by_id create_a_looker_model_set
set the region of a user for row level security -> looker_users_set_attribute_value
new user attribute -> create_a_looker_user_attribute
attribute values of a user -> looker_users_attribute_values
give a user attribute value to a whole group -> looker_groups_set_attribute_value looker_user_attributes_set_group_values
where is the user logged in -> list_all_looker_user_sessions get_single_looker_user_session_by_id
log a user out -> delete_a_looker_user_session_by_id
unlock an account after too many wrong passwords -> delete_a_looker_user_login_lockout_by_id
user lost the phone for two factor -> delete_a_looker_user_totp_credential_by_id
require 2fa for a user -> create_a_looker_user_totp_credential
api keys of a user -> list_all_looker_user_api3_credentials
revoke an api key -> delete_a_looker_user_api3_credential_by_id
does she log in with google -> get_single_looker_user_google_credential_by_id
SSO -> looker_saml_config_settings looker_oidc_config_settings looker_ldap_config_settings looker_saml_config_change_settings
set up saml with okta -> looker_saml_config_change_settings create_a_looker_saml_test_config looker_saml_config_fetch_idp_metadata
test ldap -> looker_ldap_config_test_connection looker_ldap_config_test_auth looker_ldap_config_test_user_info
openid settings -> looker_oidc_config_settings looker_oidc_config_change_settings
password policy -> looker_password_config_settings looker_password_config_change_settings
make everybody choose a new password -> looker_password_config_force_reset_for_all_users
how long do sessions last -> looker_session_config_settings looker_session_config_change_settings
let looker support into our instance -> looker_support_access_enable create_a_looker_support_access_allowlist_entry
register an oauth app -> create_a_looker_oauth_client_app create_a_looker_external_oauth_application
embed -> create_a_looker_embed_user list_all_looker_user_embed_credentials delete_a_looker_embed_secret_by_id delete_a_looker_embed_cookieless_session_by_id
add an embed user -> create_a_looker_embed_user
which version of looker is this -> looker_instance_versions
change the settings of the instance -> looker_instance_change_settings
emails do not arrive -> looker_smtp_status
set up the mail server -> looker_smtp_change_settings
time zones -> list_all_looker_timezones
which languages are supported -> list_all_looker_locales
where do backups go -> looker_cloud_storage_settings
legacy features -> list_all_looker_legacy_features
our own help page -> looker_internal_help_content looker_internal_help_change_content looker_internal_help_settings
try the welcome email -> looker_welcome_emails_send_test
brand colors for charts -> create_a_looker_color_collection list_all_looker_color_collections looker_color_collections_list_custom
default palette -> looker_color_collections_default looker_color_collections_set_default
dark theme -> create_a_looker_theme looker_themes_search list_all_looker_themes
make a theme the default -> looker_themes_set_default
search for anything about churn -> looker_content_search
broken dashboards after renaming a field -> looker_content_validate
most popular dashboards -> looker_content_views_search
favorite a dashboard -> create_a_looker_content_favorite
my favourites -> looker_content_favorites_search
slack integration -> list_all_looker_integrations update_a_looker_integration_by_id get_single_looker_integration_by_id looker_integrations_test
add an action hub -> create_a_looker_integration_hub
ask a question to the data agent -> looker_conversations_chat
which agents are there -> looker_agents_search
new ai agent -> create_a_looker_agent
my past chats -> looker_conversations_search list_all_looker_conversation_messages
example questions for the agent -> create_a_looker_golden_query
`;

const phraseOf = (line: string, at: number): SearchPhrase => {
  const [request = '', tools = ''] = line.split(' -> ');
  return { request, tools: tools.split(' '), isHeldOut: at % 4 === 3 };
};

export const searchPhrases: readonly SearchPhrase[] = PHRASES.trim().split('\n').map(phraseOf);
