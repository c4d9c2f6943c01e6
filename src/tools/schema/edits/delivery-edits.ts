import { bareString, described, hidden, hiddenArguments, type SchemaEdits } from '../argument-edit.js';
import { DELIVERY_FORMATS } from '../delivery-formats.js';

export const deliveryEdits: SchemaEdits = {
  ScheduledPlan: {
    ...hiddenArguments('user', 'dashboard_filters', 'run_once', 'embed', 'custom_url_base', 'custom_url_params'),
    ...hiddenArguments('custom_url_label', 'show_custom_url', 'color_theme', 'inline_table_width', 'long_tables'),
    ...hiddenArguments('tab_ids', 'pdf_page_breaks'),
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
  },
  ScheduledPlanDestination: {
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
      enum: DELIVERY_FORMATS,
    }),
  },
  Alert: {
    ...hiddenArguments('custom_url_base', 'custom_url_params', 'custom_url_label', 'show_custom_url', 'enhancements'),
    ...hiddenArguments('investigative_content_type', 'investigative_content_id', 'time_series_condition_state'),
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
    destinations: described(
      'All of one type, e.g. [{"destination_type":"EMAIL","email_address":"team@example.com"}].',
      {
        minItems: 1,
      },
    ),
    field: described('The measure to watch: title as shown on the tile, name as view.field.'),
    dashboard_element_id: described('Id of the tile; get_single_looker_dashboard_by_id lists the tiles.'),
  },
  AlertPatch: { enhancements: hidden },
  AlertDestination: {
    action_hub_integration_id: described('For ACTION_HUB.'),
    action_hub_form_params_json: described('For ACTION_HUB: form parameters as JSON text.'),
  },
  AlertFieldFilter: { filter_value: hidden },
  Integration: { enabled: described('Available to users.'), params: described('Those to set.') },
  IntegrationParam: {
    name: bareString,
    value: described('"" clears it.'),
    user_attribute_name: described('User attribute that holds the value; null: value is used.', {
      type: ['string', 'null'],
    }),
  },
};
