import { randomUUID } from 'node:crypto';

/** So many significant digits come back the same from a number of JavaScript's, whatever they are. */
const DIGITS_KEPT = 15;
const NUMBER = /-?\d[\d.eE+-]*/g;
/** Stands before the digits while they pass through JSON.parse; no data can contain it. */
const MARK = `${randomUUID()} `;

/** A number whose digits JavaScript's own would not keep, as they came: 9007199254740993, or 12.50. */
export class ExactNumber {
  constructor(readonly digits: string) {}

  /** In JSON a number where that is as exact, else a text. */
  toJSON(): number | string {
    const significant = this.digits
      .replace(/[eE].*$/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+|0+$/g, '');
    return significant.length <= DIGITS_KEPT ? Number(this.digits) : this.digits;
  }
}

/** Parses JSON as `JSON.parse` does, but for numbers that would lose digits: those become an `ExactNumber`. */
export function parseExact(text: string): unknown {
  return JSON.parse(withMarkedNumbers(text), (_, value) =>
    typeof value === 'string' && value.startsWith(MARK) ? new ExactNumber(value.slice(MARK.length)) : value,
  );
}

function withMarkedNumbers(text: string): string {
  let marked = '';
  let at = 0;
  while (at < text.length) {
    const opening = text.indexOf('"', at);
    const end = opening < 0 ? text.length : opening;
    marked += text.slice(at, end).replace(NUMBER, (digits) => (isKept(digits) ? digits : `"${MARK}${digits}"`));
    at = opening < 0 ? end : closingQuote(text, opening) + 1;
    marked += text.slice(end, at);
  }
  return marked;
}

const isKept = (digits: string) => String(Number(digits)) === digits;

/** Where a string ends that begins at `opening`; the end of the text where it does not. */
function closingQuote(text: string, opening: number): number {
  for (let at = text.indexOf('"', opening + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at;
  }
  return text.length;
}
