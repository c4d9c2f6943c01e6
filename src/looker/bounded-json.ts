import { LookerError } from './looker-error.js';

/** Twice as deep as anything in Looker's API, and far from what overflows the stack of whoever writes it again. */
export const DEPTH_MAX = 100;
/** What is parsed at once: more values than that do not fit into an answer for a model, and take some 20 ms. */
export const VALUES_MAX = 30_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

export const tooDeep = () => new LookerError('too_large', `the answer is nested more than ${DEPTH_MAX} levels deep`);
export const tooManyValues = (max: number) => new LookerError('too_large', `the answer has more than ${max} values`);

/**
 * Finds out without parsing how deep a JSON text is and about how many values it has: what a few bytes can make of a parser's
 * time and memory depends on that.
 * @throws LookerError `too_large`
 */
export function checkJson(text: string): void {
  let depth = 0;
  let values = 1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = closingQuote(text, at);
    else if (code === COMMA) values += 1;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth += 1;
      values += 1;
      if (depth > DEPTH_MAX) throw tooDeep();
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth -= 1;
  }
  if (values > VALUES_MAX) throw tooManyValues(VALUES_MAX);
}

/** Where a string ends that begins at `opening`; the end of the text where it does not. */
export function closingQuote(text: string, opening: number): number {
  for (let at = opening + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at += 1;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

/**
 * Parses JSON whose depth and number of values are bounded; who calls bounds its length.
 * @param status that the error tells, of the answer that the text is of
 * @throws LookerError `too_large`, `not_looker` where it is broken.
 */
export function parseBounded(
  text: string,
  { parse = JSON.parse, status }: { readonly parse?: (text: string) => unknown; readonly status?: number } = {},
): unknown {
  checkJson(text);
  try {
    return parse(text);
  } catch (cause) {
    const words = 'the answer says that it is JSON, but it is broken or cut off';
    throw new LookerError('not_looker', words, { status, cause });
  }
}
