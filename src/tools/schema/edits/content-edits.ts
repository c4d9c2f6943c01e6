import type { JsonSchema } from '../../catalogue/operation.js';
import {
  type ArgumentEdit,
  type ArgumentEdits,
  bareString,
  described,
  hidden,
  hiddenArguments,
  type SchemaEdits,
  terse,
} from '../argument-edit.js';

/** The controls that Looker has for filters (LookML's ui_config, "type"). */
const filterControls = [
  ...['advanced', 'button_group', 'button_toggles', 'checkboxes', 'day_picker', 'day_range_picker', 'dropdown_menu'],
  ...['radio_buttons', 'range_slider', 'relative_timeframes', 'slider', 'tag_list'],
];

/** How a filter looks, with the controls named in one tool; each is checked. */
const filterLook = (type: JsonSchema): ArgumentEdit => ({
  schema: {
    type: 'object',
    properties: {
      type: { type: 'string', ...type },
      display: { type: 'string', enum: ['inline', 'popover'] },
      options: {
        type: 'array',
        items: { type: 'string' },
        description: 'Values offered; sliders: {"min":0,"max":9}.',
      },
    },
  },
  check: {
    properties: {
      type: { type: 'string', enum: filterControls },
      display: { type: 'string' },
      options: { type: ['array', 'object', 'null'] },
    },
  },
});

const dashboardFilter: ArgumentEdits = {
  ui_config: filterLook({ description: 'E.g. button_group, dropdown_menu, tag_list.' }),
  allow_multiple_values: described('false: one value at a time.'),
  model: described('For field_filter.'),
  explore: described('For field_filter.'),
  dimension: described('For field_filter, e.g. "users.state".'),
  row: described('Place among the filters.'),
  required: described('true: the dashboard does not run without a value.'),
  listens_to_filters: described('Names of filters that narrow the choice of values.'),
};

export const contentEdits: SchemaEdits = {
  DashboardFilter: dashboardFilter,
  CreateDashboardFilter: {
    ...dashboardFilter,
    ui_config: filterLook({ enum: filterControls }),
    type: described(
      'field_filter (values of a dimension; needs model, explore, dimension), date_filter, number_filter or string_filter.',
    ),
  },
  LookWithQuery: {
    ...hiddenArguments('folder', 'model', 'query', 'certification_metadata', 'user_id'),
    query_id: described('Id of a query made by create_a_looker_query.'),
    deleted: described('true moves the Look to the trash, false restores it.'),
  },
  // Its own settings; folders go by id, tiles and filters have tools of their own.
  Dashboard: {
    ...hiddenArguments('folder', 'user_id', 'slug', 'preferred_viewer', 'certification_metadata'),
    ...hiddenArguments('alert_sync_with_dashboard_filter_enabled', 'chat_enabled', 'background_color'),
    ...hiddenArguments('load_configuration', 'text_tile_text_color', 'tile_background_color', 'tile_text_color'),
    ...hiddenArguments('title_color', 'download_settings', 'lookml_link_id'),
    preserve_desktop_layout: described('Keeps the desktop layout on mobile screens.'),
    refresh_interval: described('E.g. "2 hours 30 minutes".'),
    crossfilter_enabled: described('A click in a tile filters the others.'),
    enable_viz_full_screen: described('Tiles can be viewed in full screen.'),
    filters_bar_collapsed: described('Opens with the filters bar collapsed.'),
    filters_location_top: described('true: filters at the top; false: at the right.'),
    query_timezone: described('IANA time zone in which it runs.', {}, { format: 'query-time-zone' }),
    show_filters_bar: terse,
    appearance: terse,
    folder_id: described('Id of the folder that holds it; see looker_folders_search.'),
    deleted: described('true moves the dashboard to the trash, false restores it.'),
  },
  DashboardElement: {
    ...hiddenArguments('look', 'certification_metadata', 'result_maker_id', 'filter_id', 'extension_id'),
    note_display: { schema: { type: 'string', enum: ['above', 'below', 'hover'] } },
    note_state: { schema: { type: 'string', enum: ['collapsed', 'expanded'] } },
    query: {
      ...described(
        'A query to draw (this or query_id): model, view (explore), fields as view.field, filters as field -> filter expression.',
      ),
      terse: true,
    },
    query_id: described('Id of a query made by create_a_looker_query.'),
    look_id: described('Id of a Look to show instead of a query.'),
    aria_description: terse,
    title_text: described('Title of a text tile.'),
    subtitle_text: terse,
    type: described('"vis" for a query or Look, "text" for a text tile.'),
    body_text: described('Markdown of a text tile.'),
    rich_content_json: described('JSON of a button or rich text tile.'),
    result_maker: described('Which dashboard filters the tile listens to, and its chart settings.'),
  },
  DashboardLayout: { lookml_link_id: hidden },
  Board: { deleted_at: hidden, user_id: hidden },
  BoardSection: { deleted_at: hidden },
  BoardItem: {
    custom_image_data_base64: hidden,
    use_custom_image: hidden,
    custom_description: described('Takes effect with use_custom_description.'),
    custom_title: described('Takes effect with use_custom_title.'),
    custom_url: described('Takes effect with use_custom_url.'),
    use_custom_description: described('Shows custom_description instead of that of the content.'),
    use_custom_title: described('Shows custom_title instead of that of the content.'),
    use_custom_url: described('Links to custom_url instead of the content.'),
    order: described('Place in the section.'),
  },
  CreateFolder: { parent_id: described('Id of the folder that holds it.') },
  UpdateFolder: { parent_id: described('Id of the folder that is to hold it.') },
  Certification: {
    certification_status: { schema: { type: 'string', enum: ['certified', 'revoked'] } },
    notes: bareString,
  },
  // Looker's description calls all of it read-only, yet it is what a grant is made of.
  ContentMetaGroupUser: {
    content_metadata_id: {
      ...described('Of a folder or board; their get tools answer it.'),
      writable: true,
    },
    permission_type: { ...described('edit includes managing who has access.'), writable: true },
    group_id: { ...described('Group that gets access. This or user_id.'), writable: true },
    user_id: { ...described('User that gets access. This or group_id.'), writable: true },
  },
  ContentMeta: { inherits: described('false: has access rules of its own; true: those of its parent.') },
  ContentFavorite: { look: hidden, dashboard: hidden, lookml_dashboard: hidden },
  DashboardLookml: { folder_id: described('Default: your personal folder.') },
  UpdateArtifact: {
    key: bareString,
    value: bareString,
    content_type: described('MIME type, e.g. "application/json"; only needed where it is not plain text.'),
    version: { ...described('Of the stored artifact; needed to overwrite it.'), writable: true },
  },
};
