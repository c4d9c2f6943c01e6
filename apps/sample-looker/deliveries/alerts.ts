import { type Api, bodyRecord, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { type FieldError, validationFailed } from '../looker-errors.js';
import { displayNameOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkOneOf, checkReference, idsOf } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { acceptProperties, type Writable } from '../records/writable.js';
import { checkCrontab } from './cron.js';

const comparisonTypes = [
  ...['EQUAL_TO', 'GREATER_THAN', 'GREATER_THAN_OR_EQUAL_TO', 'LESS_THAN', 'LESS_THAN_OR_EQUAL_TO'],
  ...['INCREASES_BY', 'DECREASES_BY', 'CHANGES_BY'],
];
const writable: Writable = {
  applied_dashboard_filters: 'list',
  comparison_type: 'string',
  cron: 'string',
  custom_url_base: 'string',
  custom_url_params: 'string',
  custom_url_label: 'string',
  show_custom_url: 'boolean',
  custom_title: 'string',
  dashboard_element_id: 'id',
  description: 'string',
  destinations: 'list',
  field: 'object',
  is_disabled: 'boolean',
  disabled_reason: 'string',
  is_public: 'boolean',
  investigative_content_type: 'string',
  investigative_content_id: 'id',
  lookml_dashboard_id: 'id',
  lookml_link_id: 'id',
  owner_id: 'id',
  query_id: 'id',
  threshold: 'number',
  time_series_condition_state: 'object',
};
const required = ['comparison_type', 'cron', 'destinations', 'field', 'threshold'];
const patchable: Writable = {
  owner_id: 'id',
  is_disabled: 'boolean',
  disabled_reason: 'string',
  is_public: 'boolean',
  threshold: 'number',
};

/** Alerts on dashboard elements. They are kept and checked, not run. */
export function registerAlertRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { alerts } = content;
  const present = (alert: StoredRecord, call: Call) => presentAlert(content, alert, call);
  const alertOf = (call: Call) => alerts.get(param(call, 'alert_id'));
  registerResource(
    api,
    instance,
    {
      path: '/alerts',
      idParam: 'alert_id',
      collection: alerts,
      writable,
      required,
      searchable: [],
      present,
      isListed: (alert, call) => {
        const { all_owners: allOwners, disabled } = call.query;
        if (disabled !== undefined && String(alert.is_disabled === true) !== disabled) return false;
        return allOwners === 'true' || alert.owner_id === call.token.userId;
      },
      prepare: (properties, call) => checkAlert(content, { owner_id: call.token.userId, ...properties }),
    },
    ['list', 'update'],
  );
  api.put('/alerts/:alert_id', (call) => {
    const accepted = acceptProperties(bodyRecord(call), writable, required);
    return present(alerts.change(alertOf(call).id, checkAlert(content, accepted)), call);
  });
  api.patch('/alerts/:alert_id', (call) => {
    const accepted = acceptProperties(bodyRecord(call), patchable);
    checkReference(content.users, 'owner_id', accepted);
    return present(alerts.change(alertOf(call).id, accepted), call);
  });
  api.post('/alerts/:alert_id/follow', (call) => {
    const alert = alertOf(call);
    alerts.change(alert.id, { follower_ids: [...new Set([...idsOf(alert.follower_ids), call.token.userId])] });
    return noContent;
  });
  api.delete('/alerts/:alert_id/follow', (call) => {
    const alert = alertOf(call);
    alerts.change(alert.id, { follower_ids: idsOf(alert.follower_ids).filter((id) => id !== call.token.userId) });
    return noContent;
  });
  api.post('/alerts/:alert_id/enqueue', (call) => alertOf(call) && noContent);
}

function presentAlert(content: Content, alert: StoredRecord, call: Call): LookerRecord {
  const { follower_ids: followerIds, ...shown } = alert;
  return completeRecord('Alert', {
    applied_dashboard_filters: [],
    ...shown,
    followed: idsOf(followerIds).includes(call.token.userId),
    followable: alert.is_public === true,
    owner_display_name: displayNameOf(content.users.find(alert.owner_id)),
    investigative_content_title: content.dashboards.find(alert.investigative_content_id)?.title ?? null,
  });
}

function checkAlert(content: Content, alert: LookerRecord): LookerRecord {
  const errors: FieldError[] = [];
  if (!isRecord(alert.field) || typeof alert.field.name !== 'string' || typeof alert.field.title !== 'string') {
    errors.push({ field: 'field', code: 'invalid', message: 'A field needs a title and a name (view.field).' });
  }
  const destinations = Array.isArray(alert.destinations) ? alert.destinations : [];
  if (destinations.length === 0 || !destinations.every(isDestination)) {
    const message = 'At least one destination of the type EMAIL (with email_address) or ACTION_HUB is needed.';
    errors.push({ field: 'destinations', code: 'invalid', message });
  }
  if (errors.length > 0) throw validationFailed(errors);
  checkOneOf('comparison_type', alert.comparison_type, comparisonTypes);
  checkCrontab('cron', alert.cron);
  checkReference(content.users, 'owner_id', alert);
  checkReference(content.dashboardElements, 'dashboard_element_id', alert);
  checkReference(content.queries, 'query_id', alert);
  return alert;
}

function isDestination(destination: unknown): boolean {
  if (!isRecord(destination)) return false;
  if (destination.destination_type === 'EMAIL') return typeof destination.email_address === 'string';
  return destination.destination_type === 'ACTION_HUB';
}
