import { QueryError } from '../../query-error.js';
import { type FunctionTable, ofTexts } from '../calculation-function.js';
import { type Computed, numberOf, textOf, timeOf } from '../computed.js';

const charactersMax = 10_000;

/** Texts. Positions count from 1. */
export const textFunctions: FunctionTable = {
  concat: {
    takes: 'any any*',
    gives: 'string',
    takesNulls: true,
    apply: (values) => bounded(values.map(textOf).join('')),
  },
  contains: ofTexts('yesno', 'string string', (text, part) => text.includes(part)),
  length: ofTexts('number', 'string', (text) => text.length),
  lower: ofTexts('string', 'string', (text) => text.toLowerCase()),
  upper: ofTexts('string', 'string', (text) => text.toUpperCase()),
  position: ofTexts('number', 'string string', (text, part) => text.indexOf(part) + 1),
  replace: ofTexts('string', 'string string string', replaced),
  substring: { takes: 'string number number', gives: 'string', apply: substring },
  split: ofTexts('list', 'string string', (text, separator) => text.split(separator)),
  to_number: {
    takes: 'string',
    gives: 'number',
    apply: ([text]) => (textOf(text).trim() === '' ? null : numberOf(text)),
  },
  to_string: { takes: 'any', gives: 'string', takesNulls: true, apply: ([value]) => textOf(value) },
  to_date: { takes: 'string', gives: 'date', apply: ([text]) => timeOf(text) },
};

function replaced(text: string, old: string, replacement: string): string {
  if (old === '') return text;
  const pieces = text.split(old);
  const length = text.length + (pieces.length - 1) * (replacement.length - old.length);
  if (length > charactersMax) throw tooLong();
  return pieces.join(replacement);
}

function substring([text, start, length]: readonly Computed[]): string {
  const from = Math.max(Math.trunc(numberOf(start) ?? 1) - 1, 0);
  return textOf(text).slice(from, from + Math.max(Math.trunc(numberOf(length) ?? 0), 0));
}

/** Texts that calculations put together grow with each other. */
function bounded(text: string): string {
  if (text.length > charactersMax) throw tooLong();
  return text;
}

function tooLong(): QueryError {
  return new QueryError('Invalid table calculation', `A text has more than ${charactersMax} characters.`);
}
