import type { ViewModel } from '../../models/model-types.js';
import { counted, numbers, primaryKey, texts, times, yesnos } from './activity-fields.js';

export const scheduledPlanView: ViewModel = {
  name: 'scheduled_plan',
  label: 'Scheduled Plan',
  table: 'scheduled_plan',
  dimensions: {
    ...primaryKey('Number of the schedule'),
    ...texts({
      name: 'Name of the schedule',
      cron_schedule: 'When it runs, as a crontab',
      timezone: 'Time zone of the crontab',
      datagroup: 'Datagroup it runs with',
      lookml_dashboard_id: 'LookML dashboard that it sends',
      destination_addresses: 'Where it sends to',
      content_type: 'dashboard, look, lookml_dashboard or query',
    }),
    ...numbers({
      user_id: 'Whose it is',
      dashboard_id: 'Dashboard that it sends',
      look_id: 'Look that it sends',
      query_id: 'Query that it sends',
    }),
    ...yesnos({ enabled: 'Whether it runs', run_once: 'Whether it was made for one run' }),
    content_type_id: {
      type: 'string',
      description: 'What it sends, e.g. dashboard 7',
      sql: "{TABLE}.content_type || ' ' || COALESCE({TABLE}.dashboard_id, {TABLE}.look_id, {TABLE}.lookml_dashboard_id, {TABLE}.query_id)",
    },
    content_link: {
      type: 'string',
      description: 'Where what it sends opens in Looker',
      sql: "CASE WHEN {TABLE}.look_id IS NOT NULL THEN '/looks/' || {TABLE}.look_id ELSE '/dashboards/' || COALESCE({TABLE}.dashboard_id, {TABLE}.lookml_dashboard_id) END",
    },
  },
  dimensionGroups: times({ created: 'When it was made', next_run: 'When it runs next' }),
  measures: counted('Number of schedules'),
};

export const scheduledPlanDestinationView: ViewModel = {
  name: 'scheduled_plan_destination',
  label: 'Scheduled Plan Destination',
  table: 'scheduled_plan_destination',
  dimensions: {
    ...primaryKey('Number of the destination'),
    ...texts({ type: 'email, webhook, s3, sftp', format: 'Format of what is sent', address: 'Where it goes' }),
    ...numbers({ scheduled_plan_id: 'Schedule it belongs to' }),
  },
  dimensionGroups: {},
  measures: counted('Number of destinations'),
};

export const scheduledJobView: ViewModel = {
  name: 'scheduled_job',
  label: 'Scheduled Job',
  table: 'scheduled_job',
  dimensions: {
    ...primaryKey('Number of the run'),
    ...texts({
      name: 'Name of the schedule',
      status: 'success or failure',
      status_detail: 'What went wrong, of a run that failed',
    }),
    ...numbers({ scheduled_plan_id: 'Schedule it belongs to', user_id: 'Whose it is' }),
    ...yesnos({ run_once: 'Whether its schedule was made for one run' }),
  },
  dimensionGroups: times({ created: 'When it began', finalized: 'When it ended' }),
  measures: {
    ...counted('Number of runs'),
    failure_count: { type: 'count', description: 'Number of runs that failed', filters: { status: 'failure' } },
  },
};

export const scheduledJobStageView: ViewModel = {
  name: 'scheduled_job_stage',
  label: 'Scheduled Job Stage',
  table: 'scheduled_job_stage',
  dimensions: {
    ...primaryKey('Number of the stage'),
    ...texts({ stage: 'enqueue_for_execute, execute or deliver' }),
    ...numbers({ scheduled_job_id: 'Run it belongs to', runtime: 'Seconds it took' }),
  },
  dimensionGroups: times({ started: 'When it began', completed: 'When it ended' }),
  measures: {
    ...counted('Number of stages'),
    avg_runtime: { type: 'average', sql: '{runtime}', description: 'Average seconds of a stage' },
  },
};
