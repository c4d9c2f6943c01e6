import { filterLines } from './explore-filters.js';
import type { Candidate } from './explore-index.js';
import { type ExploreName, exploresText } from './explore-name.js';
import type { ExploresReading } from './explores-reading.js';
import type { FieldIndex, FoundField } from './field-index.js';
import { inOrder } from './search-rows.js';

/** Explores that a note names. */
const EXPLORES_NAMED_MAX = 20;
const MODELS_NAMED_MAX = 10;
/** Explores whose filters are told beside fields of many. */
const FILTERED_MAX = 5;
const NOTE_CHARACTERS_MAX = 600;

/**
 * What the queries of the explores are filtered by that have the shown fields.
 * @param places of all explores that are searched, the best first; null: there is one only.
 */
export function filterNotes(
  shown: readonly FoundField[],
  index: FieldIndex,
  places: ReadonlyMap<string, number> | null,
): readonly string[] {
  const filtered = shown.flatMap(({ explores }) => explores.filter((one) => index.filtersOf(one).length > 0));
  const names = new Map(filtered.map((one) => [one.key, one]));
  return inOrder([...names.values()], places ?? new Map())
    .slice(0, FILTERED_MAX)
    .flatMap((name) => filterLines(index.filtersOf(name), places === null ? null : `${name.model}.${name.explore}`))
    .map(shortened);
}

/** Where the search was not made, and what to do about it. */
export function notSearchedNotes(reading: ExploresReading, all: readonly Candidate[]): readonly string[] {
  const { unread, failed } = reading.notSearchedOf(all);
  const count = all.filter((one) => !reading.isMissing(one)).length;
  const next = reading.index.isFull
    ? 'There are too many fields for one search: name a model.'
    : 'Search again to go on with them, or name a model or an explore.';
  return [
    ...(unread.length === 0
      ? []
      : [`${unread.length} of ${count} explores were not searched yet, in models ${modelsText(unread)}. ${next}`]),
    ...(failed.length === 0
      ? []
      : [`${failed.length} of ${count} explores could not be read: ${exploresText(failed, EXPLORES_NAMED_MAX)}.`]),
  ].map(shortened);
}

/** The models of explores, with how many of them each has: "shop (120), sales (30)". */
function modelsText(explores: readonly ExploreName[]): string {
  const counts = new Map<string, number>();
  for (const { model } of explores) counts.set(model, (counts.get(model) ?? 0) + 1);
  const named = [...counts].slice(0, MODELS_NAMED_MAX).map(([model, count]) => `${model} (${count})`);
  return [...named, ...(counts.size > MODELS_NAMED_MAX ? [`${counts.size - MODELS_NAMED_MAX} more`] : [])].join(', ');
}

const shortened = (note: string) =>
  note.length <= NOTE_CHARACTERS_MAX ? note : `${note.slice(0, NOTE_CHARACTERS_MAX - 1)}…`;
