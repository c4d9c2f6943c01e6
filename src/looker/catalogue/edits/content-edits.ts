import { type ArgumentEdits, described, hidden } from '../argument-edit.js';

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
  query_timezone: described('IANA time zone in which it runs.', {}, { format: 'query-time-zone' }),
  show_filters_bar: described('Shows the filters bar.'),
  folder_id: described('Id of the folder that holds it; see looker_folders_search.'),
  deleted: described('true moves the dashboard to the trash, false restores it.'),
};

/** DashboardElement */
export const dashboardElement: ArgumentEdits = {
  look: hidden,
  certification_metadata: hidden,
  result_maker_id: hidden,
  filter_id: hidden,
  extension_id: hidden,
  note_display: hidden,
  note_state: hidden,
  query: described('A query to draw, the same shape as for looker_query_run_inline. Give this or query_id.'),
  query_id: described('Id of a query made by create_a_looker_query.'),
  look_id: described('Id of a Look to show instead of a query.'),
  type: described('"vis" for a query or Look, "text" for a text tile.'),
  body_text: described('Markdown of a text tile.'),
  rich_content_json: described('JSON of a button or rich text tile.'),
  result_maker: described('Which dashboard filters the tile listens to, and its chart settings.'),
};
