import { explainedTaskTimeout, timeout, waitsForQueries } from '../../catalogue/query-runs.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolRun } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import { exploreLink, linkTo } from '../../run/looker-links.js';
import { recordId } from '../../run/record-id.js';
import { valueResult } from '../../run/tool-answer.js';
import { dashboardAnswer, resultsAnswer } from '../../schema/answer-schemas.js';
import {
  type ArgumentEdits,
  bareString,
  described,
  hidden,
  hiddenArguments,
  terse,
} from '../../schema/argument-edit.js';
import {
  dynamicFieldsBrief,
  otherFilters,
  resultPage,
  tableFormat,
  tableFormatBrief,
} from '../../schema/edits/query-edits.js';
import { visConfigBrief } from '../../schema/edits/vis-config-schema.js';

const asSeen = { workspace: 'production', mayActAs: true } as const;
const runs: ToolRun = (call, args) => call.queries.run(args);

/** What of a query is asked for here. */
const parts = [
  ...['model', 'view', 'fields', 'filters', 'sorts', 'limit', 'pivots', 'filter_expression', 'dynamic_fields'],
  'query_timezone',
];
const totals = ['total', 'row_total', 'subtotals', 'fill_fields', 'column_limit'];
const limit = described('Rows that Looker computes at most; -1 for all.', {
  type: 'integer',
  minimum: -1,
  default: 500,
});
const queryEdits: ArgumentEdits = {
  model: bareString,
  view: described('Explore.'),
  limit: { ...limit, wire: 'text' },
};
const ofPeers = { otherNames: { tz: 'query_timezone' } } as const;
/** As another tool explains it. */
const explained: ArgumentEdits = {
  ...queryEdits,
  ...{
    fields: terse,
    pivots: terse,
    filters: described('As query takes them.', { additionalProperties: { type: 'string', description: '' } }),
    filter_expression: terse,
  },
  ...{ sorts: terse, query_timezone: terse },
  dynamic_fields: { ...dynamicFieldsBrief, ...described('As query takes them.', { items: { type: 'object' } }) },
};
/** What is for programs that write documents, or chosen by dev_mode. */
const plain = hiddenArguments('apply_vis', 'server_table_calcs', 'force_production');
const ofStored: ArgumentEdits = {
  limit: described('Rows at most. Default: its own.', { minimum: -1 }),
  result_format: tableFormatBrief,
};

const queries: readonly TaskTool[] = [
  {
    ...asSeen,
    ...ofPeers,
    ...waitsForQueries,
    name: 'query',
    operation: 'run_inline_query',
    effect: 'read',
    title: 'Run a query',
    about: 'Runs a query of an explore and answers its rows. Nothing is saved.',
    hint: 'The first choice for any question about data. Fields: search_fields.',
    needs: ['create_query', ...waitsForQueries.needs],
    arguments: { ...explainedTaskTimeout, ...resultPage },
    isFirstStep: true,
    required: ['fields'],
    only: [...parts, ...totals],
    edits: { ...queryEdits, ...plain, apply_formatting: hidden, result_format: tableFormat },
    run: runs,
  },
  {
    ...asSeen,
    ...ofPeers,
    name: 'query_sql',
    operation: 'run_inline_query',
    effect: 'read',
    title: 'Get the SQL of a query',
    about: 'Answers the SQL that Looker would run for a query, without running it.',
    required: ['fields'],
    only: parts,
    edits: {
      ...explained,
      ...plain,
      apply_formatting: hidden,
      cache: hidden,
      result_format: { hidden: true, schema: { default: 'sql' } },
    },
    run: runs,
  },
  {
    ...asSeen,
    ...ofPeers,
    name: 'query_url',
    operation: 'create_query',
    effect: 'read',
    title: 'Get the address of a query',
    about: 'Answers the address at which people see and change a query in Looker, and its query_id. It is not run.',
    required: ['fields'],
    only: [...parts, 'vis_config'],
    edits: { ...explained, vis_config: { ...visConfigBrief, brief: true } },
    run: async (call, args) => {
      const request = call.operationRequest(args);
      const { body } = await call.send({ ...request, query: { fields: 'id,client_id' } });
      const { client_id: slug } = withoutNulls(body, 'client_id');
      const explore = { model: String(args.model), view: String(args.view) };
      const url = exploreLink(call, { ...explore, ...(slug !== undefined && { slug: String(slug) }) });
      return valueResult({ url, query_id: recordId(body), slug });
    },
  },
  {
    ...asSeen,
    ...waitsForQueries,
    name: 'run_query',
    operation: 'run_query',
    effect: 'read',
    about: 'Runs a stored query by its id and answers its rows.',
    hint: 'Ids: tiles of dashboards, query_url.',
    arguments: { ...timeout, ...resultPage },
    edits: { ...ofStored, force_production: hidden, query_id: bareString },
    run: runs,
  },
];

const saved: readonly TaskTool[] = [
  {
    ...asSeen,
    ...waitsForQueries,
    name: 'run_look',
    operation: 'run_look',
    effect: 'read',
    about: 'Runs a Look, with other filters where wanted, and answers its rows.',
    hint: 'Find it with search_content.',
    needs: ['look', 'create_query', ...waitsForQueries.needs],
    arguments: { filters: otherFilters, ...timeout, ...resultPage },
    edits: { ...ofStored, ...plain, look_id: bareString },
    run: runs,
  },
  writtenTask({
    ...waitsForQueries,
    workspace: 'production',
    name: 'run_dashboard',
    effect: 'read',
    about: 'Runs all tiles of a dashboard, a LookML dashboard too, and answers their rows.',
    hint: 'Find it with search_content.',
    arguments: {
      dashboard_id: { type: 'string' },
      dashboard_filters: {
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'Filter name -> filter expression, e.g. {"Date":"30 days"}; "": any value. Default: its own.',
      },
      limit: { type: 'integer', description: 'Rows of each tile at most.' },
      ...timeout,
    },
    required: ['dashboard_id'],
    answer: dashboardAnswer,
    needs: ['dashboard', 'create_query', 'look', ...waitsForQueries.needs],
    run: (call, args) => call.dashboards.run(args),
  }),
  writtenTask({
    ...asSeen,
    ...waitsForQueries,
    name: 'query_results',
    effect: 'read',
    title: 'Get the rows of a query that went on',
    about: 'Waits for a query or dashboard that took longer than a call may wait, and answers its rows.',
    hint: 'With act_as_user and dev_mode as in the call that answered the handle.',
    arguments: { handle: { type: 'string', description: 'Exactly as it came.' }, ...timeout, ...resultPage },
    required: ['handle'],
    answer: resultsAnswer,
    run: (call, args) => call.queries.results(args),
  }),
  {
    name: 'search_content',
    operation: 'search_content',
    effect: 'read',
    about: 'Finds dashboards, LookML dashboards and Looks by words.',
    hint: 'Then run_dashboard or run_look.',
    fields: 'content_id,type,title,description,folder_name,model',
    pathNames: { terms: 'query_string' },
    // Looker finds nothing here that is hidden otherwise.
    arguments: { include_hidden: { type: 'boolean', 'x-unlisted': true } },
    edits: {
      terms: described('E.g. "customer churn".'),
      types: {
        schema: {
          type: 'array',
          items: { type: 'string', enum: ['dashboard', 'look', 'lookml_dashboard'] },
          description: 'Default: all.',
        },
      },
      fields: hidden,
    },
    run: async (call, args) => {
      const { body } = await call.send(call.operationRequest(args));
      const found = recordsOf(body).map(({ content_id: contentId, type, ...record }) => {
        const id = String(contentId);
        const page = type === 'look' ? ('look' as const) : ('dashboard' as const);
        return {
          id,
          type,
          ...withoutNulls(record, 'title,description,folder_name,model'),
          url: linkTo(call, page, id),
        };
      });
      return listResult(call, args, found, 'looker');
    },
  },
];

export const queryTasks = taskGroup('query', [...queries, ...saved]);
