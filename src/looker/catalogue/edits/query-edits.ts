import { type ArgumentEdit, type ArgumentEdits, described, hidden } from '../argument-edit.js';

/** The formats of query results that reach a model as text. Looker also makes xlsx, html, png and jpg. */
export const textFormats = ['json', 'json_bi', 'json_detail', 'csv', 'md', 'txt', 'sql'] as const;

/** The format of an answer with rows. */
export const resultFormat = described('json_bi adds field metadata; sql is the SQL alone.', {
  enum: textFormats,
  default: 'json',
});

/** Custom fields: a list for the model, JSON text for Looker. */
export const dynamicFields: ArgumentEdit = {
  schema: {
    type: 'array',
    items: { type: 'object' },
    description: `Custom fields and table calculations, e.g. [{"table_calculation":"share","label":"Share","expression":"\${orders.count}/sum(\${orders.count})"}].`,
  },
  wire: 'json',
};

const visConfig = described(
  'Visualization settings, free-form. "type" chooses the chart: looker_column, looker_bar, looker_line, looker_area, looker_pie, looker_scatter, looker_grid, table, single_value. E.g. {"type":"looker_column","show_value_labels":true}.',
);

/** Query: row limits are integers and custom fields a list for the model, text for Looker. */
export const query: ArgumentEdits = {
  model: described('LookML model name, e.g. "ecommerce"; see list_all_looker_lookml_models.'),
  view: described('Explore name (Looker calls it view), e.g. "orders".'),
  fields: described('Dimensions and measures as view.field, e.g. ["users.state","orders.count"].'),
  pivots: described('Dimensions to pivot into columns; each must also be in fields.'),
  filters: described(
    'Field name -> Looker filter expression, always a string, e.g. {"orders.created_date":"30 days","users.state":"California,New York","orders.total":">100","users.email":"-NULL"}.',
  ),
  filter_expression: described('Looker expression for conditions that filters cannot say (OR across fields).'),
  sorts: described('Fields of the query, e.g. ["orders.count desc","users.state"]. Ascending without desc.'),
  limit: {
    schema: { type: 'integer', minimum: -1, description: 'Rows at most. Default 5000; -1 for all rows.' },
    wire: 'text',
  },
  column_limit: {
    schema: { type: 'integer', minimum: 1, description: 'Pivoted columns at most.' },
    wire: 'text',
  },
  total: described('Adds column totals.'),
  row_total: described('"right" adds row totals to a pivoted query.'),
  fill_fields: described('Date or tier dimensions whose missing values are filled in.'),
  subtotals: described('Dimensions to subtotal by.'),
  vis_config: visConfig,
  dynamic_fields: dynamicFields,
  query_timezone: described('IANA time zone for dates, e.g. "America/New_York".'),
  filter_config: hidden,
  visible_ui_sections: hidden,
  client_id: hidden,
};
