import type { JsonRecord } from '../../../../values/is-record.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { withoutNulls } from '../../../run/deleted-answer.js';
import { recordsOf } from '../../../run/list-answer.js';
import { runningQueries, runningView, secondsOf } from '../../../run/running-queries.js';
import { type ActivityQuestion, askActivity, numberIn } from '../../../run/system-activity.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { judgeEach, type NotJudged } from './judged.js';

/** What a check has found. */
export interface Finding {
  /** Empty: all is well. */
  readonly problems: readonly JsonRecord[];
  /** How many things were looked at, where that is known. */
  readonly of?: number;
  readonly notJudged?: readonly NotJudged[];
}

type Check = (call: ToolCall) => Promise<Finding>;

const SHOWN_MAX = 20;
const PERIOD = '7 days';
const SLOW_SECONDS = 30;
const RUNNING_LONG_SECONDS = 300;
const CONNECTIONS_MAX = 50;

/** What is looked at, by the names that Toolbox has for it, and two more. */
export const PULSE_CHECKS = {
  check_db_connections: connectionProblems,
  check_dashboard_performance: activityCheck({
    explore: 'history',
    columns: {
      ...{ dashboard_id: 'history.real_dash_id', title: 'dashboard.title', slow_queries: 'history.query_run_count' },
      ...{ average_seconds: 'history.average_runtime', longest_seconds: 'history.max_runtime' },
    },
    filters: {
      'history.created_date': PERIOD,
      ...{ 'history.real_dash_id': '-NULL', 'history.runtime': `>${SLOW_SECONDS}`, 'history.status': 'complete' },
    },
    sorts: ['history.query_run_count desc'],
    limit: SHOWN_MAX,
  }),
  check_dashboard_errors: activityCheck({
    explore: 'history',
    columns: {
      ...{ dashboard_id: 'history.real_dash_id', title: 'dashboard.title', failed_queries: 'history.query_run_count' },
      message: 'history.message',
    },
    filters: { 'history.created_date': PERIOD, 'history.real_dash_id': '-NULL', 'history.status': 'error' },
    sorts: ['history.query_run_count desc'],
    limit: SHOWN_MAX,
  }),
  check_explore_performance: activityCheck({
    explore: 'history',
    columns: {
      ...{ model: 'query.model', explore: 'query.view', slow_queries: 'history.query_run_count' },
      ...{ average_seconds: 'history.average_runtime', longest_seconds: 'history.max_runtime' },
    },
    filters: {
      'history.created_date': PERIOD,
      ...{ 'history.runtime': `>${SLOW_SECONDS}`, 'history.status': 'complete', 'query.model': '-NULL' },
    },
    sorts: ['history.query_run_count desc'],
    limit: SHOWN_MAX,
  }),
  check_schedule_failures: activityCheck({
    explore: 'scheduled_plan',
    columns: {
      ...{ schedule_id: 'scheduled_plan.id', schedule: 'scheduled_plan.name', owner: 'user.name' },
      ...{ failed_runs: 'scheduled_job.count', message: 'scheduled_job.status_detail' },
    },
    filters: { 'scheduled_job.created_date': PERIOD, 'scheduled_job.status': 'failure' },
    sorts: ['scheduled_job.count desc'],
    limit: SHOWN_MAX,
  }),
  check_legacy_features: legacyFeatures,
  check_datagroups: datagroupProblems,
  check_running_queries: longRunning,
} as const satisfies Readonly<Record<string, Check>>;

export const PULSE_NEEDS = [
  ...['run_inline_query', 'all_connections', 'test_connection', 'all_legacy_features', 'all_datagroups'],
  'all_running_queries',
];

function activityCheck(question: ActivityQuestion): Check {
  return async (call) => {
    const { rows } = await askActivity(call, question);
    return { problems: rows.map(rounded) };
  };
}

const rounded = (row: JsonRecord): JsonRecord =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name,
      name.endsWith('_seconds') ? Math.round(numberIn(row, name) * 10) / 10 : value,
    ]),
  );

/** Each connection is tested as far as its dialect lets it. */
async function connectionProblems(call: ToolCall): Promise<Finding> {
  const query = { fields: 'name,dialect(connection_tests)' };
  const all = recordsOf((await call.send({ verb: 'GET', path: '/connections', query })).body);
  const tested = all.slice(0, CONNECTIONS_MAX);
  const { judged, notJudged } = await judgeEach(
    tested,
    ({ name }) => `connection ${String(name)}`,
    async ({ name }) => {
      const path = lookerPath`/connections/${String(name)}/test`;
      const { body } = await call.send({ verb: 'PUT', path, query: {} });
      const failed = recordsOf(body).filter(({ status }) => status !== 'success');
      return failed.map((test) => ({ connection: name, ...withoutNulls(test, 'name,status,message') }));
    },
  );
  const why = `Only ${CONNECTIONS_MAX} are tested: use test_connection.`;
  const left = all.slice(CONNECTIONS_MAX).map(({ name }) => ({ what: `connection ${String(name)}`, why }));
  return { problems: judged.flat(), of: all.length, notJudged: [...notJudged, ...left] };
}

async function legacyFeatures(call: ToolCall): Promise<Finding> {
  const fields = 'id,name,enabled,end_of_life_version,documentation_url';
  const all = recordsOf((await call.send({ verb: 'GET', path: '/legacy_features', query: { fields } })).body);
  const enabled = all.filter((feature) => feature.enabled === true);
  return { problems: enabled.map((feature) => withoutNulls(feature, fields.replace('enabled,', ''))), of: all.length };
}

async function datagroupProblems(call: ToolCall): Promise<Finding> {
  const all = recordsOf((await call.send({ verb: 'GET', path: '/datagroups', query: {} })).body);
  const failed = all.filter(({ trigger_error: error }) => typeof error === 'string' && error !== '');
  return { problems: failed.map((group) => withoutNulls(group, 'id,model_name,name,trigger_error')), of: all.length };
}

async function longRunning(call: ToolCall): Promise<Finding> {
  const all = await runningQueries(call);
  const long = all.filter((query) => secondsOf(query) > RUNNING_LONG_SECONDS);
  return { problems: long.map(runningView).slice(0, SHOWN_MAX), of: all.length };
}
