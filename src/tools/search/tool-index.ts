import MiniSearch from 'minisearch';
import type { Tool } from '../catalogue/tool.js';
import { knownPhrases } from './search-request.js';
import { isStopWord, stemOf, stemsOf, wordsOf } from './search-words.js';
import { TOOL_PURPOSES } from './tool-purposes.js';

/** How much a word counts by where it stands. */
const BOOST = { title: 3, resource: 1, about: 1, purpose: 1, method: 0.5, tags: 0.25 };
/** Said twice is hardly more than said once, and a short text with the word is more about it than a long one. */
const BM25 = { k: 0.6, b: 0.7, d: 0.7 };
/** A word that begins with it counts as its rest, where that is known: "reschedule", "resend". */
const AGAIN = 're';
const NEAREST_MAX = 3;
/** How many letters of a word may differ, and from how many letters on a word may be the start of another. */
const FUZZY_SHARE = 0.2;
const PREFIX_LETTERS_MIN = 4;

/** The searched texts of some tools. */
export interface ToolIndex {
  readonly entries: ReadonlyMap<string, { readonly tool: Tool; readonly titleStems: readonly string[] }>;
  /** How well each tool, by its name, says all of some stems together; of those that say them. */
  readonly scoresOf: (stems: readonly string[]) => ReadonlyMap<string, number>;
  /** The known stems most like a given one; itself where it is known. */
  readonly nearest: (stem: string) => readonly string[];
}

const indexes = new WeakMap<readonly Tool[], ToolIndex>();

/** The index over the tools of one server, kept as long as they are. */
export function toolIndex(tools: readonly Tool[]): ToolIndex {
  const known = indexes.get(tools);
  if (known !== undefined) return known;
  const index = indexOf(tools);
  indexes.set(tools, index);
  return index;
}

function indexOf(tools: readonly Tool[]): ToolIndex {
  const texts = tools.map(textsOf);
  const search = new MiniSearch<(typeof texts)[number]>({
    idField: 'name',
    fields: Object.keys(BOOST),
    tokenize: wordsOf,
    processTerm: (word) => (isStopWord(word) ? null : stemOf(word)),
    searchOptions: { boost: BOOST, bm25: BM25, combineWith: 'AND', processTerm: (stem) => stem },
  });
  search.addAll(texts);
  return {
    entries: new Map(tools.map((tool) => [tool.name, { tool, titleStems: stemsOf(tool.title) }])),
    // MiniSearch multiplies the sum of the scores by the number of the words: here their mean counts.
    scoresOf: (stems) =>
      new Map(search.search(stems.join(' ')).map(({ id, score }) => [String(id), score / stems.length ** 2])),
    nearest: nearestIn([...texts.flatMap((text) => stemsOf(Object.values(text).join(' '))), ...phraseStems()]),
  };
}

const phraseStems = () => [...knownPhrases()].flatMap((said) => said.split(' '));

/** Descriptions name other tools, whose words say nothing about this one. */
const textsOf = ({ name, title, resource, method, tags, description }: Tool) => ({
  name,
  title,
  resource,
  method,
  tags: tags.join(' '),
  about: description.replace(/\w*looker_\w+/g, ''),
  purpose: TOOL_PURPOSES.get(name) ?? '',
});

function nearestIn(stems: readonly string[]): (stem: string) => readonly string[] {
  const known = new Set(stems);
  const words = new MiniSearch<{ id: string }>({ fields: ['id'] });
  words.addAll([...known].map((id) => ({ id })));
  return (stem) => {
    if (known.has(stem)) return [stem];
    if (stem.startsWith(AGAIN) && known.has(stem.slice(AGAIN.length))) return [stem.slice(AGAIN.length)];
    return words
      .search(stem, { fuzzy: FUZZY_SHARE, prefix: stem.length >= PREFIX_LETTERS_MIN })
      .slice(0, NEAREST_MAX)
      .map(({ id }) => String(id));
  };
}
