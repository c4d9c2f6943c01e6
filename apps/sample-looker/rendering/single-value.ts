import { rendered } from '../queries/results/result-formats.js';
import { columnsOf, type ResultSet } from '../queries/results/result-set.js';
import { shortLabel } from './chart-data.js';
import { type Box, colors, fitted, text, widthOf } from './svg.js';

/** The first measure of the first row, or its first field, as one large text over its name. */
export function singleValue(result: ResultSet, box: Box): string {
  const columns = columnsOf(result.query);
  const column = columns.find((each) => !('category' in each) || each.category === 'measure') ?? columns[0];
  const row = result.rows[0];
  if (column === undefined || row === undefined) return '';
  const cell = row.values[column.name] ?? Object.values(row.pivoted[column.name] ?? {})[0] ?? null;
  const value = rendered(cell, column) || '∅';
  const size = Math.max(12, Math.min(box.height * 0.34, 96, (box.width * 0.9 * 12) / Math.max(1, widthOf(value, 12))));
  const labelSize = Math.max(11, Math.min(size * 0.3, 20));
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return (
    text(value, x, y + size * 0.2, { size, anchor: 'middle' }) +
    text(fitted(shortLabel(column), box.width, labelSize), x, y + size * 0.2 + labelSize * 1.8, {
      size: labelSize,
      color: colors.faintText,
      anchor: 'middle',
    })
  );
}
