import type { LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { findModel } from '../models/fields.js';
import { activityId, activityTime } from './activity-times.js';
import { queryRow } from './query-rows.js';
import { issuerOf } from './seed/seeded-history.js';
import { allModels } from './visible-model.js';

/** What a query is run for. */
export interface RunOrigin {
  /** As `history.source` has it. Default: `api4`. */
  source?: string;
  /** The saved query that is run, when it is not the body itself. */
  queryId?: unknown;
  dashboardId?: unknown;
  lookId?: unknown;
  workspaceId?: string;
}

export interface Run extends RunOrigin {
  /** The query; null for a statement of the SQL Runner. */
  query: LookerRecord | null;
  userId: string;
  format: string;
  startedAt: Date;
}

export interface RunEnd {
  status: 'complete' | 'error' | 'killed';
  message?: string;
}

const messageLengthMax = 1_000;
const loadingMs = 5 * 60_000;

/** Adds a query that was run to the history. */
export function recordRun(instance: Instance, run: Run, { status, message }: RunEnd): void {
  const { now, log } = instance.activity;
  const { source = 'api4', userId, startedAt } = run;
  const completedAt = now();
  const dashboardId = run.dashboardId ? String(run.dashboardId) : null;
  log.history.add({
    created_at: activityTime(startedAt),
    completed_at: activityTime(completedAt),
    runtime: Math.max(0, completedAt.getTime() - startedAt.getTime()) / 1_000,
    source,
    issuer_source: issuerOf(source),
    status,
    message: message?.slice(0, messageLengthMax) ?? null,
    result_source: status === 'complete' ? 'query' : null,
    result_format: run.format,
    query_id: run.query === null ? null : queryIdOf(instance, run, run.query),
    user_id: activityId(userId),
    dashboard_id: dashboardId,
    // The tiles that one person runs within minutes are one loading of the dashboard.
    dashboard_session:
      dashboardId === null ? null : `${dashboardId}-${userId}-${Math.floor(startedAt.getTime() / loadingMs)}`,
    look_id: activityId(run.lookId),
    connection_name: connectionOf(instance, run.query),
    workspace_id: run.workspaceId ?? 'production',
    slug: null,
  });
}

/** A query that is not saved is known to the history alone. */
function queryIdOf({ activity, content }: Instance, run: Run, query: LookerRecord): number {
  const saved = content.queries.find(run.queryId ?? query.id);
  if (saved !== undefined && (run.queryId !== undefined || saved === query)) return Number(saved.id);
  return activity.log.queries.add(queryRow(0, query));
}

function connectionOf(instance: Instance, query: LookerRecord | null): string | null {
  const { models } = instance;
  if (query === null) return models[0]?.connectionName ?? null;
  return findModel(allModels(instance), String(query.model))?.connectionName ?? null;
}
