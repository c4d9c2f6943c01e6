import { checkExpression } from '../expressions/check-expression.js';
import { type Expression, type FieldReference, fieldsIn, partsOf } from '../expressions/expression.js';
import type { ValueKind } from '../expressions/signatures.js';
import { QueryError } from '../query-error.js';
import { type CalculationText, type QueryField, type TableCalculation, valueTypeOf } from '../query-fields.js';
import { signatureOf } from './function-tables.js';
import { pivotChoosing, pivotRelative } from './position-functions.js';

/** What the calculations of a query can read. */
export interface CalculatedQuery {
  dimensions: readonly QueryField[];
  pivots: readonly QueryField[];
  measures: readonly QueryField[];
  total: boolean;
  rowTotal: boolean;
}

/**
 * Checks the calculations of a query, in the order in which they can be computed: each after those that it reads.
 * Throws a QueryError for a faulty one, for fields that the query lacks and for calculations that read each other.
 */
export function planCalculations(texts: readonly CalculationText[], query: CalculatedQuery): TableCalculation[] {
  const planned = new Map<string, TableCalculation>();
  const open = new Set<string>();
  const plan = (text: CalculationText): void => {
    if (planned.has(text.name)) return;
    if (open.has(text.name)) throw refused(text.name, 'refers to itself');
    open.add(text.name);
    for (const name of fieldsIn(text.expression)) {
      const read = texts.find((other) => other.name === name);
      if (read !== undefined) plan(read);
    }
    planned.set(text.name, planOne(text, query, planned));
  };
  for (const text of texts) plan(text);
  return [...planned.values()];
}

function planOne(
  text: CalculationText,
  query: CalculatedQuery,
  planned: ReadonlyMap<string, TableCalculation>,
): TableCalculation {
  const { kind, lists } = checkExpression(text.expression, {
    signatureOf,
    isKnownElsewhere: (name) => name === 'matches_filter',
    kindOf: (reference) => kindOf(reference, text.name, { query, planned }),
  });
  return {
    ...text,
    valueType: kind.type,
    isList: kind.isList,
    lists,
    isPivoted: query.pivots.length > 0 && variesByPivot(text.expression, query, planned),
  };
}

function kindOf(
  { name, part }: FieldReference,
  calculation: string,
  { query, planned }: { query: CalculatedQuery; planned: ReadonlyMap<string, TableCalculation> },
): ValueKind {
  const field = [...query.dimensions, ...query.pivots, ...query.measures].find((candidate) => candidate.name === name);
  const earlier = planned.get(name);
  if (field === undefined && earlier === undefined) {
    throw refused(calculation, `refers to "${name}", which is not in the query`);
  }
  if (part === 'total' && !query.total) throw refused(calculation, `refers to "${name}:total" without totals`);
  if (part === 'row_total' && !query.rowTotal) {
    throw refused(calculation, `refers to "${name}:row_total" without row totals`);
  }
  if (part !== 'value' && field?.category !== 'measure') {
    throw refused(calculation, `refers to the total of "${name}", which is no measure of the query`);
  }
  if (earlier !== undefined) return { type: earlier.valueType, isList: earlier.isList };
  return { type: field === undefined ? 'any' : valueTypeOf(field), isList: false };
}

/** Whether it has another value in each pivot column. */
function variesByPivot(
  expression: Expression,
  query: CalculatedQuery,
  planned: ReadonlyMap<string, TableCalculation>,
): boolean {
  if (expression.kind === 'field') {
    if (expression.part === 'row_total') return false;
    const isOfPivot = [...query.measures, ...query.pivots].some(({ name }) => name === expression.name);
    return isOfPivot || planned.get(expression.name)?.isPivoted === true;
  }
  if (expression.kind === 'call') {
    if (pivotChoosing.includes(expression.name)) return false;
    if (pivotRelative.includes(expression.name)) return true;
  }
  return partsOf(expression).some((part) => variesByPivot(part, query, planned));
}

function refused(calculation: string, reason: string): QueryError {
  return new QueryError('Invalid table calculation', `"${calculation}" ${reason}.`);
}
