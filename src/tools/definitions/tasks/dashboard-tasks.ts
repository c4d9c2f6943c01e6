import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { buildDashboard } from '../../dashboards/build-dashboard.js';
import { dashboardParts, filterOf, tileOf } from '../../dashboards/dashboard-arguments.js';
import { dashboardView, VIEW_FIELDS } from '../../dashboards/dashboard-view.js';
import { plannedDashboard } from '../../dashboards/planned-dashboard.js';
import { answersBrief } from '../../run/brief-answer.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import { listContent, searched } from '../../run/listed-content.js';
import { folderOrOwn } from '../../run/personal-folder.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { bareString, described } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';
import { contentSearch, folderArguments } from './content-search.js';

const found = { properties: ['title', 'description', 'folder.name'], record: 'dashboard' } as const;

export const dashboardTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_dashboards',
    alsoNamed: ['get_dashboards'],
    otherNames: { desc: 'description' },
    about: 'Finds dashboards by title or folder; without either it lists all.',
    hint: 'Rows of one: run_dashboard. Those of LookML: list_lookml_dashboards.',
    arguments: contentSearch,
    needs: ['search_dashboards'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/dashboards/search',
        query: searched(args),
        skip: args.offset,
        brief: found,
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    name: 'list_lookml_dashboards',
    about: 'Finds dashboards that are defined in LookML, by title or folder.',
    hint: 'Their ids look like "model::name".',
    arguments: contentSearch,
    needs: ['search_lookml_dashboards'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/dashboards/lookml/search',
        query: searched(args),
        skip: args.offset,
        brief: found,
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    name: 'get_dashboard',
    about: 'Gets a dashboard: its filters, and its tiles with their queries and places.',
    hint: 'Rows: run_dashboard.',
    arguments: { dashboard_id: { type: 'string' }, charts: { type: 'boolean', description: 'With vis_config.' } },
    required: ['dashboard_id'],
    needs: ['dashboard'],
    run: async (call, { dashboard_id, charts = false }) => {
      const path = lookerPath`/dashboards/${dashboard_id}`;
      const { body } = await call.send({ verb: 'GET', path, query: { fields: VIEW_FIELDS } });
      return valueResult(dashboardView(call, body, charts));
    },
  }),
  writtenTask({
    name: 'create_dashboard',
    alsoNamed: ['make_dashboard'],
    about: 'Makes a whole dashboard in one call: filters and tiles with queries, or an empty one.',
    hint: 'All of it is checked first; what cannot be made as a whole is not made. Try queries with query.',
    arguments: { title: { type: 'string' }, ...folderArguments, description: { type: 'string' }, ...dashboardParts },
    required: ['title'],
    needs: [
      ...['create_dashboard', 'create_query', 'create_dashboard_element', 'create_dashboard_filter', 'me', 'look'],
      ...['dashboard_dashboard_layouts', 'create_dashboard_layout', 'update_dashboard_layout'],
      ...['update_dashboard_layout_component', 'delete_dashboard'],
    ],
    run: async (call, { title, folder_id, folder, description, tiles = [], filters = [] }) => {
      const place = await folderOrOwn(call, folder_id ?? folder);
      if (place === null) return refusedResult('You have no personal folder: name a folder_id, from list_folders.');
      const body = { title, folder_id: place, ...(description !== undefined && { description }) };
      const plan = await plannedDashboard(call, body, tiles.map(tileOf), filters.map(filterOf));
      return 'tiles' in plan ? buildDashboard(call, plan) : refusedResult(plan.join('\n'));
    },
  }),
  {
    name: 'update_dashboard',
    operation: 'update_dashboard',
    about: 'Changes title or description of a dashboard, moves it to another folder, or into the trash and back.',
    hint: 'Tiles: update_dashboard_element.',
    only: ['title', 'description', 'folder_id', 'deleted'],
    edits: { title: bareString, folder_id: bareString, deleted: described('true: into the trash.') },
    requiredGroups: [['title', 'description', 'folder_id', 'deleted']],
    run: answersBrief({ properties: ['title', 'folder.name', 'deleted'], record: 'dashboard' }),
  },
  {
    name: 'delete_dashboard',
    operation: 'delete_dashboard',
    about: 'Deletes a dashboard with its tiles, filters, schedules and alerts for good.',
    hint: 'To be able to undo it: update_dashboard with deleted: true.',
    run: answersDeleted({ fields: 'id,title' }),
  },
];
