import type { LookerRecord } from '../../api.js';
import { formatNumber } from '../../models/value-format.js';
import { escapeXml } from '../../xml.js';
import {
  columnsOf,
  pivotedColumnsOf,
  type ResultRow,
  type ResultSet,
  unpivotedCalculationsOf,
  type Value,
} from './result-set.js';

interface FormattedColumn {
  valueFormat: string | null;
  name: string;
  label: string;
  type?: string;
  timeframe?: string | null;
}

/** A value as Looker writes it for people: with its value format, quarters as `2026-Q4`, nothing for null. */
export function rendered(value: Value, column: FormattedColumn): string {
  if (value === null) return '';
  if (column.timeframe === 'quarter') return quarterText(String(value));
  if (typeof value !== 'number') return value;
  if (column.valueFormat !== null) return formatNumber(value, column.valueFormat);
  return column.type === 'count' || column.type === 'count_distinct' ? formatNumber(value, '#,##0') : String(value);
}

/** `json`: one object a row; pivoted measures are nested as `{measure: {pivot field: {pivot value: value}}}`. */
export function jsonRows(result: ResultSet, applyFormatting: boolean): LookerRecord[] {
  const shown = (value: Value, column: FormattedColumn) => (applyFormatting ? rendered(value, column) : value);
  if (result.query.pivots.length === 0) {
    return result.rows.map((row) =>
      Object.fromEntries(
        columnsOf(result.query).map((column) => [column.name, shown(row.values[column.name] ?? null, column)]),
      ),
    );
  }
  const pivotName = result.query.pivots.map((field) => field.name).join('|FIELD|');
  return result.rows.map((row) => ({
    ...Object.fromEntries(
      result.query.dimensions.map((field) => [field.name, shown(row.values[field.name] ?? null, field)]),
    ),
    ...Object.fromEntries(
      pivotedColumnsOf(result.query).map((column) => [
        column.name,
        {
          [pivotName]: Object.fromEntries(
            pivotCells(result, row, column.name).map(([key, value]) => [key, shown(value, column)]),
          ),
        },
      ]),
    ),
    ...Object.fromEntries(
      unpivotedCalculationsOf(result.query).map((column) => [
        column.name,
        shown(row.values[column.name] ?? null, column),
      ]),
    ),
  }));
}

/** Header and rows as texts, the way `csv`, `txt`, `md` and `html` lay them out: one column for each pivot and measure. */
export function textTable(result: ResultSet, applyFormatting: boolean): string[][] {
  const shown = (value: Value, column: FormattedColumn) =>
    applyFormatting ? rendered(value, column) : String(value ?? '');
  const { dimensions, pivots } = result.query;
  if (pivots.length === 0) {
    const columns = columnsOf(result.query);
    const rows = result.rows.map((row) => columns.map((column) => shown(row.values[column.name] ?? null, column)));
    return [columns.map((column) => column.label), ...rows];
  }
  const beside = unpivotedCalculationsOf(result.query);
  const cells = result.pivots.flatMap((pivot) => pivotedColumnsOf(result.query).map((column) => ({ pivot, column })));
  const pivotText = (pivot: (typeof cells)[number]['pivot']) =>
    pivot.isTotal
      ? 'Row Totals'
      : Object.values(pivot.values)
          .map((value) => value ?? '∅')
          .join(' - ');
  return [
    [...dimensions.map(() => ''), ...cells.map(({ pivot }) => pivotText(pivot)), ...beside.map(() => '')],
    [...dimensions, ...cells.map(({ column }) => column), ...beside].map((column) => column.label),
    ...result.rows.map((row) => [
      ...dimensions.map((field) => shown(row.values[field.name] ?? null, field)),
      ...cells.map(({ pivot, column }) => shown(row.pivoted[column.name]?.[pivot.key] ?? null, column)),
      ...beside.map((column) => shown(row.values[column.name] ?? null, column)),
    ]),
  ];
}

export function csvText(table: readonly string[][]): string {
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return table.map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

export function tabbedText(table: readonly string[][]): string {
  return table.map((row) => `${row.map((text) => text.replace(/[\t\r\n]+/g, ' ')).join('\t')}\n`).join('');
}

export function markdownText(table: readonly string[][]): string {
  const line = (row: readonly string[]) => `| ${row.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |\n`;
  const [header = [], ...rows] = table;
  return `${line(header)}|${header.map(() => ' --- |').join('')}\n${rows.map(line).join('')}`;
}

export function htmlText(table: readonly string[][]): string {
  const [header = [], ...rows] = table;
  const cells = (row: readonly string[], tag: string) =>
    `<tr>${row.map((text) => `<${tag}>${escapeXml(text)}</${tag}>`).join('')}</tr>\n`;
  return `<table>\n${cells(header, 'th')}${rows.map((row) => cells(row, 'td')).join('')}</table>\n`;
}

/** The cells of one measure in a row, by pivot key; a combination that does not occur is left out of `json` rows as null. */
export function pivotCells(result: ResultSet, row: ResultRow, name: string): [string, Value][] {
  return result.pivots.map((pivot) => [pivot.key, row.pivoted[name]?.[pivot.key] ?? null]);
}

function quarterText(firstMonth: string): string {
  const [year = '', month = '1'] = firstMonth.split('-');
  return `${year}-Q${Math.ceil(Number(month) / 3)}`;
}
