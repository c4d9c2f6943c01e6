import type { Tool } from '../catalogue/tool.js';
import { readRequest, type SearchConcept } from './search-request.js';
import { stemsOf } from './search-words.js';
import { type ToolIndex, toolIndex } from './tool-index.js';
import { TOOL_PURPOSES } from './tool-purposes.js';

export const SEARCH_LIMIT_DEFAULT = 8;
/** What a tool gains that does just what the request wants to happen. */
const INTENT_GAIN = 1;
/** What a tool gains whose title holds the request as it is: "roles of a user" are not the users of a role. */
const TITLE_GAIN = 0.3;
/** What most people ask for most of the time comes forward a little. */
const COMMON_GAIN = 0.15;
/** Administration steps back a little, for those who ask are mostly not administrators. */
const ADMINISTRATION_LOSS = 0.05;
const ADMINISTRATION = new Set(['authentication', 'settings', 'connections', 'embed', 'git', 'support_access']);

/**
 * The tools that fit a request in plain words best, best first; those alike in the order of their names. Nothing fits a
 * request without a word that some tool, or whoever speaks of it, uses.
 * @param tools of a catalogue; the index over them is kept as long as they are.
 * @param isOffered which of them may be found.
 */
export function searchTools(
  tools: readonly Tool[],
  request: string,
  limit = SEARCH_LIMIT_DEFAULT,
  isOffered: (name: string) => boolean = () => true,
): readonly Tool[] {
  const index = toolIndex(tools);
  const found = clausesOf(request).map((clause) => toolsFor(index, clause, isOffered));
  return [...new Set(inTurns(found))].slice(0, limit);
}

/** The best of each list, then the second of each, and so on. */
const inTurns = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
  Array.from({ length: Math.max(0, ...lists.map(({ length }) => length)) }, (_, place) =>
    lists.flatMap((list) => list.slice(place, place + 1)),
  ).flat();

/** The tools that fit one thing that is asked for, best first. */
function toolsFor(index: ToolIndex, request: string, isOffered: (name: string) => boolean): readonly Tool[] {
  const { concepts, intents } = readRequest(request, index.nearest);
  const asked = ` ${stemsOf(request).join(' ')} `;
  return [...conceptScores(index, concepts)]
    .flatMap(([name, score]) => {
      const entry = index.entries.get(name);
      if (entry === undefined || !isOffered(name)) return [];
      const { tool, titleStems } = entry;
      const fit = Math.max(0, ...intents.map(({ fitOf }) => fitOf(tool)));
      const isTitle = ` ${titleStems.join(' ')} `.includes(asked);
      const isAdministration = tool.tags.some((tag) => ADMINISTRATION.has(tag));
      const factors = [
        1 + fit * INTENT_GAIN,
        isTitle ? 1 + TITLE_GAIN : 1,
        TOOL_PURPOSES.has(name) ? 1 + COMMON_GAIN : 1,
        isAdministration ? 1 - ADMINISTRATION_LOSS : 1,
      ];
      return [{ tool, score: factors.reduce((product, factor) => product * factor, score) }];
    })
    .sort((left, right) => right.score - left.score || (left.tool.name < right.tool.name ? -1 : 1))
    .map(({ tool }) => tool);
}

/** How well each tool says what a request speaks of: what it says, times how much of the request that is. */
function conceptScores(index: ToolIndex, concepts: readonly SearchConcept[]): ReadonlyMap<string, number> {
  const sums = new Map<string, { score: number; weight: number }>();
  for (const concept of concepts)
    for (const [name, score] of bestScores(index, concept)) {
      const sum = sums.get(name) ?? { score: 0, weight: 0 };
      sums.set(name, { score: sum.score + score * concept.weight, weight: sum.weight + concept.weight });
    }
  return new Map([...sums].map(([name, { score, weight }]) => [name, score * weight]));
}

/** Several words for one thing count once, by the one that a tool says best. */
function bestScores(index: ToolIndex, { wordings }: SearchConcept): ReadonlyMap<string, number> {
  const best = new Map<string, number>();
  for (const { stems, weight } of wordings)
    for (const [name, score] of index.scoresOf(stems)) best.set(name, Math.max(best.get(name) ?? 0, score * weight));
  return best;
}

/** Words with which a part of a request begins that asks for something by itself. */
const REQUESTING = new Set(
  'add alert build change compare copy count create delete deploy disable download email enable export find get give invite list make move notify open pull put query read remove rename render run save schedule search send set share show start tell update validate write'.split(
    ' ',
  ),
);
const CONDITION = /^(?:if|when|whenever|once|unless|in case)\s/i;
/** The end of a sentence, or what may stand between two requests in one. */
const SEPARATOR = /([.;!?]+(?:\s+|$)|\s*,\s*|\s+(?:and|then|also|plus)\s+)/i;
const SENTENCE_END = /[.;!?]/;
const FILLER = /^(?:(?:please|also|then|and|now|next)\s+)+/i;
/** What stands in quotes is a name, and says nothing of what to do with it. */
const QUOTED = /(^|[\s(,:])["'“‘„«][^"'“”‘’„«»]{1,100}["'”’“»](?=$|[\s),.;:!?])/g;
const HAS_WORD = /[\p{L}\p{N}]/u;
const CLAUSES_MAX = 4;

/** The parts of a request that each ask for something, in their order: "Find the dashboard, and send it every Monday". */
function clausesOf(request: string): readonly string[] {
  const clauses: string[] = [];
  let separator = '.';
  for (const [at, piece] of withoutNames(request).split(SEPARATOR).entries()) {
    if (at % 2 === 1) {
      separator += piece;
      continue;
    }
    if (!HAS_WORD.test(piece)) continue;
    const text = piece.trim().replace(FILLER, '');
    if (SENTENCE_END.test(separator) || REQUESTING.has(firstWordOf(text))) clauses.push(text);
    else clauses.push(`${clauses.pop() ?? ''}${separator}${piece}`);
    separator = '';
  }
  const asking = clauses.filter((clause) => !CONDITION.test(clause));
  return (asking.length > 0 ? asking : clauses).slice(0, CLAUSES_MAX);
}

function withoutNames(request: string): string {
  const unnamed = request.replace(QUOTED, '$1');
  return HAS_WORD.test(unnamed) ? unnamed : request;
}

const firstWordOf = (text: string): string => /^[a-z]+/i.exec(text)?.[0].toLowerCase() ?? '';
