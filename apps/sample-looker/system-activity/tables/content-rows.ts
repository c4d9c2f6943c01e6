import { nextRun } from '../../deliveries/cron.js';
import type { StoredRecord } from '../../records/collection.js';
import type { ActivityRow } from '../activity-tables.js';
import { activityId, activityTime, activityTimeOf, asFlag } from '../activity-times.js';
import { destinationsOf } from '../schedule-runs.js';
import type { RowsOfTable } from './activity-sources.js';
import { counted, numbered, textOf } from './people-rows.js';

export const contentRows = {
  folder: ({ content }) =>
    numbered(content.folders.all(), (folder) => ({
      name: textOf(folder.name),
      parent_id: activityId(folder.parent_id),
      creator_id: activityId(folder.creator_id),
      created_at: activityTimeOf(folder.created_at),
    })),
  dashboard: ({ content }) =>
    numbered(content.dashboards.all(), (dashboard) => ({
      ...savedContent(dashboard),
      refresh_interval: textOf(dashboard.refresh_interval),
    })),
  dashboard_element: ({ content }) =>
    numbered(
      content.dashboardElements.all().filter((element) => element.deleted !== true),
      (element) => ({
        dashboard_id: activityId(element.dashboard_id),
        title: textOf(element.title),
        type: textOf(element.type),
        query_id: activityId(element.query_id),
        look_id: activityId(element.look_id),
        is_merge_query: asFlag(typeof element.merge_result_id === 'string'),
      }),
    ),
  look: ({ content }) =>
    numbered(content.looks.all(), (look) => ({
      ...savedContent(look),
      query_id: activityId(look.query_id),
      public: asFlag(look.public),
    })),
  scheduled_plan: ({ schedules, now }) =>
    numbered(schedules.plans(), (plan) => ({
      name: textOf(plan.name),
      user_id: activityId(plan.user_id),
      dashboard_id: activityId(plan.dashboard_id),
      look_id: activityId(plan.look_id),
      lookml_dashboard_id: textOf(plan.lookml_dashboard_id),
      query_id: activityId(plan.query_id),
      cron_schedule: textOf(plan.crontab),
      timezone: textOf(plan.timezone),
      datagroup: textOf(plan.datagroup),
      enabled: asFlag(plan.enabled !== false),
      run_once: asFlag(plan.run_once),
      created_at: activityTimeOf(plan.created_at),
      next_run_at: nextRunOf(plan, now()),
      destination_addresses: destinationsOf(plan)
        .map(({ address }) => String(address ?? ''))
        .join(', '),
      content_type: contentTypeOf(plan),
    })),
  scheduled_plan_destination: ({ schedules }) =>
    counted(
      schedules.plans().flatMap((plan) =>
        destinationsOf(plan).map(({ type, format, address }) => ({
          scheduled_plan_id: activityId(plan.id),
          ...{ type: textOf(type), format: textOf(format), address: textOf(address) },
        })),
      ),
    ),
} satisfies Record<string, RowsOfTable>;

/** What dashboards and Looks have in common. */
function savedContent(record: StoredRecord): ActivityRow {
  return {
    title: textOf(record.title),
    description: textOf(record.description),
    user_id: activityId(record.user_id),
    folder_id: activityId(record.folder_id),
    created_at: activityTimeOf(record.created_at),
    updated_at: activityTimeOf(record.updated_at),
    deleted_at: activityTimeOf(record.deleted_at),
    moved_to_trash: asFlag(record.deleted),
  };
}

function nextRunOf(plan: StoredRecord, now: Date): string | null {
  if (plan.enabled === false || plan.run_once === true || typeof plan.crontab !== 'string') return null;
  const next = nextRun(plan.crontab, now);
  return next === null ? null : activityTime(next);
}

function contentTypeOf(plan: StoredRecord): string | null {
  return ['dashboard', 'look', 'lookml_dashboard', 'query'].find((kind) => plan[`${kind}_id`]) ?? null;
}
