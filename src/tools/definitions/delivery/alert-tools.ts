import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { ALERT_READS, checkedAlert } from '../../run/checked-alert.js';
import { described } from '../../schema/argument-edit.js';

export const alertTools: readonly ResourceTools[] = [
  {
    resource: 'alerts',
    tools: [
      {
        operation: 'search_alerts',
        method: 'search',
        about: "Finds alerts, your own or with all_owners everybody's (administrators).",
        hint: 'Without criteria it lists them all. Then get_single_looker_alert_by_id.',
        fields:
          'id,custom_title,field(title,name),comparison_type,threshold,cron,is_disabled,owner_id,owner_display_name,dashboard_element_id,lookml_dashboard_id',
        edits: {
          group_by: described('dashboard or owner: what to order by.'),
          disabled: described('true: disabled ones only.'),
          frequency: described('monthly, weekly, daily, hourly or minutes.'),
          condition_met: described('In the last check.'),
          last_run_start: described('Last checked after this, e.g. "2021-01-01T01:01:01-08:00".'),
          last_run_end: described('Last checked before this.'),
          all_owners: described("true: everybody's (administrators)."),
        },
      },
      {
        operation: 'get_alert',
        method: 'get',
        about: 'Gets one alert with its condition and destinations.',
        hint: 'Find its id with looker_alerts_search.',
      },
      {
        operation: 'create_alert',
        method: 'create',
        openWorld: true,
        about:
          'Creates an alert that checks a value of a dashboard tile on a schedule and notifies when the condition holds.',
        hint: 'Find the tile and its fields with get_single_looker_dashboard_by_id, your user id with looker_users_me. "Drops below 5000" is comparison_type LESS_THAN with threshold 5000. The tile must show the field.',
        requiredGroups: [['dashboard_element_id', 'lookml_link_id']],
        edits: { disabled_reason: { hidden: true } },
        needs: ALERT_READS,
        run: checkedAlert,
      },
      {
        operation: 'update_alert_field',
        method: 'update',
        openWorld: true,
        about: 'Changes the owner, threshold, visibility or enabled state of an alert.',
        hint: 'For any other change use looker_alerts_replace.',
      },
      {
        operation: 'update_alert',
        method: 'replace',
        effect: 'write',
        openWorld: true,
        about: 'Replaces the whole definition of an alert.',
        hint: 'Get it first with get_single_looker_alert_by_id and send everything that shall stay. For threshold or enabled state alone use update_a_looker_alert_by_id.',
        needs: ALERT_READS,
        run: checkedAlert,
      },
      {
        operation: 'delete_alert',
        method: 'delete',
        about: 'Deletes an alert for good.',
        hint: 'To pause it only, use update_a_looker_alert_by_id with is_disabled: true.',
      },
      {
        operation: 'follow_alert',
        method: 'follow',
        effect: 'write',
        adds: true,
        about: 'Adds you to the receivers of an alert.',
        hint: 'Find its id with looker_alerts_search.',
      },
      {
        operation: 'unfollow_alert',
        method: 'unfollow',
        effect: 'write',
        about: 'Takes you off the receivers of an alert.',
        hint: 'The alert itself stays.',
      },
      {
        operation: 'enqueue_alert',
        method: 'enqueue',
        effect: 'write',
        openWorld: true,
        title: 'Check an alert now',
        about: 'Checks an alert now; its receivers are notified when the condition holds.',
        hint: 'force: true checks it again although a check is running.',
      },
    ],
  },
  {
    resource: 'alert_notifications',
    tags: ['alerts', 'alert_notifications'],
    tools: [
      {
        operation: 'alert_notifications',
        method: 'list',
        about: 'Lists the alert notifications you have received.',
        hint: 'Then get_single_looker_alert_by_id for the alert behind one.',
      },
      {
        operation: 'read_alert_notification',
        method: 'mark_read',
        effect: 'write',
        adds: true,
        title: 'Mark an alert notification as read',
        about: 'Marks one of your alert notifications as read.',
        hint: 'Ids come from list_all_looker_alert_notifications.',
      },
    ],
  },
];
