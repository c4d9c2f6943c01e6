import type { Args, PictureOrder, ToolCall, ToolRun } from '../../catalogue/tool.js';
import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { renderedQuery } from '../../run/rendered-query.js';
import { type ArgumentEdits, bareString } from '../../schema/argument-edit.js';
import {
  dashboardElementId,
  dashboardRendering,
  pictureSize,
  renderFormats,
  shownSize,
  sizeParameters,
} from '../../schema/edits/render-edits.js';
import { visConfigBrief } from '../../schema/edits/vis-config-schema.js';

/** Not among the queries, Looks and dashboards: clients that only read rows need not carry them. */
const pictures = { resource: 'pictures', tags: ['pictures', 'render_tasks'] };
const needs = ['render_task', 'render_task_results'];
const run: ToolRun = (call, args) => call.pictures.render({ request: call.operationRequest(args) });
const shownPicture: ArgumentEdits = { ...shownSize, result_format: { hidden: true, schema: { default: 'png' } } };
async function storedQuery(call: ToolCall, args: Args): Promise<PictureOrder> {
  const { request, id } = await renderedQuery(call, args, { format: 'png' });
  return { request, about: `Query ${id}. ` };
}

const after = (waiting: string) =>
  `Only for renderings that take many minutes, or JPG: ${waiting} waits and answers the picture itself. Poll get_single_looker_render_task_by_id until status is success, then call looker_render_tasks_results.`;

const taskPicture: ArgumentEdits = { ...pictureSize, result_format: renderFormats('png', 'jpg') };

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
        parameters: sizeParameters,
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
        edits: { ...shownPicture, query_id: bareString },
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
        edits: { ...shownPicture, look_id: bareString },
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
        edits: { ...shownPicture, dashboard_element_id: dashboardElementId },
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
  {
    resource: 'render_tasks',
    tags: ['render_tasks', 'content'],
    tools: [
      {
        operation: 'create_dashboard_render_task',
        method: 'create_for_dashboard',
        effect: 'read',
        title: 'Render a dashboard',
        about: 'Starts to render a dashboard, a LookML dashboard too, as a PDF or picture.',
        hint: after('looker_dashboards_render'),
        edits: {
          ...pictureSize,
          ...dashboardRendering,
          result_format: renderFormats('pdf', 'png', 'jpg'),
        },
      },
      {
        operation: 'create_dashboard_element_render_task',
        method: 'create_for_dashboard_element',
        effect: 'read',
        title: 'Render a tile',
        about: 'Starts to render one tile of a dashboard as a picture.',
        hint: after('looker_dashboard_elements_render'),
        edits: { ...taskPicture, dashboard_element_id: dashboardElementId },
      },
      {
        operation: 'create_look_render_task',
        method: 'create_for_look',
        effect: 'read',
        title: 'Render a Look',
        about: 'Starts to render a Look as a picture.',
        hint: after('looker_looks_render'),
        edits: { ...taskPicture, look_id: bareString },
      },
      {
        operation: 'create_query_render_task',
        method: 'create_for_query',
        effect: 'read',
        title: 'Render a query',
        about: 'Starts to render the chart of a query as a picture.',
        hint: after('looker_query_render'),
        edits: { ...taskPicture, query_id: bareString },
      },
      {
        operation: 'render_task',
        tags: ['pictures'],
        method: 'get',
        about: 'Gets the status of a rendering: enqueued, querying, rendering, success or failure.',
        hint: 'On success call looker_render_tasks_results; otherwise ask again in a few seconds.',
        fields: 'id,status,status_detail,result_format,dashboard_id,lookml_dashboard_id,look_id,query_id,runtime',
      },
      {
        operation: 'render_task_results',
        tags: ['pictures'],
        method: 'results',
        effect: 'read',
        title: 'Get a rendered document',
        about: 'Gets the PDF or picture of a finished rendering.',
        hint: 'Nothing comes while get_single_looker_render_task_by_id does not say success.',
      },
    ],
  },
];
