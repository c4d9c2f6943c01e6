import { type Api, type Call, isRecord, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import { isTimeZone } from '../data/wall-clock.js';
import type { Instance } from '../instance.js';
import { type FieldError, validationFailed } from '../looker-errors.js';
import { presentUserPublic } from '../people/user-summary.js';
import { runBody } from '../queries/answer-query.js';
import { QueryError } from '../queries/query-error.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkReference } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { runTiles } from '../rendering/dashboard-picture.js';
import { checkCrontab, nextRun } from './cron.js';
import { isAddress } from './destination-address.js';

const contentProperties = ['look_id', 'dashboard_id', 'lookml_dashboard_id', 'query_id'] as const;
const defaults = {
  enabled: true,
  run_once: false,
  run_as_recipient: false,
  include_links: true,
  include_dashboard_summary: false,
  timezone: 'UTC',
  datagroup: null,
};

/** Scheduled deliveries. Their runs are written down; nothing is sent. */
export function registerScheduledPlanRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { scheduledPlans } = content;
  const present = (plan: StoredRecord) => {
    instance.activity.schedules.catchUp();
    return presentPlan(instance, plan);
  };
  const accept = (call: Call) => acceptBody(call, 'POST', '/scheduled_plans/run_once');
  const isVisible = (plan: LookerRecord, call: Call) =>
    call.query.all_users === 'true' || plan.user_id === (call.query.user_id ?? call.token.userId);
  registerResource(api, instance, {
    path: '/scheduled_plans',
    collection: scheduledPlans,
    searchable: ['name', 'dashboard_id', 'look_id', 'lookml_dashboard_id'],
    present,
    isListed: isVisible,
    prepare: (properties, call) => newPlan(instance, call, properties),
    revise: (changes, plan) => {
      checkPlan(content, { ...plan, ...changes });
      return { ...changes, updated_at: instance.clock().toISOString() };
    },
  });
  api.post('/scheduled_plans/run_once', (call) => {
    const plan = newPlan(instance, call, { ...accept(call), run_once: true });
    return presentPlan(instance, runNow(instance, plan));
  });
  api.post('/scheduled_plans/:scheduled_plan_id/run_once', (call) => {
    const { id, ...plan } = scheduledPlans.get(param(call, 'scheduled_plan_id'));
    const ran = runNow(instance, newPlan(instance, call, { ...plan, ...accept(call), run_once: true }));
    scheduledPlans.change(id, { last_run_at: ran.last_run_at });
    return presentPlan(instance, ran);
  });
  api.get('/scheduled_plans/space/:space_id', (call) => {
    const folder = content.folders.get(param(call, 'space_id'));
    const isInside = (plan: StoredRecord) =>
      (content.dashboards.find(plan.dashboard_id) ?? content.looks.find(plan.look_id))?.folder_id === folder.id;
    return scheduledPlans
      .all()
      .filter((plan) => isInside(plan) && isVisible(plan, call))
      .map(present);
  });
  for (const kind of ['dashboard', 'look', 'lookml_dashboard'] as const) {
    api.get(`/scheduled_plans/${kind}/:content_id`, (call) => {
      const plans = scheduledPlans.where(`${kind}_id`, param(call, 'content_id'));
      return plans.filter((plan) => isVisible(plan, call)).map(present);
    });
  }
}

function newPlan(instance: Instance, call: Call, properties: LookerRecord): LookerRecord {
  const at = instance.clock().toISOString();
  const plan = {
    ...defaults,
    user_id: call.token.userId,
    ...properties,
    created_at: at,
    updated_at: at,
    last_run_at: null,
  };
  checkPlan(instance.content, plan);
  return plan;
}

/** A plan that runs once is done as soon as it is made; it is answered, not kept. */
function runNow(instance: Instance, plan: LookerRecord): StoredRecord {
  const { scheduledPlans } = instance.content;
  const stored = scheduledPlans.add({ ...plan, last_run_at: instance.clock().toISOString() });
  scheduledPlans.remove(stored.id);
  instance.activity.schedules.ranNow(stored, failureOf(instance, stored));
  return stored;
}

function checkPlan(content: Content, plan: LookerRecord): void {
  const errors = [...missingParts(plan), ...lookRequirements(plan)];
  const destinations = Array.isArray(plan.scheduled_plan_destination) ? plan.scheduled_plan_destination : [];
  if (!destinations.every(isDestination)) {
    const message = 'A destination needs a type (email, webhook, s3, sftp or an integration), a format and an address.';
    errors.push({ field: 'scheduled_plan_destination', code: 'invalid', message });
  }
  if (typeof plan.timezone === 'string' && plan.timezone !== '' && !isTimeZone(plan.timezone)) {
    errors.push({ field: 'timezone', code: 'invalid', message: `"${plan.timezone}" is not a time zone.` });
  }
  if (errors.length > 0) throw validationFailed(errors);
  if (typeof plan.crontab === 'string' && plan.crontab !== '') checkCrontab('crontab', plan.crontab);
  checkReference(content.users, 'user_id', plan);
  checkReference(content.dashboards, 'dashboard_id', plan);
  checkReference(content.looks, 'look_id', plan);
  checkReference(content.lookmlDashboards, 'lookml_dashboard_id', plan);
  checkReference(content.queries, 'query_id', plan);
}

/** A webhook, a bucket or a server has an address of its kind; an integration may have none. */
function isDestination(destination: unknown): boolean {
  if (!isRecord(destination)) return false;
  const { type, format, address } = destination;
  if (typeof type !== 'string' || typeof format !== 'string' || type === '' || format === '') return false;
  if (type === 'email') return isAddress(address);
  return !['webhook', 's3', 'sftp'].includes(type) || (typeof address === 'string' && address !== '');
}

function missingParts(plan: LookerRecord): FieldError[] {
  const missing = (field: string, message: string): FieldError => ({ field, code: 'missing_field', message });
  const destinations = plan.scheduled_plan_destination;
  return [
    ...(plan.name ? [] : [missing('name', 'This field is required.')]),
    ...(contentProperties.some((name) => plan[name])
      ? []
      : [missing('dashboard_id', `One of ${contentProperties.join(', ')} is required.`)]),
    ...(plan.crontab || plan.datagroup || plan.run_once
      ? []
      : [missing('crontab', 'crontab or datagroup is required.')]),
    ...(Array.isArray(destinations) && destinations.length > 0
      ? []
      : [missing('scheduled_plan_destination', 'At least one destination is required.')]),
  ];
}

function lookRequirements(plan: LookerRecord): FieldError[] {
  if (!plan.look_id) return [];
  return ['require_results', 'require_no_results', 'require_change']
    .filter((field) => typeof plan[field] !== 'boolean')
    .map((field) => ({ field, code: 'missing_field', message: 'This field is required for a look.' }));
}

/** Runs what a schedule sends, as its owner. Answers what went wrong; null for nothing. */
function failureOf(instance: Instance, plan: StoredRecord): string | null {
  const { content } = instance;
  const viewer = { userId: String(plan.user_id), workspaceId: 'production' };
  const run = { viewer, source: 'scheduled_task' };
  const dashboard = content.dashboards.find(plan.dashboard_id);
  if (dashboard !== undefined) {
    const filters = Object.fromEntries(new URLSearchParams(String(plan.filters_string ?? '').replace(/^\?/, '')));
    const failed = runTiles(instance, dashboard, { ...run, filters }).find((tile) => tile.hasFailed);
    return failed === undefined ? null : failed.message;
  }
  const look = content.looks.find(plan.look_id);
  const query = content.queries.find(look?.query_id ?? plan.query_id);
  if (query === undefined) return null;
  try {
    runBody(instance, query, { ...run, lookId: look?.id });
    return null;
  } catch (error) {
    if (error instanceof QueryError) return error.detail;
    throw error;
  }
}

function presentPlan(instance: Instance, plan: StoredRecord): LookerRecord {
  const { content } = instance;
  const destinations = Array.isArray(plan.scheduled_plan_destination) ? plan.scheduled_plan_destination : [];
  const isDue = plan.enabled !== false && plan.run_once !== true && typeof plan.crontab === 'string';
  return completeRecord('ScheduledPlan', {
    ...plan,
    title: plan.name,
    user: presentUserPublic(content, plan.user_id),
    next_run_at: isDue ? (nextRun(String(plan.crontab), instance.clock())?.toISOString() ?? null) : null,
    scheduled_plan_destination: destinations
      .filter(isRecord)
      .map((destination, index) => presentDestination(plan, destination, index)),
    can: { show: true, index: true, update: true, destroy: true, run_once: true },
  });
}

/** Secrets are write-only. */
function presentDestination(plan: StoredRecord, destination: LookerRecord, index: number): LookerRecord {
  const { secret_parameters: _, ...shown } = destination;
  return {
    apply_formatting: false,
    apply_vis: false,
    message: null,
    parameters: null,
    ...shown,
    id: `${plan.id}-${index + 1}`,
    scheduled_plan_id: plan.id,
    looker_recipient: String(destination.address ?? '').endsWith('@example.com'),
  };
}
