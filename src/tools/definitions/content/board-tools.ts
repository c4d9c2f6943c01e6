import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, terse } from '../../schema/argument-edit.js';

const boardOutline = 'id,title,description,user_id,content_metadata_id,created_at,updated_at';
const itemOutline = 'id,title,description,url,location,dashboard_id,look_id,lookml_dashboard_id,custom_url';
const item = `${itemOutline},board_section_id,order,custom_title,custom_description,use_custom_title,use_custom_description,use_custom_url`;
const section = `id,board_id,title,description,item_order,board_items(${itemOutline})`;
const board = `${boardOutline},section_order,board_sections(${section})`;

export const boardTools: readonly ResourceTools[] = [
  {
    resource: 'boards',
    tools: [
      {
        operation: 'all_boards',
        method: 'list',
        about: 'Lists all boards.',
        hint: 'To find one by title use looker_boards_search; its sections: get_single_looker_board_by_id.',
        fields: boardOutline,
      },
      {
        operation: 'board',
        method: 'get',
        about: 'Gets one board with its sections and items.',
        hint: 'Section ids in it are what create_a_looker_board_item needs.',
        fields: board,
      },
      {
        operation: 'search_boards',
        method: 'search',
        edits: {
          created_at: terse,
          first_name: described('Of the creator.'),
          last_name: described('Of the creator.'),
          creator_id: terse,
          permission: described('show (default) or update.'),
        },
        about: 'Finds boards by title, creator and more.',
        hint: 'Text matches like SQL LIKE, without case: "%sales%".',
        fields: boardOutline,
      },
      {
        operation: 'create_board',
        method: 'create',
        about: 'Creates an empty board: a curated page of links to dashboards and Looks.',
        hint: 'Then add sections with create_a_looker_board_section and items with create_a_looker_board_item.',
        fields: board,
        required: ['title'],
      },
      {
        operation: 'update_board',
        method: 'update',
        about: 'Changes the title, description or order of sections of a board.',
        hint: 'To add content use create_a_looker_board_item.',
        fields: board,
      },
      {
        operation: 'delete_board',
        method: 'delete',
        about: 'Deletes a board with its sections. The dashboards and Looks on it stay.',
        hint: 'Find its id with looker_boards_search.',
      },
    ],
  },
  {
    resource: 'board_sections',
    tags: ['boards', 'board_sections'],
    tools: [
      {
        operation: 'all_board_sections',
        method: 'list',
        about: 'Lists the sections of all boards.',
        hint: 'For those of one board use get_single_looker_board_by_id.',
        fields: section,
      },
      {
        operation: 'board_section',
        method: 'get',
        about: 'Gets one section of a board with its items.',
        hint: 'Its items are changed with update_a_looker_board_item_by_id.',
        fields: section,
      },
      {
        operation: 'create_board_section',
        method: 'create',
        about: 'Adds a section to a board.',
        hint: 'Then fill it with create_a_looker_board_item.',
        fields: section,
        required: ['board_id'],
      },
      {
        operation: 'update_board_section',
        method: 'update',
        about: 'Changes the title, description or order of items of a board section.',
        hint: 'Find its id in get_single_looker_board_by_id.',
        fields: section,
      },
      {
        operation: 'delete_board_section',
        method: 'delete',
        about: 'Deletes a section of a board with its items. The content they link to stays.',
        hint: 'Find its id in get_single_looker_board_by_id.',
      },
    ],
  },
  {
    resource: 'board_items',
    tags: ['boards', 'board_items'],
    tools: [
      {
        operation: 'all_board_items',
        method: 'list',
        about: 'Lists board items, of one section or of all boards.',
        hint: 'Change one with update_a_looker_board_item_by_id.',
        fields: item,
      },
      {
        operation: 'board_item',
        method: 'get',
        about: 'Gets one item of a board.',
        hint: 'Change it with update_a_looker_board_item_by_id.',
        fields: item,
      },
      {
        operation: 'create_board_item',
        method: 'create',
        about: 'Puts a dashboard, a Look or a link on a board section.',
        hint: 'Find the section in get_single_looker_board_by_id.',
        fields: item,
        required: ['board_section_id'],
        requiredGroups: [['dashboard_id', 'look_id', 'lookml_dashboard_id', 'custom_url']],
      },
      {
        operation: 'update_board_item',
        method: 'update',
        about: 'Changes the named properties of a board item.',
        hint: 'Find its id in get_single_looker_board_by_id.',
        fields: item,
      },
      {
        operation: 'delete_board_item',
        method: 'delete',
        about: 'Takes an item off a board. The content it links to stays.',
        hint: 'Find its id in get_single_looker_board_by_id.',
      },
    ],
  },
];
