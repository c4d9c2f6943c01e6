import type { DimensionType, MeasureType, Timeframe } from '../models/model-types.js';
import type { Expression } from './expressions.js';

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

/** A calculation over the rows that the database returned. */
export interface TableCalculation {
  name: string;
  label: string;
  expression: Expression;
  valueFormat: string | null;
}
