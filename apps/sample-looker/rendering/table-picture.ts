import { textTable } from '../queries/results/result-formats.js';
import { columnsOf, pivotedColumnsOf, type ResultSet, unpivotedCalculationsOf } from '../queries/results/result-set.js';
import { shortLabel } from './chart-data.js';
import { type Box, colors, element, fitted, line, text, widthOf } from './svg.js';

const size = 12;
const rowHeight = 24;
const padding = 7;
const columnWidthMax = 260;
/** Rows that decide how wide the columns are. */
const sampledRows = 200;

/** The rows of a result as a table: as many rows and columns as have room, and a note of how many rows have not. */
export function tablePicture(result: ResultSet, box: Box): string {
  const table = textTable(result, true);
  const isPivoted = result.query.pivots.length > 0;
  const headers = [...(isPivoted ? table.slice(0, 1) : []), headerOf(result)];
  const body = table.slice(headers.length);
  const textColumns = result.query.dimensions.map((field) => !field.isNumeric);
  const widths = columnWidths([...headers, ...body], box.width);
  const starts = widths.map((_, index) => box.x + widths.slice(0, index).reduce((sum, width) => sum + width, 0));
  const capacity = Math.max(1, Math.floor(box.height / rowHeight) - headers.length);
  const shown = body.length <= capacity ? body : body.slice(0, Math.max(0, capacity - 1));
  const tableWidth = widths.reduce((sum, width) => sum + width, 0);
  const cells = (row: readonly string[], y: number, bold: boolean) =>
    widths.map((width, index) => {
      const content = fitted(row[index] ?? '', width - padding * 2 + 2, size);
      const start = starts[index] ?? box.x;
      return textColumns[index] === true
        ? text(content, start + padding, y + 16, { size, bold })
        : text(content, start + width - padding, y + 16, { size, bold, anchor: 'end' });
    });
  const drawn = [...headers, ...shown].flatMap((row, index) => {
    const y = box.y + index * rowHeight;
    const isHeader = index < headers.length;
    const fill = { x: box.x, y, width: tableWidth, height: rowHeight, fill: colors.header };
    return [
      isHeader ? element('rect', fill) : '',
      ...cells(row, y, isHeader),
      line([box.x, y + rowHeight], [box.x + tableWidth, y + rowHeight]),
    ];
  });
  const left = body.length - shown.length;
  const noteY = box.y + (headers.length + shown.length) * rowHeight + 16;
  const note = `and ${left.toLocaleString('en-US')} more rows`;
  return [...drawn, left === 0 ? '' : text(note, box.x + padding, noteY, { size, color: colors.faintText })].join('');
}

/** Names without their views, which would not fit into the picture. */
function headerOf({ query, pivots }: ResultSet): string[] {
  if (query.pivots.length === 0) return columnsOf(query).map(shortLabel);
  const measured = pivots.flatMap(() => pivotedColumnsOf(query).map(shortLabel));
  return [...query.dimensions.map(shortLabel), ...measured, ...unpivotedCalculationsOf(query).map(shortLabel)];
}

/** As wide as their contents; the widest are cut when they are too wide together, all are stretched when there is room. */
function columnWidths(table: readonly string[][], widthMax: number): number[] {
  const wanted = (table.at(-1) ?? []).map((_, index) => {
    const widest = Math.max(...table.slice(0, sampledRows).map((row) => widthOf(row[index] ?? '', size)));
    return Math.min(columnWidthMax, widest + padding * 2);
  });
  const total = wanted.reduce((sum, width) => sum + width, 0);
  if (total <= widthMax) return wanted.map((width) => width * Math.min(widthMax / total, 1.6));
  const limit = commonLimit(wanted, widthMax);
  return wanted.map((width) => Math.min(width, limit));
}

/** The width that, as a limit of each column, makes them fill exactly this width together. */
function commonLimit(widths: readonly number[], widthMax: number): number {
  let left = widthMax;
  const ascending = [...widths].sort((first, second) => first - second);
  for (const [index, width] of ascending.entries()) {
    const share = left / (ascending.length - index);
    if (width >= share) return share;
    left -= width;
  }
  return widthMax;
}
