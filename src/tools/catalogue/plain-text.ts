import { wordsOf } from '../search/search-words.js';

/**
 * Looker's Markdown as one line of plain text: no headings, links, emphasis, tables or code blocks. An instance chooses its
 * texts: each pattern takes time in proportion to them.
 */
export function plainText(markdown: string): string {
  return markdown
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/^[ \t]*\|.*$/gm, ' ')
    .replace(/^#+(.*)$/gm, (_, heading: string) => `${heading.trim().replace(/\.$/, '').trimEnd()}.`)
    .replace(/\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/\*\*|__/g, '')
    .replace(/<\/?(?:br|p|b|i|code|a)\b[^<>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

// Words that carry no meaning of their own in the text of an argument.
const FILLERS = new Set(
  (
    'a an and any are associated be by filter for if in is it its looker match matches of on or particular requested return ' +
    'returned search select specific status that the this to true unique value when whether which with'
  ).split(' '),
);

/** Whether every word of a text that means something is among the known words: "Id of the user" says no more than `user_id`. */
export function echoes(text: string, known: string): boolean {
  const knownWords = new Set(wordsInNames(known).map(singular));
  const meaningful = wordsInNames(text.replace(/\bor not\b/i, '')).filter((word) => !FILLERS.has(word));
  return meaningful.every((word) => knownWords.has(singular(word)));
}

// `userId`, `user_id` and "User Id" have the same words.
const wordsInNames = (text: string) => wordsOf(text.replace(/([a-z0-9])([A-Z][a-z])/g, '$1 $2'));

function singular(word: string): string {
  return word.replace(/(?<=[^s])s$/, '');
}

/** The leading sentences of a text that fit into `lengthMax` characters; a longer first sentence is cut at a word. */
export function leadingSentences(text: string, lengthMax: number): string {
  let kept = '';
  for (const sentence of sentencesOf(text)) {
    const longer = kept === '' ? sentence : `${kept} ${sentence}`;
    if (longer.length > lengthMax) return kept === '' ? cutAtWord(sentence, lengthMax) : kept;
    kept = longer;
  }
  return kept;
}

// A sentence ends at `.`, `!` or `?` where a capital letter or a quote follows: not after "e.g." or inside a number.
function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=["'A-Z(])/).filter((sentence) => sentence !== '');
}

function cutAtWord(sentence: string, lengthMax: number): string {
  const cut = sentence.slice(0, lengthMax - 1);
  const space = cut.lastIndexOf(' ');
  return `${space > 0 ? cut.slice(0, space) : cut}…`;
}
