import { type Expression, faultyExpression } from '../expressions.js';
import { sqlString } from './sql-text.js';

/** SQL for the functions that custom fields may use; a function not listed cannot run in the database. */
const functions: Readonly<Record<string, { parameters: [number, number]; sql: (parameters: string[]) => string }>> = {
  if: { parameters: [3, 3], sql: ([test, yes, no]) => `CASE WHEN ${test} THEN ${yes} ELSE ${no} END` },
  coalesce: { parameters: [2, 20], sql: (parameters) => `COALESCE(${parameters.join(', ')})` },
  is_null: { parameters: [1, 1], sql: ([value]) => `(${value} IS NULL)` },
  concat: { parameters: [1, 20], sql: (parameters) => `(${parameters.join(' || ')})` },
  upper: { parameters: [1, 1], sql: ([value]) => `UPPER(${value})` },
  lower: { parameters: [1, 1], sql: ([value]) => `LOWER(${value})` },
  length: { parameters: [1, 1], sql: ([value]) => `LENGTH(${value})` },
  contains: { parameters: [2, 2], sql: ([text, part]) => `(INSTR(${text}, ${part}) > 0)` },
  substring: { parameters: [2, 3], sql: (parameters) => `SUBSTR(${parameters.join(', ')})` },
  replace: { parameters: [3, 3], sql: (parameters) => `REPLACE(${parameters.join(', ')})` },
  round: { parameters: [1, 2], sql: (parameters) => `ROUND(${parameters.join(', ')})` },
  abs: { parameters: [1, 1], sql: ([value]) => `ABS(${value})` },
  floor: { parameters: [1, 1], sql: ([value]) => `FLOOR(${value})` },
  ceiling: { parameters: [1, 1], sql: ([value]) => `CEIL(${value})` },
};

/** The expression in SQL; `fieldSql` gives a field's own. Throws a QueryError for a function the database cannot run. */
export function expressionSql(expression: Expression, fieldSql: (name: string) => string): string {
  switch (expression.kind) {
    case 'literal':
      return literalSql(expression.value);
    case 'field':
      return `(${fieldSql(expression.name)})`;
    case 'unary':
      return `(${expression.operator === 'not' ? 'NOT ' : '-'}${expressionSql(expression.operand, fieldSql)})`;
    case 'binary':
      return binarySql(expression, fieldSql);
    case 'call':
      return callSql(expression, fieldSql);
  }
}

function binarySql(expression: Extract<Expression, { kind: 'binary' }>, fieldSql: (name: string) => string): string {
  const left = expressionSql(expression.left, fieldSql);
  const right = expressionSql(expression.right, fieldSql);
  // SQLite divides whole numbers without their fraction; Looker's expressions keep it, and give null for a zero divisor.
  if (expression.operator === '/') return `(1.0 * ${left} / NULLIF(${right}, 0))`;
  return `(${left} ${expression.operator === '!=' ? '<>' : expression.operator.toUpperCase()} ${right})`;
}

function callSql(expression: Extract<Expression, { kind: 'call' }>, fieldSql: (name: string) => string): string {
  const known = functions[expression.name];
  const count = expression.parameters.length;
  if (known === undefined) throw faultyExpression(expression.name, 'this function is not known here');
  if (count < known.parameters[0] || count > known.parameters[1]) {
    throw faultyExpression(expression.name, `it cannot take ${count} parameters`);
  }
  return known.sql(expression.parameters.map((parameter) => expressionSql(parameter, fieldSql)));
}

function literalSql(value: string | number | boolean | null): string {
  if (value === null) return 'NULL';
  return typeof value === 'string' ? sqlString(value) : String(Number(value));
}
