import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, bareString, bareStrings, described, hidden } from '../../schema/argument-edit.js';

const favoriteFields = 'id,user_id,look_id,dashboard_id,lookml_dashboard_id,board_id,look(title),dashboard(title)';
const favoriteSearch: ArgumentEdits = {
  id: hidden,
  content_metadata_id: hidden,
  ...bareStrings('user_id', 'dashboard_id', 'look_id', 'board_id', 'lookml_dashboard_id'),
  include_board_items: described('true, with board_id: those of all items on the board.'),
};

export const contentActivityTools: readonly ResourceTools[] = [
  {
    resource: 'content_favorites',
    tags: ['content_favorites', 'content'],
    tools: [
      {
        operation: 'content_favorite',
        method: 'get',
        about: 'Gets one favorite of a user.',
        hint: 'Find its id with looker_content_favorites_search.',
        fields: favoriteFields,
        edits: { content_favorite_id: bareString },
      },
      {
        operation: 'search_content_favorites',
        method: 'search',
        about: 'Finds the favorites of users: dashboards, Looks and boards.',
        hint: 'Ids may be several, comma-separated. Your own user_id comes from looker_users_me.',
        fields: favoriteFields,
        edits: favoriteSearch,
      },
      {
        operation: 'create_content_favorite',
        method: 'create',
        title: 'Add a favorite',
        about: 'Makes a dashboard, Look or board a favorite of a user.',
        hint: 'Its content_metadata_id is in get_single_looker_dashboard_by_id or get_single_looker_look_by_id.',
        required: ['user_id', 'content_metadata_id'],
        edits: {
          user_id: described('Your own: looker_users_me.'),
          content_metadata_id: bareString,
        },
      },
      {
        operation: 'delete_content_favorite',
        method: 'delete',
        title: 'Remove a favorite',
        about: 'Removes a favorite of a user. The content stays.',
        hint: 'Find its id with looker_content_favorites_search.',
        edits: { content_favorite_id: bareString },
      },
    ],
  },
  {
    resource: 'content_views',
    tags: ['content_views', 'content'],
    tools: [
      {
        operation: 'search_content_views',
        method: 'search',
        about: 'Finds how often users and groups viewed dashboards and Looks, by week.',
        hint: 'all_time: true with sorts "view_count desc" tells what is used most.',
        fields:
          'title,dashboard_id,look_id,user_id,group_id,view_count,favorite_count,last_viewed_at,start_of_week_date',
        edits: {
          content_metadata_id: hidden,
          view_count: hidden,
          ...bareStrings('group_id', 'look_id', 'dashboard_id', 'user_id'),
          start_of_week_date: described('YYYY-MM-DD.'),
          all_time: described('true: totals instead of weeks.'),
        },
      },
    ],
  },
  {
    resource: 'primary_homepage_sections',
    tags: ['primary_homepage_sections', 'content'],
    tools: [
      {
        operation: 'all_primary_homepage_sections',
        method: 'list',
        title: 'List the sections of the homepage',
        about: "Lists the sections of Looker's homepage with their items.",
        hint: 'Boards are changed with update_a_looker_board_by_id and its sections.',
        fields:
          'id,title,description,is_header,item_order,homepage_items(id,title,description,url,location,dashboard_id,look_id,lookml_dashboard_id)',
      },
    ],
  },
  {
    resource: 'reports',
    tags: ['reports', 'content'],
    tools: [
      {
        operation: 'search_reports',
        method: 'search',
        hidden: 'alpha',
        title: 'Search Studio reports',
        about: 'Finds Looker Studio reports kept in Looker, by title or folder.',
        hint: 'Text matches like SQL LIKE, without case: "%sales%".',
        fields: 'id,title,folder(id,name),user_id,user_name,url,favorite,view_count,updated_at',
        edits: {
          next_page_token: hidden,
          id: hidden,
          title: bareString,
          folder_id: bareString,
          favorite: described('true: your favorites.'),
          recent: described('true: viewed lately.'),
        },
      },
    ],
  },
];
