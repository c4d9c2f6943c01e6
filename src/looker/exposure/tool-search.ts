import MiniSearch from 'minisearch';
import type { Tool } from '../catalogue/tool.js';
import { SEARCH_LIMIT_DEFAULT } from './discovery-tools.js';
import { SYNONYMS } from './tool-synonyms.js';
import { stemOf, wordsOf } from './word-stems.js';

/** How much a word counts by where it stands. */
const BOOST = { name: 4, title: 4, tags: 1.5, description: 1 };
const SYNONYM_WEIGHT = 0.6;

const indexes = new WeakMap<readonly Tool[], MiniSearch>();

/**
 * The tools that fit a request in plain words best, best first. Words are compared by their stems, with what people call
 * things as well as with what Looker does; names, titles, tags and descriptions are searched.
 * @param tools of a catalogue; the index over them is kept as long as they are.
 * @param isOffered which of them may be found.
 */
export function searchTools(
  tools: readonly Tool[],
  request: string,
  limit = SEARCH_LIMIT_DEFAULT,
  isOffered: (name: string) => boolean = () => true,
): readonly Tool[] {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const terms = weightedTerms(request);
  if (terms.size === 0) return [];
  const found = indexOf(tools).search([...terms.keys()].join(' '), {
    boost: BOOST,
    prefix: (term) => term.length > 3,
    fuzzy: (term) => (term.length > 5 ? 0.2 : false),
    boostTerm: (term) => terms.get(term) ?? 1,
    filter: ({ id }) => isOffered(id),
  });
  return found.slice(0, limit).flatMap(({ id }) => byName.get(id) ?? []);
}

function indexOf(tools: readonly Tool[]): MiniSearch {
  const known = indexes.get(tools);
  if (known !== undefined) return known;
  const index = new MiniSearch({ fields: Object.keys(BOOST), processTerm: stemOf, tokenize: wordsOf });
  index.addAll(
    tools.map(({ name, title, tags, description }) => ({ id: name, name, title, tags: tags.join(' '), description })),
  );
  indexes.set(tools, index);
  return index;
}

/** The stems of a request and of the words that mean the same here, each with its weight. */
function weightedTerms(request: string): Map<string, number> {
  const stems = wordsOf(request).flatMap((word) => stemOf(word) ?? []);
  const terms = new Map(stems.map((stem) => [stem, 1]));
  for (const stem of stems)
    for (const synonym of (SYNONYMS[stem] ?? []).flatMap(wordsOf)) {
      const own = stemOf(synonym);
      if (own !== null && !terms.has(own)) terms.set(own, SYNONYM_WEIGHT);
    }
  return terms;
}
