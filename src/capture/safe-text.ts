declare const isSafe: unique symbol;

/**
 * A text that may be kept of a message: one of a closed list, a number, or of a shape in which no secret fits. Made in this file only, so
 * that whatever else a client sends can be kept nowhere by mistake.
 */
export type SafeText = string & { readonly [isSafe]: true };

const NOT_SHOWN = 'not shown';
/** Longer than the words of names, shorter than any credential of ours. */
const WORD_CHARACTERS_MAX = 20;
const MIXED_CHARACTERS_MAX = 8;
const NAME_CHARACTERS_MAX = 64;
const VERSION = /^v?\d{1,6}(?:\.\d{1,6}){0,3}(?:-(?:alpha|beta|rc|dev|canary|next)(?:\.\d{1,6})?)?$/;
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{N} .,()+/_-]*$/u;
const HOST = /^[a-z0-9.-]+(?::\d{1,5})?$/;
const SCHEME = /^[a-z][a-z0-9.+-]*$/;
const REVISION = /^\d{4}-\d{2}-\d{2}$/;

// The one place where a text becomes a safe one: each caller below has checked it.
const safe = (text: string) => text as SafeText;

/** A text that stands in the gateway's own code: the type takes literals and unions of them, and nothing that came in. */
export const ownText = <Text extends string>(text: string extends Text ? never : Text): SafeText => safe(text);

/** The value where it is one of a closed list, else what is said in its place. */
export const knownText = (value: unknown, known: readonly string[], otherwise: 'other' | 'not shown' = 'other') =>
  safe(known.find((each) => each === value) ?? otherwise);

/** Those of a closed list, in its order, and how many others there were. */
export function knownAmong(values: readonly string[], known: readonly string[]): SafeText {
  const given = new Set(values);
  const found = known.filter((each) => given.has(each));
  const others = [...given].filter((each) => !known.includes(each)).length;
  const rest = others === 0 ? [] : [`${others} ${others === 1 ? 'other' : 'others'}`];
  return safe([...found, ...rest].join(', ') || 'none');
}

/** A number, rounded to a thousandth. */
export const numberText = (value: number): SafeText => safe(String(Math.round(value * 1000) / 1000));

const wordsOf = (text: string) => text.split(/[^\p{L}\p{N}]+/u);
/** Credentials are long, without a space or a dot in between. */
const hasShortWords = (text: string) => wordsOf(text).every(({ length }) => length <= WORD_CHARACTERS_MAX);
/** Or they mix letters and digits. */
const isMixed = (word: string) => word.length > MIXED_CHARACTERS_MAX && /\d/.test(word) && /\p{L}/u.test(word);

/** What a program calls itself: short words in few characters. Anything else is not shown. */
export function plainName(value: unknown): SafeText {
  const isPlain =
    typeof value === 'string' &&
    value.length <= NAME_CHARACTERS_MAX &&
    PLAIN_NAME.test(value) &&
    hasShortWords(value) &&
    !wordsOf(value).some(isMixed);
  return safe(isPlain ? value : NOT_SHOWN);
}

/** The version of a program: numbers, and what may stand behind them. */
export const versionText = (value: unknown): SafeText =>
  safe(typeof value === 'string' && VERSION.test(value) ? value : NOT_SHOWN);

/** A revision of MCP. */
export const revisionText = (value: unknown): SafeText =>
  safe(typeof value === 'string' && REVISION.test(value) ? value : NOT_SHOWN);

/** The host and port of an address over http, else its scheme. */
export function hostText(address: unknown): SafeText {
  const url = typeof address === 'string' && URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined) return safe('no address');
  const isHttp = url.protocol === 'https:' || url.protocol === 'http:';
  const shown = isHttp ? url.host : url.protocol.slice(0, -1);
  const isShort = shown.length <= NAME_CHARACTERS_MAX && hasShortWords(shown);
  return safe(isShort && (isHttp ? HOST : SCHEME).test(shown) ? shown : NOT_SHOWN);
}

/** Safe texts one behind the other. */
export const joined = (parts: readonly SafeText[], between: ' ' | ', ' | '/' = ' '): SafeText =>
  safe(parts.join(between));
