import type { SqlValue } from '../../data/warehouse.js';
import type { QueryField, TableCalculation } from '../query-fields.js';
import type { CompiledQuery } from '../sql/query-sql.js';

export type Value = string | number | null;

/** One column of pivoted measures. */
export interface PivotColumn {
  /** The pivots' values, joined the way Looker joins them; `rowTotalKey` for the row totals. */
  key: string;
  values: Record<string, Value>;
  isTotal: boolean;
}

export interface ResultRow {
  /** Dimensions; without pivots, measures and calculations too. */
  values: Record<string, Value>;
  /** With pivots: measures and calculations by name, then by the pivot column's key. */
  pivoted: Record<string, Record<string, Value>>;
}

/** Sums for each set of values of some of the dimensions. */
export interface SubtotalSet {
  by: string[];
  rows: ResultRow[];
}

export interface ResultSet {
  query: CompiledQuery;
  sql: string;
  rows: ResultRow[];
  pivots: PivotColumn[];
  totals: ResultRow | null;
  /** One set of rows for each depth. */
  subtotals: SubtotalSet[];
  rowsTruncated: boolean;
  columnsTruncated: boolean;
  runtimeSeconds: number;
}

export const rowTotalKey = '$$$_row_total_$$$';
const keySeparator = '|FIELD|';

export function pivotKey(values: readonly Value[]): string {
  return values.map((value) => (value === null ? '∅' : String(value))).join(keySeparator);
}

/** A binary fraction carries about sixteen digits; the last two of a sum of prices are its rounding error. */
const significantDigits = 14;

/** A database value as JSON has it: blobs do not occur in the shop. */
export function toValue(value: SqlValue | undefined): Value {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(significantDigits));
  return typeof value === 'string' ? value : null;
}

/** The columns of a result in their order: dimensions, measures, calculations. */
export function columnsOf(query: CompiledQuery): (QueryField | TableCalculation)[] {
  return [...query.dimensions, ...query.measures, ...query.calculations];
}

/** The columns that each pivot value repeats. */
export function pivotedColumnsOf(query: CompiledQuery): (QueryField | TableCalculation)[] {
  return [...query.measures, ...query.calculations.filter((calculation) => calculation.isPivoted)];
}

/** The calculations that stand beside the pivot columns, once in each row. */
export function unpivotedCalculationsOf(query: CompiledQuery): TableCalculation[] {
  return query.pivots.length === 0 ? [] : query.calculations.filter((calculation) => !calculation.isPivoted);
}
