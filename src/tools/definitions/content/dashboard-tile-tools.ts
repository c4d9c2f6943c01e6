import {
  filterFields,
  layoutFields,
  placeFields,
  savedTileFields,
  tileFields,
  wholeTileFields,
} from '../../catalogue/content-fields.js';
import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, terse } from '../../schema/argument-edit.js';

export const dashboardTileTools: readonly ResourceTools[] = [
  {
    resource: 'dashboard_elements',
    tags: ['dashboards', 'dashboard_elements'],
    tools: [
      {
        operation: 'dashboard_dashboard_elements',
        method: 'list',
        about: 'Lists the tiles of one dashboard with their queries.',
        hint: 'Use it to find a tile id or the fields a tile shows.',
        fields: tileFields,
      },
      {
        operation: 'dashboard_element',
        method: 'get',
        about: 'Gets one tile of a dashboard with its query and chart settings.',
        hint: 'Its query tells the fields that create_a_looker_alert can watch.',
        fields: wholeTileFields,
      },
      {
        operation: 'search_dashboard_elements',
        method: 'search',
        edits: { dashboard_id: terse, look_id: terse, deleted: described('true: those in the trash.') },
        about: 'Finds tiles by dashboard, Look or title.',
        hint: 'Text matches like SQL LIKE, without case: "%revenue%".',
        fields: `${tileFields},dashboard_id`,
      },
      {
        operation: 'create_dashboard_element',
        method: 'create',
        title: 'Add a tile to a dashboard',
        about: 'Adds a tile to a dashboard: a chart of a query, a Look, or text.',
        hint: 'First try the query with looker_query_run_inline, then save it with create_a_looker_query and pass query_id here, with type "vis". vis_config of the query chooses the chart. To bind dashboard filters, set result_maker.filterables[].listen to [{"dashboard_filter_name":"Date","field":"orders.created_date"}].',
        fields: savedTileFields,
        required: ['dashboard_id'],
        requiredGroups: [
          ['query_id', 'query', 'look_id', 'merge_result_id', 'body_text', 'title_text', 'rich_content_json'],
        ],
      },
      {
        operation: 'update_dashboard_element',
        method: 'update',
        title: 'Change a tile of a dashboard',
        about: 'Changes the named properties of a tile.',
        hint: 'To change what it shows, make a new query with create_a_looker_query and set query_id.',
        fields: savedTileFields,
        edits: { query: { hidden: true } },
      },
      {
        operation: 'delete_dashboard_element',
        method: 'delete',
        title: 'Delete a tile of a dashboard',
        about: 'Removes a tile from its dashboard for good.',
        hint: 'A Look or query it showed stays.',
      },
    ],
  },
  {
    resource: 'dashboard_filters',
    tags: ['dashboards', 'dashboard_filters'],
    tools: [
      {
        operation: 'dashboard_dashboard_filters',
        method: 'list',
        about: 'Lists the filters of one dashboard with their defaults.',
        hint: 'The filter names are what tiles listen to.',
        fields: filterFields,
      },
      {
        operation: 'dashboard_filter',
        method: 'get',
        about: 'Gets one filter of a dashboard.',
        hint: 'Change it with update_a_looker_dashboard_filter_by_id.',
        fields: `${filterFields},dashboard_id`,
      },
      {
        operation: 'create_dashboard_filter',
        method: 'create',
        about: 'Adds a filter to a dashboard.',
        hint: 'Tiles react only when they listen to it: set result_maker.filterables[].listen with update_a_looker_dashboard_element_by_id.',
        fields: `${filterFields},dashboard_id`,
      },
      {
        operation: 'update_dashboard_filter',
        method: 'update',
        about: 'Changes the named properties of a dashboard filter.',
        hint: 'Find its id with list_all_looker_dashboard_filters.',
        fields: `${filterFields},dashboard_id`,
      },
      {
        operation: 'delete_dashboard_filter',
        method: 'delete',
        about: 'Removes a filter from its dashboard.',
        hint: 'Tiles that listen to it are no longer filtered.',
      },
    ],
  },
  {
    resource: 'dashboard_layouts',
    tags: ['dashboards', 'dashboard_layouts'],
    tools: [
      {
        operation: 'dashboard_dashboard_layouts',
        method: 'list',
        about: 'Lists the layouts of one dashboard with the places of its tiles.',
        hint: 'The active one is drawn; move its tiles with update_a_looker_dashboard_layout_component_by_id.',
        fields: layoutFields,
      },
      {
        operation: 'dashboard_layout',
        method: 'get',
        about: 'Gets one layout of a dashboard.',
        hint: 'Where its tiles stand: list_all_looker_dashboard_layout_components.',
        fields: `${layoutFields},dashboard_id,description,width,column_width`,
      },
      {
        operation: 'create_dashboard_layout',
        method: 'create',
        about: 'Adds a layout to a dashboard.',
        hint: 'A new dashboard already has one; list_all_looker_dashboard_layouts shows it.',
        fields: `${layoutFields},dashboard_id`,
        required: ['dashboard_id', 'type'],
      },
      {
        operation: 'update_dashboard_layout',
        method: 'update',
        about: 'Changes the named properties of a dashboard layout.',
        hint: 'Single tiles are moved with update_a_looker_dashboard_layout_component_by_id.',
        fields: `${layoutFields},dashboard_id`,
      },
      {
        operation: 'delete_dashboard_layout',
        method: 'delete',
        about: 'Deletes a layout of a dashboard. Its tiles stay.',
        hint: 'A dashboard needs one active layout; see list_all_looker_dashboard_layouts.',
      },
    ],
  },
  {
    resource: 'dashboard_layout_components',
    tags: ['dashboards', 'dashboard_layouts', 'dashboard_layout_components'],
    tools: [
      {
        operation: 'dashboard_layout_dashboard_layout_components',
        method: 'list',
        about: 'Lists where the tiles of one dashboard layout stand: row, column, width, height.',
        hint: 'Move one with update_a_looker_dashboard_layout_component_by_id.',
        fields: `${placeFields},dashboard_layout_id`,
      },
      {
        operation: 'dashboard_layout_component',
        method: 'get',
        about: 'Gets the place of one tile in a dashboard layout.',
        hint: 'Change it with update_a_looker_dashboard_layout_component_by_id.',
        fields: `${placeFields},dashboard_layout_id,deleted,granular_row,granular_column,granular_width,granular_height`,
      },
      {
        operation: 'update_dashboard_layout_component',
        method: 'update',
        title: 'Move or resize a tile',
        about: 'Moves or resizes a tile in its layout. The grid is 24 columns wide.',
        hint: 'Find the component of a tile with list_all_looker_dashboard_layout_components.',
        fields: `${placeFields},dashboard_layout_id`,
      },
    ],
  },
];
