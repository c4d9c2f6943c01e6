import type { JsonRecord } from '../../values/is-record.js';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Given } from '../catalogue/tool-definition.js';
import { visConfigName } from '../schema/edits/vis-config-schema.js';

const texts = { type: 'array', items: { type: 'string' } } as const;

/** What makes a query that is saved with its chart. What few need is taken and not shown: each conversation pays for what is shown. */
export const queryArguments = {
  model: { type: 'string' },
  view: { type: 'string', description: 'The explore.' },
  fields: texts,
  filters: {
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Field -> filter expression, e.g. {"orders.created_date":"30 days"}.',
  },
  sorts: { ...texts, description: 'E.g. ["orders.count desc"].' },
  limit: { type: 'integer', minimum: -1, description: 'Rows; default 500.' },
  pivots: { ...texts, description: 'Also in fields.' },
  vis_config: {
    type: 'object',
    additionalProperties: true,
    $ref: visConfigName,
    description:
      'Chart, e.g. {"type":"looker_column","stacking":"normal"}; looker_line, looker_pie, looker_grid, single_value …',
  },
  dynamic_fields: {
    type: 'array',
    items: { type: 'object' },
    description: `E.g. [{"table_calculation":"share","expression":"\${orders.count}/9"}].`,
  },
  fill_fields: { ...texts, 'x-unlisted': true },
  filter_expression: { type: 'string', 'x-unlisted': true },
  column_limit: { type: 'integer', 'x-unlisted': true },
  total: { type: 'boolean', 'x-unlisted': true },
  row_total: { type: 'string', 'x-true': 'right', 'x-unlisted': true },
  subtotals: { ...texts, 'x-unlisted': true },
  query_timezone: { type: 'string', format: 'query-time-zone', 'x-unlisted': true },
} as const satisfies Readonly<Record<string, JsonSchema>>;

export type QueryArguments = Given<typeof queryArguments, never>;

/** Names that Toolbox has for these arguments. */
export const otherQueryNames = { tz: 'query_timezone' } as const;

const ROWS_DEFAULT = 500;
const NAMES: readonly string[] = Object.keys(queryArguments);

/** The arguments of a query among others. */
export const queryPart = (args: Readonly<Record<string, unknown>>): JsonRecord =>
  Object.fromEntries(NAMES.flatMap((name) => (args[name] === undefined ? [] : [[name, args[name]]])));

/** A query as Looker takes it (`WriteQuery`): limits are texts there, and own fields a text of JSON. */
export function queryBody(args: QueryArguments): JsonRecord {
  const { limit = ROWS_DEFAULT, column_limit, dynamic_fields, ...others } = args;
  return {
    ...queryPart(others),
    limit: String(limit),
    ...(column_limit !== undefined && { column_limit: String(column_limit) }),
    ...(dynamic_fields !== undefined && { dynamic_fields: JSON.stringify(dynamic_fields) }),
  };
}

/** What a query lacks, or says twice, in words; null where it can be asked for. */
export function queryShapeProblem({ model, view, fields = [], pivots = [] }: QueryArguments): string | null {
  const missing = Object.entries({ model, view, fields: fields[0] }).flatMap(([name, value]) => (value ? [] : [name]));
  if (missing.length > 0) return `A query needs ${missing.join(', ')}.`;
  const absent = pivots.filter((pivot) => !fields.includes(pivot));
  return absent.length > 0 ? `pivots must be in fields, too: ${absent.join(', ')}.` : null;
}
