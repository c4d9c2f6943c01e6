/** What breaks lines or hides itself: control and format characters that change how a text is read, halves of surrogate pairs. */
const UNREADABLE = /(?![\r\n\t])[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu;

/**
 * A text that Looker says of itself, as it can be stored, audited and shown: of bounded length, on one line, and without what
 * PostgreSQL refuses. Nothing is kept of what is no text, number or truth value.
 */
export const saidText = (value: unknown, charactersMax: number): string =>
  saidLines(value, charactersMax)
    .replace(/[\r\n\t]+/g, ' ')
    .trim();

/** The same for messages, which may have several lines. */
export function saidLines(value: unknown, charactersMax: number): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  return value.slice(0, charactersMax).replace(UNREADABLE, '\uFFFD');
}
