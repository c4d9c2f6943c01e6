import type { Parameter } from '../../catalogue/operation.js';
import { explainedTimeout, timeout, waitsForQueries } from '../../catalogue/query-runs.js';
import { handWritten, type ResourceTools } from '../../catalogue/tool-definition.js';
import { resultsAnswer } from '../../schema/answer-schemas.js';
import { type ArgumentEdits, described, hidden, terse } from '../../schema/argument-edit.js';
import { resultPage, tableFormat, tableFormatBrief } from '../../schema/edits/query-edits.js';

const runEdits: ArgumentEdits = {
  limit: { schema: { minimum: -1, description: 'Rows at most. Default: that of the query.' } },
  result_format: terse,
};

const definition =
  'id,model,view,fields,pivots,filters,filter_expression,sorts,limit,total,dynamic_fields,vis_config,query_timezone,share_url';

// Looker names these in the text of the operation only.
const urlParameters: readonly Parameter[] = [
  { name: 'fields', description: '', required: true, schema: { type: 'string' } },
  { name: 'f', description: '', required: false, schema: { type: 'object', additionalProperties: { type: 'string' } } },
  { name: 'sorts', description: '', required: false, schema: { type: 'string' } },
  { name: 'limit', description: '', required: false, schema: { type: 'integer' } },
  { name: 'query_timezone', description: '', required: false, schema: { type: 'string' } },
];

const explore = 'Find model, explore and field names with looker_lookml_explores_search_fields.';

export const queryTools: readonly ResourceTools[] = [
  {
    resource: 'queries',
    segment: 'query',
    tools: [
      {
        operation: 'run_inline_query',
        method: 'run_inline',
        effect: 'read',
        title: 'Run a query',
        about:
          'Runs a query given as model, explore (view), fields, filters, sorts and limit, and answers its rows. Nothing is saved.',
        hint: `The first choice for any question about data. ${explore} Filter values are Looker filter expressions. To keep the result as a tile, go on with create_a_looker_query and create_a_looker_dashboard_element.`,
        ...waitsForQueries,
        needs: ['create_query', ...waitsForQueries.needs],
        arguments: { ...explainedTimeout, ...resultPage },
        run: (call, args) => call.queries.run(args),
        isFirstStep: true,
        // The rows do not depend on the chart; create_a_looker_query explains it.
        edits: { vis_config: terse, result_format: tableFormat },
      },
      {
        operation: 'create_query',
        method: 'create',
        effect: 'read',
        about:
          'Stores a query definition and answers its id; an equal query gets the same id. Content does not change.',
        hint: 'Use the id in create_a_looker_dashboard_element, create_a_looker_look or looker_query_run.',
      },
      {
        operation: 'query',
        method: 'get',
        about: 'Gets the definition of a stored query: model, explore, fields, filters.',
        hint: 'Run it with looker_query_run.',
        fields: definition,
      },
      {
        operation: 'query_for_slug',
        method: 'by_slug',
        effect: 'read',
        title: 'Get a query by its slug',
        about: 'Gets the definition of the query behind a share URL: the slug is the last part of ".../x/vwGSbfc".',
        hint: 'Run it with looker_query_run.',
        fields: definition,
      },
      {
        operation: 'run_query',
        method: 'run',
        effect: 'read',
        title: 'Run a stored query',
        about: 'Runs a stored query by its id and answers its rows.',
        hint: 'Ids come from create_a_looker_query or from the tiles of a dashboard. For a query of your own, looker_query_run_inline needs no id.',
        ...waitsForQueries,
        arguments: { ...timeout, ...resultPage },
        run: (call, args) => call.queries.run(args),
        edits: { ...runEdits, result_format: tableFormatBrief },
      },
      handWritten({
        method: 'results',
        effect: 'read',
        title: 'Get the rows of a query that went on',
        about: 'Waits for a query that took longer than a call may wait, and answers its rows.',
        hint: 'Handles come from the tools that run queries and dashboards.',
        arguments: {
          handle: { type: 'string', description: 'Exactly as it came.' },
          ...timeout,
          ...resultPage,
        },
        required: ['handle'],
        ...waitsForQueries,
        answer: resultsAnswer,
        run: (call, args) => call.queries.results(args),
      }),
      {
        operation: 'run_url_encoded_query',
        method: 'run_url_encoded',
        effect: 'read',
        title: 'Run a query given by URL',
        about: 'Runs a query given the way an explore URL gives it.',
        hint: 'Only to run such a URL; looker_query_run_inline can do more.',
        answersRows: true,
        parameters: urlParameters,
        edits: {
          result_format: terse,
          view_name: described('Explore.'),
          fields: described('Comma-separated.'),
          f: described('Filters, e.g. {"users.state":"California"}.'),
          sorts: terse,
        },
      },
    ],
  },
  {
    resource: 'merge_queries',
    tools: [
      {
        operation: 'merge_query',
        method: 'get',
        about: 'Gets the definition of a merge query: which queries it joins, on which fields.',
        hint: 'Run its source queries with looker_query_run.',
      },
      {
        operation: 'create_merge_query',
        method: 'create',
        effect: 'read',
        about:
          'Stores a query that left-joins the rows of several queries and answers its id; equal ones get the same id.',
        hint: 'Store each source with create_a_looker_query first. Use the id as merge_result_id in create_a_looker_dashboard_element.',
        required: ['source_queries'],
        edits: {
          source_queries: {
            ...described(
              'The first gives the rows; each other names in merge_fields what it is joined on: field_name of the first, source_field_name of its own.',
            ),
            terse: true,
          },
          fields: hidden,
          dynamic_fields: { schema: { type: 'array', items: { type: 'object' } }, wire: 'json' },
          limit: { schema: { type: 'integer' }, wire: 'text' },
          column_limit: { schema: { type: 'integer' }, wire: 'text' },
          vis_config: { schema: { type: 'object' } },
        },
      },
    ],
  },
  {
    resource: 'query_tasks',
    tools: [
      {
        operation: 'create_query_task',
        method: 'create',
        effect: 'read',
        about: 'Starts a stored query in the background and answers a task id.',
        hint: 'Only for queries that take minutes. Then ask get_single_looker_query_task_by_id, less and less often, until status is complete, and fetch the rows with looker_query_tasks_results.',
        fields: 'id,status',
        edits: { ...runEdits, query_id: terse },
      },
      {
        operation: 'query_task',
        method: 'get',
        about: 'Gets the state of a background query: added, running, complete, error, expired or killed.',
        hint: 'When complete, fetch the rows with looker_query_tasks_results.',
        fields: 'id,status,query_id,runtime',
      },
      {
        operation: 'query_task_results',
        method: 'results',
        effect: 'read',
        title: 'Get the results of a query task',
        about: 'Gets the rows of a background query once it is complete.',
        hint: 'Ask get_single_looker_query_task_by_id first whether it is complete.',
        answersRows: true,
      },
      {
        operation: 'query_task_multi_results',
        method: 'multi_results',
        effect: 'read',
        title: 'Get the results of several query tasks',
        about: 'Gets the states and rows of several background queries in one call.',
        hint: 'Use it instead of asking for each one.',
        answersRows: true,
      },
    ],
  },
  {
    resource: 'running_queries',
    tools: [
      {
        operation: 'all_running_queries',
        method: 'list',
        about: 'Lists the queries Looker is running now, with their runtime and user.',
        hint: 'Cancel one with delete_a_looker_running_query_by_id.',
      },
      {
        operation: 'kill_query',
        method: 'delete',
        title: 'Cancel a running query',
        about: 'Cancels a running query; whoever waits for it gets no rows.',
        hint: 'Find query_task_id with list_all_looker_running_queries.',
      },
    ],
  },
  {
    resource: 'key_driver_analysis',
    singular: 'key_driver_analysis',
    tools: [
      {
        operation: 'run_key_driver_analysis',
        method: 'run',
        effect: 'read',
        hidden: 'alpha',
        title: 'Analyze key drivers',
        about: 'Ranks the segments that made a measure change between two periods or groups.',
        hint: 'Field names: looker_lookml_explores_search_fields. Look closer at a segment with looker_query_run_inline.',
        requiredGroups: [['baseline_filters', 'breach_filters']],
        edits: {
          data_source: described('query_id, or model_name and explore_name.'),
          contribution_metric: described('Measure, e.g. "orders.count".'),
          dimensions: described('At most 6, e.g. ["users.state"].'),
          base_filters: described('Filters of both sides, e.g. {"users.country":"USA"}.'),
          baseline_filters: described('Filters of the usual side, e.g. {"orders.created_date":"last week"}.'),
          breach_filters: described('Filters of the side to explain, e.g. {"orders.created_date":"this week"}.'),
        },
      },
    ],
  },
];
