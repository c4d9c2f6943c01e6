import type { Timeframe } from '../../models/model-types.js';

/** How a timeframe is cut out of a `YYYY-MM-DD HH:MM:SS` column. A quarter is written as its first month. */
export function timeframeSql(column: string, timeframe: Timeframe): string {
  switch (timeframe) {
    case 'raw':
    case 'time':
      return column;
    case 'hour':
      return `STRFTIME('%Y-%m-%d %H', ${column})`;
    case 'date':
      return `DATE(${column})`;
    case 'week':
      return `DATE(${column}, 'weekday 0', '-6 days')`;
    case 'month':
      return `STRFTIME('%Y-%m', ${column})`;
    case 'quarter':
      return `STRFTIME('%Y-', ${column}) || PRINTF('%02d', (CAST(STRFTIME('%m', ${column}) AS INTEGER) - 1) / 3 * 3 + 1)`;
    case 'year':
      return `CAST(STRFTIME('%Y', ${column}) AS INTEGER)`;
    case 'hour_of_day':
      return `CAST(STRFTIME('%H', ${column}) AS INTEGER)`;
    case 'day_of_week':
      return `CASE STRFTIME('%w', ${column}) WHEN '0' THEN 'Sunday' WHEN '1' THEN 'Monday' WHEN '2' THEN 'Tuesday' WHEN '3' THEN 'Wednesday' WHEN '4' THEN 'Thursday' WHEN '5' THEN 'Friday' WHEN '6' THEN 'Saturday' END`;
  }
}

/** Weeks begin on Monday, so Sunday comes last. */
export function timeframeSortSql(column: string, timeframe: Timeframe): string | null {
  return timeframe === 'day_of_week' ? `(CAST(STRFTIME('%w', ${column}) AS INTEGER) + 6) % 7` : null;
}

export function isNumericTimeframe(timeframe: Timeframe): boolean {
  return timeframe === 'year' || timeframe === 'hour_of_day';
}

/** The kind of filter expression a timeframe takes: most of them a date, the parts of a day or a week their own kind. */
export function timeframeFilterKind(timeframe: Timeframe): 'date' | 'number' | 'string' {
  if (timeframe === 'hour_of_day') return 'number';
  return timeframe === 'day_of_week' ? 'string' : 'date';
}
