import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import { answersBrief, briefResult } from '../../run/brief-answer.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import { listContent, partOf } from '../../run/listed-content.js';
import { described, hidden } from '../../schema/argument-edit.js';
import { boardItemTasks } from './board-item-tasks.js';

const sections = 'board_sections(id,title,description,board_items(id,title,url))';
const edits = { fields: hidden };

const boards: readonly TaskTool[] = [
  writtenTask({
    name: 'list_boards',
    about: 'Finds boards by title; without one it lists all.',
    arguments: { title: { type: 'string', description: 'A part of the title.' } },
    needs: ['search_boards'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/boards/search',
        query: { title: args.title === undefined ? undefined : partOf(args.title) },
        brief: { properties: ['title', 'description'], record: 'board' },
        pagedBy: 'looker',
      }),
  }),
  {
    name: 'get_board',
    operation: 'board',
    about: 'Gets a board with its sections and items.',
    hint: 'Find its id with list_boards.',
    fields: `id,title,description,${sections}`,
    edits,
    run: answersBrief({ properties: ['title', 'description', 'board_sections'], record: 'board' }),
  },
  {
    name: 'create_board',
    operation: 'create_board',
    about: 'Creates an empty board.',
    required: ['title'],
    only: ['title', 'description'],
    edits,
    run: answersBrief({ properties: ['title'], record: 'board', next: 'Add sections with create_board_section.' }),
  },
  {
    name: 'update_board',
    operation: 'update_board',
    about: 'Changes the title, the description or the order of sections of a board.',
    hint: 'Find its id with list_boards.',
    only: ['title', 'description', 'section_order'],
    edits: { ...edits, section_order: described('Section ids in their new order.') },
    requiredGroups: [['title', 'description', 'section_order']],
    run: answersBrief({ properties: ['title', 'description', 'section_order'], record: 'board' }),
  },
  {
    name: 'delete_board',
    operation: 'delete_board',
    about: 'Deletes a board with its sections for good.',
    hint: 'Find its id with list_boards.',
    run: answersDeleted({ fields: 'id,title', note: 'The dashboards and Looks on it stay where they are.' }),
  },
];

const boardSections: readonly TaskTool[] = [
  {
    name: 'get_board_section',
    operation: 'board_section',
    about: 'Gets a section of a board with its items.',
    hint: 'Ids: get_board.',
    fields: 'id,title,description,board_id,board_items(id,title,url)',
    edits,
    run: answersBrief({ properties: ['title', 'description', 'board_id', 'board_items'] }),
  },
  {
    name: 'create_board_section',
    operation: 'create_board_section',
    about: 'Adds an empty section to a board.',
    required: ['board_id'],
    only: ['board_id', 'title', 'description'],
    edits,
    run: async (call, args) => {
      const { body } = await call.send(call.operationRequest(args));
      return briefResult(call, body, { properties: ['title', 'board_id'], next: 'Fill it with create_board_item.' });
    },
  },
  {
    name: 'update_board_section',
    operation: 'update_board_section',
    about: 'Changes the title, the description or the order of items of a section.',
    hint: 'Ids: get_board.',
    only: ['title', 'description', 'item_order'],
    edits: { ...edits, item_order: described('Item ids in their new order.') },
    requiredGroups: [['title', 'description', 'item_order']],
    run: answersBrief({ properties: ['title', 'description', 'board_id', 'item_order'] }),
  },
  {
    name: 'delete_board_section',
    operation: 'delete_board_section',
    about: 'Deletes a section of a board with its items for good.',
    hint: 'Ids: get_board.',
    run: answersDeleted({ fields: 'id,title,board_id', note: 'What its items link to stays.' }),
  },
];

export const boardTasks = taskGroup('board', [...boards, ...boardSections, ...boardItemTasks]);
