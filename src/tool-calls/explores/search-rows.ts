import type { Candidate } from './explore-index.js';
import { exploresText, type KeyedExplore } from './explore-name.js';
import type { FoundField } from './field-index.js';
import { termsOf } from './field-words.js';

/** A row of a table in the order of its columns. */
export type Row = readonly string[];

export const EXPLORE_COLUMNS = ['model', 'explore', 'label', 'description'];
export const FIELD_COLUMNS = ['field', 'category', 'type', 'label', 'description', 'values', 'explores'];

/** How many of the explores that have a field are named beside it. */
const EXPLORES_SHOWN_MAX = 10;

export const exploreRow = ({ model, explore, label, description }: Candidate): Row => [
  model,
  explore,
  label,
  description,
];

/** @param places of all explores that are searched, in which order a field's own are named; null: there is one only. */
export function fieldRow(field: FoundField, places: ReadonlyMap<string, number> | null): Row {
  const { name, category, type, label, description, values, explores } = field;
  // "Users State" says no more than users.state.
  const isTold = isLike(label, name);
  return [
    name,
    category,
    type,
    isTold ? '' : label,
    isLike(description, label) || isLike(description, name) ? '' : description,
    values.join(', '),
    places === null ? '' : exploresText(inOrder(explores, places), EXPLORES_SHOWN_MAX),
  ];
}

const isLike = (text: string, other: string) => termsOf(text).join(' ') === termsOf(other).join(' ');

/** Explores by their places, best first. */
export const inOrder = (
  explores: readonly KeyedExplore[],
  places: ReadonlyMap<string, number>,
): readonly KeyedExplore[] => {
  const placeOf = ({ key }: KeyedExplore) => places.get(key) ?? places.size;
  return [...explores].sort((left, right) => placeOf(left) - placeOf(right));
};
