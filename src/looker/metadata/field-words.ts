const STOP_WORDS = new Set(
  'a an and all any are as at be by can do does for from give have how i in into is it its let looker me my of on or our please see that the their them there these this those to us use want we what when where which who will with you your'.split(
    ' ',
  ),
);

/** The words of a text, in small letters. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** A word's singular; null for words that say nothing about what is sought. */
export function stemOf(word: string): string | null {
  const small = word.toLowerCase();
  if (STOP_WORDS.has(small)) return null;
  if (/ies$/.test(small) && small.length > 4) return `${small.slice(0, -3)}y`;
  if (/(ss|us|is)$/.test(small) || small.length < 4) return small;
  if (/(x|ch|sh|ss)es$/.test(small)) return small.slice(0, -2);
  return small.endsWith('s') ? small.slice(0, -1) : small;
}
