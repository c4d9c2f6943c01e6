import { faultyFilter } from '../query-error.js';
import { sqlAnd, sqlOr } from '../sql/sql-text.js';

const number = '[-+]?(?:\\d+\\.?\\d*|\\.\\d+)';
const bound = `${number}|[-+]?inf`;
const comparison = new RegExp(`^(>=|<=|<>|!=|>|<|=)?\\s*(${number})$`, 'i');
const range = new RegExp(`^(${number})?\\s*\\bto\\b\\s*(${number})?$`, 'i');
const interval = new RegExp(`^([[(])\\s*(${bound})?\\s*,\\s*(${bound})?\\s*([\\])])$`, 'i');

interface Term {
  negated: boolean;
  sql: string;
}

/**
 * Looker's number filters: `5`, `1,2,3`, `NOT 5`, `>100`, `>=5 AND <=10`, `5 to 10`, `5 to`, `to 10`, `[1,5)`, `(2,inf)`, `NULL`,
 * `NOT NULL`, joined by `,` or `OR`. A `NOT` counts for the plain numbers after it, too. `undefined` means no
 * restriction. Throws a QueryError for anything else.
 */
export function numberFilterSql(column: string, expression: string): string | undefined {
  const terms: Term[] = [];
  for (const part of splitAlternatives(expression)) {
    const previous = terms.at(-1);
    const isBareNumber = new RegExp(`^${number}$`).test(part);
    terms.push(termOf(column, part, { expression, negated: isBareNumber && previous?.negated === true }));
  }
  const anyWanted = sqlOr(terms.filter((term) => !term.negated).map((term) => term.sql));
  const unwanted = terms.filter((term) => term.negated).map((term) => `${column} IS NULL OR NOT (${term.sql})`);
  return sqlAnd([...(anyWanted === undefined ? [] : [anyWanted]), ...unwanted]);
}

/** Splits at `OR` and at commas outside brackets. */
function splitAlternatives(expression: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of expression.replace(/\s+OR\s+/gi, ',')) {
    if (character === '[' || character === '(') depth += 1;
    if (character === ']' || character === ')') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${character}`);
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function termOf(column: string, part: string, context: { expression: string; negated: boolean }): Term {
  if (/^not\s+null$/i.test(part)) return { negated: false, sql: `${column} IS NOT NULL` };
  const withoutNot = part.replace(/^not\s*/i, '');
  const negated = context.negated || withoutNot !== part;
  const conditions = withoutNot
    .split(/\s+AND\s+/i)
    .map((condition) => conditionSql(column, condition.trim(), context.expression));
  return { negated, sql: conditions.join(' AND ') };
}

function conditionSql(column: string, condition: string, expression: string): string {
  if (/^null$/i.test(condition)) return `${column} IS NULL`;
  const compared = comparison.exec(condition);
  if (compared) {
    const operator = compared[1] === '!=' ? '<>' : (compared[1] ?? '=');
    return `${column} ${operator} ${Number(compared[2])}`;
  }
  const ranged = range.exec(condition);
  if (ranged) return rangeSql(column, ranged, expression);
  const bounded = interval.exec(condition);
  if (bounded) return intervalSql(column, bounded);
  throw faultyFilter(expression);
}

function rangeSql(column: string, [, lowest, highest]: RegExpExecArray, expression: string): string {
  const limits = [
    ...(lowest === undefined ? [] : [`${column} >= ${Number(lowest)}`]),
    ...(highest === undefined ? [] : [`${column} <= ${Number(highest)}`]),
  ];
  if (limits.length === 0) throw faultyFilter(expression);
  return limits.join(' AND ');
}

function intervalSql(column: string, [, open, lowest, highest, close]: RegExpExecArray): string {
  const isBounded = (text: string | undefined): text is string => text !== undefined && !/inf$/i.test(text);
  const limits = [
    ...(isBounded(lowest) ? [`${column} ${open === '[' ? '>=' : '>'} ${Number(lowest)}`] : []),
    ...(isBounded(highest) ? [`${column} ${close === ']' ? '<=' : '<'} ${Number(highest)}`] : []),
  ];
  return limits.length === 0 ? `${column} IS NOT NULL` : limits.join(' AND ');
}
