import type { DimensionType, MeasureType, Timeframe } from '../models/model-types.js';
import type { Expression } from './expressions/expression.js';
import type { ValueType } from './expressions/signatures.js';

/** A dimension or a measure of a running query: one of the model's, or one that the query itself defines. */
export interface QueryField {
  name: string;
  category: 'dimension' | 'measure';
  /** The selected expression; of a measure, the aggregation. */
  sql: string;
  /** What its filter compares: the raw column of a time field, the condition of a yesno. */
  filterColumn: string;
  filterKind: 'string' | 'number' | 'date' | 'yesno';
  /** Orders its values where their own order would be wrong (days of the week). */
  sortSql: string | null;
  timeframe: Timeframe | null;
  type: DimensionType | MeasureType | 'date';
  isNumeric: boolean;
  label: string;
  labelShort: string;
  valueFormat: string | null;
  /** The views it reads. */
  views: ReadonlySet<string>;
  isDynamic: boolean;
}

/** What a query says of a table calculation. */
export interface CalculationText {
  name: string;
  label: string;
  expression: Expression;
  valueFormat: string | null;
}

/** A calculation over the rows that the database returned. */
export interface TableCalculation extends CalculationText {
  /** What it gives. */
  valueType: ValueType;
  isList: boolean;
  /** The parts of its expression that give lists. */
  lists: ReadonlySet<Expression>;
  /** Whether it has a value in each pivot column; otherwise it stands beside them. */
  isPivoted: boolean;
}

/** The type that a field has in expressions. A year is a number that dates can be made of. */
export function valueTypeOf(field: QueryField): ValueType {
  if (field.timeframe === 'year') return 'any';
  if (field.filterKind === 'date' || field.filterKind === 'yesno') return field.filterKind;
  return field.isNumeric ? 'number' : 'string';
}
