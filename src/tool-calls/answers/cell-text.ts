import { ExactNumber } from './exact-json.js';
import type { Cell, ResultColumn } from './result-columns.js';

/** How a result is written: a table with tabs for a model, or CSV. */
export type TableFormat = 'table' | 'csv';

/** What would be read as something else, or break the table. */
const NEEDS_QUOTES = /^$|^null$|^"|^\s|\s$|[\t\r\n]/;
const NEEDS_CSV_QUOTES = /^$|[",\r\n]/;

/** One line of a table: null is `null`, a text that could be misread stands in JSON's quotes, such as "" and "null". */
const tabbed = (cell: Cell): string => {
  const text = plainText(cell);
  return typeof cell === 'string' && NEEDS_QUOTES.test(text) ? JSON.stringify(text) : text;
};

/** RFC 4180, where null is nothing and an empty text is "". */
const commaSeparated = (cell: Cell): string => {
  if (cell === null) return '';
  const text = plainText(cell);
  return NEEDS_CSV_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Writes a row as a line without its end. */
export const lineOf = (format: TableFormat, cells: readonly Cell[]): string =>
  format === 'csv' ? cells.map(commaSeparated).join(',') : cells.map(tabbed).join('\t');

/** What heads a column: its field, behind the values that it is pivoted to. */
export function headingOf({ name, pivot, is_row_total }: ResultColumn): string {
  if (is_row_total) return `Row total | ${name}`;
  return pivot === undefined ? name : `${pivot.map(tabbed).join(', ')} | ${name}`;
}

function plainText(cell: Cell): string {
  return cell instanceof ExactNumber ? cell.digits : String(cell);
}
