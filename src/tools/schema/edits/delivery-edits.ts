import { type ArgumentEdits, described, hidden } from '../argument-edit.js';
import { deliveryFormats } from '../delivery-formats.js';

/** ScheduledPlan */
export const scheduledPlan: ArgumentEdits = {
  user: hidden,
  dashboard_filters: hidden,
  run_once: hidden,
  embed: hidden,
  custom_url_base: hidden,
  custom_url_params: hidden,
  custom_url_label: hidden,
  show_custom_url: hidden,
  color_theme: hidden,
  inline_table_width: hidden,
  long_tables: hidden,
  tab_ids: hidden,
  pdf_page_breaks: hidden,
  user_id: described('Owner of the schedule. Default: the connected user.'),
  crontab: described('Five cron fields, e.g. "0 8 * * 1-5". This or datagroup.', {}, { format: 'cron' }),
  timezone: described(
    'IANA time zone of the crontab, e.g. "America/New_York". Default: that of the Looker instance.',
    {},
    { format: 'time-zone' },
  ),
  look_id: described('Id of a Look; it also needs require_results, require_no_results and require_change.'),
  pdf_paper_size: described('Of a PDF.', {
    enum: ['letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5'],
  }),
  filters_string: described('URL query string of filter values, e.g. "?Region=West&Date=7%20days".'),
  scheduled_plan_destination: described('Who receives it: at least one destination.', { minItems: 1 }),
};

/** ScheduledPlanDestination */
export const scheduledPlanDestination: ArgumentEdits = {
  scheduled_plan_id: hidden,
  parameters: {
    schema: { type: 'object', description: 'Form values of an integration, e.g. {"channel":"#sales"}.' },
    wire: 'json',
  },
  type: described(
    'email, webhook, s3, sftp, or an integration: "looker-integration://<id>".',
    {},
    { format: 'destination-type' },
  ),
  apply_formatting: described('true: values as Looker shows them.'),
  address: described('E.g. "team@example.com" for email, "https://domain/path" for a webhook.'),
  format: described('Dashboards: wysiwyg_pdf, assembled_pdf, wysiwyg_png, csv_zip. Looks, queries: the others.', {
    enum: deliveryFormats,
  }),
};

/** Alert */
export const alert: ArgumentEdits = {
  custom_url_base: hidden,
  custom_url_params: hidden,
  custom_url_label: hidden,
  show_custom_url: hidden,
  enhancements: hidden,
  investigative_content_type: hidden,
  investigative_content_id: hidden,
  time_series_condition_state: hidden,
  query_id: hidden,
  comparison_type: described(
    'How the value is compared with threshold. INCREASES_BY, DECREASES_BY and CHANGES_BY need a time series.',
  ),
  cron: described(
    'Five cron fields, e.g. "0 9 * * *"; checks at least 15 minutes apart.',
    {},
    { format: 'alert-cron' },
  ),
  owner_id: described('User id of the owner; your own comes from looker_users_me.'),
  destinations: described('All of one type, e.g. [{"destination_type":"EMAIL","email_address":"team@example.com"}].', {
    minItems: 1,
  }),
  field: described('The measure to watch: title as shown on the tile, name as view.field.'),
  dashboard_element_id: described('Id of the tile; get_single_looker_dashboard_by_id lists the tiles.'),
};
