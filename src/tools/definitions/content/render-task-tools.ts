import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, bareString } from '../../schema/argument-edit.js';
import { dashboardElementId, dashboardRendering, pictureSize, renderFormats } from '../../schema/edits/render-edits.js';

const after = (waiting: string) =>
  `Only for renderings that take many minutes, or JPG: ${waiting} waits and answers the picture itself. Poll get_single_looker_render_task_by_id until status is success, then call looker_render_tasks_results.`;

const picture: ArgumentEdits = { ...pictureSize, result_format: renderFormats('png', 'jpg') };

export const renderTaskTools: readonly ResourceTools[] = [
  {
    resource: 'render_tasks',
    singular: 'render_task',
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
        edits: { ...picture, dashboard_element_id: dashboardElementId },
      },
      {
        operation: 'create_look_render_task',
        method: 'create_for_look',
        effect: 'read',
        title: 'Render a Look',
        about: 'Starts to render a Look as a picture.',
        hint: after('looker_looks_render'),
        edits: { ...picture, look_id: bareString },
      },
      {
        operation: 'create_query_render_task',
        method: 'create_for_query',
        effect: 'read',
        title: 'Render a query',
        about: 'Starts to render the chart of a query as a picture.',
        hint: after('looker_query_render'),
        edits: { ...picture, query_id: bareString },
      },
      {
        operation: 'render_task',
        tags: ['pictures'],
        method: 'get',
        effect: 'read',
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
