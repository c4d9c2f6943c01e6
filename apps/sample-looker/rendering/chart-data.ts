import { formatNumber } from '../models/value-format.js';
import type { QueryField, TableCalculation } from '../queries/query-fields.js';
import { rendered } from '../queries/results/result-formats.js';
import {
  columnsOf,
  pivotedColumnsOf,
  type ResultRow,
  type ResultSet,
  unpivotedCalculationsOf,
  type Value,
} from '../queries/results/result-set.js';

export interface Series {
  /** Among the other series: a measure, or what it was pivoted by. */
  label: string;
  /** What its numbers are. */
  measureLabel: string;
  values: readonly (number | null)[];
  /** The Excel-style format of its values. */
  valueFormat: string | null;
}

/** What charts with axes show: numbers of several series over the same categories. */
export interface ChartData {
  categoryLabel: string;
  categories: readonly string[];
  series: readonly Series[];
}

type Column = QueryField | TableCalculation;

/** Kinds of categories that are sorted, whatever the order of the rows. */
export type OrderedKind = 'time' | 'number';

/** Dimensions become categories, measures and calculations become series; a pivoted measure is one for each pivot value. */
export function chartData(result: ResultSet, ordered: readonly OrderedKind[]): ChartData {
  const { dimensions, pivots } = result.query;
  const first = dimensions[0];
  const kind = first?.timeframe ? 'time' : first?.isNumeric ? 'number' : null;
  const rows = first && kind && ordered.includes(kind) ? inOrder(result.rows, first.name) : result.rows;
  const numbers = (column: Column, valueIn: (row: ResultRow) => Value | undefined): Omit<Series, 'label'> => ({
    values: rows.map((row) => toNumber(valueIn(row) ?? null)),
    measureLabel: shortLabel(column),
    valueFormat: column.valueFormat,
  });
  const numeric = columnsOf(result.query).filter((column) => !('category' in column) || column.category === 'measure');
  const series =
    pivots.length === 0
      ? numeric.map((column) => ({ label: shortLabel(column), ...numbers(column, (row) => row.values[column.name]) }))
      : result.pivots
          .filter((pivot) => !pivot.isTotal)
          .flatMap((pivot) =>
            pivotedColumnsOf(result.query).map((column, _, { length }) => ({
              label: [
                ...Object.values(pivot.values).map((value) => String(value ?? '∅')),
                ...(length > 1 ? [shortLabel(column)] : []),
              ].join(' - '),
              ...numbers(column, (row) => row.pivoted[column.name]?.[pivot.key]),
            })),
          );
  const beside = unpivotedCalculationsOf(result.query).map((column) => ({
    label: shortLabel(column),
    ...numbers(column, (row) => row.values[column.name]),
  }));
  return {
    categoryLabel: dimensions.map((field) => field.label).join(', '),
    categories: rows.map((row) =>
      dimensions.map((field) => rendered(row.values[field.name] ?? null, field) || '∅').join(' - '),
    ),
    series: [...series, ...beside].filter(({ values }) => values.some((value) => value !== null)),
  };
}

/** A value on an axis: short, with the currency or percent sign of its format. */
export function axisText(value: number, valueFormat: string | null): string {
  if (valueFormat?.includes('%')) return `${Number((value * 100).toFixed(1))}%`;
  const sign = valueFormat?.includes('$') ? '$' : '';
  const number = Math.abs(value).toLocaleString('en-US', { notation: 'compact', maximumFractionDigits: 2 });
  return `${value < 0 ? '-' : ''}${sign}${number}`;
}

export function valueText(value: number, { valueFormat }: Series): string {
  return valueFormat === null ? value.toLocaleString('en-US') : formatNumber(value, valueFormat);
}

export function shortLabel(column: Column): string {
  return 'labelShort' in column ? column.labelShort : column.label;
}

function inOrder(rows: readonly ResultRow[], name: string): ResultRow[] {
  const compare = (left: Value, right: Value) =>
    typeof left === 'number' && typeof right === 'number'
      ? left - right
      : String(left ?? '').localeCompare(String(right ?? ''), 'en');
  return [...rows].sort((left, right) => compare(left.values[name] ?? null, right.values[name] ?? null));
}

/** The measure that these series share; empty for different measures, which the legend names. */
export function axisTitle(series: readonly Series[]): string {
  const labels = new Set(series.map(({ measureLabel }) => measureLabel));
  return labels.size === 1 ? [...labels].join() : '';
}

function toNumber(value: Value): number | null {
  const number = typeof value === 'string' ? Number.NaN : value;
  return number === null || Number.isNaN(number) ? null : number;
}
