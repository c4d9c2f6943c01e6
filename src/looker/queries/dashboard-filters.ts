import type { DashboardFilter } from './dashboard-tiles.js';

type Values = Readonly<Record<string, string>>;

/**
 * The values of a dashboard's filters by their names: those given, by name or title, over the dashboard's own. A text
 * instead: what is wrong with them.
 */
export function checkedFilters(filters: readonly DashboardFilter[], given: unknown): Values | string {
  const own = filters.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const]));
  const values = Object.entries((given ?? {}) as Values).map(([name, value]) => ({
    filter: named(filters, name),
    name,
    value,
  }));
  const unknown = values.filter(({ filter }) => filter === undefined).map(({ name }) => `"${name.slice(0, 60)}"`);
  if (unknown.length > 0) {
    const known = filters.map(({ name, title }) => (name === title ? name : `${name} (${title})`));
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
