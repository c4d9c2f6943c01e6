import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { bareString, bareStrings, described, hidden } from '../../schema/argument-edit.js';

// What a list tells of each schedule; get_single_looker_scheduled_plan_by_id tells the rest.
const outline =
  'id,name,title,enabled,crontab,datagroup,timezone,dashboard_id,look_id,lookml_dashboard_id,scheduled_plan_destination(type,address,format),next_run_at,last_run_at,user(id,display_name)';

const content = ['dashboard_id', 'look_id', 'lookml_dashboard_id', 'query_id'];

export const scheduledPlanTools: readonly ResourceTools[] = [
  {
    resource: 'scheduled_plans',
    tags: ['scheduled_plans', 'schedules'],
    tools: [
      {
        operation: 'all_scheduled_plans',
        method: 'list',
        about: "Lists your schedules, or with all_users everybody's (administrators).",
        hint: 'For one dashboard use looker_scheduled_plans_for_dashboard.',
        fields: outline,
        edits: { user_id: described('Whose schedules. Default: yours.') },
      },
      {
        operation: 'scheduled_plan',
        method: 'get',
        about: 'Gets one schedule with its destinations.',
        hint: 'Find its id with list_all_looker_scheduled_plans.',
      },
      {
        operation: 'create_scheduled_plan',
        method: 'create',
        openWorld: true,
        about:
          'Creates a schedule that delivers a dashboard or Look by email or webhook, on a crontab or when a datagroup triggers.',
        hint: 'Daily at 8:00 UTC as PDF by email: crontab "0 8 * * *", timezone "UTC", scheduled_plan_destination [{"type":"email","address":"team@example.com","format":"wysiwyg_pdf"}]. Find the dashboard with looker_dashboards_search. To send it once now use looker_scheduled_plans_run_once.',
        required: ['name', 'scheduled_plan_destination'],
        requiredGroups: [content, ['crontab', 'datagroup']],
      },
      {
        operation: 'update_scheduled_plan',
        method: 'update',
        openWorld: true,
        about: 'Changes the named properties of a schedule.',
        hint: 'Given destinations replace all that it has. enabled: false pauses it.',
      },
      {
        operation: 'delete_scheduled_plan',
        method: 'delete',
        about: 'Deletes a schedule for good.',
        hint: 'To pause it only, use update_a_looker_scheduled_plan_by_id with enabled: false.',
      },
      {
        operation: 'scheduled_plan_run_once',
        method: 'run_once',
        effect: 'write',
        openWorld: true,
        title: 'Send content once',
        about: 'Delivers a dashboard or Look once, now, without keeping a schedule.',
        hint: 'Looker admits 10 such calls a second. For a schedule that exists use looker_scheduled_plans_run_once_by_id.',
        required: ['name', 'scheduled_plan_destination'],
        requiredGroups: [content],
        edits: {
          crontab: { hidden: true },
          datagroup: { hidden: true },
          timezone: { hidden: true },
          enabled: { hidden: true },
        },
      },
      {
        operation: 'scheduled_plan_run_once_by_id',
        method: 'run_once_by_id',
        effect: 'write',
        openWorld: true,
        title: 'Run a schedule once now',
        about: 'Delivers what a schedule delivers once, now. Given properties stand in for those of the schedule.',
        hint: 'Find its id with list_all_looker_scheduled_plans.',
        only: ['name', 'filters_string', 'scheduled_plan_destination'],
      },
      {
        operation: 'scheduled_plans_for_dashboard',
        method: 'for_dashboard',
        effect: 'read',
        title: 'List the schedules of a dashboard',
        about: 'Lists the schedules of a dashboard.',
        hint: 'Look here before creating another with create_a_looker_scheduled_plan.',
        fields: outline,
        edits: { user_id: described('Whose schedules. Default: yours.') },
      },
      {
        operation: 'scheduled_plans_for_look',
        method: 'for_look',
        effect: 'read',
        title: 'List the schedules of a Look',
        about: 'Lists the schedules of a Look.',
        hint: 'Look here before creating another with create_a_looker_scheduled_plan.',
        fields: outline,
        edits: { user_id: described('Whose schedules. Default: yours.') },
      },
      {
        operation: 'scheduled_plans_for_lookml_dashboard',
        method: 'for_lookml_dashboard',
        effect: 'read',
        title: 'List the schedules of a LookML dashboard',
        about: 'Lists the schedules of a LookML dashboard.',
        hint: 'Find the dashboard with looker_dashboards_search_lookml.',
        fields: outline,
        edits: { user_id: described('Whose schedules. Default: yours.') },
      },
      {
        operation: 'scheduled_plans_for_space',
        method: 'for_folder',
        effect: 'read',
        title: 'List the schedules of a folder',
        about: 'Lists the schedules of the content in a folder; space_id is the folder id.',
        hint: 'Find the folder with looker_folders_search.',
        fields: outline,
      },
      {
        operation: 'search_scheduled_plans',
        method: 'search',
        hidden: 'alpha',
        title: 'Search schedules',
        about: "Finds your schedules, or with all_users everybody's, by name, content or recipient.",
        hint: 'Settings of one: get_single_looker_scheduled_plan_by_id.',
        fields:
          'id,name,user_id,enabled,dashboard_id,look_id,lookml_dashboard_id,crontab,datagroup,next_run_at,scheduled_plan_destination(type,address,format)',
        edits: {
          user_id: described('Owner. Default: the connected user.'),
          all_users: described("true: everybody's (needs see_schedules)."),
          name: bareString,
          user_first_name: hidden,
          user_last_name: hidden,
          ...bareStrings('dashboard_id', 'look_id', 'lookml_dashboard_id'),
          recipient: described('Address.'),
          destination_type: described('E.g. "email".'),
          delivery_format: described('E.g. "csv".'),
        },
      },
    ],
  },
];
