import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { JsonRecord } from '../../values/is-record.js';
import { type Filters, filterText, jsonOf, listOf } from '../queries/stored-query.js';

/** A filter of a dashboard; tiles name it by `name`, people by `title`. */
export interface DashboardFilter {
  readonly name: string;
  readonly title: string;
  readonly value: string | undefined;
}

const FILTERS_MAX = 200;
const UNKNOWN_SHOWN_MAX = 20;
const TITLE_CHARACTERS_MAX = 255;
const filterTitleOf = (value: unknown) => sanitizedLine(value, TITLE_CHARACTERS_MAX);

/** The filters of a dashboard, with their default values. */
export const filtersOf = (dashboard: JsonRecord): DashboardFilter[] =>
  listOf(dashboard.dashboard_filters)
    .slice(0, FILTERS_MAX)
    .map(({ name, title, default_value: value }) => ({
      name: filterText(name) ?? '',
      title: filterTitleOf(title ?? name),
      value: filterText(value),
    }))
    .filter(({ name }) => name !== '');

/**
 * The values of a dashboard's filters by their names: those given, by name or title, over the dashboard's own. A text
 * instead: what is wrong with them.
 */
export function checkedFilters(filters: readonly DashboardFilter[], given: unknown): Filters | string {
  const own = filters.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const named = byNameOrTitle(filters);
  const values = Object.entries(jsonOf(given)).map(([name, value]) => ({
    filter: named.get(name.toLowerCase()),
    name,
    value: filterText(value) ?? '',
  }));
  const unknown = values
    .filter(({ filter }) => filter === undefined)
    .slice(0, UNKNOWN_SHOWN_MAX)
    .map(({ name }) => `"${name.slice(0, 60)}"`);
  if (unknown.length > 0) {
    const known = filters.map(({ name, title }) =>
      name === title || title === '' ? filterTitleOf(name) : `${filterTitleOf(name)} (${title})`,
    );
    const choice = known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`;
    return `dashboard_filters: the dashboard has no filter ${unknown.join(', ')}. ${choice}`;
  }
  const changed = values.flatMap(({ filter, value }) => (filter === undefined ? [] : [[filter.name, value] as const]));
  return Object.fromEntries([...own, ...changed]);
}

/** The filters by what they may be called, in small letters: the first of that name, else the first of that title. */
function byNameOrTitle(filters: readonly DashboardFilter[]): ReadonlyMap<string, DashboardFilter> {
  const lowered = (text: string, filter: DashboardFilter) => [text.toLowerCase(), filter] as const;
  const names = filters.map((filter) => lowered(filter.name, filter));
  const titles = filters.map((filter) => lowered(filter.title, filter));
  // The last one of a key stays.
  return new Map([...names, ...titles].reverse());
}

/** Which filter of the dashboard is for which field. */
const listening = (filterables: readonly JsonRecord[]) =>
  filterables
    .flatMap(({ listen }) => listOf(listen))
    .map(({ dashboard_filter_name: name, field }) => ({ field: filterText(field) ?? '', name: filterText(name) ?? '' }))
    .filter(({ field }) => field !== '');

/** The values that a query on a dashboard hears, by the field that each is for. */
export function filtersOfTile(filterables: readonly JsonRecord[], filters: Filters): Filters {
  const pairs = listening(filterables).filter(({ name }) => Object.hasOwn(filters, name));
  return Object.fromEntries(pairs.map(({ field, name }) => [field, filters[name] ?? '']));
}

/** The names of the filters that narrow something, but not this tile. */
export function unappliedFilters(filterables: readonly JsonRecord[], filters: Filters): string[] {
  const names = new Set(listening(filterables).map(({ name }) => name));
  return Object.keys(filters).filter((name) => filters[name] !== '' && !names.has(name));
}
