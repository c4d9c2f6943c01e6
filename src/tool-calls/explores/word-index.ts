import MiniSearch from 'minisearch';
import { workTurns } from '../../looker/work-turns.js';
import { type SoughtWord, soughtWords, termsOf } from './field-words.js';

/** More than anybody says in a few words; each word is compared with all that there are. */
const SEARCHED_CHARACTERS_MAX = 500;
const SEARCHED_WORDS_MAX = 40;
/** Letters that may differ in a long word. */
const FUZZY_LETTERS_MAX = 2;
/** What is indexed of one text: a description has some thirty words. */
const TERMS_OF_TEXT_MAX = 200;
/** A term that is new takes half a kilobyte of memory, one that is known a tenth of that. */
const TERMS_MAX = 40_000;
const OCCURRENCES_MAX = 400_000;

/** A record by its place, and which of the sought words it fits. */
export interface FoundPlace {
  readonly place: number;
  readonly words: readonly number[];
}

/** MiniSearch looks for a term's first letter among all that there are: of these there are tens of thousands. */
const MANY_LETTERS = /[\u0800-\u{10ffff}]/gu;
const inFewLetters = (term: string): string =>
  term.replace(MANY_LETTERS, (letter) => `~${letter.codePointAt(0)?.toString(16)};`);

/** Finds records by the words of their texts. */
export class WordIndex<Name extends string> {
  private readonly index: MiniSearch<{ readonly [name in Name | 'id']: string | number }>;
  /** MiniSearch counts its own by walking over all. */
  private readonly known = new Set<string>();
  private records = 0;
  private occurrences = 0;

  /** @param boost how much a word counts by the text in which it stands. */
  constructor(private readonly boost: Readonly<Record<Name, number>>) {
    this.index = new MiniSearch({
      fields: Object.keys(boost),
      tokenize: (text) => this.indexed(text),
      processTerm: (term) => term,
    });
  }

  /** Whether no further words are taken in: records that are added then are found by none. */
  get isFull(): boolean {
    return this.known.size >= TERMS_MAX || this.occurrences >= OCCURRENCES_MAX;
  }

  /** Adds a record at the next place. */
  add(texts: Readonly<Record<Name, string>>): void {
    this.index.add({ ...texts, id: this.records });
    this.records += 1;
  }

  /** The records that fit the words best, best first, with pauses for others. No more than 500 characters are looked for. */
  async search(text: string): Promise<readonly FoundPlace[]> {
    const scores = new Map<number, { score: number; words: number[] }>();
    const sought = soughtWords(text.slice(0, SEARCHED_CHARACTERS_MAX)).slice(0, SEARCHED_WORDS_MAX);
    for (const [word, { terms, ...how }] of sought.entries()) {
      if (word > 0) await workTurns.next({ isBegun: true });
      for (const { id, score, queryTerms } of this.matches(terms, how)) {
        if (queryTerms.length * 2 < terms.length) continue;
        const sum = scores.get(id) ?? { score: 0, words: [] };
        scores.set(id, { score: sum.score + score, words: [...sum.words, word] });
      }
    }
    return [...scores]
      .map(([place, { score, words }]) => ({ place, words, rank: score * words.length }))
      .sort((left, right) => right.rank - left.rank || left.place - right.place);
  }

  private matches(terms: readonly string[], { isPrefix, fuzzyShare }: Omit<SoughtWord, 'terms'>) {
    return this.index.search(terms.map(inFewLetters).join(' '), {
      tokenize: (joined) => joined.split(' '),
      boost: this.boost,
      prefix: isPrefix,
      fuzzy: fuzzyShare,
      maxFuzzy: FUZZY_LETTERS_MAX,
    });
  }

  private indexed(text: string): string[] {
    if (this.isFull) return [];
    const terms = termsOf(text).slice(0, TERMS_OF_TEXT_MAX).map(inFewLetters);
    this.occurrences += terms.length;
    for (const term of terms) this.known.add(term);
    return terms;
  }
}
