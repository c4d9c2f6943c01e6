/** Words that say nothing about a tool, those that every tool's name holds among them. */
const STOP_WORDS = new Set(
  'a am an and any are as at be by can could do does for from give has have he her his how i id if in into is it its let looker me my of on or our please she should single so that the their them there these they this those to us want was we will with work would you your'.split(
    ' ',
  ),
);

/** What ends like a form of a verb and is none, or means something else than the verb. */
const NO_VERB_FORMS = new Set(['setting', 'running', 'embed', 'thing', 'string', 'speed', 'need']);

/** The words of a text in small letters, without what is not of the Latin alphabet. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z0-9]+/g) ?? [];

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);

/** The stems of those words of a text that say something. */
export const stemsOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !isStopWord(word))
    .map(stemOf);

/** What the forms of a word have in common: "queries" and "querying" are "query", "scheduled" and "schedule" "schedul". */
export function stemOf(word: string): string {
  const singular = singularOf(word);
  if (NO_VERB_FORMS.has(singular)) return singular;
  if (/[^aeiou]ied$/.test(singular)) return `${singular.slice(0, -3)}y`;
  const bare = singular.replace(/(?<=\w{3})(ing|ed)$/, '');
  if (bare === singular) return singular.replace(/(?<=\w{3})e$/, '');
  return bare.replace(/([bdgmnprt])\1$/, '$1');
}

function singularOf(word: string): string {
  if (word.length < 4 || /(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(x|ch|sh|ss)es$/.test(word)) return word.slice(0, -2);
  return word.replace(/s$/, '');
}
