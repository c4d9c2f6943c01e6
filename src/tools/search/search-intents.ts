import type { Tool } from '../catalogue/tool.js';
import { TOOL_PURPOSES } from './tool-purposes.js';

/** What somebody wants to happen, told by a verb, and how well a tool does it: 0 to 1. */
export interface SearchIntent {
  readonly verbs: ReadonlySet<string>;
  readonly fitOf: (tool: Tool) => number;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** A method is named after what it does first: `remove_user`, `set_roles`. */
const verbOf = ({ method }: Tool): string => method.split('_', 1)[0] ?? '';

const byVerb = (best: string, good: string) => {
  const [bestVerbs, goodVerbs] = [words(best), words(good)];
  return (tool: Tool) => (bestVerbs.has(verbOf(tool)) ? 1 : goodVerbs.has(verbOf(tool)) ? 0.5 : 0);
};

const reading = (best: string) => {
  const bestVerbs = words(best);
  return (tool: Tool) => (tool.effect === 'read' ? (bestVerbs.has(verbOf(tool)) ? 1 : 0.9) : 0);
};

/** Verbs for which there are many words, none of which tells what is acted on. A verb may have several intents. */
const SEARCH_INTENTS: readonly SearchIntent[] = [
  {
    verbs: words(
      'delete remove drop erase revoke withdraw kick cancel stop kill take unsubscribe end throw discard purge unassign unpin unstar rid invalidate',
    ),
    fitOf: byVerb('delete remove', 'stop unfollow deactivate disable invalidate reset'),
  },
  {
    verbs: words(
      'create add new make build register invite start insert define save write generate put give assign schedule grant another additional notify warn remind ping connect onboard set',
    ),
    fitOf: byVerb('create add', 'start generate set import copy enable run follow'),
  },
  {
    verbs: words(
      'change edit update modify alter rename set turn switch disable enable pause replace adjust restore undelete make configure raise lower increase decrease extend deactivate archive trash assign fix block suspend put swap exchange retitle resize enlarge shrink silence mute reschedule offboard',
    ),
    fitOf: byVerb('update change set replace', 'checkout move enable disable'),
  },
  { verbs: words('list show all which'), fitOf: reading('list') },
  { verbs: words('get fetch retrieve open inspect detail details info information'), fitOf: reading('get') },
  { verbs: words('find search lookup locate'), fitOf: reading('search') },
  {
    verbs: words('see view what who where display read tell describe available is are does did has'),
    fitOf: reading(''),
  },
];

/** Who names no verb mostly wants to see something, or what most people want to do. */
const UNSPOKEN: SearchIntent = {
  verbs: new Set(),
  fitOf: ({ effect, name }) => (effect === 'read' || TOOL_PURPOSES.has(name) ? 0.3 : 0),
};

/** Whether a word tells what shall happen, rather than to what. */
export const isVerb = (word: string): boolean => SEARCH_INTENTS.some(({ verbs }) => verbs.has(word));

/** What a request may want whose first verb is given. */
export const intentsOf = (verb: string | undefined): readonly SearchIntent[] =>
  verb === undefined ? [UNSPOKEN] : SEARCH_INTENTS.filter(({ verbs }) => verbs.has(verb));
