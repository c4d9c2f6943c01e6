import { intentsOf, isVerb, type SearchIntent } from './search-intents.js';
import { isStopWord, stemOf, stemsOf, wordsOf } from './search-words.js';
import { SYNONYMS } from './tool-synonyms.js';

/** Verbs tell apart the tools of one thing; what the thing is, matters more. */
const VERB_WEIGHT = 0.1;
/** Some verbs do tell the thing: "schedule", "pin". */
const KNOWN_VERB_WEIGHT = 0.5;
const ARTICLES = new Set(['a', 'an', 'the', 'my', 'our', 'this', 'that']);
/** How much a word counts that was probably meant. */
const NEAR_WEIGHT = 0.7;
/** Of how many words a synonym may be. */
const PHRASE_WORDS_MAX = 3;

/** Stems that stand together in what a tool says. */
interface Wording {
  readonly stems: readonly string[];
  readonly weight: number;
}

/** One thing that a request speaks of, in its own words and in those that tools may use. */
export interface SearchConcept {
  readonly weight: number;
  readonly wordings: readonly Wording[];
}

export interface SearchRequest {
  readonly concepts: readonly SearchConcept[];
  readonly intents: readonly SearchIntent[];
}

const keyOf = (words: readonly string[]): string => words.map(stemOf).join(' ');

const wordingsByPhrase = new Map<string, readonly Wording[]>();
for (const [said, meant, weight = 1] of SYNONYMS)
  for (const text of said.split(', ')) {
    const key = keyOf(wordsOf(text));
    const wordings = meant.split(', ').map((wording) => ({ stems: stemsOf(wording), weight }));
    wordingsByPhrase.set(key, [...(wordingsByPhrase.get(key) ?? []), ...wordings]);
  }

/** All that is known to be said, as stems in a row. */
export const knownPhrases = (): Iterable<string> => wordingsByPhrase.keys();

/**
 * What a request in plain words is about and what it wants to happen.
 * @param nearest the known stems most like one that may be misspelled or cut short; itself where it is known.
 */
export function readRequest(request: string, nearest: (stem: string) => readonly string[]): SearchRequest {
  const words = wordsOf(request);
  const verb = words.find((_, at) => isVerbAt(words, at));
  const concepts: SearchConcept[] = [];
  for (let at = 0; at < words.length; ) {
    const together = words.slice(at, at + phraseLength(words.slice(at, at + PHRASE_WORDS_MAX)));
    if (together.some((word) => !isStopWord(word)) || wordingsByPhrase.has(keyOf(together)))
      concepts.push({ weight: weightOf(words, at, together.length), wordings: wordingsOf(together, nearest) });
    at += together.length;
  }
  return { concepts, intents: intentsOf(verb) };
}

/** How many of the words that follow mean something together, else 1. */
function phraseLength(words: readonly string[]): number {
  for (let length = words.length; length > 1; length--)
    if (wordingsByPhrase.has(keyOf(words.slice(0, length)))) return length;
  return 1;
}

/** After an article a word names a thing: "test a schedule" is not about scheduling. */
const isVerbAt = (words: readonly string[], at: number): boolean =>
  isVerb(words[at] ?? '') && !ARTICLES.has(words[at - 1] ?? '');

function weightOf(words: readonly string[], at: number, length: number): number {
  if (length > 1 || !isVerbAt(words, at)) return 1;
  return wordingsByPhrase.has(keyOf(words.slice(at, at + 1))) ? KNOWN_VERB_WEIGHT : VERB_WEIGHT;
}

function wordingsOf(words: readonly string[], nearest: (stem: string) => readonly string[]): readonly Wording[] {
  const stems = words.filter((word) => !isStopWord(word)).map(stemOf);
  const own = stems.length > 0 ? [{ stems, weight: 1 }] : [];
  const said = wordingsByPhrase.get(keyOf(words));
  if (said !== undefined) return [...own, ...said];
  const near = stems.flatMap(nearest);
  if (near.every((stem) => stems.includes(stem))) return own;
  return near
    .flatMap((stem) => [{ stems: [stem], weight: 1 }, ...(wordingsByPhrase.get(stem) ?? [])])
    .map((wording) => ({ ...wording, weight: wording.weight * NEAR_WEIGHT }));
}
