import { isRecord, type LookerRecord } from '../../api.js';
import { readYaml } from '../../lookml/yaml.js';
import { fieldsOf } from '../../models/fields.js';
import type { ActivityRow } from '../activity-tables.js';
import { activityTime, asFlag } from '../activity-times.js';
import { fieldsUsed } from '../query-rows.js';
import { issuerOf } from '../seed/seeded-history.js';
import type { ActivitySources, RowsOfTable } from './activity-sources.js';
import { counted, textOf } from './people-rows.js';

const dayMs = 86_400_000;
/** Content that was used before the ninety days of the history, and not since. */
const lastUsedDaysAgo: Readonly<Record<string, number>> = { 'dashboard 17': 120, 'look 2': 140 };

export const usageRows = {
  content_usage: (sources) => contentUsage(sources),
  field_usage: (sources) => fieldUsage(sources),
} satisfies Record<string, RowsOfTable>;

interface Usage {
  lastAt: string | null;
  apiSessions: Set<string>;
}

function contentUsage(sources: ActivitySources): ActivityRow[] {
  const { content, log, schedules, now } = sources;
  const usages = usageByContent(sources);
  const jobs = log.scheduledJobs.all();
  const plans = new Map(schedules.plans().map((plan) => [Number(plan.id), plan]));
  const rowOf = (type: 'dashboard' | 'look', record: LookerRecord, title: unknown): ActivityRow => {
    const key = `${type} ${String(record.id)}`;
    const usage = usages.get(key);
    const daysAgo = lastUsedDaysAgo[key];
    const lastAt =
      usage?.lastAt ?? (daysAgo === undefined ? null : activityTime(new Date(now().getTime() - daysAgo * dayMs)));
    const sent = jobs.filter(({ scheduled_plan_id: planId }) => {
      const plan = plans.get(Number(planId));
      return plan !== undefined && isContentOf(plan, type, String(record.id));
    });
    return {
      content_id: String(record.id),
      content_type: type,
      content_title: textOf(title),
      last_accessed_at: lastAt,
      days_since_last_accessed: lastAt === null ? null : daysBetween(lastAt, now()),
      other_count: lastAt === null ? 0 : Number(record.view_count ?? 0),
      api_count: usage?.apiSessions.size ?? 0,
      embed_count: 0,
      favorite_count: content.contentFavorites.where('content_metadata_id', `${type.charAt(0)}${String(record.id)}`)
        .length,
      schedule_count: sent.length,
      prefetch_count: 0,
      public_count: 0,
      dashboard_deleted: asFlag(type === 'dashboard' && record.deleted === true),
      look_deleted: asFlag(type === 'look' && record.deleted === true),
    };
  };
  return counted([
    ...content.dashboards.all().map((dashboard) => rowOf('dashboard', dashboard, dashboard.title)),
    ...content.lookmlDashboards.all().map((each) => rowOf('dashboard', each, titleOf(each))),
    ...content.looks.all().map((look) => rowOf('look', look, look.title)),
  ]);
}

function titleOf({ id, lookml }: LookerRecord): unknown {
  const written = readYaml(String(lookml));
  const [dashboard] = Array.isArray(written) ? written.filter(isRecord) : [];
  return dashboard?.title ?? id;
}

/** When each dashboard and Look was run last, and how often by the API: a dashboard once for all of its tiles. */
function usageByContent({ runs }: ActivitySources): Map<string, Usage> {
  const usages = new Map<string, Usage>();
  for (const run of runs().history) {
    const { dashboard_id: dashboardId, look_id: lookId, created_at: at } = run;
    const key = dashboardId ? `dashboard ${dashboardId}` : lookId ? `look ${lookId}` : null;
    if (key === null) continue;
    const usage = usages.get(key) ?? { lastAt: null, apiSessions: new Set<string>() };
    usages.set(key, usage);
    if (usage.lastAt === null || String(at) > usage.lastAt) usage.lastAt = String(at);
    if (issuerOf(String(run.source)) === 'API') usage.apiSessions.add(String(run.dashboard_session ?? run.id));
  }
  return usages;
}

function isContentOf(plan: LookerRecord, type: 'dashboard' | 'look', id: string): boolean {
  if (type === 'look') return plan.look_id === id;
  return plan.dashboard_id === id || plan.lookml_dashboard_id === id;
}

function daysBetween(at: string, now: Date): number {
  return Math.round((Date.parse(activityTime(now).slice(0, 10)) - Date.parse(at.slice(0, 10))) / dayMs);
}

/** A row for each field of each explore, used or not. */
function fieldUsage({ models, runs }: ActivitySources): ActivityRow[] {
  const { history, queries } = runs();
  const used = new Map<string, number>();
  for (const { query_id: queryId } of history) {
    const query = queries.get(Number(queryId));
    if (query === undefined) continue;
    for (const field of fieldsUsed(query)) {
      const key = `${query.model} ${query.view} ${field}`;
      used.set(key, (used.get(key) ?? 0) + 1);
    }
  }
  return counted(
    models.flatMap((model) =>
      model.explores.flatMap((explore) =>
        fieldsOf(explore).map((field) => ({
          model: model.name,
          explore: explore.name,
          view: field.view.name,
          field: field.name,
          times_used: used.get(`${model.name} ${explore.name} ${field.name}`) ?? 0,
        })),
      ),
    ),
  );
}
