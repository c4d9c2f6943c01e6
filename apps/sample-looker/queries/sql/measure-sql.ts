import type { MeasureType } from '../../models/model-types.js';
import { QueryError } from '../query-error.js';

/** What is aggregated over which rows. */
export interface Aggregate {
  type: MeasureType;
  /** The aggregated expression; `null` for a plain count of rows. */
  value: string | null;
  /** Rows that do not meet this condition are not aggregated. */
  condition: string | undefined;
  /** Null for a view without one, whose rows can only be counted where no join repeats them. */
  primaryKey: string | null;
  /** Whether joins repeat the view's rows. */
  isFanned: boolean;
  /** Whether the view is joined, so that its row may be missing. */
  isJoined: boolean;
}

/** Keeps a key and a value in cents apart inside one whole number; values stay below $100,000 and keys below 10^7. */
const keyFactor = 10_000_000;

/** SQL for an aggregate that is right although joins repeat rows: counts and sums count each key once. */
export function aggregateSql(aggregate: Aggregate): string {
  if (aggregate.type === 'count') return countSql(aggregate);
  const value = aggregate.value ?? keyOf(aggregate);
  switch (aggregate.type) {
    case 'count_distinct':
      return `COUNT(DISTINCT ${limited(value, aggregate)})`;
    case 'min':
      return `MIN(${limited(value, aggregate)})`;
    case 'max':
      return `MAX(${limited(value, aggregate)})`;
    case 'sum':
      return aggregate.isFanned ? sumByKeySql(value, aggregate) : `COALESCE(SUM(${limited(value, aggregate)}), 0)`;
    case 'average':
      return aggregate.isFanned ? averageByKeySql(value, aggregate) : `AVG(${limited(value, aggregate)})`;
    case 'number':
      throw new QueryError('Invalid measure', 'A measure of type number is not an aggregate.');
  }
}

function countSql(aggregate: Aggregate): string {
  if (aggregate.isFanned) return `COUNT(DISTINCT ${limited(keyOf(aggregate), aggregate)})`;
  if (aggregate.isJoined) return `COUNT(${limited(keyOf(aggregate), aggregate)})`;
  return aggregate.condition === undefined ? 'COUNT(*)' : `COUNT(${limited(aggregate.primaryKey ?? '1', aggregate)})`;
}

function keyOf({ primaryKey }: Aggregate): string {
  if (primaryKey !== null) return primaryKey;
  throw new QueryError(
    'Missing primary key',
    'A view needs a primary key for its measures to be right where it is joined.',
  );
}

function sumByKeySql(value: string, aggregate: Aggregate): string {
  const key = `${limited(keyOf(aggregate), aggregate)} * ${keyFactor}`;
  const cents = `CAST(ROUND(COALESCE(${value}, 0) * 100) AS INTEGER)`;
  return `COALESCE((SUM(DISTINCT ${key} + ${cents}) - SUM(DISTINCT ${key})) / 100.0, 0)`;
}

function averageByKeySql(value: string, aggregate: Aggregate): string {
  const present = `${value} IS NOT NULL`;
  const condition = aggregate.condition === undefined ? present : `(${aggregate.condition}) AND ${present}`;
  const valued = { ...aggregate, condition };
  return `${sumByKeySql(value, valued)} / NULLIF(COUNT(DISTINCT ${limited(keyOf(aggregate), valued)}), 0)`;
}

function limited(value: string, { condition }: Aggregate): string {
  return condition === undefined ? value : `CASE WHEN ${condition} THEN ${value} END`;
}
