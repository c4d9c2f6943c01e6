import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import { ACTIVITY_NEEDS, askActivity, numberIn, period, periodProblem } from '../../../run/system-activity.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult } from '../../../run/tool-result.js';
import { unlistedDryRun } from '../../../run/workflow-steps.js';
import { exactly } from '../../../schema/filter-values.js';
import { judgeEach } from '../health/judged.js';
import { INSTANCE_CHECKS } from './instance-checks.js';

const limit = { type: 'integer', minimum: 1, maximum: 1000, default: 100 } as const;
const text = (value: string | undefined) => (value === undefined ? undefined : exactly(value, 'string'));
const DAY_MS = 86_400_000;

/** By what the queries of a period are summed up. */
const SCOPES = {
  user: { user_id: 'user.id', user: 'user.name', email: 'user.email' },
  dashboard: { dashboard_id: 'history.real_dash_id', title: 'dashboard.title' },
  look: { look_id: 'look.id', title: 'look.title' },
  explore: { model: 'query.model', explore: 'query.view' },
  source: { source: 'history.source' },
  instance: {},
} as const;

/** Of queries that were run for no dashboard there is nothing to tell where dashboards are asked for. */
const OF_SCOPE = { dashboard: { 'history.real_dash_id': '-NULL' }, look: { 'look.id': 'NOT NULL' } } as const;

export const auditWorkflows: readonly TaskTool[] = [
  writtenTask({
    name: 'audit_query_activity',
    effect: 'read',
    about:
      'Sums up the queries of a period by user, dashboard, Look, explore or source: runs, failures, seconds, cache.',
    hint: 'One by one: get_query_history.',
    arguments: {
      scope: {
        type: 'string',
        enum: ['user', 'dashboard', 'look', 'explore', 'source', 'instance'],
        description: 'By what. "instance": all in one.',
      },
      date_range: period('7 days'),
      user_email: { type: 'string', description: 'Whole address.' },
      dashboard_id: { type: 'string' },
      look_id: { type: 'string' },
      limit,
      dry_run: unlistedDryRun,
    },
    required: ['scope'],
    needs: ACTIVITY_NEEDS,
    run: async (call, { scope, date_range: range = '7 days', limit: max = 100, ...of }) => {
      const problem = periodProblem(range);
      if (problem !== null) return refusedResult(problem);
      const { rows, isCut } = await askActivity(call, {
        explore: 'history',
        columns: {
          ...SCOPES[scope],
          ...{
            runs: 'history.query_run_count',
            failed: 'history.error_count',
            cached: 'history.cache_result_query_count',
          },
          ...{ average_seconds: 'history.average_runtime', longest_seconds: 'history.max_runtime' },
          total_seconds: 'history.total_runtime',
        },
        filters: {
          'history.created_time': range,
          ...(scope === 'dashboard' || scope === 'look' ? OF_SCOPE[scope] : {}),
          ...(of.user_email !== undefined && { 'user.email': text(of.user_email) }),
          ...(of.dashboard_id !== undefined && { 'history.real_dash_id': text(of.dashboard_id) }),
          ...(of.look_id !== undefined && { 'look.id': exactly(of.look_id, 'number') }),
        },
        sorts: ['history.query_run_count desc'],
        limit: max,
      });
      const result = rows.map((row) => ({
        ...row,
        ...Object.fromEntries(
          ['average_seconds', 'longest_seconds', 'total_seconds'].map((name) => [
            name,
            Math.round(numberIn(row, name) * 100) / 100,
          ]),
        ),
      }));
      const more = isCut ? { more: 'There are more: raise limit.' } : {};
      return valueResult({ date_range: range, scope, result, ...more }, result.length);
    },
  }),
  writtenTask({
    name: 'audit_instance_health',
    effect: 'read',
    about:
      'Checks an instance for broken content, failed and slow queries, failed schedules and failed builds of derived tables.',
    hint: 'Connections and more: health_pulse.',
    arguments: { date_range: period('24 hours'), dry_run: unlistedDryRun },
    needs: [...ACTIVITY_NEEDS, 'content_validation'],
    run: async (call, { date_range: range = '24 hours' }) => {
      const problem = periodProblem(range);
      if (problem !== null) return refusedResult(problem);
      const { judged, notJudged } = await judgeEach(
        Object.entries(INSTANCE_CHECKS),
        ([name]) => name,
        async ([name, check]) => ({ name, finding: await check(call, range) }),
      );
      const checks = judged.map(({ name, finding: { count, examples } }) => ({
        ...{ check: name, ok: count === 0, count },
        ...(examples.length > 0 && { examples }),
      }));
      const ok = checks.every((check) => check.ok) && notJudged.length === 0;
      return valueResult({ date_range: range, ok, checks, ...(notJudged.length > 0 && { not_judged: notJudged }) });
    },
  }),
  writtenTask({
    name: 'find_stale_content',
    effect: 'read',
    about:
      'Lists dashboards and Looks that nobody has used for long or ever, longest first. What is in the trash or new is left out.',
    hint: 'Remove one with delete_dashboard or delete_look.',
    arguments: {
      min_days_unused: { type: 'integer', minimum: 1, default: 90, description: 'For so many days.' },
      content_type: {
        type: 'string',
        enum: ['all', 'dashboard', 'look'],
        default: 'all',
        description: 'Only this kind.',
      },
      limit,
      dry_run: unlistedDryRun,
    },
    needs: ACTIVITY_NEEDS,
    run: async (call, { min_days_unused: days = 90, content_type: type = 'all', limit: max = 100 }) => {
      const { rows, isCut } = await askActivity(call, {
        explore: 'content_usage',
        columns: {
          ...{ content_type: 'content_usage.content_type', content_id: 'content_usage.content_id' },
          ...{ title: 'content_usage.content_title', last_used: 'content_usage.last_accessed_date' },
          ...{ days_unused: 'content_usage.days_since_last_accessed', sent: 'content_usage.schedule_total' },
          ...{
            favorites: 'content_usage.favorites_total',
            made: 'dashboard.created_date',
            look_made: 'look.created_date',
          },
        },
        filters: {
          'content_usage.days_since_last_accessed': `>=${days},NULL`,
          'content_usage.content_type': type === 'all' ? undefined : type,
          ...{ 'dashboard.moved_to_trash': 'No', 'look.moved_to_trash': 'No' },
        },
        sorts: ['content_usage.days_since_last_accessed desc'],
        limit: max,
      });
      const since = new Date(Date.now() - days * DAY_MS).toISOString();
      const stale = rows
        .map(({ made, look_made: lookMade, ...row }) => ({ ...row, made: made ?? lookMade }))
        .filter(({ made, ...row }) => 'last_used' in row || made === undefined || String(made) < since)
        .map((row) => ({ ...row, ...(!('last_used' in row) && { last_used: 'never' }) }));
      const more = isCut ? { more: 'There are more: raise limit.' } : {};
      return valueResult({ min_days_unused: days, result: stale, ...more }, stale.length);
    },
  }),
];
