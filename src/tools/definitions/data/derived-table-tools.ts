import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, hidden } from '../../schema/argument-edit.js';

const time = 'UNIX seconds.';

export const derivedTableTools: readonly ResourceTools[] = [
  {
    resource: 'derived_tables',
    tags: ['derived_tables', 'lookml'],
    tools: [
      {
        operation: 'graph_derived_tables_for_model',
        method: 'graph_for_model',
        effect: 'read',
        title: 'Graph the derived tables of a model',
        about: 'Answers the graph of the derived tables of a model, in the dot language.',
        hint: 'For one table use looker_derived_tables_graph_for_view.',
        edits: { model: described('Model name.'), format: hidden, color: hidden },
      },
      {
        operation: 'graph_derived_tables_for_view',
        method: 'graph_for_view',
        effect: 'read',
        title: 'Graph what a derived table depends on',
        about: 'Answers the graph of a derived table and all it depends on, in the dot language.',
        hint: 'Look at it before looker_derived_tables_start_build.',
        edits: {
          view: described('View name.'),
          models: described('Models that define it.'),
          workspace: described('"dev" or "production".'),
        },
      },
      {
        operation: 'start_pdt_build',
        method: 'start_build',
        effect: 'write',
        adds: true,
        title: 'Build a persistent derived table',
        about: 'Starts to build a persistent derived table in the database.',
        hint: 'Then looker_derived_tables_build_status with the materialization_id.',
        edits: {
          model_name: described('Model name.'),
          view_name: described('View name.'),
          force_rebuild: described('"true": rebuild also the tables it depends on.'),
          force_full_incremental: described('"true": rebuild incremental tables in full.'),
          workspace: described('"dev" or "production" (default).'),
          source: hidden,
        },
      },
      {
        operation: 'check_pdt_build',
        method: 'build_status',
        effect: 'read',
        title: 'Get the status of a table build',
        about: 'Gets the status of a build of a persistent derived table.',
        hint: 'Cancel with looker_derived_tables_stop_build.',
        edits: { materialization_id: described('From looker_derived_tables_start_build.') },
      },
      {
        operation: 'stop_pdt_build',
        method: 'stop_build',
        effect: 'destructive',
        title: 'Stop a table build',
        about: 'Cancels a build of a persistent derived table; what was built so far is lost.',
        hint: 'For a build that looker_derived_tables_start_build began.',
        edits: { materialization_id: described('From looker_derived_tables_start_build.'), source: hidden },
      },
    ],
  },
  {
    resource: 'datagroups',
    tags: ['datagroups', 'lookml'],
    tools: [
      {
        operation: 'all_datagroups',
        method: 'list',
        about: 'Lists the datagroups (caching policies) of all models with their triggers.',
        hint: 'Reset or trigger one with update_a_looker_datagroup_by_id.',
      },
      {
        operation: 'datagroup',
        method: 'get',
        about: 'Gets one datagroup with its trigger state.',
        hint: 'Find ids with list_all_looker_datagroups.',
      },
      {
        operation: 'update_datagroup',
        method: 'update',
        about: 'Resets the cache of a datagroup (stale_before) or triggers it (triggered_at).',
        hint: 'Triggering rebuilds its derived tables and sends its schedules.',
        requiredGroups: [['stale_before', 'triggered_at']],
        edits: {
          stale_before: described(`Cached results before this are outdated. ${time}`),
          triggered_at: described(`When it was triggered. ${time}`),
        },
      },
    ],
  },
];
