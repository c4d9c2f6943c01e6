const STOP_WORDS = new Set(
  'a an and all any are as at be by can do does for from give have how i in into is it its let looker me my of on or our please see that the their them there these this those to us use want we what when where which who will with you your'.split(
    ' ',
  ),
);

const ASCII = /^\p{ASCII}*$/u;
/** Marks on letters that people leave out: accents, and the vowel signs of Hebrew and Arabic. */
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Letters that no decomposition of Unicode takes apart, as they are written without them. */
const PLAIN: Readonly<Record<string, string>> = {
  ...{ æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ς: 'σ' },
};
const NOT_PLAIN = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');
/** How names in plain letters spell them, beside leaving the mark out: "umsaetze". */
const SPELLED: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
const SPELLABLE = new RegExp(`[${Object.keys(SPELLED).join('')}]`, 'g');

const WORDS = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;
/** Scripts that put words together without spaces. */
const UNSPACED_SCRIPTS = ['Han', 'Hira', 'Kana', 'Bopo', 'Hang', 'Thai', 'Lao', 'Khmr', 'Mymr', 'Tibt'];
const UNSPACED = `[${UNSPACED_SCRIPTS.map((script) => `\\p{scx=${script}}`).join('')}]`;
const RUNS = new RegExp(`(?:(?=\\p{L}|\\p{M})${UNSPACED})+|(?:(?!(?=\\p{L}|\\p{M})${UNSPACED})[^])+`, 'gu');
const IS_UNSPACED = new RegExp(`^(?=\\p{L}|\\p{M})${UNSPACED}`, 'u');
/** A letter with the signs that stand on it. */
const SIGNS = /.\p{M}*/gsu;

/** There are single characters that stand for whole phrases. */
const EXPANSION_MAX = 4;

/** A text without case, accents and forms of writing, in the letters that it has when it is put in plain words. */
function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  // To capitals first: "ß" and "ſ" have small letters of their own, and one form as capitals.
  const apart = text
    .normalize('NFKD')
    .slice(0, text.length * EXPANSION_MAX)
    .toUpperCase()
    .toLowerCase();
  const bare = apart.replace(ACCENTS, '').replace(/\s+/g, '');
  return bare.replace(NOT_PLAIN, (letter) => PLAIN[letter] ?? letter).normalize('NFC');
}

/** A word in the forms in which it may be written in plain letters. */
function formsOf(word: string): readonly string[] {
  const plain = folded(word);
  if (ASCII.test(word)) return [plain];
  const spelled = folded(
    word
      .normalize('NFC')
      .toLowerCase()
      .replace(SPELLABLE, (letter) => SPELLED[letter] ?? letter),
  );
  return spelled === plain ? [plain] : [plain, spelled];
}

/** A word's singular; null for words that say nothing about what is sought. */
function stemOf(small: string): string | null {
  if (STOP_WORDS.has(small)) return null;
  if (/ies$/.test(small) && small.length > 4) return `${small.slice(0, -3)}y`;
  if (/(ss|us|is)$/.test(small) || small.length < 4) return small;
  if (/(x|ch|sh|ss)es$/.test(small)) return small.slice(0, -2);
  return small.endsWith('s') ? small.slice(0, -1) : small;
}

/** Words, and stretches of scripts that have no spaces between their words. */
const runsOf = (text: string): readonly string[] =>
  (text.match(WORDS) ?? []).flatMap((word) => (ASCII.test(word) ? [word] : (word.match(RUNS) ?? [])));

/** Each letter with the next one: parts of words are found so without knowing where words begin. */
const pairsOf = (signs: readonly string[]): readonly string[] =>
  signs.slice(1).map((sign, at) => `${signs[at]}${sign}`);

const stemsOfWord = (word: string): readonly string[] => [
  ...new Set(formsOf(word).flatMap((form) => stemOf(form) ?? [])),
];

/** By what a text is found: stems of its words, and pairs of letters where words are not told apart. */
export const termsOf = (text: string): readonly string[] =>
  runsOf(text).flatMap((run) => {
    if (!IS_UNSPACED.test(run)) return stemsOfWord(run);
    const signs = folded(run).match(SIGNS) ?? [];
    // Each letter begins a term, so that it is found alone as well.
    return [...pairsOf(signs), ...signs.slice(-1)];
  });

/** A word that is looked for. */
export interface SoughtWord {
  /** The terms of which a text that has the word has at least half. */
  readonly terms: readonly string[];
  /** Whether it may be the beginning of a term, and how much of a term may be spelled otherwise. */
  readonly isPrefix: boolean;
  readonly fuzzyShare: number;
}

const PREFIX_LETTERS_MIN = 4;
const FUZZY_LETTERS_MIN = 6;
const FUZZY_SHARE = 0.2;

/** The words of a request, each once, without those that say nothing. */
export function soughtWords(text: string): readonly SoughtWord[] {
  const words = new Map<string, SoughtWord>();
  for (const run of runsOf(text)) {
    const word = IS_UNSPACED.test(run) ? unspacedWord(run) : spacedWord(run);
    if (word.terms.length > 0) words.set(word.terms.join(' '), word);
  }
  return [...words.values()];
}

function unspacedWord(run: string): SoughtWord {
  const signs = folded(run).match(SIGNS) ?? [];
  return {
    terms: signs.length === 1 ? signs : [...new Set(pairsOf(signs))],
    isPrefix: signs.length === 1,
    fuzzyShare: 0,
  };
}

function spacedWord(run: string): SoughtWord {
  const terms = stemsOfWord(run);
  const length = Math.min(...terms.map((term) => term.length));
  return {
    terms,
    isPrefix: length >= PREFIX_LETTERS_MIN,
    fuzzyShare: length >= FUZZY_LETTERS_MIN ? FUZZY_SHARE : 0,
  };
}
