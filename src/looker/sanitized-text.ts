/** Control and format characters that break lines or change how a text is read, and halves of surrogate pairs. */
const UNREADABLE = /(?![\r\n\t])[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]|\p{Surrogate}/gu;

/**
 * A text of Looker's as one line that can be stored, audited and shown: of bounded length, and without what PostgreSQL
 * refuses. Anything but a text, a number or a truth value gives an empty line.
 */
export const sanitizedLine = (value: unknown, charactersMax: number): string =>
  sanitizedText(value, charactersMax)
    .replace(/[\r\n\t]+/g, ' ')
    .trim();

/** The same with its line breaks, for messages. */
export function sanitizedText(value: unknown, charactersMax: number): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return '';
  return value.slice(0, charactersMax).replace(UNREADABLE, '\uFFFD');
}
