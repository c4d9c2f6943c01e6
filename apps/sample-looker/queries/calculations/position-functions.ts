import { type Expression, faultyExpression } from '../expressions/expression.js';
import type { Signature } from '../expressions/signatures.js';
import { type Computed, isList, numberOf, type Scalar } from './computed.js';
import { placeOf } from './functions/aggregate-functions.js';

/** A cell: its row, and its pivot column or -1 for what stands beside them; both from 0. */
export interface Place {
  row: number;
  pivot: number;
}

/** What a function of this kind asks for: its parameters at this cell or at others. */
interface Evaluator {
  readonly table: { readonly rowCount: number; readonly pivotCount: number };
  readonly budget: { spend(amount: number): void };
  at(expression: Expression, place: Place): Computed;
  columnOf(expression: Expression, place: Place): readonly Scalar[] | null;
}

/** A function that decides itself which of its parameters are computed, and at which cells. */
export interface PositionFunction extends Signature {
  evaluate(parameters: readonly Expression[], place: Place, evaluator: Evaluator): Computed;
}

type PositionTable = Readonly<Record<string, PositionFunction>>;

const listMax = 10_000;
const nothing: Expression = { kind: 'literal', value: null };

/** Functions of which one parameter decides about another. */
const choosing: PositionTable = {
  if: {
    takes: 'yesno any any',
    gives: 'same',
    evaluate: ([test = nothing, yes = nothing, no = nothing], place, evaluator) =>
      evaluator.at(evaluator.at(test, place) === true ? yes : no, place),
  },
  case: {
    takes: 'any any*',
    gives: 'same',
    evaluate: (parameters, place, evaluator) => {
      for (const parameter of parameters) {
        if (parameter.kind !== 'call' || parameter.name !== 'when') return evaluator.at(parameter, place);
        const [test = nothing, value = nothing] = parameter.parameters;
        if (evaluator.at(test, place) === true) return evaluator.at(value, place);
      }
      return null;
    },
  },
  when: {
    takes: 'yesno any',
    gives: 'same',
    evaluate: () => {
      throw faultyExpression('when', 'when() stands inside of case()');
    },
  },
  coalesce: {
    takes: 'any any*',
    gives: 'same',
    evaluate: (parameters, place, evaluator) => {
      for (const parameter of parameters) {
        const value = evaluator.at(parameter, place);
        if (value !== null) return value;
      }
      return null;
    },
  },
  is_null: {
    takes: 'any',
    gives: 'yesno',
    evaluate: ([value = nothing], place, evaluator) => evaluator.at(value, place) === null,
  },
  list: {
    takes: 'any*',
    gives: 'list',
    evaluate: (parameters, place, evaluator) =>
      parameters.map((parameter) => single(evaluator.at(parameter, place), 'list')),
  },
};

/** Functions of other rows. */
const rows: PositionTable = {
  row: { takes: '', gives: 'number', evaluate: (_, { row }) => row + 1 },
  offset: {
    takes: 'any number',
    gives: 'same',
    evaluate: ([column = nothing, by = nothing], place, evaluator) =>
      atRow(evaluator, column, { ...place, row: place.row + wholeOf(evaluator.at(by, place)) }),
  },
  offset_list: {
    takes: 'any number number',
    gives: 'list',
    evaluate: ([column = nothing, by = nothing, count = nothing], place, evaluator) => {
      const first = place.row + wholeOf(evaluator.at(by, place));
      return listOf(evaluator, evaluator.at(count, place), (index) =>
        single(atRow(evaluator, column, { ...place, row: first + index }), 'offset_list'),
      );
    },
  },
  lookup: {
    takes: 'any values any',
    gives: 'any',
    evaluate: ([value = nothing, column = nothing, result = nothing], place, evaluator) => {
      const row = placeOf(evaluator.at(value, place), evaluator.columnOf(column, place));
      return row === undefined ? null : atRow(evaluator, result, { ...place, row });
    },
  },
};

/** Functions of other pivot columns: null in a result without them. */
const pivots: PositionTable = {
  pivot_column: { takes: '', gives: 'number', evaluate: (_, { pivot }) => (pivot < 0 ? null : pivot + 1) },
  pivot_index: {
    takes: 'any number',
    gives: 'same',
    evaluate: ([value = nothing, index = nothing], place, evaluator) =>
      atPivot(evaluator, value, { ...place, pivot: wholeOf(evaluator.at(index, place)) - 1 }),
  },
  pivot_offset: {
    takes: 'any number',
    gives: 'same',
    evaluate: ([value = nothing, by = nothing], place, evaluator) =>
      place.pivot < 0
        ? null
        : atPivot(evaluator, value, { ...place, pivot: place.pivot + wholeOf(evaluator.at(by, place)) }),
  },
  pivot_offset_list: {
    takes: 'any number number',
    gives: 'list',
    evaluate: ([value = nothing, by = nothing, count = nothing], place, evaluator) => {
      if (place.pivot < 0) return null;
      const first = place.pivot + wholeOf(evaluator.at(by, place));
      return listOf(evaluator, evaluator.at(count, place), (index) =>
        single(atPivot(evaluator, value, { ...place, pivot: first + index }), 'pivot_offset_list'),
      );
    },
  },
  pivot_row: {
    takes: 'any',
    gives: 'list',
    evaluate: ([value = nothing], place, evaluator) => {
      const { pivotCount } = evaluator.table;
      if (pivotCount === 0) return null;
      return listOf(evaluator, pivotCount, (pivot) =>
        single(atPivot(evaluator, value, { ...place, pivot }), 'pivot_row'),
      );
    },
  },
  pivot_where: {
    takes: 'yesno any',
    gives: 'same',
    evaluate: ([test = nothing, value = nothing], place, evaluator) => {
      const all = Array.from({ length: evaluator.table.pivotCount }, (_, pivot) => ({ ...place, pivot }));
      const [found, ...others] = all.filter((column) => evaluator.at(test, column) === true);
      return found === undefined || others.length > 0 ? null : evaluator.at(value, found);
    },
  },
};

export const positionFunctions: PositionTable = { ...choosing, ...rows, ...pivots };

/** Functions whose parameters are computed in pivot columns that they choose themselves. */
export const pivotChoosing: readonly string[] = ['pivot_index', 'pivot_row', 'pivot_where'];
/** Functions that differ by the pivot column they stand in. */
export const pivotRelative: readonly string[] = ['pivot_column', 'pivot_offset', 'pivot_offset_list'];

function atRow(evaluator: Evaluator, expression: Expression, place: Place): Computed {
  const isInside = place.row >= 0 && place.row < evaluator.table.rowCount;
  return isInside ? evaluator.at(expression, place) : null;
}

function atPivot(evaluator: Evaluator, expression: Expression, place: Place): Computed {
  const isInside = place.pivot >= 0 && place.pivot < evaluator.table.pivotCount;
  return isInside ? evaluator.at(expression, place) : null;
}

function listOf(evaluator: Evaluator, count: Computed, valueAt: (index: number) => Scalar): readonly Scalar[] {
  const length = Math.max(wholeOf(count), 0);
  if (length > listMax) throw faultyExpression(String(length), `a list has at most ${listMax} values`);
  evaluator.budget.spend(length);
  return Array.from({ length }, (_, index) => valueAt(index));
}

function wholeOf(value: Computed): number {
  return Math.trunc(numberOf(value) ?? 0);
}

function single(value: Computed, name: string): Scalar {
  if (isList(value)) throw faultyExpression(name, 'a list cannot hold lists');
  return value;
}
