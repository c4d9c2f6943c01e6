import { type Api, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord, enumerationsOf } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { type FieldError, validationFailed } from '../looker-errors.js';
import { displayNameOf } from '../people/user-summary.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkOneOf, checkReference, idsOf } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { checkCrontab, checkPace } from './cron.js';
import { isAddress } from './destination-address.js';

const checkMinutesMin = 15;
/** One of them names what is watched. */
const watched = ['dashboard_element_id', 'lookml_link_id', 'query_id'] as const;

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
      collection: alerts,
      present,
      isListed: (alert, call) => {
        const { all_owners: allOwners, disabled } = call.query;
        if (disabled !== undefined && String(alert.is_disabled === true) !== disabled) return false;
        return allOwners === 'true' || alert.owner_id === call.token.userId;
      },
      prepare: (properties) => checkAlert(instance, properties),
    },
    ['update'],
  );
  api.put('/alerts/:alert_id', (call) => {
    const accepted = acceptBody(call, 'PUT', '/alerts/{alert_id}');
    return present(alerts.change(alertOf(call).id, checkAlert(instance, accepted)), call);
  });
  api.patch('/alerts/:alert_id', (call) => {
    const accepted = acceptBody(call, 'PATCH', '/alerts/{alert_id}');
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

function checkAlert({ content, clock }: Instance, alert: LookerRecord): LookerRecord {
  const errors: FieldError[] = [];
  if (!watched.some((name) => alert[name])) {
    const message = `One of ${watched.join(', ')} is required.`;
    errors.push({ field: 'dashboard_element_id', code: 'missing_field', message });
  }
  if (!isRecord(alert.field) || typeof alert.field.name !== 'string' || typeof alert.field.title !== 'string') {
    errors.push({ field: 'field', code: 'invalid', message: 'A field needs a title and a name (view.field).' });
  }
  const destinations = Array.isArray(alert.destinations) ? alert.destinations : [];
  if (destinations.length === 0 || !destinations.every(isDestination)) {
    const message =
      'At least one destination is needed: EMAIL with email_address, or ACTION_HUB with action_hub_integration_id.';
    errors.push({ field: 'destinations', code: 'invalid', message });
  }
  if (errors.length > 0) throw validationFailed(errors);
  for (const [name, allowed] of enumerationsOf('Alert')) checkOneOf(name, alert[name], allowed);
  checkCrontab('cron', alert.cron);
  checkPace('cron', alert.cron, { minutesMin: checkMinutesMin, from: clock() });
  checkReference(content.users, 'owner_id', alert);
  checkReference(content.dashboardElements, 'dashboard_element_id', alert);
  checkReference(content.queries, 'query_id', alert);
  return alert;
}

function isDestination(destination: unknown): boolean {
  if (!isRecord(destination)) return false;
  if (destination.destination_type === 'EMAIL') return isAddress(destination.email_address);
  return destination.destination_type === 'ACTION_HUB' && Boolean(destination.action_hub_integration_id);
}
