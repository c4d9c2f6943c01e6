import type { Given } from '../../catalogue/tool-definition.js';

const flag = { type: 'boolean', 'x-unlisted': true } as const;
const text = { type: 'string', 'x-unlisted': true } as const;

/** What a schedule sends: one of these. */
export const CONTENT = ['dashboard_id', 'lookml_dashboard_id', 'look_id', 'query_id'] as const;
export type ContentName = (typeof CONTENT)[number];

/** What is said of a schedule, beside its id: Looker's properties, and `recipients` for the usual destinations. */
export const scheduleArguments = {
  name: { type: 'string', description: 'Also the subject of the mail.' },
  dashboard_id: { type: 'string' },
  lookml_dashboard_id: { type: 'string' },
  look_id: { type: 'string' },
  query_id: { type: 'string' },
  recipients: { type: 'array', items: { type: 'string' }, description: 'E-mail addresses.' },
  email_format: {
    type: 'string',
    description:
      'For recipients. Dashboards: wysiwyg_pdf (default), wysiwyg_png, csv_zip. Others: csv (default), xlsx, …',
  },
  destinations: {
    type: 'array',
    description: 'Webhooks, s3, sftp and integrations.',
    items: {
      type: 'object',
      properties: {
        type: { type: 'string', description: 'webhook, s3, sftp, email or "looker-integration://<id>".' },
        address: { type: 'string', description: 'E.g. "https://example.com/hook".' },
        format: { type: 'string', description: 'As email_format.' },
        message: { type: 'string' },
        parameters: { type: 'object', additionalProperties: true, description: 'Form values of an integration.' },
        apply_formatting: { type: 'boolean', description: 'Values as Looker shows them.' },
        apply_vis: { type: 'boolean', description: 'With chart settings.' },
      },
      required: ['type', 'format'],
      additionalProperties: false,
    },
  },
  crontab: { type: 'string', description: 'When: five cron fields, e.g. "0 8 * * 1-5".' },
  datagroup: { type: 'string', description: 'Instead: whenever this datagroup triggers.' },
  run_once: { type: 'boolean', description: 'Instead: a single time.' },
  timezone: { type: 'string', description: 'Of crontab, e.g. "Europe/Berlin". Default: that of Looker.' },
  filters_string: { type: 'string', description: 'Values of dashboard filters, e.g. "?Region=West&Date=7%20days".' },
  user_id: { type: 'string', description: 'Owner: id or e-mail address. Default: you.' },
  enabled: { type: 'boolean', description: 'false pauses it.' },
  run_as_recipient: { type: 'boolean', description: 'Each recipient gets what they may see.' },
  require_results: { type: 'boolean', description: 'Send only with rows.' },
  require_no_results: { type: 'boolean', description: 'Send only without rows.' },
  require_change: { type: 'boolean', description: 'Send only if the rows changed.' },
  include_links: { type: 'boolean', description: 'Link back to Looker.' },
  pdf_paper_size: {
    type: 'string',
    description: 'Of a PDF.',
    enum: ['letter', 'legal', 'tabloid', 'a0', 'a1', 'a2', 'a3', 'a4', 'a5'],
  },
  pdf_landscape: { type: 'boolean' },
  ...{ send_all_results: flag, include_dashboard_summary: flag, show_custom_url: flag, embed: flag },
  ...{ long_tables: flag, pdf_page_breaks: flag, dashboard_filters: text, color_theme: text },
  ...{ custom_url_base: text, custom_url_params: text, custom_url_label: text },
  inline_table_width: { type: 'integer', 'x-unlisted': true },
  tab_ids: { type: 'array', items: { type: 'string' }, 'x-unlisted': true },
} as const;

export type ScheduleArgs = Given<typeof scheduleArguments, never>;
