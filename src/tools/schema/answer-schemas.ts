import type { JsonSchema } from '../catalogue/operation.js';

/** What a tool's answer looks like to programs (MCP, `outputSchema` and `structuredContent`), where the gateway gives it its shape. */

const text: JsonSchema = { type: 'string' };
const count: JsonSchema = { type: 'integer' };
const textOrNull: JsonSchema = { anyOf: [text, { type: 'null' }] };
const cell: JsonSchema = { anyOf: [text, { type: 'number' }, { type: 'boolean' }, { type: 'null' }] };
const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items });
const objectOf = (properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  ...{ type: 'object', properties },
  additionalProperties: true,
});
const valuesByName: JsonSchema = { type: 'object', additionalProperties: text };

const described = (schema: JsonSchema, description: string): JsonSchema => ({ ...schema, description });

const table: Readonly<Record<string, JsonSchema>> = {
  columns: listOf(objectOf({ name: text })),
  rows: listOf(listOf(text)),
};

/** One page of a result. */
const page: Readonly<Record<string, JsonSchema>> = {
  format: described(text, 'Where it is not the table of columns and rows: the format of text.'),
  row_count: count,
  total_rows: described(count, 'Missing where nobody counted.'),
  rows_before: described(count, 'Rows of earlier pages.'),
  next_cursor: textOrNull,
  truncated: described(objectOf({ reason: text, hint: text }), 'What is left out, and how to get it.'),
  hint: text,
  notes: described(listOf(text), 'What Looker remarks on a query that ran.'),
  added_filters: described(valuesByName, 'Filters that Looker added to those asked for.'),
  filters: described(valuesByName, 'Filters of a stored query.'),
  pivoted_by: listOf(text),
  time_zone: text,
  totals: described(listOf(cell), 'A cell a column.'),
  subtotals: listOf(objectOf({ by: listOf(text), is_cut: { type: 'boolean' }, rows: listOf(listOf(cell)) })),
  columns: listOf(
    objectOf({
      ...{ name: text, label: text, type: text, unit: text },
      pivot: listOf(cell),
      is_row_total: { type: 'boolean' },
    }),
  ),
  rows: described(listOf(listOf(cell)), 'A cell a column.'),
  text: described(text, 'Rows in another format than the table.'),
};

/** A call whose time is over before its query is. */
const unfinished: Readonly<Record<string, JsonSchema>> = {
  status: described(text, '"running": there are no rows yet; the handle leads to them.'),
  query: text,
  elapsed_seconds: count,
  handle: text,
  next: text,
};

const dashboard: Readonly<Record<string, JsonSchema>> = {
  dashboard: objectOf({ id: text, title: text, filters: valuesByName, time_zone: text, not_run: text }),
  // Of a dashboard that is not done their number, else what each shows: as much as of one query.
  tiles: {
    anyOf: [
      listOf(objectOf({ id: text, title: text, not_filtered_by: listOf(text), error: text, skipped: text })),
      count,
    ],
  },
  tiles_waiting: listOf(text),
};

/** Of tools that run one query. */
export const queryAnswer: JsonSchema = objectOf({ ...unfinished, ...page });

/** Of tools that run a dashboard. */
export const dashboardAnswer: JsonSchema = objectOf({ ...unfinished, ...dashboard });

/** Of the tool that gives the rows of what went on, whichever tool began it. */
export const resultsAnswer: JsonSchema = objectOf({ ...unfinished, ...page, ...dashboard });

/** Of the search for fields and explores. */
export const fieldSearchAnswer: JsonSchema = objectOf({
  ...{ row_count: count, total_rows: count, next_cursor: textOrNull, hint: text },
  notes: described(listOf(text), 'Filters that Looker adds to queries, and explores that were not searched.'),
  explores: described(objectOf(table), 'Explores that fit as well.'),
  ...table,
});

/** Of the search for tools. */
export const toolSearchAnswer = {
  type: 'object' as const,
  properties: { hint: text, tools: listOf(objectOf({ name: text, effect: text, about: text })) },
  additionalProperties: true,
};
