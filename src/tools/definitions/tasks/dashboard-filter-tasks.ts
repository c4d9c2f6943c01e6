import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { addFilter } from '../../dashboards/add-filter.js';
import { filterArguments } from '../../dashboards/dashboard-arguments.js';
import { answersBrief } from '../../run/brief-answer.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import { bareStrings, hidden } from '../../schema/argument-edit.js';

export const dashboardFilterTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'add_dashboard_filter',
    effect: 'write',
    about: 'Adds a filter to a dashboard, and has its tiles listen to it.',
    otherNames: { filter_type: 'type', field: 'dimension' },
    arguments: {
      dashboard_id: { type: 'string' },
      ...filterArguments,
      tiles: {
        type: 'array',
        items: { type: 'string' },
        description: 'Ids of tiles that listen. Default: all whose explore has the dimension.',
      },
    },
    required: ['dashboard_id', 'title'],
    needs: ['dashboard', 'create_dashboard_filter', 'update_dashboard_element'],
    run: (call, { dashboard_id, tiles, ...filter }) => addFilter(call, dashboard_id, filter, tiles),
  }),
  {
    name: 'update_dashboard_filter',
    operation: 'update_dashboard_filter',
    about: 'Changes a filter of a dashboard, such as its default value.',
    hint: 'Ids: get_dashboard.',
    only: ['title', 'default_value', 'type', 'required', 'allow_multiple_values', 'row'],
    edits: { fields: hidden, ...bareStrings('title', 'default_value', 'type'), row: { schema: { type: 'integer' } } },
    fields: 'id,name,title,default_value,dashboard_id',
    requiredGroups: [['title', 'default_value', 'type', 'required', 'allow_multiple_values', 'row']],
    run: answersBrief({ properties: ['title', 'default_value', 'dashboard_id'] }),
  },
  {
    name: 'delete_dashboard_filter',
    operation: 'delete_dashboard_filter',
    about: 'Deletes a filter of a dashboard; tiles that listened to it are no longer filtered by it.',
    hint: 'Ids: get_dashboard.',
    run: answersDeleted({ fields: 'id,title,dashboard_id' }),
  },
];
