import { amount, counted } from '../../records/amounts.ts';
import { areaName, filterWords } from '../filter-words.ts';
import type { FilterConfig, LeastPrivilege, Replay } from './least-privilege-queries.ts';

export const toolCount = (number: number): string => counted(number, 'tool');

export const daysWord = (days: number): string => counted(days, 'day');

const EFFECTS: Record<string, string> = {
  read: 'Only reads',
  write: 'Adds or changes',
  destructive: 'Deletes, or may lose something',
};

export const effectWord = (effect: string): string => EFFECTS[effect] ?? effect;

/** What it may do and what it needed, one sentence each. */
export function comparisonSentences(report: LeastPrivilege): string[] {
  const { allowed, needed_count, days, unknown_calls, unused_tools, effects } = report;
  const changing = effects.filter(({ name }) => name !== 'read');
  const mayChange = changing.reduce((sum, share) => sum + share.allowed, 0);
  const didChange = changing.reduce((sum, share) => sum + share.needed, 0);
  return [
    `It may use ${toolCount(allowed.count)}. In ${daysWord(days)} it needed ${amount(needed_count)}.`,
    ...(mayChange > 0
      ? [
          `${toolCount(mayChange)} of them can change Looker. It used ${didChange === 0 ? 'none of these' : amount(didChange)}.`,
        ]
      : []),
    ...(unused_tools.count > 0 ? [`${toolCount(unused_tools.count)} were never called.`] : []),
    ...(unknown_calls > 0 ? [`${counted(unknown_calls, 'call')} asked for a tool that it does not have.`] : []),
  ];
}

/** `Leaves 2 of 464 tools, and 1,900 instead of 70,000 tokens of a model’s context.` */
export const remainingSentence = (offer: Replay['offer'], allowed: LeastPrivilege['allowed']): string =>
  `Leaves ${amount(offer.count)} of ${toolCount(allowed.count)}, and ${amount(offer.tokens)} instead of ${amount(allowed.tokens)} tokens of a model’s context.`;

/** What would have become of the calls. */
export const replaySentence = ({ calls, days, refused_worked }: Replay): string =>
  `Of ${counted(calls, 'call')} in ${daysWord(days)}, ${amount(refused_worked)} would have failed.`;

/** What else is worth knowing of a replay. */
export function replayNotes({ refused_calls, refused_worked, discovery_refused, unknown_calls }: Replay): string[] {
  const vain = refused_calls - refused_worked;
  return [
    ...(vain > 0 ? [`${counted(vain, 'more call', 'more calls')} would be refused that failed in any case.`] : []),
    ...(unknown_calls > 0
      ? [`${counted(unknown_calls, 'call asked', 'calls asked')} for a tool that was not there then, either.`]
      : []),
    ...(discovery_refused > 0
      ? [
          `The tools fit into a list then, so clients see that in the place of the search, which was called ${counted(discovery_refused, 'time')}.`,
        ]
      : []),
  ];
}

const EXCLUDED_SHOWN_MAX = 3;

/** A filter in a few words. */
export function suggestionWords({ methods, tags, tools }: FilterConfig): string {
  if (methods.length === 0 && tags.length === 0) return 'Only the tools that it used, by name.';
  const shown = tools.exclude.slice(0, EXCLUDED_SHOWN_MAX).join(', ');
  const rest = tools.exclude.length - EXCLUDED_SHOWN_MAX;
  return [
    `${filterWords({ methods: methods.map(areaName), tags, tools })}.`,
    ...(tools.include.length > 0 ? [`Also ${tools.include.join(', ')}.`] : []),
    ...(tools.exclude.length > 0 ? [`Without ${shown}${rest > 0 ? ` and ${rest} more` : ''}.`] : []),
  ].join(' ');
}
