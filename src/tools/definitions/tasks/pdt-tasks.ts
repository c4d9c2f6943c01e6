import type { TaskTool } from '../../catalogue/task-tool.js';
import { described, hidden } from '../../schema/argument-edit.js';

const materialization = { materialization_id: described('From start_pdt_build.') };

export const pdtTasks: readonly TaskTool[] = [
  {
    name: 'start_pdt_build',
    operation: 'start_pdt_build',
    effect: 'write',
    adds: true,
    about: 'Starts to build a persistent derived table in the database.',
    hint: 'Then check_pdt_build. Refused where its connection has pdt_api_control_enabled false (update_connection).',
    edits: {
      model_name: described(''),
      view_name: described(''),
      force_rebuild: described('"true": rebuild also the tables that it depends on.'),
      force_full_incremental: described('"true": rebuild incremental tables in full.'),
      workspace: described('"dev" or "production" (default).'),
      source: described('Who asks, for the log of Looker.'),
    },
  },
  {
    name: 'check_pdt_build',
    operation: 'check_pdt_build',
    effect: 'read',
    about: 'Gets the status of a build of a persistent derived table.',
    hint: 'Until it is complete ask again, or stop it with stop_pdt_build.',
    edits: materialization,
  },
  {
    name: 'stop_pdt_build',
    operation: 'stop_pdt_build',
    effect: 'destructive',
    about: 'Stops a build of a persistent derived table.',
    edits: { ...materialization, source: described('Who asks, for the log of Looker.') },
  },
  {
    name: 'graph_derived_tables_for_view',
    operation: 'graph_derived_tables_for_view',
    effect: 'read',
    about: 'Answers the graph of a derived table and all that it depends on, in the dot language.',
    edits: {
      view: described(''),
      models: described('Models that define it, separated by commas.'),
      workspace: described('"dev" or "production" (default).'),
    },
  },
  {
    name: 'graph_derived_tables_for_model',
    operation: 'graph_derived_tables_for_model',
    effect: 'read',
    about: 'Answers the graph of the derived tables of a model, in the dot language.',
    edits: { model: described(''), format: hidden, color: described('"true": colored by whether they are built.') },
  },
];
