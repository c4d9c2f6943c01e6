import { randomUUID } from 'node:crypto';
import { closingQuote, parseBounded } from '../../looker/bounded-json.js';

/** So many significant digits come back the same from a number of JavaScript's, whatever they are. */
const DIGITS_KEPT = 15;
/** Longer than any database's numbers. */
const DIGITS_READ = 400;
/** As JSON has them, and not as a name: what is broken must not become right by being marked as a text. */
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?!\s*:)/g;
/** The smallest number of JavaScript's that has all its digits. */
const SMALLEST = 2.3e-308;
/** Stands before the digits while they pass through JSON.parse; no data can contain it. */
const MARK = `${randomUUID()} `;

/** A number whose digits JavaScript's own would not keep, as they came: 9007199254740993, or 12.50. */
export class ExactNumber {
  constructor(readonly digits: string) {}

  /** In JSON a number where that is as exact, else a text. */
  toJSON(): number | string {
    if (this.digits.length > DIGITS_READ) return this.digits;
    const significant = this.digits
      .replace(/[eE].*$/, '')
      .replace(/[-.]/g, '')
      .replace(/^0+|0+$/g, '');
    const number = Number(this.digits);
    const isExact = significant === '' || (significant.length <= DIGITS_KEPT && isInRange(number));
    return isExact ? number : this.digits;
  }
}

/** Whether JavaScript keeps that many digits of it: 1e400 is infinite to it, and it has 1e-320 with four. */
const isInRange = (number: number) => Number.isFinite(number) && Math.abs(number) >= SMALLEST;

/**
 * Parses JSON as `JSON.parse` does, but for numbers that would lose digits: those become an `ExactNumber`.
 * @throws LookerError `too_large` for what is deep or of very many values, `not_looker` where it is broken.
 */
export const parseExact = (text: string): unknown => parseBounded(text, { parse: exactly });

function exactly(text: string): unknown {
  const marked = withMarkedNumbers(text);
  if (marked === text) return JSON.parse(text);
  return JSON.parse(marked, (_, value) =>
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
