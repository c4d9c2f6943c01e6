import type { JsonRecord } from '../../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import {
  ACTIVITY_NEEDS,
  type ActivityQuestion,
  type ActivityRows,
  askActivity,
  period,
  periodProblem,
} from '../../../run/system-activity.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult } from '../../../run/tool-result.js';
import { anyOf, exactly } from '../../../schema/filter-values.js';
import { withAttributes, withBuildErrors } from './activity-details.js';

const limit = { type: 'integer', minimum: 1, maximum: 5000, default: 100 } as const;
const user_email = { type: 'string', description: 'Whole address.' } as const;
const failed_only = { type: 'boolean', default: false, description: 'Only those that failed.' } as const;
const LIMIT = 100;

const text = (value: string | undefined) => (value === undefined ? undefined : exactly(value, 'string'));
const number = (value: string | undefined) => (value === undefined ? undefined : exactly(value, 'number'));

/** Asks, and answers the rows; `more` says that the limit has cut them. */
async function answerRows(
  call: ToolCall,
  range: string,
  question: ActivityQuestion,
  complete: (rows: ActivityRows['rows']) => Promise<readonly JsonRecord[]> | readonly JsonRecord[] = (rows) => rows,
) {
  const problem = periodProblem(range);
  if (problem !== null) return refusedResult(problem);
  const limit = Math.min(question.limit, call.limits.rowsMax);
  const { rows, isCut } = await askActivity(call, { ...question, limit });
  const shown = await complete(rows);
  const more = isCut ? { more: 'There are more: raise limit, or narrow date_range.' } : {};
  return valueResult({ date_range: range, result: shown, ...more }, shown.length);
}

/** What was done in Looker, as System Activity has it. */
export const activityLogTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'get_query_history',
    about:
      'Lists queries that were run, latest first: when, by whom, on what, for how many seconds, and why they failed.',
    hint: 'Running ones: list_running_queries. Summed up: audit_query_activity.',
    arguments: {
      date_range: period('7 days'),
      user_email,
      dashboard_id: { type: 'string' },
      min_runtime_seconds: { type: 'number', minimum: 0, description: 'Only those that took so long.' },
      errors_only: failed_only,
      limit,
    },
    needs: ACTIVITY_NEEDS,
    run: (call, args) => {
      const { date_range: range = '7 days', min_runtime_seconds: seconds } = args;
      return answerRows(call, range, {
        explore: 'history',
        columns: {
          ...{ id: 'history.id', at: 'history.created_time', user: 'user.name', email: 'user.email' },
          ...{ source: 'history.source', status: 'history.status', seconds: 'history.runtime' },
          ...{ message: 'history.message', model: 'query.model', explore: 'query.view', query_id: 'query.id' },
          ...{ dashboard_id: 'history.real_dash_id', look_id: 'look.id', answered_by: 'history.result_source' },
        },
        filters: {
          'history.created_time': range,
          'user.email': text(args.user_email),
          'history.real_dash_id': text(args.dashboard_id),
          'history.runtime': seconds === undefined ? undefined : `>=${exactly(seconds)}`,
          'history.status': args.errors_only === true ? 'error' : undefined,
        },
        sorts: ['history.created_time desc', 'history.id desc'],
        limit: args.limit ?? LIMIT,
      });
    },
  }),
  writtenTask({
    name: 'get_content_usage',
    about: 'Lists dashboards and Looks that were used in a period, most seen first. The counts are of all time.',
    hint: 'What nobody uses: find_stale_content.',
    arguments: {
      date_range: period('30 days'),
      content_type: {
        type: 'string',
        enum: ['all', 'dashboard', 'look'],
        default: 'all',
        description: 'Only this kind.',
      },
      min_views: { type: 'integer', minimum: 0, default: 0, description: 'Only what was seen so often.' },
      limit,
    },
    needs: ACTIVITY_NEEDS,
    run: (call, args) => {
      const { date_range: range = '30 days', content_type: type = 'all', min_views: views = 0 } = args;
      return answerRows(call, range, {
        explore: 'content_usage',
        columns: {
          ...{ content_type: 'content_usage.content_type', content_id: 'content_usage.content_id' },
          ...{ title: 'content_usage.content_title', last_used: 'content_usage.last_accessed_date' },
          ...{ views: 'content_usage.other_total', by_api: 'content_usage.api_total' },
          ...{ sent: 'content_usage.schedule_total', embedded: 'content_usage.embed_total' },
          favorites: 'content_usage.favorites_total',
        },
        filters: {
          'content_usage.last_accessed_date': range,
          'content_usage.content_type': type === 'all' ? undefined : type,
          'content_usage.other_total': views === 0 ? undefined : `>=${views}`,
        },
        sorts: ['content_usage.other_total desc', 'content_usage.content_id'],
        limit: args.limit ?? LIMIT,
      });
    },
  }),
  writtenTask({
    name: 'get_pdt_build_log',
    about: 'Lists builds of persistent derived tables, latest first, with the error of those that failed.',
    arguments: {
      date_range: period('7 days'),
      model: { type: 'string' },
      view: { type: 'string' },
      failed_only,
      limit,
    },
    needs: ACTIVITY_NEEDS,
    run: (call, args) => {
      const { date_range: range = '7 days' } = args;
      const question = {
        explore: 'pdt_builds',
        columns: {
          ...{ tid: 'pdt_builds.tid', started: 'pdt_builds.start_time', model: 'pdt_builds.model_name' },
          ...{ view: 'pdt_builds.view_name', connection: 'pdt_builds.connection', status: 'pdt_builds.status' },
          seconds: 'pdt_builds.elapsed_seconds',
        },
        filters: {
          'pdt_builds.start_time': range,
          'pdt_builds.model_name': text(args.model),
          'pdt_builds.view_name': text(args.view),
          'pdt_builds.status': args.failed_only === true ? FAILED_BUILDS : undefined,
        },
        sorts: ['pdt_builds.start_time desc', 'pdt_builds.tid'],
        limit: args.limit ?? LIMIT,
      };
      return answerRows(call, range, question, (rows) => withBuildErrors(call, rows));
    },
  }),
  writtenTask({
    name: 'get_schedule_history',
    about: 'Lists runs of schedules, latest first, with what went wrong.',
    hint: 'Send one again with run_schedule_once.',
    arguments: { date_range: period('7 days'), schedule_id: { type: 'string' }, failed_only, limit },
    needs: ACTIVITY_NEEDS,
    run: (call, args) => {
      const { date_range: range = '7 days' } = args;
      return answerRows(call, range, {
        explore: 'scheduled_plan',
        columns: {
          ...{ id: 'scheduled_job.id', at: 'scheduled_job.created_time', finished: 'scheduled_job.finalized_time' },
          ...{ status: 'scheduled_job.status', message: 'scheduled_job.status_detail' },
          ...{ schedule_id: 'scheduled_plan.id', schedule: 'scheduled_plan.name', owner: 'user.name' },
        },
        filters: {
          'scheduled_job.created_time': range,
          'scheduled_plan.id': number(args.schedule_id),
          'scheduled_job.status': args.failed_only === true ? 'failure' : undefined,
        },
        sorts: ['scheduled_job.created_time desc', 'scheduled_job.id desc'],
        limit: args.limit ?? LIMIT,
      });
    },
  }),
  writtenTask({
    name: 'get_user_activity_log',
    about:
      'Lists what users did, latest first: logins, changes of content, users, roles and schedules, and on which records.',
    hint: 'Queries: get_query_history.',
    arguments: {
      date_range: period('7 days'),
      user_email,
      event_types: { type: 'array', items: { type: 'string' }, description: 'E.g. "login", "update_dashboard".' },
      limit,
    },
    needs: ACTIVITY_NEEDS,
    run: (call, args) => {
      const { date_range: range = '7 days', event_types: types = [] } = args;
      const question = {
        explore: 'event',
        columns: {
          ...{ id: 'event.id', at: 'event.created_time', event: 'event.name', category: 'event.category' },
          ...{
            user: 'user.name',
            email: 'user.email',
            by_api: 'event.is_api_call',
            sudo_user_id: 'event.sudo_user_id',
          },
        },
        filters: {
          'event.created_time': range,
          'user.email': text(args.user_email),
          'event.name': anyOf(types, 'string') ?? undefined,
        },
        sorts: ['event.created_time desc', 'event.id desc'],
        limit: args.limit ?? LIMIT,
      };
      return answerRows(call, range, question, (rows) => withAttributes(call, rows));
    },
  }),
];

const FAILED_BUILDS = '-done,-in process';
