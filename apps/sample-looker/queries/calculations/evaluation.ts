import type { BinaryExpression, CallExpression, Expression, FieldReference } from '../expressions/expression.js';
import { parametersOf } from '../expressions/signatures.js';
import type { CalculationFunction } from './calculation-function.js';
import { type Computed, isList, keyOf, numberOf, order, type Scalar } from './computed.js';
import { calculationFunctions } from './function-tables.js';
import type { LookerTime } from './looker-time.js';
import { type Place, positionFunctions } from './position-functions.js';
import type { WorkBudget } from './work-budget.js';

/** The table that a calculation reads. */
export interface CalculationTable {
  rowCount: number;
  /** Without the row totals. */
  pivotCount: number;
  now: LookerTime | null;
  valueAt(field: FieldReference, place: Place): Computed;
}

const arithmetic: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

/** Computes one checked expression at the cells of a table. */
export class Evaluation {
  /** By part and pivot column: what is computed for all rows is computed once. */
  private readonly columns = new Map<Expression, Map<number, readonly Scalar[]>>();
  private readonly constants = new Map<Expression, Map<number, Computed>>();

  constructor(
    readonly table: CalculationTable,
    private readonly lists: ReadonlySet<Expression>,
    readonly budget: WorkBudget,
  ) {}

  /** Throws a QueryError when the calculations of the query have done all the work that they may. */
  at(expression: Expression, place: Place): Computed {
    this.budget.spend(1);
    switch (expression.kind) {
      case 'literal':
        return expression.value;
      case 'filter':
        return null;
      case 'field':
        return this.table.valueAt(expression, place);
      case 'unary': {
        const operand = this.at(expression.operand, place);
        if (expression.operator === 'not') return operand === false;
        const number = numberOf(operand);
        return number === null ? null : -number;
      }
      case 'binary':
        return this.binary(expression, place);
      case 'call':
        return finite(this.call(expression, place));
    }
  }

  /** What an expression gives in each row, or the list that it gives in this one; `null` for a list that is null. */
  columnOf(expression: Expression, place: Place): readonly Scalar[] | null {
    if (this.lists.has(expression)) {
      const list = this.at(expression, place);
      return isList(list) ? list : null;
    }
    const byPivot = this.columns.get(expression) ?? new Map<number, readonly Scalar[]>();
    this.columns.set(expression, byPivot);
    const column =
      byPivot.get(place.pivot) ??
      Array.from({ length: this.table.rowCount }, (_, row) => scalar(this.at(expression, { ...place, row })));
    byPivot.set(place.pivot, column);
    return column;
  }

  private binary({ operator, left, right }: BinaryExpression, place: Place): Computed {
    const first = this.at(left, place);
    if (operator === 'AND') return first === true && this.at(right, place) === true;
    if (operator === 'OR') return first === true || this.at(right, place) === true;
    const second = this.at(right, place);
    if (operator === '=') return isSame(first, second);
    if (operator === '!=') return !isSame(first, second);
    const compute = arithmetic[operator];
    if (compute === undefined) return isOrdered(operator, order(first, second));
    const [x, y] = [numberOf(first), numberOf(second)];
    return x === null || y === null ? null : finite(compute(x, y));
  }

  private call(expression: CallExpression, place: Place): Computed | undefined {
    const position = positionFunctions[expression.name];
    if (position !== undefined) return position.evaluate(expression.parameters, place, this);
    const known = calculationFunctions[expression.name];
    if (known === undefined) return null;
    const isConstant = known.isByRow !== true && this.isSameInAllRows(expression, known);
    if (!isConstant) return this.apply(known, expression, place);
    const byPivot = this.constants.get(expression) ?? new Map<number, Computed>();
    this.constants.set(expression, byPivot);
    const constant = byPivot.get(place.pivot);
    if (constant !== undefined) return constant;
    const computed = this.apply(known, expression, place) ?? null;
    byPivot.set(place.pivot, computed);
    return computed;
  }

  private apply(known: CalculationFunction, { parameters }: CallExpression, place: Place): Computed | undefined {
    const expected = parametersOf(known);
    let work = 0;
    const values: Computed[] = [];
    for (const [index, parameter] of parameters.entries()) {
      const isColumn = expected[Math.min(index, expected.length - 1)]?.role === 'column';
      const value = isColumn ? this.columnOf(parameter, place) : this.at(parameter, place);
      if (value === null && (isColumn || known.takesNulls !== true)) return null;
      if (isList(value)) work += value.length;
      values.push(value);
    }
    this.budget.spend(known.work ?? work);
    return known.apply(values, { row: place.row, now: this.table.now });
  }

  private isSameInAllRows({ parameters }: CallExpression, known: CalculationFunction): boolean {
    const expected = parametersOf(known);
    return parameters.every((parameter, index) => {
      if (expected[Math.min(index, expected.length - 1)]?.role === 'column') return !this.lists.has(parameter);
      return parameter.kind === 'literal';
    });
  }
}

function isSame(left: Computed, right: Computed): boolean {
  const isDated = typeof left === 'object' || typeof right === 'object';
  return keyOf(left) === keyOf(right) || (isDated && left !== null && right !== null && order(left, right) === 0);
}

/** What cannot be compared is in no order. */
function isOrdered(operator: string, difference: number | null): boolean {
  if (difference === null) return false;
  if (operator === '<') return difference < 0;
  if (operator === '>') return difference > 0;
  return operator === '<=' ? difference <= 0 : difference >= 0;
}

function finite(value: Computed | undefined): Computed {
  return value === undefined || (typeof value === 'number' && !Number.isFinite(value)) ? null : value;
}

function scalar(value: Computed): Scalar {
  return isList(value) ? null : value;
}
