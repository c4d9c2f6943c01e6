import { filterFields } from '../catalogue/content-fields.js';
import type { LookerConnection } from '../looker-sessions.js';
import { saidLines, saidText } from '../said-text.js';
import { planOf, type QueryPlan, type QuerySource, wireFormat } from './query-plan.js';

type Json = Readonly<Record<string, unknown>>;
type Filters = Readonly<Record<string, string>>;

/** One tile as it is to be run, or why it is not. */
export type Tile = { readonly id: string; readonly title: string } & (
  | { readonly plan: QueryPlan }
  | { readonly skipped: string }
);

/** A filter of a dashboard; tiles name it by `name`, people by `title`. */
export interface DashboardFilter {
  readonly name: string;
  readonly title: string;
  readonly value: string | null;
}

/** What makes the rows of a query; its chart does not. */
const QUERY_PARTS = [
  ...['model', 'view', 'fields', 'pivots', 'fill_fields', 'filters', 'filter_expression', 'sorts', 'limit'],
  ...['column_limit', 'total', 'row_total', 'subtotals', 'dynamic_fields', 'query_timezone'],
];
const queryFields = `id,${QUERY_PARTS.join(',')}`;

/** The `fields` of Looker's operation `dashboard` that say what its tiles ask. */
export const runFields = [
  'id,title',
  `dashboard_filters(${filterFields})`,
  `dashboard_elements(id,type,title,title_text,deleted,merge_result_id,query(${queryFields}),look(title,query(${queryFields})),result_maker(filterables,query(${queryFields})))`,
].join(',');

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const jsonOf = (value: unknown): Json => (isJson(value) ? value : {});
const listOf = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isJson) : []);
/** Names and titles are shown, values and fields are sent back to Looker. */
const TITLE_CHARACTERS_MAX = 255;
const VALUE_CHARACTERS_MAX = 10_000;
const FILTERS_MAX = 200;
const titleOf = (value: unknown) => saidText(value, TITLE_CHARACTERS_MAX);
const textOf = (value: unknown) => saidLines(value, VALUE_CHARACTERS_MAX);

/** The filters of a dashboard, with their default values. */
export const filtersOf = (dashboard: unknown): DashboardFilter[] =>
  listOf(jsonOf(dashboard).dashboard_filters)
    .slice(0, FILTERS_MAX)
    .map(({ name, title, default_value: value }) => ({
      name: textOf(name),
      title: titleOf(title ?? name),
      value: typeof value === 'string' ? textOf(value) : null,
    }));

export interface TileRun {
  readonly connection: LookerConnection;
  /** Values by the filters' names. */
  readonly filters: Filters;
  readonly options: Readonly<Record<string, string>>;
}

/** The tiles of a dashboard that have data, as they are to be run with these values of its filters. */
export function tilesOf(dashboard: unknown, run: TileRun): Tile[] {
  return listOf(jsonOf(dashboard).dashboard_elements)
    .filter(({ type, deleted }) => type !== 'text' && type !== 'button' && deleted !== true)
    .map((element) => tileOf(element, run));
}

function tileOf(element: Json, { connection, filters, options }: TileRun): Tile {
  const [look, maker] = [jsonOf(element.look), jsonOf(element.result_maker)];
  const tile = { id: titleOf(element.id), title: titleOf(element.title ?? element.title_text ?? look.title) };
  if (textOf(element.merge_result_id) !== '')
    return { ...tile, skipped: 'It merges queries: run each of them with looker_query_run.' };
  const query = [element.query, look.query, maker.query].find(isJson);
  if (query === undefined) return { ...tile, skipped: 'It has no query that could be run.' };
  const source = sourceOf(query, heard(maker, filters));
  return {
    ...tile,
    plan: planOf(connection, { source, options, format: wireFormat(query), shown: 'table' }),
  };
}

/** The values that a tile hears, by the field that each is for. */
function heard(maker: Json, filters: Filters): Filters {
  const listens = listOf(maker.filterables).flatMap(({ listen }) => listOf(listen));
  const known = listens.filter(({ dashboard_filter_name: name }) => filters[textOf(name)] !== undefined);
  return Object.fromEntries(
    known.map(({ dashboard_filter_name: name, field }) => [textOf(field), filters[textOf(name)] ?? '']),
  );
}

/** A stored query as it is, or one like it with other filters; an empty value stands for any. */
function sourceOf(query: Json, changes: Filters): QuerySource {
  const isChanged = Object.keys(changes).length > 0;
  if (!isChanged && textOf(query.id) !== '') return { kind: 'query', id: textOf(query.id) };
  const filters = Object.entries({ ...jsonOf(query.filters), ...changes }).filter(([, value]) => value !== '');
  const parts = QUERY_PARTS.filter((part) => query[part] !== null && query[part] !== undefined);
  return {
    kind: 'definition',
    body: { ...Object.fromEntries(parts.map((part) => [part, query[part]])), filters: Object.fromEntries(filters) },
  };
}
