import { signatureOf } from '../calculations/function-tables.js';
import { checkExpression } from '../expressions/check-expression.js';
import {
  type BinaryExpression,
  type CallExpression,
  type Expression,
  faultyExpression,
} from '../expressions/expression.js';
import type { Signature, ValueType } from '../expressions/signatures.js';
import { filterSql } from '../filters/filter-expressions.js';
import { type QueryField, valueTypeOf } from '../query-fields.js';
import { functionSql } from './function-sql.js';
import { sqlString } from './sql-text.js';

/** What an expression is compiled with. */
export interface ExpressionScope {
  /** Throws a QueryError for a field that is not there. */
  fieldOf(name: string): QueryField;
  /** What clocks show in the query's time zone. */
  now: Date;
}

export interface ExpressionSql {
  sql: string;
  type: ValueType;
}

const matchesFilter: Signature = { takes: 'any filter', gives: 'yesno' };
const comparisons: readonly string[] = ['=', '!=', '<', '>', '<=', '>='];
const special: readonly string[] = ['case', 'when', 'now'];

/**
 * An expression of a custom field or filter in SQL. A yesno is a condition. Throws a QueryError for a faulty one, and for
 * functions that Looker has in table calculations alone.
 */
export function expressionSql(expression: Expression, scope: ExpressionScope): ExpressionSql {
  const { kind } = checkExpression(expression, {
    signatureOf: (name) => {
      if (name === 'matches_filter') return matchesFilter;
      return Object.hasOwn(functionSql, name) || special.includes(name) ? signatureOf(name) : undefined;
    },
    isKnownElsewhere: (name) => signatureOf(name) !== undefined,
    kindOf: ({ name, part }) => {
      if (part !== 'value') throw faultyExpression(`${name}:${part}`, 'totals are for table calculations');
      return { type: valueTypeOf(scope.fieldOf(name)), isList: false };
    },
  });
  return { sql: sqlOf(expression, scope), type: kind.type };
}

function sqlOf(expression: Expression, scope: ExpressionScope): string {
  switch (expression.kind) {
    case 'literal':
      return literalSql(expression.value);
    case 'filter':
      return sqlString(expression.text);
    case 'field':
      return `(${fieldSql(scope.fieldOf(expression.name))})`;
    case 'unary':
      return `(${expression.operator === 'not' ? 'NOT ' : '-'}${sqlOf(expression.operand, scope)})`;
    case 'binary': {
      const [left, right] = sidesOf(expression, scope);
      // SQLite divides whole numbers without their fraction; Looker's expressions keep it, and give null for a zero divisor.
      if (expression.operator === '/') return `(1.0 * ${left} / NULLIF(${right}, 0))`;
      return `(${left} ${expression.operator === '!=' ? '<>' : expression.operator} ${right})`;
    }
    case 'call':
      return callSql(expression, scope);
  }
}

/** Dates are compared as times, whether or not they are written with one. */
function sidesOf({ left, right, operator }: BinaryExpression, scope: ExpressionScope): [string, string] {
  const isTimed = comparisons.includes(operator) && [left, right].some((side) => givesTime(side, scope));
  const write = (side: Expression) => (isTimed ? `DATETIME(${timeSql(side, scope)})` : sqlOf(side, scope));
  return [write(left), write(right)];
}

function givesTime(expression: Expression, scope: ExpressionScope): boolean {
  if (expression.kind === 'field') return valueTypeOf(scope.fieldOf(expression.name)) === 'date';
  if (expression.kind !== 'call') return false;
  const gives = signatureOf(expression.name)?.gives;
  return gives === 'date' || (gives === 'same' && expression.parameters.some((part) => givesTime(part, scope)));
}

function timeSql(expression: Expression, scope: ExpressionScope): string {
  const sql = sqlOf(expression, scope);
  return expression.kind === 'field' ? wholeTime(sql, scope.fieldOf(expression.name)) : sql;
}

function callSql({ name, parameters }: CallExpression, scope: ExpressionScope): string {
  const [first, second] = parameters;
  if (name === 'matches_filter') return matchesFilterSql(first, second, scope);
  if (name === 'case') return caseSql(parameters, scope);
  if (name === 'now') return sqlString(scope.now.toISOString().slice(0, 19).replace('T', ' '));
  const write = functionSql[name];
  if (write === undefined) throw faultyExpression(name, 'it stands inside of case()');
  const takesTimes = signatureOf(name)?.takes.includes('date') === true;
  return write(parameters.map((parameter) => (takesTimes ? timeSql(parameter, scope) : sqlOf(parameter, scope))));
}

function caseSql(parameters: readonly Expression[], scope: ExpressionScope): string {
  const branches = parameters.map((parameter) => {
    if (parameter.kind !== 'call' || parameter.name !== 'when') return `ELSE ${sqlOf(parameter, scope)}`;
    return `WHEN ${parameter.parameters.map((part) => sqlOf(part, scope)).join(' THEN ')}`;
  });
  if (branches[0]?.startsWith('WHEN') !== true) throw faultyExpression('case', 'it begins with when()');
  const misplaced = branches.slice(0, -1).some((branch) => branch.startsWith('ELSE'));
  if (misplaced) throw faultyExpression('case', 'only its last parameter is not a when()');
  return `(CASE ${branches.join(' ')} END)`;
}

function matchesFilterSql(
  field: Expression | undefined,
  filter: Expression | undefined,
  scope: ExpressionScope,
): string {
  if (field?.kind !== 'field' || filter?.kind !== 'filter') {
    throw faultyExpression('matches_filter', 'it takes a field and a filter expression');
  }
  const { filterKind, filterColumn } = scope.fieldOf(field.name);
  return `(${filterSql(filterKind, filterColumn, filter.text, scope.now) ?? '1 = 1'})`;
}

/** A yesno is shown as a text, and compared as the condition that it is. */
function fieldSql(field: QueryField): string {
  return field.filterKind === 'yesno' ? field.filterColumn : field.sql;
}

/** Months, quarters and years are shown without their first day. */
function wholeTime(sql: string, { timeframe }: QueryField): string {
  if (timeframe === 'year') return `(${sql} || '-01-01')`;
  return timeframe === 'month' || timeframe === 'quarter' ? `(${sql} || '-01')` : sql;
}

function literalSql(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? sqlString(value) : String(Number(value));
}
