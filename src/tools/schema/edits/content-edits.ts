import type { JsonSchema } from '../../catalogue/operation.js';
import { type ArgumentEdit, type ArgumentEdits, described, hidden, terse } from '../argument-edit.js';

/** LookWithQuery */
export const look: ArgumentEdits = {
  folder: hidden,
  model: hidden,
  query: hidden,
  certification_metadata: hidden,
  user_id: hidden,
  query_id: described('Id of a query made by create_a_looker_query.'),
  deleted: described('true moves the Look to the trash, false restores it.'),
};

/** Dashboard: its own settings; folders go by id, tiles and filters have tools of their own. */
export const dashboard: ArgumentEdits = {
  folder: hidden,
  user_id: hidden,
  slug: hidden,
  preferred_viewer: hidden,
  certification_metadata: hidden,
  alert_sync_with_dashboard_filter_enabled: hidden,
  chat_enabled: hidden,
  background_color: hidden,
  load_configuration: hidden,
  text_tile_text_color: hidden,
  tile_background_color: hidden,
  tile_text_color: hidden,
  title_color: hidden,
  download_settings: hidden,
  lookml_link_id: hidden,
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
};

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

/** CreateDashboardFilter */
export const newDashboardFilterLook = filterLook({ enum: filterControls });

/** DashboardFilter */
export const dashboardFilter: ArgumentEdits = {
  ui_config: filterLook({ description: 'E.g. button_group, dropdown_menu, tag_list.' }),
  allow_multiple_values: described('false: one value at a time.'),
  model: described('For field_filter.'),
  explore: described('For field_filter.'),
  dimension: described('For field_filter, e.g. "users.state".'),
  row: described('Place among the filters.'),
  required: described('true: the dashboard does not run without a value.'),
  listens_to_filters: described('Names of filters that narrow the choice of values.'),
};

/** DashboardElement */
export const dashboardElement: ArgumentEdits = {
  look: hidden,
  certification_metadata: hidden,
  result_maker_id: hidden,
  filter_id: hidden,
  extension_id: hidden,
  note_display: { schema: { type: 'string', enum: ['above', 'below', 'hover'] } },
  note_state: { schema: { type: 'string', enum: ['collapsed', 'expanded'] } },
  query: {
    terse: true,
    schema: {
      description:
        'A query to draw (this or query_id): model, view (explore), fields as view.field, filters as field -> filter expression.',
    },
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
};
