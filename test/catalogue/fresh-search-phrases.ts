/** What somebody might ask for, and the tools of which one should be among the first. */
export interface FreshPhrase {
  readonly request: string;
  readonly tools: readonly string[];
}

/**
 * Written before anybody looked at what the search finds for them, and never to be used when its words and weights are
 * chosen: they measure it for those who ask in their own words.
 */
const PHRASES = `
weekly sales numbers by store -> looker_query_run_inline
How did our revenue develop over the past six months? -> looker_query_run_inline
which five customers ordered most often in 2025 -> looker_query_run_inline
avg order value europe vs us -> looker_query_run_inline
count distinct users who bought twice -> looker_query_run_inline
show me yesterdays signups -> looker_query_run_inline
get rows from an explore -> looker_query_run_inline
query model ecommerce, view orders, fields users.state and orders.count -> looker_query_run_inline create_a_looker_query
rerun a query i saved earlier by its id -> looker_query_run
I have a link from an explore, what does it return? -> looker_query_run_url_encoded looker_query_by_slug
what drives the drop in conversion -> looker_query_run_inline
numbers behind the Executive Overview dashboard -> looker_dashboards_run looker_dashboards_search list_all_looker_dashboard_elements
run all tiles of a dashboard and give me the results -> looker_dashboards_run
fetch the results of a saved look -> looker_looks_run
run dashboard with region set to EMEA -> looker_dashboards_run
get the remaining rows of a long query -> looker_query_results
query still running, how do I get its rows later -> looker_query_results looker_query_tasks_results get_single_looker_query_task_by_id
raw sql on snowflake -> create_a_looker_sql_query looker_sql_queries_run
how much would this query cost in bigquery -> looker_connections_cost_estimate
draw a pie chart of orders by status -> looker_query_render_inline create_a_looker_dashboard_element
which explore has customer lifetime value -> looker_lookml_explores_search_fields
find the field for net revenue -> looker_lookml_explores_search_fields
What measures can I use in order_items? -> looker_lookml_explores_search_fields get_single_looker_lookml_explore_by_id
name of the dimension for shipping country -> looker_lookml_explores_search_fields get_single_looker_lookml_explore_by_id
list of models -> list_all_looker_lookml_models
what subject areas can I ask about? -> list_all_looker_lookml_models looker_lookml_explores_search_fields
possible values for order status -> looker_lookml_explores_field_suggestions
waht explores exist -> list_all_looker_lookml_models looker_lookml_explores_search_fields
describe the orders explore -> get_single_looker_lookml_explore_by_id looker_lookml_explores_search_fields
lookml validator -> looker_projects_validate looker_projects_validation_results
did the derived table finish building -> looker_derived_tables_build_status
refresh cached data now -> update_a_looker_datagroup_by_id list_all_looker_datagroups
open a lookml file and read it -> looker_project_files_content get_single_looker_project_file_by_id
write a new view file -> create_a_looker_project_file
ship my branch to production -> looker_projects_deploy_to_production looker_projects_deploy_ref looker_projects_deploy_ref_async
git branches of the project -> list_all_looker_git_branches
go into dev mode -> looker_api_session_change_settings
revert my local changes to what is in production -> looker_projects_reset_to_production
run unit tests for the model -> looker_lookml_tests_run
create a branch called feature-x -> create_a_looker_git_branch
what schemas does the warehouse connection have -> looker_connections_schemas
Is the database connection healthy? -> looker_connections_test
dashboard about churn -> looker_dashboards_search looker_content_search
where is the finance dashboard -> looker_dashboards_search looker_content_search
serch dashboards by title -> looker_dashboards_search
all dashboards in folder 14 -> looker_folders_dashboards looker_dashboards_search
Create a new dashboard called 'Q4 Board Review' in folder 12 -> create_a_looker_dashboard
put a single value tile on dashboard 42 -> create_a_looker_dashboard_element
add text explaining the numbers to a dashboard -> create_a_looker_dashboard_element update_a_looker_dashboard_by_id
change the title of tile 105 -> update_a_looker_dashboard_element_by_id
add dropdown filter for country -> create_a_looker_dashboard_filter
tile is too small -> update_a_looker_dashboard_layout_component_by_id
duplicate dashbord -> looker_dashboards_copy
archive an old dashboard -> update_a_looker_dashboard_by_id delete_a_looker_dashboard_by_id
who made this dashboard and when was it changed -> get_single_looker_dashboard_by_id
export dashboard to pdf -> looker_dashboards_render looker_render_tasks_create_for_dashboard
send me a screenshot of the dashboard -> looker_dashboards_render looker_render_tasks_create_for_dashboard looker_scheduled_plans_run_once
move looks out of my personal folder -> looker_looks_move looker_folders_looks
turn a query into a saved look -> create_a_looker_look
looks nobody uses any more -> looker_content_views_search looker_looks_search
where did my report go? -> looker_content_search looker_dashboards_search looker_looks_search
find everything that mentions marketing spend -> looker_content_search
what are the most viewed dashboards this month -> looker_content_views_search
add a dashboard to the Sales board -> create_a_looker_board_item
list folders -> list_all_looker_folders looker_folders_search
make a subfolder for the ops team -> create_a_looker_folder
give the finance group view access to a folder -> create_a_looker_content_metadata_access
Why can Bob not see the dashboard? -> list_all_looker_content_metadata_accesses get_single_looker_content_metadata_by_id
content that broke since the last deploy -> looker_content_validate
deliver dashboard 42 daily at 8am to finance-team@company.com -> create_a_looker_scheduled_plan
recurring email of a look -> create_a_looker_scheduled_plan
schedule list -> list_all_looker_scheduled_plans
which scheduled reports failed last night -> list_all_looker_scheduled_plans
change delivery time to 7 am -> update_a_looker_scheduled_plan_by_id
send it once, right away -> looker_scheduled_plans_run_once looker_scheduled_plans_run_once_by_id
stop sending me this report -> delete_a_looker_scheduled_plan_by_id update_a_looker_scheduled_plan_by_id
Set up an alert when inventory falls below 20 -> create_a_looker_alert
exsiting alerts on a tile -> looker_alerts_search
warn marketing if conversion drops under 2% -> create_a_looker_alert
raise the threshold of an alert -> update_a_looker_alert_by_id
get rid of an alert -> delete_a_looker_alert_by_id
Who has not logged in for three months? -> list_all_looker_users looker_users_search
inactive users -> list_all_looker_users looker_users_search
users and their email addresses -> list_all_looker_users looker_users_search
look up Jane Smith -> looker_users_search looker_users_search_names
add a new user -> create_a_looker_user
deactivate someone who quit -> update_a_looker_user_by_id
which permissions do I have -> looker_users_me looker_users_roles list_all_looker_permissions
put anna into the analysts group -> looker_groups_add_user
groups and their members -> list_all_looker_groups looker_groups_search looker_groups_users
promote a user to developer -> looker_users_set_roles looker_roles_set_users
which role may use sql runner -> list_all_looker_roles looker_roles_search looker_permission_sets_search list_all_looker_permission_sets
password reset mail -> looker_user_email_credentials_send_password_reset
restrict a user to the rows of her region -> looker_users_set_attribute_value
api credentials of user 12 -> list_all_looker_user_api3_credentials
slack -> list_all_looker_integrations create_a_looker_scheduled_plan update_a_looker_integration_by_id get_single_looker_integration_by_id
looker release number -> looker_instance_versions
configure single sign on with azure ad -> looker_saml_config_change_settings looker_oidc_config_change_settings
unlock my collegue -> delete_a_looker_user_login_lockout_by_id
ask the assistant something about orders -> looker_conversations_chat
`;

export const freshPhrases: readonly FreshPhrase[] = PHRASES.trim()
  .split('\n')
  .map((line) => {
    const [request = '', tools = ''] = line.split(' -> ');
    return { request, tools: tools.split(' ') };
  });
