import { type Computed, cellOf, type Scalar, timeOf } from '../calculations/computed.js';
import { type CalculationTable, Evaluation } from '../calculations/evaluation.js';
import { LookerTime } from '../calculations/looker-time.js';
import type { Place } from '../calculations/position-functions.js';
import { WorkBudget } from '../calculations/work-budget.js';
import type { FieldReference } from '../expressions/expression.js';
import type { QueryField, TableCalculation } from '../query-fields.js';
import { type ResultSet, rowTotalKey, type Value } from './result-set.js';

/** What the calculations have given, as it was computed: later ones read it. */
type Results = Map<string, Computed[][]>;

/**
 * Adds the query's table calculations to each row. Throws a QueryError when they would take too much work, and for
 * values that a function cannot take.
 */
export function addCalculations(result: ResultSet): void {
  const { calculationOrder } = result.query;
  if (calculationOrder.length === 0) return;
  const results: Results = new Map();
  const budget = new WorkBudget();
  const pivots = result.pivots.filter((pivot) => pivot.key !== rowTotalKey);
  const table = tableOf(result, results);
  for (const calculation of calculationOrder) {
    const evaluation = new Evaluation(table, calculation.lists, budget);
    const places = calculation.isPivoted ? pivots.map((_, pivot) => pivot) : [-1];
    const columns = places.map((pivot) =>
      result.rows.map((_, row) => evaluation.at(calculation.expression, { row, pivot })),
    );
    results.set(calculation.name, columns);
    for (const [index, pivot] of places.entries()) {
      write(result, calculation, { pivotKey: pivots[pivot]?.key, column: columns[index] ?? [] });
    }
  }
}

function write(
  { rows }: ResultSet,
  { name }: TableCalculation,
  { pivotKey, column }: { pivotKey: string | undefined; column: readonly Computed[] },
): void {
  for (const [index, row] of rows.entries()) {
    const cell = cellOf(column[index] ?? null);
    if (pivotKey === undefined) row.values[name] = cell;
    else row.pivoted[name] = { ...row.pivoted[name], [pivotKey]: cell };
  }
}

function tableOf(result: ResultSet, results: Results): CalculationTable {
  const { dimensions, measures, now, pivots: pivotFields } = result.query;
  const fields = new Map([...dimensions, ...pivotFields, ...measures].map((field) => [field.name, field]));
  const pivots = result.pivots.filter((pivot) => pivot.key !== rowTotalKey);
  const isPivoted = pivotFields.length > 0;
  const cellAt = ({ name, part }: FieldReference, { row, pivot }: Place): Value => {
    const at = part === 'total' ? result.totals : result.rows[row];
    if (part === 'row_total') return at?.pivoted[name]?.[rowTotalKey] ?? null;
    const inPivot = pivots[pivot];
    if (inPivot !== undefined && name in inPivot.values) return inPivot.values[name] ?? null;
    return (inPivot === undefined ? at?.values[name] : (at?.pivoted[name]?.[inPivot.key] ?? at?.values[name])) ?? null;
  };
  return {
    rowCount: result.rows.length,
    pivotCount: isPivoted ? pivots.length : 0,
    now: LookerTime.at(now.getTime()) ?? null,
    valueAt: (field, place) => {
      const computed = results.get(field.name);
      if (computed !== undefined) return computed[computed.length === 1 ? 0 : place.pivot]?.[place.row] ?? null;
      const known = fields.get(field.name);
      return known === undefined ? null : typedValue(known, cellAt(field, place));
    },
  };
}

/** A cell in the type of its field. */
function typedValue(field: QueryField, value: Value): Scalar {
  if (value === null) return null;
  if (field.filterKind === 'yesno') return value === 'Yes';
  return field.filterKind === 'date' && typeof value === 'string' ? (timeOf(value) ?? value) : value;
}
