/** How much JSON one request may hold. */
export interface JsonBounds {
  /** Objects and arrays inside each other. */
  readonly depthMax: number;
  /** Members of objects and elements of arrays, over all levels. */
  readonly valuesMax: number;
}

const OPENING = new Set(['{', '['].map((character) => character.charCodeAt(0)));
const CLOSING = new Set(['}', ']'].map((character) => character.charCodeAt(0)));
const [QUOTE, BACKSLASH, COMMA] = ['"', '\\', ','].map((character) => character.charCodeAt(0));

/**
 * Which bound a JSON text exceeds. Reads the text once and makes nothing of it, so that it can stand before a parser: what
 * is nested deep or has many keys costs a parser, and whatever walks its result, far more than its length would say.
 * The text need not be valid; whether it is, the parser finds out.
 */
export function jsonExcess(text: string, bounds: JsonBounds): 'depth' | 'values' | undefined {
  const found = jsonValues(text, bounds);
  return typeof found === 'number' ? undefined : found;
}

/** How many values a JSON text holds, or which bound it exceeds. See `jsonExcess`. */
export function jsonValues(text: string, { depthMax, valuesMax }: JsonBounds): 'depth' | 'values' | number {
  let depth = 0;
  let values = 0;
  for (let index = 0; index < text.length; index++) {
    const at = text.charCodeAt(index);
    if (at === QUOTE) index = stringEnd(text, index + 1);
    else if (CLOSING.has(at)) depth--;
    else if (OPENING.has(at)) {
      values++;
      depth++;
    } else if (at === COMMA) values++;
    if (depth > depthMax) return 'depth';
    if (values > valuesMax) return 'values';
  }
  return values;
}

function stringEnd(text: string, begin: number): number {
  for (let index = begin; index < text.length; index++) {
    const at = text.charCodeAt(index);
    if (at === QUOTE) return index;
    if (at === BACKSLASH) index++;
  }
  return text.length;
}
