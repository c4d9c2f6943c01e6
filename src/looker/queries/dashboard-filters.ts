import { saidText } from '../said-text.js';
import { type Filters, filterText, type Json, jsonOf, listOf } from './stored-query.js';

/** A filter of a dashboard; tiles name it by `name`, people by `title`. */
export interface DashboardFilter {
  readonly name: string;
  readonly title: string;
  readonly value: string | undefined;
}

const FILTERS_MAX = 200;
const TITLE_CHARACTERS_MAX = 255;
const titleOf = (value: unknown) => saidText(value, TITLE_CHARACTERS_MAX);

/** The filters of a dashboard, with their default values. */
export const filtersOf = (dashboard: Json): DashboardFilter[] =>
  listOf(dashboard.dashboard_filters)
    .slice(0, FILTERS_MAX)
    .map(({ name, title, default_value: value }) => ({
      name: filterText(name) ?? '',
      title: titleOf(title ?? name),
      value: filterText(value),
    }))
    .filter(({ name }) => name !== '');

/**
 * The values of a dashboard's filters by their names: those given, by name or title, over the dashboard's own. A text
 * instead: what is wrong with them.
 */
export function checkedFilters(filters: readonly DashboardFilter[], given: unknown): Filters | string {
  const own = filters.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  const values = Object.entries(jsonOf(given)).map(([name, value]) => ({
    filter: named(filters, name),
    name,
    value: filterText(value) ?? '',
  }));
  const unknown = values.filter(({ filter }) => filter === undefined).map(({ name }) => `"${name.slice(0, 60)}"`);
  if (unknown.length > 0) {
    const known = filters.map(({ name, title }) =>
      name === title || title === '' ? titleOf(name) : `${titleOf(name)} (${title})`,
    );
    const choice = known.length === 0 ? 'It has none.' : `It has: ${known.join(', ')}.`;
    return `dashboard_filters: the dashboard has no filter ${unknown.join(', ')}. ${choice}`;
  }
  const changed = values.flatMap(({ filter, value }) => (filter === undefined ? [] : [[filter.name, value] as const]));
  return Object.fromEntries([...own, ...changed]);
}

function named(filters: readonly DashboardFilter[], text: string): DashboardFilter | undefined {
  const isSame = (other: string) => other.toLowerCase() === text.toLowerCase();
  return filters.find(({ name }) => isSame(name)) ?? filters.find(({ title }) => isSame(title));
}

/** The values that a query on a dashboard hears, by the field that each is for. */
export function heard(filterables: readonly Json[], filters: Filters): Filters {
  const pairs = filterables
    .flatMap(({ listen }) => listOf(listen))
    .map(({ dashboard_filter_name: name, field }) => [filterText(field) ?? '', filterText(name) ?? ''] as const)
    .filter(([field, name]) => field !== '' && Object.hasOwn(filters, name));
  return Object.fromEntries(pairs.map(([field, name]) => [field, filters[name] ?? '']));
}
