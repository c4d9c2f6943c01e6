import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup } from '../../catalogue/task-tool.js';
import type { Args, PictureOrder, ToolCall, ToolRun } from '../../catalogue/tool.js';
import { exploreLink, type LinkedRecord, linkTo } from '../../run/looker-links.js';
import { renderedQuery } from '../../run/rendered-query.js';
import { bareString, described } from '../../schema/argument-edit.js';
import {
  dashboardElementId,
  dashboardRendering,
  renderFormats,
  shownSize,
  sizeParameters,
} from '../../schema/edits/render-edits.js';
import { visConfigBrief } from '../../schema/edits/vis-config-schema.js';

const waiting = {
  max_wait_seconds: { type: 'number', minimum: 1, description: 'Default: as long as a call may take.' },
} as const;
const needs = ['render_task', 'render_task_results'];
const picture = { ...shownSize, result_format: renderFormats('png', 'jpg') };

const waitOf = ({ max_wait_seconds: seconds }: Args) => (typeof seconds === 'number' ? { waitMs: 1000 * seconds } : {});

/** Renders what the path names. @param record what it is, and under which name its id is given, where it has a page in Looker. */
const renders =
  (record?: { readonly kind: LinkedRecord; readonly id: string }): ToolRun =>
  (call, args) => {
    const { max_wait_seconds: _, dashboard_filters: filters, ...given } = args;
    const url = record && linkTo(call, record.kind, String(args[record.id]));
    const request = call.operationRequest({
      ...given,
      ...(isRecord(filters) && { dashboard_filters: inUrl(filters) }),
    });
    return call.pictures.render({ request, ...waitOf(args), ...(url && { about: `${url} ` }) });
  };

/** As filters stand in the address of a dashboard, which is how Looker takes them. */
const inUrl = (filters: Args) =>
  Object.entries(filters)
    .map(([filter, value]) => `${encodeURIComponent(filter)}=${encodeURIComponent(String(value))}`)
    .join('&');

async function orderOf(call: ToolCall, args: Args): Promise<PictureOrder> {
  const { max_wait_seconds: _, result_format: format = 'png', ...given } = args;
  const { request, slug } = await renderedQuery(call, given, { format: String(format) });
  const explore = { model: String(args.model), view: String(args.view) };
  const url = exploreLink(call, { ...explore, ...(slug !== undefined && { slug }) });
  return { request, about: `${url} `, ...waitOf(args) };
}

const pictures: readonly TaskTool[] = [
  {
    name: 'render_query',
    operation: 'create_query',
    effect: 'read',
    about: 'Runs a query and answers its chart, or table, as a picture to look at. Nothing is saved.',
    hint: 'Rows: query.',
    needs: ['create_query_render_task', ...needs],
    workspace: 'production',
    mayActAs: true,
    parameters: sizeParameters,
    arguments: { result_format: { type: 'string', enum: ['png', 'jpg'], default: 'png' }, ...waiting },
    required: ['fields'],
    only: ['model', 'view', 'fields', 'pivots', 'filters', 'sorts', 'limit', 'dynamic_fields', 'vis_config'],
    edits: {
      ...shownSize,
      // Shown: of other tools of Looker's, an argument of this name chooses what is answered.
      fields: described('E.g. ["users.state","orders.count"].'),
      model: described('See list_models.'),
      view: described('Name of the explore.'),
      limit: described('Rows. Default 500.', { minimum: 1, default: 500 }),
      vis_config: { ...visConfigBrief, brief: true },
    },
    run: (call, args) => call.pictures.render(orderOf(call, args)),
  },
  {
    name: 'render_look',
    operation: 'create_look_render_task',
    effect: 'read',
    about: 'Answers the chart of a Look as a picture to look at.',
    hint: 'Find look_id with list_looks. Rows: run_look.',
    needs,
    mayActAs: true,
    arguments: waiting,
    edits: { ...picture, look_id: bareString },
    run: renders({ kind: 'look', id: 'look_id' }),
  },
  {
    name: 'render_dashboard',
    operation: 'create_dashboard_render_task',
    effect: 'read',
    about: 'Answers a dashboard, a LookML dashboard too, as a PDF, or as a picture to look at: png.',
    hint: 'Find dashboard_id with list_dashboards. Details are sharper in render_dashboard_tile.',
    needs,
    mayActAs: true,
    arguments: waiting,
    edits: {
      ...shownSize,
      ...dashboardRendering,
      dashboard_filters: described('Values by name of filter, e.g. {"Region":"West","Date":"7 days"}.', {
        type: 'object',
        additionalProperties: { type: 'string' },
      }),
      pdf_paper_size: {
        schema: {
          type: 'string',
          enum: ['letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5'],
          description: 'Else one page of the size of the dashboard.',
        },
      },
      result_format: { schema: { type: 'string', enum: ['pdf', 'png', 'jpg'], default: 'pdf' } },
    },
    run: renders({ kind: 'dashboard', id: 'dashboard_id' }),
  },
  {
    name: 'render_dashboard_tile',
    operation: 'create_dashboard_element_render_task',
    effect: 'read',
    about: 'Answers one tile of a dashboard as a picture to look at.',
    hint: 'Ids of tiles: get_dashboard.',
    needs,
    mayActAs: true,
    arguments: waiting,
    edits: { ...picture, dashboard_element_id: dashboardElementId },
    run: renders(),
  },
];

export const renderTasks = taskGroup('render', pictures);
