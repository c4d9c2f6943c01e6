import type { ViewModel } from '../../models/model-types.js';
import { measures, numbers, primaryKey, texts, tiers, times } from './activity-fields.js';

/** One row for each query that was run. */
export const historyView: ViewModel = {
  name: 'history',
  label: 'History',
  table: 'history',
  dimensions: {
    ...primaryKey('Number of the run'),
    ...texts({
      source: 'Where the query came from: dashboard, explore, look, api4, scheduled_task, suggest, sqlrunner',
      issuer_source: 'The same in three: User, API or System',
      status: 'complete, error or killed',
      message: 'What went wrong, of a query that failed',
      result_source: 'query when the database answered, cache otherwise; empty when nothing came',
      result_format: 'Format of the result',
      connection_name: 'Connection that the query ran on',
      workspace_id: 'production or dev',
      slug: 'Slug of the run',
      dashboard_id: 'Dashboard it was run for, user-defined or LookML',
      dashboard_session: 'One loading of the dashboard',
    }),
    real_dash_id: {
      type: 'string',
      label: 'ID (Inclusive)',
      description: 'Dashboard it was run for, user-defined or LookML',
      sql: '{TABLE}.dashboard_id',
    },
    dashboard_run_session_id: {
      type: 'string',
      description: 'One loading of the dashboard',
      sql: '{TABLE}.dashboard_session',
    },
    ...numbers({
      query_id: 'Query that was run',
      user_id: 'Who ran it',
      look_id: 'Look it was run for',
    }),
    runtime: { type: 'number', label: 'Runtime in Seconds', description: 'Seconds that the query took' },
    runtime_tiers: {
      type: 'string',
      label: 'Runtime Tiers in Seconds',
      description: 'Seconds that the query took, in ranges',
      sql: tiers('{TABLE}.runtime', [0, 5, 10, 30, 120, 300]),
    },
    is_single_query: {
      type: 'yesno',
      description: 'Whether it is one query, not a merge of several',
      sql: '{TABLE}.query_id IS NOT NULL',
    },
  },
  dimensionGroups: {
    ...times({ created: 'When the query was run', completed: 'When it ended' }),
    most_recent_run_at: {
      description: 'When the same query was run last',
      column: 'created_at',
      sql: '(SELECT MAX(other.created_at) FROM history AS other WHERE other.query_id = {TABLE}.query_id)',
      timeframes: ['time', 'date', 'week', 'month'],
    },
  },
  measures: {
    count: { type: 'count', description: 'Number of runs' },
    query_run_count: { type: 'count', description: 'Number of runs' },
    cache_result_query_count: {
      type: 'count',
      label: 'Results from Cache',
      description: 'Runs that were answered from the cache',
      filters: { result_source: 'cache' },
    },
    database_result_query_count: {
      type: 'count',
      label: 'Results from Database',
      description: 'Runs that the database answered',
      filters: { result_source: 'query' },
    },
    error_count: { type: 'count', description: 'Runs that failed', filters: { status: 'error' } },
    ...measures('count_distinct', {
      dashboard_run_count: ['{dashboard_session}', 'How often dashboards were loaded'],
      usage_intervals: [
        "CASE WHEN {TABLE}.source NOT IN ('alerts', 'scheduled_task') THEN {TABLE}.user_id || ' ' || (STRFTIME('%s', {TABLE}.created_at) / 300) END",
        'Five minutes in which somebody ran a query',
      ],
    }),
    approximate_usage_in_minutes: {
      type: 'number',
      sql: '{usage_intervals} * 5',
      label: 'Approximate Web Usage in Minutes',
      description: 'Minutes in which people used Looker, estimated from their queries',
    },
    ...measures('sum', { total_runtime: ['{runtime}', 'Seconds of all runs'] }),
    ...measures('average', { average_runtime: ['NULLIF({runtime}, 0)', 'Average seconds of a run'] }),
    ...measures('max', {
      max_runtime: ['{runtime}', 'Seconds of the longest run'],
      most_recent_query_date: ['DATE({TABLE}.created_at)', 'Day of the latest run'],
    }),
    ...measures('min', {
      min_runtime: ['{runtime}', 'Seconds of the shortest run'],
      first_query_date: ['DATE({TABLE}.created_at)', 'Day of the first run'],
    }),
  },
};
