import type { ViewModel } from '../../models/model-types.js';
import { counted, measures, numbers, primaryKey, texts, tiers, times } from './activity-fields.js';

/** The actions by which a table could not be built. */
const createFailures = 'create cancelled error,create child error,create rename error,create sql error';

export const pdtEventLogView: ViewModel = {
  name: 'pdt_event_log',
  label: 'PDT Event Log',
  table: 'pdt_event_log',
  dimensions: {
    ...primaryKey('Number of the entry'),
    ...texts({
      action: 'create begin, create ready, create complete, create sql error, trigger value error, …',
      action_data: 'What belongs to the action: the message of an error, the workspace of a beginning',
      connection: 'Connection of the table',
      hash: 'Key of the query that makes the table',
      model_name: 'Model of the table',
      view_name: 'View of the table',
      table_name: 'Name of the table in the database',
      tid: 'Transaction that the entry belongs to',
    }),
    ...numbers({ sequence: 'Place of the entry in its transaction' }),
    short_hash: { type: 'string', description: 'First 8 letters of the hash', sql: 'SUBSTR({TABLE}.hash, 1, 8)' },
    short_tid: { type: 'string', description: 'First 8 letters of the transaction', sql: 'SUBSTR({TABLE}.tid, 1, 8)' },
  },
  dimensionGroups: times({ created: 'When it happened' }),
  measures: {
    ...counted('Number of entries'),
    pdt_trigger_failures: {
      type: 'count',
      label: 'PDT Trigger Failures',
      description: 'Triggers that could not be read',
      filters: { action: 'trigger value error' },
    },
    pdt_create_failures: {
      type: 'count',
      label: 'PDT Create Failures',
      description: 'Builds that failed',
      filters: { action: createFailures },
    },
    successful_pdt_builds: {
      type: 'count',
      label: 'Successful PDT Builds',
      description: 'Builds that are complete',
      filters: { action: 'create complete' },
    },
    percent_successful_builds: {
      type: 'number',
      sql: 'COALESCE(1.0 * {successful_pdt_builds} / NULLIF({successful_pdt_builds} + {pdt_create_failures}, 0), 0)',
      description: 'Complete builds as a share of all that ended',
      valueFormatName: 'percent_1',
    },
  },
};

export const pdtBuildsView: ViewModel = {
  name: 'pdt_builds',
  label: 'PDT Builds',
  table: 'pdt_builds',
  dimensions: {
    ...primaryKey('Number of the build'),
    ...texts({
      tid: 'Transaction of the build',
      status: 'done, in process, or the action that failed, e.g. create sql error',
      context: 'Workspace of the build',
      connection: 'Connection of the table',
      model_name: 'Model of the table',
      view_name: 'View of the table',
    }),
    workspace: { type: 'string', description: 'prod or dev', sql: '{TABLE}.context' },
    build_result: {
      type: 'string',
      description: 'Successful Build or Failed Build',
      sql: "CASE WHEN {TABLE}.status = 'done' THEN 'Successful Build' ELSE 'Failed Build' END",
    },
    ...numbers({ elapsed_seconds: 'Seconds it took' }),
    elapsed_minutes: { type: 'number', description: 'Minutes it took', sql: '{elapsed_seconds} / 60.0' },
    elapsed_minutes_tier: {
      type: 'string',
      description: 'Minutes it took, in ranges',
      sql: tiers('{TABLE}.elapsed_seconds / 60.0', [0, 5, 10, 30, 60]),
    },
  },
  dimensionGroups: times({ start: 'When it began', end: 'When it ended' }),
  measures: {
    ...counted('Number of builds'),
    ...measures('average', {
      average_build_time_seconds: ['{elapsed_seconds}', 'Average seconds of a build'],
      average_build_time_minutes: ['{elapsed_seconds} / 60.0', 'Average minutes of a build'],
    }),
  },
};
