import type { JsonSchema } from '../../catalogue/operation.js';
import {
  type ArgumentEdit,
  type ArgumentEdits,
  described,
  hiddenArguments,
  orNull,
  type SchemaEdits,
} from '../argument-edit.js';
import { visConfigBrief } from './vis-config-schema.js';

/** The formats of query results that a model can read or look at. Looker also makes xlsx, html and jpg. */
export const ANSWER_FORMATS = ['json', 'json_bi', 'json_detail', 'csv', 'md', 'txt', 'sql', 'png'] as const;

/** The format of an answer with rows. */
export const resultFormat = described('json_bi adds field metadata; sql is the SQL alone, png the chart.', {
  enum: ANSWER_FORMATS,
  default: 'json',
});

/** The same of a query in the background: Looker draws no pictures there. */
export const taskFormat = described('json_bi adds field metadata; sql is the SQL alone.', {
  enum: ANSWER_FORMATS.filter((format) => format !== 'png'),
  default: 'json',
});

/** The format of an answer with rows, where the gateway writes a table of them. */
export const tableFormat = described('table: names head the columns, null is null; the others as Looker writes them.', {
  enum: ['table', ...ANSWER_FORMATS],
  default: 'table',
});

/** The same for tools whose description another one gives. */
export const tableFormatBrief: ArgumentEdit = {
  schema: { type: 'string', enum: ['table', ...ANSWER_FORMATS], default: 'table' },
};

/** Which part of a result is answered, and how much of it. */
export const resultPage = {
  rows_max: { type: 'integer', description: 'Rows in one answer; next_cursor brings more.', minimum: 1 },
  characters_max: { type: 'integer', description: 'Likewise.', minimum: 1000 },
  next_cursor: { type: 'string', description: 'Pass it back exactly as it came.' },
} as const satisfies Readonly<Record<string, JsonSchema>>;

/** Filters over those of a stored query. */
export const otherFilters: JsonSchema = {
  type: 'object',
  additionalProperties: { type: 'string' },
  description: 'Over its own: field -> filter expression, e.g. {"orders.created_date":"30 days"}; "": any value.',
};

const customField: Readonly<Record<string, JsonSchema>> = {
  table_calculation: { type: 'string', description: 'Name of a calculation on the rows.' },
  dimension: { type: 'string', description: 'Name of a custom dimension; list it in fields too.' },
  measure: { type: 'string', description: 'Name of a custom measure; list it in fields too.' },
  label: { type: 'string' },
  expression: { type: 'string', description: 'Of a table_calculation or dimension.' },
  based_on: { type: 'string', description: 'Of a measure: the field it aggregates.' },
  type: { type: 'string', description: 'Of a measure: sum, average, count_distinct, min, max, median, list.' },
  filters: { type: 'object', description: 'Of a measure: field -> filter expression.' },
  value_format: { type: 'string', description: 'E.g. "0.0%".' },
  value_format_name: { type: 'string', description: 'E.g. usd, percent_1, decimal_2.' },
  _kind_hint: { type: 'string', description: '"measure" or "dimension".' },
  _type_hint: { type: 'string', description: 'number, string, date or yesno.' },
};

// Looker's own list has null for what is not set, and further keys.
const customFieldsCheck: JsonSchema = {
  items: {
    type: 'object',
    properties: Object.fromEntries(Object.entries(customField).map(([key, schema]) => [key, orNull(schema)])),
    anyOf: [{ required: ['table_calculation'] }, { required: ['measure'] }, { required: ['dimension'] }],
  },
};

/** Custom fields, a list for the model and JSON text for Looker, with their keys: for the one tool that shows them. */
export const dynamicFields: ArgumentEdit = {
  schema: {
    type: 'array',
    items: { type: 'object', properties: customField },
    description: `Custom fields and table calculations, e.g. [{"table_calculation":"share","label":"Share","expression":"\${orders.count}/sum(\${orders.count})"}].`,
  },
  check: customFieldsCheck,
  wire: 'json',
};

/** Custom fields, for every other tool. */
export const dynamicFieldsBrief: ArgumentEdit = {
  schema: {
    type: 'array',
    items: { type: 'object' },
    description: `Custom fields, e.g. [{"table_calculation":"share","expression":"\${orders.count}/9"},{"measure":"sum","based_on":"orders.total","type":"sum"}].`,
  },
  check: customFieldsCheck,
  wire: 'json',
};

/** Filters with Looker's filter expressions explained, for the one tool that shows them. */
export const filters: ArgumentEdit = described(
  'Field -> filter expression; all hold together. E.g. {"orders.created_date":"30 days","users.state":"California,New York","orders.total":">100"}.',
  {
    additionalProperties: {
      type: 'string',
      description:
        'Always text; commas mean or. Text: "a,b" equal, "%a%" contains, "a%" begins with, "-a" not, "EMPTY", "-NULL"; ^ before " % _ , ^ or a first - takes their meaning, quotes that of NULL and blanks. Number: "5", ">=5 AND <9", "[1,5]", "NOT 3", "NOT NULL". Date: "7 days" (with today), "7 days ago for 7 days" (complete), "this month", "last 3 quarters", "2024-01-01 to 2024-02-01" (end excluded), "before 2024-01-01", "after 2 weeks ago". Yes/no: "Yes", "No".',
    },
  },
);

/** Of a query: row limits are integers and custom fields a list for the model, text for Looker. */
const query: ArgumentEdits = {
  model: described('LookML model name, e.g. "ecommerce"; see looker_lookml_explores_search_fields.'),
  view: described('Explore name (Looker calls it view), e.g. "orders".'),
  fields: described('E.g. ["users.state","orders.count"].'),
  pivots: described('Dimensions to pivot, also in fields.'),
  filters: described(
    'Field -> filter expression, e.g. {"orders.created_date":"30 days","users.state":"Texas,Ohio","users.name":"%smith%","orders.total":">=5"}.',
  ),
  filter_expression: described('Looker expression for what filters cannot say, such as OR.'),
  sorts: described('E.g. ["orders.count desc","users.state"].'),
  limit: {
    schema: {
      type: 'integer',
      minimum: -1,
      description: 'Rows that Looker computes at most. Default 5000; -1 for all.',
    },
    wire: 'text',
  },
  column_limit: {
    schema: { type: 'integer', minimum: -1, description: 'Pivoted columns at most.' },
    wire: 'text',
  },
  total: described('Adds column totals.'),
  row_total: described('"right" adds row totals to a pivoted query.', {}, { 'x-true': 'right' }),
  fill_fields: described('Dimensions whose missing values are filled in.'),
  subtotals: described('Dimensions to subtotal by.'),
  vis_config: visConfigBrief,
  dynamic_fields: dynamicFieldsBrief,
  query_timezone: described('IANA time zone for dates, e.g. "America/New_York".', {}, { format: 'query-time-zone' }),
  ...hiddenArguments('filter_config', 'visible_ui_sections', 'client_id'),
};

export const queryEdits: SchemaEdits = {
  Query: query,
  ResultMakerWithIdVisConfigAndDynamicFields: {
    query: {
      brief: true,
      schema: { description: 'The same query as the tile, with model and view.' },
      check: { required: ['model', 'view'] },
    },
    vis_config: visConfigBrief,
    dynamic_fields: dynamicFieldsBrief,
    filterables: {
      ...described(
        'Which dashboard filter sets which field, e.g. [{"model":"ecommerce","view":"orders","listen":[{"dashboard_filter_name":"Date","field":"orders.created_date"}]}].',
      ),
      terse: true,
    },
    ...hiddenArguments('merge_result_id', 'sql_query_id', 'sorts', 'total'),
  },
  ResultMakerFilterables: { listen: { writable: true } },
  CreateQueryTask: {
    result_format: taskFormat,
    ...hiddenArguments('source', 'deferred', 'look_id', 'dashboard_id'),
  },
  CreateCostEstimate: { sql: { writable: true } },
};
