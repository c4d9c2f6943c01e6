import { isRecord, type JsonRecord } from '../../../../values/is-record.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { type ActivityQuestion, askActivity, numberIn } from '../../../run/system-activity.js';

interface InstanceFinding {
  readonly count: number;
  /** Some of them. */
  readonly examples: readonly JsonRecord[];
}

const EXAMPLES_MAX = 10;
const ROWS_MAX = 1000;
const SLOW_SECONDS = 60;
/** Looker validates all content anew, which takes minutes on large instances. */
const VALIDATION_MS = 300_000;

/** What is looked at, each in a request of its own. */
export const INSTANCE_CHECKS: Readonly<Record<string, (call: ToolCall, range: string) => Promise<InstanceFinding>>> = {
  broken_content: (call) => brokenContent(call),
  failed_queries: (call, range) =>
    counted(call, {
      explore: 'history',
      columns: {
        ...{ count: 'history.query_run_count', message: 'history.message', model: 'query.model' },
        ...{ explore: 'query.view', dashboard_id: 'history.real_dash_id' },
      },
      filters: { 'history.created_time': range, 'history.status': 'error' },
      sorts: ['history.query_run_count desc'],
      limit: ROWS_MAX,
    }),
  slow_queries: (call, range) =>
    counted(call, {
      explore: 'history',
      columns: {
        ...{ count: 'history.query_run_count', longest_seconds: 'history.max_runtime', model: 'query.model' },
        ...{ explore: 'query.view', dashboard_id: 'history.real_dash_id' },
      },
      filters: { 'history.created_time': range, 'history.status': 'complete', 'history.runtime': `>${SLOW_SECONDS}` },
      sorts: ['history.max_runtime desc'],
      limit: ROWS_MAX,
    }),
  failed_schedules: (call, range) =>
    counted(call, {
      explore: 'scheduled_plan',
      columns: {
        ...{ count: 'scheduled_job.count', schedule_id: 'scheduled_plan.id', schedule: 'scheduled_plan.name' },
        message: 'scheduled_job.status_detail',
      },
      filters: { 'scheduled_job.created_time': range, 'scheduled_job.status': 'failure' },
      sorts: ['scheduled_job.count desc'],
      limit: ROWS_MAX,
    }),
  failed_pdt_builds: (call, range) =>
    counted(call, {
      explore: 'pdt_builds',
      columns: {
        ...{ count: 'pdt_builds.count', model: 'pdt_builds.model_name', view: 'pdt_builds.view_name' },
        status: 'pdt_builds.status',
      },
      filters: { 'pdt_builds.start_time': range, 'pdt_builds.status': '-done,-in process' },
      sorts: ['pdt_builds.count desc'],
      limit: ROWS_MAX,
    }),
};

async function counted(call: ToolCall, question: ActivityQuestion): Promise<InstanceFinding> {
  const { rows } = await askActivity(call, question);
  return { count: rows.reduce((sum, row) => sum + numberIn(row, 'count'), 0), examples: rows.slice(0, EXAMPLES_MAX) };
}

async function brokenContent(call: ToolCall): Promise<InstanceFinding> {
  const query = { fields: 'content_with_errors' };
  const request = { verb: 'GET', path: '/content_validation', query, answerWithinMs: VALIDATION_MS } as const;
  const { body } = await call.send(request);
  const broken = isRecord(body) ? recordsOf(body.content_with_errors) : [];
  return { count: broken.length, examples: broken.slice(0, EXAMPLES_MAX).map(brokenView) };
}

/** Which dashboard, Look or schedule it is, and what is wrong with it. */
function brokenView(found: JsonRecord): JsonRecord {
  const [kind, record] =
    Object.entries(found).find(
      ([name, value]) => /^(?:dashboard|look|scheduled_plan|alert)$/.test(name) && isRecord(value),
    ) ?? [];
  const of = isRecord(record) ? { [`${kind}_id`]: record.id, title: record.title ?? record.name } : {};
  const messages = recordsOf(found.errors).map(({ message, model_name: model, explore_name: explore }) => ({
    message,
    ...(model != null && { model }),
    ...(explore != null && { explore }),
  }));
  return { ...of, errors: messages.slice(0, 3) };
}
