import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import { answersBrief } from '../../run/brief-answer.js';
import { linkTo } from '../../run/looker-links.js';
import { valueResult } from '../../run/tool-answer.js';
import { hidden } from '../../schema/argument-edit.js';

const boards: readonly TaskTool[] = [
  writtenTask({
    name: 'list_boards',
    about: 'Finds boards by title; without one it lists all.',
    arguments: {
      title: { type: 'string', description: 'A part of the title.' },
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 50 },
    },
    needs: ['search_boards'],
    run: async (call, { title, limit }) => {
      const query = {
        fields: 'id,title,description',
        ...(title !== undefined && { title: `%${title}%` }),
        limit: String(limit ?? 50),
      };
      const { body } = await call.send({ verb: 'GET', path: '/boards/search', query });
      const found = Array.isArray(body) ? body.filter(isRecord) : [];
      const shown = found.map(({ id, title: name, description }) => ({
        ...{ id, title: name, description },
        url: linkTo(call, 'board', String(id)),
      }));
      return valueResult(shown, shown.length);
    },
  }),
  {
    name: 'get_board',
    operation: 'board',
    about: 'Gets a board with its sections and items.',
    hint: 'Find its id with list_boards.',
    fields:
      'id,title,description,board_sections(id,title,description,item_order,board_items(id,title,dashboard_id,look_id,url))',
  },
  {
    name: 'create_board',
    operation: 'create_board',
    about: 'Creates an empty board.',
    required: ['title'],
    only: ['title', 'description'],
    edits: { fields: hidden },
    run: answersBrief({ properties: ['title'], record: 'board', next: 'Add sections with create_board_section.' }),
  },
];

export const boardTasks = taskGroup('board', boards);
