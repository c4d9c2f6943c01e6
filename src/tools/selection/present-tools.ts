import { toolCatalogue } from '../catalogue/tool-catalogue.js';

/** Whether a server has a tool of this name. */
export type HasTool = (name: string) => boolean;

/** What may be the name of a tool: several words. Tools of one word, such as `query`, are in texts no more than that word. */
const NAME = String.raw`\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b`;
const NAMES = new RegExp(NAME, 'g');
const CHOICES = new RegExp(`${NAME}(?:, ${NAME})*(?:,? (?:or|and) ${NAME})`, 'g');
/** Some sentences begin with the name of an argument or a tool. */
const BETWEEN_SENTENCES = /(?<=[.!?])(?<!\b(?:e\.g|i\.e|etc)\.) +/;
/** Where a value comes from, at the end of what it is: "Id of a query made by create_a_looker_query." */
const SOURCE = new RegExp(`[,;]? (?:as )?(?:made by|begun with|taken from|from|of|see|by) ${NAME}(?=[.;,)]|$)`, 'g');

/** The tools that a text names, each once. Arguments have names like them, so only those of the catalogue count. */
export const namedTools = (text: string): string[] => {
  const { byName } = toolCatalogue();
  return [...new Set(text.match(NAMES) ?? [])].filter((name) => byName.has(name));
};

/**
 * A text about tools, as far as it speaks of those that the server has: of several that it offers the others stay, and a
 * sentence, or its part between semicolons, that needs one that is not there is left out.
 */
export function ofPresentTools(text: string, has: HasTool): string {
  const isPresent = (part: string) => namedTools(part).every(has);
  if (isPresent(text)) return text;
  const kept = text.split(BETWEEN_SENTENCES).flatMap((whole, index) => {
    // The first sentence says what a tool does.
    const sentence = index === 0 ? withoutAbsentSource(whole, has) : whole;
    const choice = withoutAbsentChoices(sentence, has);
    const parts = choice.split('; ').filter(isPresent);
    return parts.length === 0 ? [] : [asSentence(parts.join('; '), sentence)];
  });
  return kept.join(' ');
}

const withoutAbsentSource = (sentence: string, has: HasTool) =>
  sentence.replace(SOURCE, (source) => (namedTools(source).every(has) ? source : ''));

function withoutAbsentChoices(sentence: string, has: HasTool): string {
  return sentence.replace(CHOICES, (choices) => {
    const named = namedTools(choices);
    const isOfToolsAlone = named.length === (choices.match(NAMES) ?? []).length;
    const names = isOfToolsAlone ? named.filter(has) : [];
    const last = names.at(-1);
    if (last === undefined) return choices;
    const word = / and [a-z_]+$/.test(choices) ? 'and' : 'or';
    return names.length === 1 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
  });
}

/** The first letter and the last stop are those of the sentence that was shortened. */
function asSentence(text: string, sentence: string): string {
  const isUpper = /^[A-Z]/.test(sentence);
  const stop = /[.!?]$/.exec(sentence)?.[0] ?? '';
  const begun = isUpper && namedTools(text.split(' ')[0] ?? '').length === 0 ? upperFirst(text) : text;
  return stop !== '' && !/[.!?]$/.test(begun) ? `${begun}${stop}` : begun;
}

const upperFirst = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
