import { sqlAnd, sqlOr, sqlString } from '../sql/sql-text.js';

interface Term {
  negated: boolean;
  quoted: boolean;
  /** The term's characters; an escaped one is never a wildcard. */
  characters: { text: string; escaped: boolean }[];
}

/**
 * Looker's string filters: `A,B`, `-A`, `%abc%`, `_` for one character, `EMPTY`, `NULL`, `-NULL`, `"with, comma"`, where `\`
 * escapes a quote, and `^` before a special character outside of quotes; the last of the blanks that end a term may be
 * there twice. `undefined` means no restriction.
 */
export function stringFilterSql(column: string, expression: string): string | undefined {
  const terms = splitTerms(expression).filter((term) => term.characters.length > 0 || term.quoted);
  const wanted = terms.filter((term) => !term.negated).map((term) => termSql(column, term));
  const unwanted = terms.filter((term) => term.negated).map((term) => negatedTermSql(column, term));
  const anyWanted = sqlOr(wanted);
  return sqlAnd([...(anyWanted === undefined ? [] : [anyWanted]), ...unwanted]);
}

function splitTerms(expression: string): Term[] {
  const terms: Term[] = [];
  const reader: Reader = { term: newTerm(), insideQuotes: false };
  for (let index = 0; index < expression.length; index += 1) {
    const text = expression.charAt(index);
    const next = expression.charAt(index + 1);
    const isEscape = reader.insideQuotes ? text === '\\' && next === '"' : text === '^' && next !== '';
    if (isEscape) {
      index += 1;
      reader.term.characters.push({ text: next, escaped: true });
    } else if (text === ',' && !reader.insideQuotes) {
      terms.push(trimmed(reader.term));
      reader.term = newTerm();
    } else {
      readCharacter(reader, text);
    }
  }
  return [...terms, trimmed(reader.term)];
}

interface Reader {
  term: Term;
  insideQuotes: boolean;
}

function newTerm(): Term {
  return { negated: false, quoted: false, characters: [] };
}

function readCharacter(reader: Reader, text: string): void {
  const { term, insideQuotes } = reader;
  const isBlankSoFar = term.characters.every((character) => character.text === ' ');
  if (text === '"' && insideQuotes) reader.insideQuotes = false;
  else if (text === '"' && isBlankSoFar) reader.insideQuotes = beginQuotes(term);
  else if (text === '-' && isBlankSoFar && !term.quoted && !term.negated) term.negated = true;
  // Whatever follows a closing quote belongs to no term.
  else if (insideQuotes || !term.quoted) term.characters.push({ text, escaped: insideQuotes });
}

function beginQuotes(term: Term): true {
  term.characters = [];
  term.quoted = true;
  return true;
}

function trimmed(term: Term): Term {
  if (term.quoted) return term;
  const isText = (character: { text: string; escaped: boolean }) => character.escaped || character.text !== ' ';
  const first = term.characters.findIndex(isText);
  const last = term.characters.findLastIndex(isText);
  const isDoubled = last > 0 && term.characters.slice(last - 1).every(isEscapedBlank);
  return { ...term, characters: first < 0 ? [] : term.characters.slice(first, isDoubled ? last : last + 1) };
}

const isEscapedBlank = ({ text, escaped }: { text: string; escaped: boolean }) => escaped && text === ' ';

function termSql(column: string, term: Term): string {
  const keyword = keywordOf(term);
  if (keyword === 'NULL') return `${column} IS NULL`;
  if (keyword === 'EMPTY') return `${column} IS NULL OR LENGTH(${column}) = 0`;
  if (!isPattern(term)) return `${column} = ${sqlString(textOf(term))}`;
  return `${column} LIKE ${sqlString(patternOf(term))} ESCAPE '^'`;
}

function negatedTermSql(column: string, term: Term): string {
  const keyword = keywordOf(term);
  if (keyword === 'NULL') return `${column} IS NOT NULL`;
  if (keyword === 'EMPTY') return `${column} IS NOT NULL AND LENGTH(${column}) <> 0`;
  return `${column} IS NULL OR NOT (${termSql(column, term)})`;
}

function keywordOf(term: Term): 'NULL' | 'EMPTY' | undefined {
  const text = textOf(term).toUpperCase();
  return !term.quoted && (text === 'NULL' || text === 'EMPTY') ? text : undefined;
}

function isPattern(term: Term): boolean {
  return term.characters.some((character) => !character.escaped && (character.text === '%' || character.text === '_'));
}

function textOf(term: Term): string {
  return term.characters.map((character) => character.text).join('');
}

function patternOf(term: Term): string {
  const needsEscape = (character: { text: string; escaped: boolean }) =>
    character.text === '^' || (character.escaped && /[%_]/.test(character.text));
  return term.characters.map((character) => (needsEscape(character) ? `^${character.text}` : character.text)).join('');
}
