import MiniSearch from 'minisearch';
import { workTurns } from '../work-turns.js';
import type { ExploreField } from './explore-field.js';
import { stemOf, wordsOf } from './field-words.js';

/** An explore by its names. */
export interface ExploreName {
  readonly model: string;
  readonly explore: string;
}

/** A field, and the explores that have it. */
export interface FoundField extends ExploreField {
  readonly explores: readonly ExploreName[];
}

/** How much a word counts by where it stands. */
const BOOST = { name: 3, label: 3, synonyms: 2.5, values: 1.5, description: 1 };
/** So many fields are found for one word, unless they fit another word too: a view's name fits all that it has. */
const FIELDS_PER_WORD_MAX = 15;

const FIELDS_AT_ONCE = 500;

/** More than anybody says in a few words; each word is compared with all that the fields have. */
const SEARCHED_CHARACTERS_MAX = 500;

/** Fields by the words of their names, labels, synonyms, values and descriptions. */
export class FieldIndex {
  private readonly index = new MiniSearch({ fields: Object.keys(BOOST), processTerm: stemOf, tokenize: wordsOf });

  private constructor(readonly fields: readonly FoundField[]) {}

  /** @param fields in the order in which they are listed; tens of thousands take half a second, with pauses for others. */
  static async over(fields: readonly FoundField[]): Promise<FieldIndex> {
    const made = new FieldIndex(fields);
    const documents = fields.map(({ name, label, synonyms, values, description }, id) => {
      return { id, name, label, synonyms: synonyms.join(' '), values: values.join(' '), description };
    });
    await made.index.addAllAsync(documents, { chunkSize: FIELDS_AT_ONCE });
    return made;
  }

  /** The fields that fit the words best, best first; of each word the best ones. No more than 500 characters are looked for. */
  search(words: string): readonly FoundField[] {
    const found = this.index.search(words.slice(0, SEARCHED_CHARACTERS_MAX), {
      boost: BOOST,
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 5 ? 0.2 : false),
    });
    const counts = new Map<string, number>();
    return found.flatMap(({ id, queryTerms }) => {
      if (queryTerms.every((term) => (counts.get(term) ?? 0) >= FIELDS_PER_WORD_MAX)) return [];
      for (const term of queryTerms) counts.set(term, (counts.get(term) ?? 0) + 1);
      return this.fields[id] ?? [];
    });
  }
}

/** Puts together what several explores have alike, with pauses for others. */
export async function joinedFields(
  explores: readonly (ExploreName & { readonly fields: readonly ExploreField[] })[],
): Promise<readonly FoundField[]> {
  let done = 0;
  const joined = new Map<string, FoundField & { readonly explores: ExploreName[] }>();
  for (const { model, explore, fields } of explores)
    for (const field of fields) {
      if (field.isHidden) continue;
      done += 1;
      if (done % FIELDS_AT_ONCE === 0) await workTurns.next({ isBegun: true });
      const key = JSON.stringify([field.name, field.category, field.type, field.label, field.description]);
      const known = joined.get(key);
      if (known === undefined) joined.set(key, { ...field, explores: [{ model, explore }] });
      else known.explores.push({ model, explore });
    }
  return [...joined.values()];
}
