import { sanitizedLine } from '../../looker/sanitized-text.js';
import { ID_CHARACTERS_MAX } from '../../tools/run/record-id.js';
import { isSafePathSegment } from '../../tools/schema/path-segment.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import type { QuerySource } from './query-plan.js';

/** Filter expressions by the field, or by the name of the dashboard's filter. */
export type Filters = Readonly<Record<string, string>>;

/** What makes the rows of a query; its chart does not. */
const QUERY_PARTS = [
  ...['model', 'view', 'fields', 'pivots', 'fill_fields', 'filters', 'filter_expression', 'sorts', 'limit'],
  ...['column_limit', 'total', 'row_total', 'subtotals', 'dynamic_fields', 'query_timezone'],
];
/** The `fields` of Looker's operation `query` that make its rows. */
export const STORED_QUERY_FIELDS = `id,${QUERY_PARTS.join(',')}`;

/** Looker's own, where a query that the API runs names none. */
const ROWS_DEFAULT = 5_000;
/** What Looker calls the time zone of whoever asks. */
export const USER_TIME_ZONE = 'user_timezone';

export const jsonOf = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
export const listOf = (value: unknown): JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/** An id as it can be part of a path; empty where there is none. */
export function idOf(value: unknown): string {
  const text = sanitizedLine(value, ID_CHARACTERS_MAX);
  return isSafePathSegment(text) ? text : '';
}

/** A filter's value as Looker takes it: text. What else is stored for one is none, and undefined. */
export function filterText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Filters as texts; an empty one stands for any value. */
export const filterTexts = (filters: unknown): Filters =>
  Object.fromEntries(Object.entries(jsonOf(filters)).map(([name, value]) => [name, filterText(value) ?? '']));

/** The filters of a query that have a name and a value. */
export const filtersOfQuery = ({ filters }: JsonRecord): Filters =>
  Object.fromEntries(Object.entries(filterTexts(filters)).filter(([name, value]) => name !== '' && value !== ''));

/** Whether that is a query which says what it asks, and not just its id. */
export const isWhole = ({ model, view }: JsonRecord): boolean => idOf(model) !== '' && idOf(view) !== '';

/** The IANA time zone that a query names; undefined where it runs in that of the user. */
export function timeZoneOf({ query_timezone: zone }: JsonRecord): string | undefined {
  const text = idOf(zone);
  return text === '' || text === USER_TIME_ZONE ? undefined : text;
}

/** How many rows a stored query asks for at most; undefined: all. */
export function rowsMaxOf({ limit }: JsonRecord): number | undefined {
  const text = filterText(limit) ?? '';
  const rows = text.trim() === '' ? ROWS_DEFAULT : Number(text);
  return Number.isSafeInteger(rows) && rows >= 0 ? rows : undefined;
}

export interface QueryChanges {
  /** Over the query's own, by field. */
  readonly filters: Filters;
  /** In the place of the query's own; null: that of the user. Undefined: its own. */
  readonly timeZone?: string | null | undefined;
}

/** A stored query with changes, as Looker's operation `create_query` takes it. */
export function changedQuery(query: JsonRecord, { filters, timeZone }: QueryChanges): JsonRecord {
  const given = QUERY_PARTS.filter((part) => query[part] !== null && query[part] !== undefined);
  const { query_timezone: _, ...parts } = Object.fromEntries(given.map((part) => [part, query[part]]));
  const zone = timeZone === undefined ? timeZoneOf(query) : timeZone;
  return {
    ...parts,
    filters: filtersOfQuery({ filters: { ...jsonOf(query.filters), ...filters } }),
    ...(zone !== null && zone !== undefined && { query_timezone: zone }),
  };
}

/** A stored query as it is, where nothing in it changes, or one like it. */
export function sourceOf(query: JsonRecord, changes: QueryChanges): QuerySource {
  const body = changedQuery(query, changes);
  const id = idOf(query.id);
  if (id !== '' && isEqual(body, query)) return { kind: 'query', id };
  return { kind: 'definition', body };
}

function isEqual(changed: JsonRecord, query: JsonRecord): boolean {
  const own = filtersOfQuery(query);
  const filters = filtersOfQuery(changed);
  const names = Object.keys(filters);
  return (
    timeZoneOf(changed) === timeZoneOf(query) &&
    names.length === Object.keys(own).length &&
    names.every((name) => Object.hasOwn(own, name) && own[name] === filters[name])
  );
}
