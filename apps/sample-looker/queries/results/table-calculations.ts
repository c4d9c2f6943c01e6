import { type Expression, faultyExpression, fieldsIn } from '../expressions.js';
import { QueryError } from '../query-error.js';
import { type ResultRow, type ResultSet, rowTotalKey, type Value } from './result-set.js';

type Computed = string | number | boolean | null;

/** Where an expression is evaluated: one row, and the whole column of rows it stands in. */
interface Scope {
  index: number;
  count: number;
  valueAt(name: string, index: number): Value;
  /** The results of functions of a whole column by row: they are computed once, not once for each row. */
  columns: Map<Expression, Value[]>;
}

/** Adds the query's table calculations to each row, one after the other, so that a later one can use an earlier one. */
export function addCalculations(result: ResultSet): void {
  const known = new Set([...result.query.dimensions, ...result.query.measures].map((field) => field.name));
  for (const calculation of result.query.calculations) {
    const missing = fieldsIn(calculation.expression).find((name) => !known.has(name));
    if (missing !== undefined) {
      throw new QueryError(
        'Invalid table calculation',
        `"${calculation.name}" refers to "${missing}", which is not in the query.`,
      );
    }
    known.add(calculation.name);
    if (result.pivots.length === 0) addToRows(result.rows, calculation.name, calculation.expression);
    for (const pivot of result.pivots.filter((column) => column.key !== rowTotalKey)) {
      addToPivot(result.rows, { name: calculation.name, key: pivot.key }, calculation.expression);
    }
  }
}

function addToRows(rows: readonly ResultRow[], name: string, expression: Expression): void {
  const valueAt = (field: string, index: number) => rows[index]?.values[field] ?? null;
  const columns = new Map<Expression, Value[]>();
  const computed = rows.map((_, index) =>
    toValue(evaluate(expression, { index, count: rows.length, valueAt, columns })),
  );
  for (const [index, row] of rows.entries()) row.values[name] = computed[index] ?? null;
}

function addToPivot(rows: readonly ResultRow[], cell: { name: string; key: string }, expression: Expression): void {
  const valueAt = (field: string, index: number) =>
    rows[index]?.pivoted[field]?.[cell.key] ?? rows[index]?.values[field] ?? null;
  const columns = new Map<Expression, Value[]>();
  const computed = rows.map((_, index) =>
    toValue(evaluate(expression, { index, count: rows.length, valueAt, columns })),
  );
  for (const [index, row] of rows.entries()) {
    row.pivoted[cell.name] = { ...row.pivoted[cell.name], [cell.key]: computed[index] ?? null };
  }
}

function evaluate(expression: Expression, scope: Scope): Computed {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'field':
      return scope.valueAt(expression.name, scope.index);
    case 'unary': {
      const operand = evaluate(expression.operand, scope);
      if (expression.operator === 'not') return !operand;
      return operand === null ? null : -Number(operand);
    }
    case 'binary':
      return binary(expression.operator, evaluate(expression.left, scope), () => evaluate(expression.right, scope));
    case 'call':
      return call(expression, scope);
  }
}

function binary(operator: string, left: Computed, readRight: () => Computed): Computed {
  if (operator === 'and') return Boolean(left) && Boolean(readRight());
  if (operator === 'or') return Boolean(left) || Boolean(readRight());
  const right = readRight();
  if (operator === '=') return left === right;
  if (operator === '!=') return left !== right;
  if (left === null || right === null) return null;
  const comparison = comparisons[operator];
  if (comparison !== undefined) return comparison(left, right);
  const result = arithmetic[operator]?.(Number(left), Number(right)) ?? Number.NaN;
  return Number.isFinite(result) ? result : null;
}

type NotNull = string | number | boolean;
const comparisons: Readonly<Record<string, (left: NotNull, right: NotNull) => boolean>> = {
  '<': (left, right) => left < right,
  '>': (left, right) => left > right,
  '<=': (left, right) => left <= right,
  '>=': (left, right) => left >= right,
};
const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
};

/** Functions of one row's values. */
const rowFunctions: Readonly<Record<string, (values: Computed[]) => Computed>> = {
  if: ([test, yes = null, no = null]) => (test === true || test === 1 ? yes : no),
  coalesce: (values) => values.find((value) => value !== null) ?? null,
  is_null: ([value]) => value === null,
  concat: (values) => values.map((value) => String(value ?? '')).join(''),
  abs: ([value]) => numeric(value, Math.abs),
  floor: ([value]) => numeric(value, Math.floor),
  ceiling: ([value]) => numeric(value, Math.ceil),
  round: ([value, digits]) =>
    numeric(value, (number) => Number(number.toFixed(Math.min(Math.max(Number(digits ?? 0), 0), 20)))),
};

/** Functions of a whole column of numbers. */
const columnFunctions: Readonly<Record<string, (numbers: number[]) => number | null>> = {
  sum: (numbers) => numbers.reduce((sum, number) => sum + number, 0),
  mean: (numbers) => (numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length),
  max: (numbers) =>
    numbers.reduce<number | null>((most, number) => (most === null || number > most ? number : most), null),
  min: (numbers) =>
    numbers.reduce<number | null>((least, number) => (least === null || number < least ? number : least), null),
  count: (numbers) => numbers.length,
};

function call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Computed {
  const { name, parameters } = expression;
  const [first, second] = parameters;
  if (name === 'row') return scope.index + 1;
  const rowFunction = rowFunctions[name];
  if (rowFunction !== undefined) return rowFunction(parameters.map((parameter) => evaluate(parameter, scope)));
  if (first === undefined) throw faultyExpression(name, 'this function is not known here');
  if (name === 'offset') {
    const index = scope.index + Number(second === undefined ? 0 : evaluate(second, scope));
    return index < 0 || index >= scope.count ? null : evaluate(first, { ...scope, index });
  }
  const column = scope.columns.get(expression) ?? computeColumn(name, first, scope);
  scope.columns.set(expression, column);
  return column[scope.index] ?? null;
}

function computeColumn(name: string, parameter: Expression, scope: Scope): Value[] {
  const numbers = Array.from({ length: scope.count }, (_, index) => {
    const value = evaluate(parameter, { ...scope, index });
    return value === null || Number.isNaN(Number(value)) ? null : Number(value);
  });
  if (name === 'running_total') {
    let total = 0;
    return numbers.map((number) => {
      total += number ?? 0;
      return total;
    });
  }
  const columnFunction = columnFunctions[name];
  if (columnFunction === undefined) throw faultyExpression(name, 'this function is not known here');
  return Array<Value>(scope.count).fill(columnFunction(numbers.filter((number) => number !== null)));
}

function numeric(value: Computed | undefined, apply: (number: number) => number): number | null {
  return value === null || value === undefined ? null : apply(Number(value));
}

function toValue(computed: Computed): Value {
  if (typeof computed === 'boolean') return computed ? 'Yes' : 'No';
  return computed;
}
