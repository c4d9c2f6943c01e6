import { parseBounded } from '../../looker/bounded-json.js';
import { LookerError } from '../../looker/looker-error.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { JsonRecord } from '../../values/is-record.js';
import { filterText, idOf, listOf } from '../queries/stored-query.js';

/** One of the queries whose rows a merge query joins. */
export interface MergeSource {
  readonly name: string;
  readonly queryId: string;
  /** Where Looker names no id. */
  readonly slug: string;
  /** Pairs of fields that must be equal; which of them is its own is not sure. Empty for the first source. */
  readonly joinedOn: readonly (readonly [string, string])[];
}

/** A merge query as Looker's operation `merge_query` has it. */
export interface MergeQuery {
  readonly id: string;
  /** The first gives the rows, the others are joined to it. */
  readonly sources: readonly MergeSource[];
  /** What Looker makes of the joined rows besides, in words. */
  readonly finish: readonly string[];
  readonly isCut: boolean;
}

/** The `fields` of Looker's operation `merge_query` that make its rows. */
export const MERGE_QUERY_FIELDS = 'id,source_queries,dynamic_fields,pivots,sorts,limit,total';

/** More than anybody merges. */
const SOURCES_MAX = 10;
/** Pairs of fields that one query is joined on. Rows are joined by a key made of the values of all its fields, which each pair makes longer. */
const PAIRS_MAX = 20;
const FIELDS_SHOWN_MAX = 20;
const CALCULATIONS_CHARACTERS_MAX = 100_000;
const NAME_CHARACTERS_MAX = 255;
const nameOf = (value: unknown) => sanitizedLine(value, NAME_CHARACTERS_MAX);

/** Reads a merge query. */
export function mergeQueryOf(id: string, merge: JsonRecord): MergeQuery {
  const sources = listOf(merge.source_queries);
  return {
    id,
    sources: sources.slice(0, SOURCES_MAX).map((source, index) => ({
      name: nameOf(source.name) || `Query ${index + 1}`,
      queryId: idOf(source.query_id),
      slug: idOf(source.query_slug),
      joinedOn: pairsOf(listOf(source.merge_fields)),
    })),
    finish: finishOf(merge),
    isCut: sources.length > SOURCES_MAX,
  };
}

/** The pairs that name two fields, each once. None where they are more than anybody joins on: then nothing is sure. */
function pairsOf(fields: readonly JsonRecord[]): (readonly [string, string])[] {
  const pairs = fields
    .map(({ field_name: name, source_field_name: own }) => [nameOf(name), nameOf(own)] as const)
    .filter((pair) => pair.every((name) => name !== ''));
  const each = new Map(pairs.map((pair) => [JSON.stringify(pair), pair]));
  return each.size > PAIRS_MAX ? [] : [...each.values()];
}

function finishOf({ dynamic_fields: calculations, pivots, sorts, limit }: JsonRecord): string[] {
  const named = (fields: unknown) => (Array.isArray(fields) ? fields : []).map(nameOf).filter((name) => name !== '');
  const listed = (names: readonly string[]) => names.slice(0, FIELDS_SHOWN_MAX).join(', ');
  const [calculated, pivoted, sorted] = [calculationsOf(calculations), named(pivots), named(sorts)];
  const rows = filterText(limit) ?? '';
  return [
    ...(calculated.length > 0 ? [`Its own calculations are left out: ${listed(calculated)}.`] : []),
    ...(pivoted.length > 0 ? [`The tile pivots these rows by ${listed(pivoted)}.`] : []),
    ...(sorted.length > 0 ? [`The tile sorts these rows by ${listed(sorted)}.`] : []),
    ...(/^[1-9]\d{0,9}$/.test(rows) ? [`The tile shows ${rows} of these rows at most.`] : []),
  ];
}

/** The names of calculations on the joined rows, which Looker keeps as JSON text. */
function calculationsOf(text: unknown): string[] {
  if (typeof text !== 'string' || text === '' || text.length > CALCULATIONS_CHARACTERS_MAX) return [];
  try {
    const fields = listOf(parseBounded(text, {}));
    return fields
      .map(({ table_calculation, dimension, measure, label }) =>
        [table_calculation, dimension, measure, label].map(nameOf).find((name) => name !== ''),
      )
      .filter((name) => name !== undefined);
  } catch (error) {
    if (error instanceof LookerError) return [];
    throw error;
  }
}

/**
 * Which of a tile's filterables belongs to which source of its merge query: they come in the order of the sources, and name
 * model and explore. Null where that is not sure.
 */
export function filterablesOf(
  queries: readonly JsonRecord[],
  filterables: readonly JsonRecord[],
): (readonly JsonRecord[] | null)[] {
  const isOf = (filterable: JsonRecord, query: JsonRecord) =>
    filterable.model === query.model && filterable.view === query.view;
  const isInOrder = filterables.length === queries.length;
  const found = queries.map((query, index) => {
    const own = filterables[index];
    const isUnnamed = own !== undefined && idOf(own.model) === '' && idOf(own.view) === '';
    if (isInOrder && own !== undefined && (isUnnamed || isOf(own, query))) return [own];
    const alike = filterables.filter((filterable) => isOf(filterable, query));
    return alike.length > 1 ? null : alike;
  });
  const known = new Set(found.flatMap((own) => own ?? []));
  const isOver = filterables.some((filterable) => listOf(filterable.listen).length > 0 && !known.has(filterable));
  return found.map((own) => (isOver && own?.length === 0 ? null : own));
}
