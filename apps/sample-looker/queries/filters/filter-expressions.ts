import { faultyFilter } from '../query-error.js';
import { dateFilterSql } from './date-filters.js';
import { numberFilterSql } from './number-filters.js';
import { stringFilterSql } from './string-filters.js';

export type FilterKind = 'string' | 'number' | 'date' | 'yesno';

/**
 * The SQL condition of a Looker filter expression, or `undefined` when it restricts nothing (`""`). `column` is a SQL
 * expression; for `date` it holds `YYYY-MM-DD HH:MM:SS` texts, for `yesno` a condition. Throws a QueryError for an
 * expression that the kind does not know.
 */
export function filterSql(kind: FilterKind, column: string, expression: string, now: Date): string | undefined {
  switch (kind) {
    case 'string':
      return stringFilterSql(column, expression);
    case 'number':
      return numberFilterSql(column, expression);
    case 'date':
      return dateFilterSql(column, expression, now);
    case 'yesno':
      return yesnoFilterSql(column, expression);
  }
}

function yesnoFilterSql(condition: string, expression: string): string | undefined {
  const text = expression.trim().toLowerCase();
  if (text === '' || text === 'any value') return undefined;
  if (/^(yes|true|1)$/.test(text)) return condition;
  if (/^(no|false|0)$/.test(text)) return `NOT COALESCE(${condition}, 0)`;
  throw faultyFilter(expression);
}
