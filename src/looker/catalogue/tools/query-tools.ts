import type { ArgumentEdits } from '../argument-edit.js';
import type { ResourceTools } from '../tool-row.js';

const runEdits: ArgumentEdits = {
  limit: { schema: { minimum: -1, description: 'Rows at most, instead of the limit the query was saved with.' } },
};

const explore =
  'Find the model with list_all_looker_lookml_models and the field names with get_single_looker_lookml_explore_by_id.';

export const queryTools: readonly ResourceTools[] = [
  {
    resource: 'queries',
    singular: 'query',
    segment: 'query',
    tags: ['queries'],
    tools: [
      {
        operation: 'run_inline_query',
        method: 'run_inline',
        effect: 'read',
        title: 'Run a query',
        about:
          'Runs a query given as model, explore (view), fields, filters, sorts and limit, and answers its rows. Nothing is saved.',
        hint: `The first choice for any question about data. ${explore} Filter values are Looker filter expressions. To keep the result as a tile, go on with create_a_looker_query and create_a_looker_dashboard_element.`,
      },
      {
        operation: 'create_query',
        method: 'create',
        effect: 'read',
        about:
          'Stores a query definition and answers its id; an equal query gets the same id. Content does not change.',
        hint: `${explore} Use the id in create_a_looker_dashboard_element, create_a_looker_look or looker_query_run.`,
      },
      {
        operation: 'query',
        method: 'get',
        effect: 'read',
        about: 'Gets the definition of a stored query: model, explore, fields, filters.',
        hint: 'Run it with looker_query_run.',
      },
      {
        operation: 'run_query',
        method: 'run',
        effect: 'read',
        title: 'Run a stored query',
        about: 'Runs a stored query by its id and answers its rows.',
        hint: 'Ids come from create_a_looker_query or from the tiles of a dashboard. For a query of your own, looker_query_run_inline needs no id.',
        edits: runEdits,
      },
    ],
  },
  {
    resource: 'query_tasks',
    singular: 'query_task',
    tags: ['queries', 'query_tasks'],
    tools: [
      {
        operation: 'create_query_task',
        method: 'create',
        effect: 'read',
        about: 'Starts a stored query in the background and answers a task id.',
        hint: 'Only for queries that take minutes. Then ask get_single_looker_query_task_by_id, less and less often, until status is complete, and fetch the rows with looker_query_tasks_results.',
      },
      {
        operation: 'query_task',
        method: 'get',
        effect: 'read',
        about: 'Gets the state of a background query: added, running, complete, error, expired or killed.',
        hint: 'When complete, fetch the rows with looker_query_tasks_results.',
      },
      {
        operation: 'query_task_results',
        method: 'results',
        effect: 'read',
        title: 'Get the results of a query task',
        about: 'Gets the rows of a background query once it is complete.',
        hint: 'Ask get_single_looker_query_task_by_id first whether it is complete.',
        paged: false,
      },
      {
        operation: 'query_task_multi_results',
        method: 'multi_results',
        effect: 'read',
        title: 'Get the results of several query tasks',
        about: 'Gets the states and rows of several background queries in one call.',
        hint: 'Use it instead of asking for each one.',
        paged: false,
      },
    ],
  },
  {
    resource: 'running_queries',
    singular: 'running_query',
    tags: ['queries', 'running_queries'],
    tools: [
      {
        operation: 'all_running_queries',
        method: 'list',
        effect: 'read',
        about: 'Lists the queries Looker is running now, with their runtime and user.',
        hint: 'Cancel one with delete_a_looker_running_query_by_id.',
      },
      {
        operation: 'kill_query',
        method: 'delete',
        effect: 'destructive',
        title: 'Cancel a running query',
        about: 'Cancels a running query; whoever waits for it gets no rows.',
        hint: 'Find query_task_id with list_all_looker_running_queries.',
      },
    ],
  },
];
