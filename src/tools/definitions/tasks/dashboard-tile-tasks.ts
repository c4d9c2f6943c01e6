import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { addTile } from '../../dashboards/add-tile.js';
import { bareTileArguments } from '../../dashboards/dashboard-arguments.js';
import { otherQueryNames } from '../../dashboards/query-arguments.js';
import { updateTile } from '../../dashboards/update-tile.js';
import { answersBrief, briefResult } from '../../run/brief-answer.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import { type ArgumentEdit, described, hidden } from '../../schema/argument-edit.js';

/** Toolbox lists the filters that a tile listens to. */
const dashboard_filters = {
  type: 'array',
  items: {
    type: 'object',
    properties: { dashboard_filter_name: { type: 'string' }, field: { type: 'string' } },
    required: ['dashboard_filter_name', 'field'],
  },
  'x-unlisted': true,
} as const;

interface Listed {
  readonly dashboard_filter_name: string | undefined;
  readonly field: string | undefined;
}

/** What a tile listens to, in either form. */
const listenOf = (listen: Readonly<Record<string, string>> | undefined, listed: readonly Listed[] | undefined) =>
  listen ??
  (listed && Object.fromEntries(listed.map(({ dashboard_filter_name: name, field }) => [String(name), String(field)])));

const otherNames = {
  ...otherQueryNames,
  ...{ query_model: 'model', query_view: 'view', query_fields: 'fields', col: 'column' },
};

const cells: ArgumentEdit = { schema: { type: 'integer' } };

export const dashboardTileTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'add_dashboard_element',
    effect: 'write',
    adds: true,
    about: 'Adds a tile to a dashboard: a query, a Look, or text. Names are checked before.',
    hint: 'Arguments as in tiles of create_dashboard.',
    otherNames,
    arguments: { dashboard_id: { type: 'string' }, ...bareTileArguments, dashboard_filters },
    required: ['dashboard_id'],
    requiredGroups: [['fields', 'look_id', 'body_text']],
    needs: ['dashboard', 'create_query', 'create_dashboard_element', 'update_dashboard_layout_component'],
    run: (call, { dashboard_id, dashboard_filters: listed, listen, ...tile }) =>
      addTile(call, dashboard_id, { ...tile, listen: listenOf(listen, listed) }),
  }),
  writtenTask({
    name: 'update_dashboard_element',
    about: 'Changes a tile: title, parts of its query, chart, filters that it listens to, text, or place.',
    hint: 'What is left out stays. Arguments as in tiles of create_dashboard; ids: get_dashboard.',
    otherNames: { ...otherNames, element_id: 'dashboard_element_id' },
    arguments: {
      dashboard_element_id: { type: 'string' },
      ...bareTileArguments,
      dashboard_filters,
      dashboard_id: { type: 'string', 'x-unlisted': true },
    },
    required: ['dashboard_element_id'],
    needs: ['dashboard_element', 'dashboard', 'create_query', 'update_dashboard_element'],
    run: (call, { dashboard_element_id, dashboard_id: _, dashboard_filters: listed, listen, ...tile }) =>
      updateTile(call, dashboard_element_id, { ...tile, listen: listenOf(listen, listed) }),
  }),
  {
    name: 'delete_dashboard_element',
    operation: 'delete_dashboard_element',
    about: 'Deletes a tile of a dashboard for good.',
    hint: 'Ids: get_dashboard.',
    run: answersDeleted({ fields: 'id,title,dashboard_id', note: 'A Look that it showed stays.' }),
  },
  writtenTask({
    name: 'create_dashboard_layout',
    about: 'Adds a tab to a dashboard.',
    arguments: {
      dashboard_id: { type: 'string' },
      label: { type: 'string' },
      type: { type: 'string', 'x-unlisted': true },
      active: { type: 'boolean', 'x-unlisted': true },
    },
    required: ['dashboard_id', 'label'],
    needs: ['create_dashboard_layout'],
    run: async (call, { dashboard_id, label, type = 'newspaper', active = false }) => {
      const query = { fields: 'id,label,dashboard_id' };
      const body = { dashboard_id, label, type, active };
      const made = await call.send({ verb: 'POST', path: '/dashboard_layouts', query, body });
      const next = 'Move tiles there with update_dashboard_layout_component.';
      return briefResult(call, made.body, { properties: ['label', 'dashboard_id'], next });
    },
  }),
  {
    name: 'update_dashboard_layout_component',
    operation: 'update_dashboard_layout_component',
    about: 'Moves or resizes a tile in the grid of 24 columns, or puts it on another tab.',
    hint: 'Ids: get_dashboard.',
    only: ['dashboard_layout_id', 'row', 'column', 'width', 'height'],
    edits: {
      ...{ fields: hidden, row: cells, column: cells, width: cells, height: cells },
      dashboard_layout_id: described('The tab.', { type: 'string' }),
    },
    fields: 'id,dashboard_layout_id,row,column,width,height',
    requiredGroups: [['dashboard_layout_id', 'row', 'column', 'width', 'height']],
    run: answersBrief({ properties: ['dashboard_layout_id', 'row', 'column', 'width', 'height'] }),
  },
];
