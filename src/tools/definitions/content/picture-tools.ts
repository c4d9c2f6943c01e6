import type { Parameter } from '../../catalogue/operation.js';
import type { Args, PictureOrder, ToolCall, ToolRun } from '../../catalogue/tool.js';
import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { recordId } from '../../run/record-id.js';
import { type ArgumentEdits, bareString } from '../../schema/argument-edit.js';
import { dashboardElementId, dashboardRendering, renderFormats, shownSize } from '../../schema/edits/render-edits.js';
import { visConfigBrief } from '../../schema/edits/vis-config-schema.js';
import { lookerPath } from '../../schema/path-segment.js';

/** Not among the queries, Looks and dashboards: clients that only read rows need not carry them. */
const pictures = { resource: 'pictures', singular: 'picture', tags: ['pictures', 'render_tasks'] };
const needs = ['render_task', 'render_task_results'];
const run: ToolRun = (call, args) => call.pictures.render({ request: call.operationRequest(args) });
const picture: ArgumentEdits = { ...shownSize, result_format: { hidden: true, schema: { default: 'png' } } };
const size: readonly Parameter[] = ['width', 'height'].map((name) => ({
  name,
  description: '',
  required: false,
  schema: { type: 'integer' },
}));

/** Looker renders stored queries alone. To store one makes no content: it has an id, and no place or owner. */
async function storedQuery(call: ToolCall, args: Args): Promise<PictureOrder> {
  const { query, ...create } = call.operationRequest(args);
  const { body } = await call.send({ ...create, query: { fields: 'id' } });
  const id = recordId(body);
  const path = lookerPath`/render_tasks/queries/${id}/png`;
  return { request: { verb: 'POST', path, query }, about: `Query ${id}. ` };
}

export const pictureTools: readonly ResourceTools[] = [
  {
    ...pictures,
    segment: 'query',
    tools: [
      {
        operation: 'create_query',
        method: 'render_inline',
        run: (call, args) => call.pictures.render(storedQuery(call, args)),
        needs: ['create_query_render_task', ...needs],
        effect: 'read',
        title: 'Draw a chart of a query',
        about: 'Runs a query and answers its chart, or table, as a picture to look at. Nothing is saved.',
        hint: 'Say how to draw in vis_config. For the rows use looker_query_run_inline.',
        parameters: size,
        edits: {
          ...shownSize,
          // Shown: of other tools of Looker's, an argument of this name chooses what is answered.
          fields: {},
          vis_config: { ...visConfigBrief, brief: true },
        },
      },
      {
        operation: 'create_query_render_task',
        method: 'render',
        run,
        needs,
        effect: 'read',
        title: 'Draw a chart of a stored query',
        about: 'Answers the chart of a stored query as a picture to look at.',
        hint: 'For a query of your own, looker_query_render_inline needs no id.',
        edits: { ...picture, query_id: bareString },
      },
    ],
  },
  {
    ...pictures,
    segment: 'looks',
    tools: [
      {
        operation: 'create_look_render_task',
        method: 'render',
        run,
        needs,
        effect: 'read',
        title: 'Draw a picture of a Look',
        about: 'Answers the chart of a Look as a picture to look at.',
        hint: 'Find look_id with looker_looks_search. For its rows, use looker_looks_run.',
        edits: { ...picture, look_id: bareString },
      },
    ],
  },
  {
    ...pictures,
    segment: 'dashboard_elements',
    tools: [
      {
        operation: 'create_dashboard_element_render_task',
        method: 'render',
        run,
        needs,
        effect: 'read',
        title: 'Draw a picture of a tile',
        about: 'Answers one tile of a dashboard as a picture to look at.',
        hint: 'list_all_looker_dashboard_elements names the tiles of a dashboard.',
        edits: { ...picture, dashboard_element_id: dashboardElementId },
      },
    ],
  },
  {
    ...pictures,
    segment: 'dashboards',
    tools: [
      {
        operation: 'create_dashboard_render_task',
        method: 'render',
        run,
        needs,
        effect: 'read',
        title: 'Draw a picture or PDF of a dashboard',
        about: 'Answers a dashboard, a LookML dashboard too, as a picture to look at or as a PDF.',
        hint: 'Find dashboard_id with looker_dashboards_search. Details are sharper in looker_dashboard_elements_render.',
        edits: { ...shownSize, ...dashboardRendering, result_format: renderFormats('png', 'pdf') },
      },
    ],
  },
];
