import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { type Brief, briefResult } from '../../run/brief-answer.js';
import { answersDeleted } from '../../run/deleted-answer.js';
import type { ToolResult } from '../../run/tool-result.js';
import { lookerPath } from '../../schema/path-segment.js';

const brief: Brief = { properties: ['title', 'description', 'board_section_id', 'dashboard_id', 'look_id', 'url'] };
const fields = `id,${brief.properties?.join(',')},lookml_dashboard_id`;

const ownTexts = {
  title: { type: 'string', description: 'Over that of the content.' },
  description: { type: 'string', description: 'Likewise.' },
  order: { type: 'integer', description: 'Place in the section.' },
} as const;

interface ItemTexts {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly url?: string | undefined;
}

/** Looker shows a text of the item's own only with a flag beside it. An empty text gives the content's back. */
const customTexts = (texts: ItemTexts) =>
  Object.fromEntries(
    Object.entries(texts).flatMap(([name, text]) =>
      text === undefined
        ? []
        : [
            [`custom_${name}`, text],
            [`use_custom_${name}`, text !== ''],
          ],
    ),
  );

/** Dashboards of LookML have ids like "model::name", and an argument of their own. */
function contentOf(dashboardId: string | undefined, lookId: string | undefined) {
  const isLookml = dashboardId?.includes('::') === true;
  return {
    ...(dashboardId !== undefined && { [isLookml ? 'lookml_dashboard_id' : 'dashboard_id']: dashboardId }),
    ...(lookId !== undefined && { look_id: lookId }),
  };
}

async function saveItem(call: ToolCall, verb: 'POST' | 'PATCH', path: string, item: object): Promise<ToolResult> {
  const body = Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined));
  const saved = await call.send({ verb, path, query: { fields }, body });
  return briefResult(call, saved.body, brief);
}

export const boardItemTasks: readonly TaskTool[] = [
  {
    name: 'get_board_item',
    operation: 'board_item',
    about: 'Gets an item of a board: what it links to and under which title.',
    hint: 'Ids: get_board.',
    fields: `${fields},custom_title,custom_description,custom_url,order`,
    edits: { fields: { hidden: true } },
  },
  writtenTask({
    name: 'create_board_item',
    about: 'Puts a dashboard, a Look or a link into a section of a board.',
    hint: 'Section ids: get_board.',
    arguments: {
      board_section_id: { type: 'string' },
      dashboard_id: { type: 'string' },
      look_id: { type: 'string' },
      url: { type: 'string', description: 'Any address.' },
      ...ownTexts,
    },
    required: ['board_section_id'],
    requiredGroups: [['dashboard_id', 'look_id', 'url']],
    needs: ['create_board_item'],
    run: (call, { board_section_id, dashboard_id, look_id, url, title, description, order }) =>
      saveItem(call, 'POST', '/board_items', {
        board_section_id,
        ...contentOf(dashboard_id, look_id),
        ...customTexts({ title, description, url }),
        order,
      }),
  }),
  writtenTask({
    name: 'update_board_item',
    about: 'Changes title or description of an item of a board, or moves it to another section or place.',
    hint: 'Ids: get_board. An empty title shows that of the content again.',
    arguments: { board_item_id: { type: 'string' }, board_section_id: { type: 'string' }, ...ownTexts },
    required: ['board_item_id'],
    requiredGroups: [['title', 'description', 'board_section_id', 'order']],
    needs: ['update_board_item'],
    run: (call, { board_item_id, board_section_id, title, description, order }) =>
      saveItem(call, 'PATCH', lookerPath`/board_items/${board_item_id}`, {
        board_section_id,
        ...customTexts({ title, description }),
        order,
      }),
  }),
  {
    name: 'delete_board_item',
    operation: 'delete_board_item',
    about: 'Takes an item off a board.',
    hint: 'Ids: get_board.',
    run: answersDeleted({ fields: 'id,title,board_section_id', note: 'What it links to stays.' }),
  },
];
