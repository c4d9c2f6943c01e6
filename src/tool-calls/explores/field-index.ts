import { TurnShare } from '../../looker/work-turns.js';
import { type ExploreField, fieldCharacters } from './explore-field.js';
import { filterCharacters } from './explore-filters.js';
import type { DescribedExplore } from './explore-metadata.js';
import { type ExploreName, exploreKey, type KeyedExplore } from './explore-name.js';
import { WordIndex } from './word-index.js';

/** A field, and the explores that have it, in the order in which they were added. */
export interface FoundField extends ExploreField {
  readonly explores: readonly KeyedExplore[];
}

/** How much a word counts by where it stands. */
const BOOST = { name: 3, label: 3, synonyms: 2.5, values: 1.5, description: 1 };
/** So many fields are found for one word, unless they fit another word too: a view's name fits all that it has. */
const FIELDS_PER_WORD_MAX = 15;
/** After so many fields, or so many characters of them, no further explore is added. A field takes about a kilobyte. */
const FIELDS_MAX = 25_000;
const CHARACTERS_MAX = 10_000_000;
/** Of the explores of all fields: views that are joined everywhere have the same fields in each. */
const PLACES_MAX = 1_000_000;

/** Fields by the words of their names, labels, synonyms, values and descriptions. What several explores have alike is one field. */
export class FieldIndex {
  private readonly words = new WordIndex(BOOST);
  private readonly joined = new Map<string, FoundField & { readonly explores: KeyedExplore[] }>();
  private readonly all: FoundField[] = [];
  private readonly described = new Map<string, DescribedExplore['filters']>();
  private characters = 0;
  private places = 0;

  /** In the order in which they were added. */
  get fields(): readonly FoundField[] {
    return this.all;
  }

  get isFull(): boolean {
    const isOver = this.characters >= CHARACTERS_MAX || this.places >= PLACES_MAX;
    return this.all.length >= FIELDS_MAX || isOver || this.words.isFull;
  }

  /** What the queries of an explore are filtered by. */
  filtersOf({ key }: Pick<KeyedExplore, 'key'>): DescribedExplore['filters'] {
    return this.described.get(key) ?? [];
  }

  /** Adds the fields of an explore, with pauses for others; hidden ones are left out. */
  async add({ model, explore }: ExploreName, { fields, filters }: DescribedExplore): Promise<void> {
    const of = { model, explore, key: exploreKey({ model, explore }) };
    if (filters.length > 0) this.described.set(of.key, filters);
    this.characters += filterCharacters(filters);
    const share = new TurnShare();
    for (const field of fields) {
      if (share.isUsedUp(fieldCharacters(field))) await share.next({ isBegun: true });
      if (!field.isHidden) this.addField(field, of);
    }
  }

  private addField(field: ExploreField, explore: KeyedExplore): void {
    this.places += 1;
    const key = JSON.stringify([field.name, field.category, field.type, field.label, field.description]);
    const known = this.joined.get(key);
    if (known !== undefined) {
      known.explores.push(explore);
      return;
    }
    const found = { ...field, explores: [explore] };
    this.joined.set(key, found);
    this.all.push(found);
    this.characters += fieldCharacters(field);
    const { name, label, synonyms, values, description } = field;
    this.words.add({ name, label, synonyms: synonyms.join(' '), values: values.join(' '), description });
  }

  /** The fields that fit the words best, best first; of each word the best ones. */
  async search(text: string): Promise<readonly FoundField[]> {
    const counts = new Map<number, number>();
    return (await this.words.search(text)).flatMap(({ place, words }) => {
      if (words.every((word) => (counts.get(word) ?? 0) >= FIELDS_PER_WORD_MAX)) return [];
      for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
      return this.all[place] ?? [];
    });
  }
}
