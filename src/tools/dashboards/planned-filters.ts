import type { JsonRecord } from '../../values/is-record.js';
import type { ExploreOfModel } from '../catalogue/tool.js';
import type { FilterArguments } from './dashboard-arguments.js';
import type { ExploreNames } from './explore-names.js';

/** A filter of a dashboard, as tiles listen to it. */
export interface DashboardFilter {
  readonly name: string;
  readonly title: string;
  /** The field that tiles are filtered by unless they name another one. */
  readonly dimension: string | undefined;
}

/** A filter that is to be made. */
export interface PlannedFilter extends DashboardFilter {
  /** As Looker's operation `create_dashboard_filter` takes it, but for the dashboard. */
  readonly body: JsonRecord;
}

/** What was planned, or what is wrong with it: nothing is planned where something is. */
export interface Planned<Part> {
  readonly planned: readonly Part[];
  readonly problems: readonly string[];
}

/**
 * Filters with the explore of each: the one that they name, or the first that has their dimension.
 * @param explores of the tiles, in their order
 */
export async function plannedFilters(
  filters: readonly FilterArguments[],
  explores: readonly ExploreOfModel[],
  names: ExploreNames,
): Promise<Planned<PlannedFilter>> {
  const planned: PlannedFilter[] = [];
  const problems: string[] = [];
  for (const [index, filter] of filters.entries()) {
    const label = `filters.${index}`;
    const found = await plannedFilter(filter, explores, names);
    if (typeof found === 'string') problems.push(`${label}: ${found}`);
    else if (planned.some(({ name }) => name.toLowerCase() === found.name.toLowerCase()))
      problems.push(`${label}: another filter is called "${found.name}" already.`);
    else planned.push(found);
  }
  return { planned, problems };
}

/** A filter, or what is wrong with it. */
export async function plannedFilter(
  { title: givenTitle, name: givenName, dimension, model, view, type = 'field_filter', ...others }: FilterArguments,
  explores: readonly ExploreOfModel[],
  names: ExploreNames,
): Promise<PlannedFilter | string> {
  const title = givenTitle ?? givenName ?? dimension ?? '';
  const name = givenName ?? title;
  if (name === '') return 'It needs a title.';
  const body = { name, title, type, ...given(others) };
  if (dimension === undefined)
    return type === 'field_filter' ? 'A field_filter needs a dimension.' : { name, title, dimension, body };
  const explore =
    model !== undefined && view !== undefined
      ? { model, explore: view }
      : await firstWith(
          dimension,
          explores.filter((each) => (model ?? each.model) === each.model && (view ?? each.explore) === each.explore),
          names,
        );
  if (explore === undefined)
    return `No tile is of an explore with the field "${dimension.slice(0, 80)}". ${await hintOf(dimension, explores, names)}`.trim();
  const problem = await names.problemWith(dimension, explore);
  if (problem !== null) return problem;
  const of = type === 'field_filter' ? { model: explore.model, explore: explore.explore, dimension } : {};
  return { name, title, dimension, body: { ...body, ...of } };
}

const given = (values: object): JsonRecord =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

async function firstWith(field: string, explores: readonly ExploreOfModel[], names: ExploreNames) {
  for (const explore of explores) if ((await names.of(explore))?.has(field)) return explore;
  // Where fields cannot be read, Looker has the last word.
  for (const explore of explores) if ((await names.of(explore)) === null) return explore;
  return undefined;
}

async function hintOf(field: string, explores: readonly ExploreOfModel[], names: ExploreNames): Promise<string> {
  const [first] = explores;
  if (first === undefined) return 'Name model and view of the filter.';
  return (await names.problemWith(field, first)) ?? '';
}
