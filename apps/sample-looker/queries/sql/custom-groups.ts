import { isRecord, type LookerRecord } from '../../api.js';
import { filterSql } from '../filters/filter-expressions.js';
import { QueryError } from '../query-error.js';
import type { QueryField } from '../query-fields.js';
import { sqlString } from './sql-text.js';

/** The field that a custom group or bin is made of; `undefined` for what is none. */
export function groupedField(entry: LookerRecord): string | undefined {
  const isGroup = entry.calculation_type === 'group_by' || entry.calculation_type === 'bin';
  return isGroup && Array.isArray(entry.args) && typeof entry.args[0] === 'string' ? entry.args[0] : undefined;
}

/** The SQL of a custom group or bin of this field. Throws a QueryError for one that cannot be read. */
export function groupedSql(entry: LookerRecord, field: QueryField, now: Date): string {
  const [, ...settings] = Array.isArray(entry.args) ? entry.args : [];
  return entry.calculation_type === 'bin' ? binSql(field.sql, settings) : groupSql(field, settings, now);
}

/** @param settings the groups, `{label, filter}` each, and the label of the rest: without it the rest keeps its values. */
function groupSql(field: QueryField, [groups, rest]: readonly unknown[], now: Date): string {
  if (!Array.isArray(groups)) throw new QueryError('Invalid custom group', 'A custom group needs a list of groups.');
  const branches = groups.filter(isRecord).map(({ label, filter }) => {
    const condition = filterSql(field.filterKind, field.filterColumn, String(filter ?? ''), now) ?? '1 = 1';
    return `WHEN ${condition} THEN ${sqlString(String(label ?? ''))}`;
  });
  const others = typeof rest === 'string' && rest !== '' ? sqlString(rest) : field.sql;
  return branches.length === 0 ? others : `CASE ${branches.join(' ')} ELSE ${others} END`;
}

const thresholdsMax = 200;

/** @param settings size, least and greatest of the bins, or their thresholds, and how they are written. */
function binSql(column: string, [size, least, greatest, custom, style]: readonly unknown[]): string {
  const thresholds = Array.isArray(custom)
    ? custom.map(Number)
    : evenThresholds(Number(size), Number(least), Number(greatest));
  const isUsable = thresholds.length > 0 && thresholds.length <= thresholdsMax && thresholds.every(Number.isFinite);
  if (!isUsable) {
    throw new QueryError(
      'Invalid custom bins',
      `Custom bins need a size, a least and a greatest number, at most ${thresholdsMax} bins.`,
    );
  }
  const written = (index: number) => sqlString(binText(thresholds, index, String(style ?? 'classic')));
  const branches = thresholds.map((threshold, index) => `WHEN ${column} < ${threshold} THEN ${written(index)}`);
  const undefinedText = style === 'classic' || style === undefined ? 'TXX Undefined' : 'Undefined';
  return `CASE WHEN ${column} IS NULL THEN ${sqlString(undefinedText)} ${branches.join(' ')} ELSE ${written(thresholds.length)} END`;
}

function evenThresholds(size: number, least: number, greatest: number): number[] {
  const count = Math.floor((greatest - least) / size) + 1;
  if (!(size > 0) || !(count > 0 && count <= thresholdsMax)) return [];
  return Array.from({ length: count }, (_, index) => least + index * size);
}

/** The name of the bin that ends at the threshold of this index; those of `classic` sort in their order. */
function binText(thresholds: readonly number[], index: number, style: string): string {
  const [from, to] = [thresholds[index - 1], thresholds[index]];
  if (style === 'integer') {
    if (from === undefined) return `Below ${to}`;
    return to === undefined ? `${from} or Above` : `${from} to ${to - 1}`;
  }
  if (style === 'relational') {
    if (from === undefined) return `< ${to}`;
    return to === undefined ? `>= ${from}` : `>= ${from} and < ${to}`;
  }
  const interval = `${from === undefined ? '(-inf' : `[${from}`},${to ?? 'inf'})`;
  return style === 'interval' ? interval : `T${String(index).padStart(2, '0')} ${interval}`;
}
