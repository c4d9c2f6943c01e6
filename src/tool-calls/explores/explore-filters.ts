import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { JsonRecord } from '../../values/is-record.js';

/** A filter that Looker adds to the queries of an explore, whether they name it or not. */
export interface ExploreFilter {
  /** `always` and `conditional` stand in LookML; `access` compares with an attribute of the user. */
  readonly kind: 'always' | 'conditional' | 'access';
  readonly field: string;
  /** A filter expression, or the name of the user attribute. */
  readonly value: string;
}

const NAME_CHARACTERS_MAX = 255;
/** Filters that are kept of each list that an explore has. */
const FILTERS_MAX = 20;

const lists: Readonly<Record<string, (item: JsonRecord) => ExploreFilter>> = {
  always_filter: ({ name, value }) => ({ kind: 'always', ...filterOf(name, value) }),
  conditionally_filter: ({ name, value }) => ({ kind: 'conditional', ...filterOf(name, value) }),
  access_filters: ({ field, user_attribute: attribute }) => ({ kind: 'access', ...filterOf(field, attribute) }),
};

const filterOf = (field: unknown, value: unknown) => ({
  field: sanitizedLine(field, NAME_CHARACTERS_MAX),
  value: sanitizedLine(value, NAME_CHARACTERS_MAX),
});

/** What is asked of Looker about the filters of an explore, as part of its `fields` parameter. */
export const wantedOfFilters =
  'always_filter(name,value),conditionally_filter(name,value),access_filters(field,user_attribute)';

/** Whether one more item of a list in Looker's description of an explore (`LookmlModelExplore`) tells such a filter. */
export const isFilterOf = (list: unknown, place: number): boolean =>
  typeof list === 'string' && Object.hasOwn(lists, list) && place < FILTERS_MAX;

/** The filter that an item of one of the lists tells; none where it names no field. */
export function readFilter(list: string, item: unknown): readonly ExploreFilter[] {
  const read = Object.hasOwn(lists, list) ? lists[list] : undefined;
  if (read === undefined || typeof item !== 'object' || item === null) return [];
  const filter = read(item as JsonRecord);
  return filter.field === '' ? [] : [filter];
}

/** About how many characters the filters take in memory. */
export const filterCharacters = (filters: readonly ExploreFilter[]): number =>
  filters.reduce((sum, { field, value }) => sum + 100 + field.length + value.length, 0);

const SAID: Readonly<Record<ExploreFilter['kind'], string>> = {
  always: 'Always filtered',
  conditional: 'Filtered unless the query filters it or what may stand in its place',
  access: 'Only rows that user attributes allow',
};

/** The filters of an explore in words, a line for each kind; the explore is named where there are several. */
export function filterLines(filters: readonly ExploreFilter[], explore: string | null): readonly string[] {
  return (['always', 'conditional', 'access'] as const).flatMap((kind) => {
    const those = filters.filter((filter) => filter.kind === kind);
    const sign = kind === 'access' ? 'by' : '=';
    const said = those.map(({ field, value }) => (value === '' ? field : `${field} ${sign} ${value}`)).join('; ');
    const where = explore === null ? '' : ` (${explore})`;
    return those.length === 0 ? [] : [`${SAID[kind]}${where}: ${said}.`];
  });
}
