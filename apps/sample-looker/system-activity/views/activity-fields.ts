import {
  allTimeframes,
  type DimensionGroupModel,
  type DimensionModel,
  type MeasureModel,
  type Timeframe,
} from '../../models/model-types.js';

const timeframes: readonly Timeframe[] = [...allTimeframes, 'hour'];

/** The columns of these names as texts, with what they say. */
export function texts(descriptions: Readonly<Record<string, string>>): Record<string, DimensionModel> {
  return mapped(descriptions, (description) => ({ type: 'string', description }));
}

export function numbers(descriptions: Readonly<Record<string, string>>): Record<string, DimensionModel> {
  return mapped(descriptions, (description) => ({ type: 'number', description }));
}

export function yesnos(descriptions: Readonly<Record<string, string>>): Record<string, DimensionModel> {
  return mapped(descriptions, (description, name) => ({ type: 'yesno', description, sql: `{TABLE}.${name}` }));
}

export function primaryKey(description: string): { id: DimensionModel } {
  return { id: { type: 'number', label: 'ID', description, primaryKey: true, valueFormatName: 'id' } };
}

/** Times in columns of their names and `_at`. */
export function times(descriptions: Readonly<Record<string, string>>): Record<string, DimensionGroupModel> {
  return mapped(descriptions, (description, name) => ({ description, column: `${name}_at`, timeframes }));
}

/** Sums and the like of dimensions: by name what is aggregated and what it says. */
export function measures(
  type: MeasureModel['type'],
  of: Readonly<Record<string, readonly [sql: string, description: string]>>,
): Record<string, MeasureModel> {
  return mapped(of, ([sql, description]) => ({ type, sql, description }));
}

export function counted(description: string): { count: MeasureModel } {
  return { count: { type: 'count', description } };
}

/** A text that says in which of the ranges between these bounds a number is, written as LookML's integer tiers. */
export function tiers(sql: string, bounds: readonly number[]): string {
  const ranges = bounds.map((from, index) => {
    const next = bounds[index + 1];
    return next === undefined ? `ELSE '${from} or Above'` : `WHEN ${sql} < ${next} THEN '${from} to ${next - 1}'`;
  });
  return `CASE WHEN ${sql} IS NULL THEN 'Undefined' WHEN ${sql} < ${bounds[0]} THEN 'Below ${bounds[0]}' ${ranges.join(' ')} END`;
}

function mapped<From, To>(
  values: Readonly<Record<string, From>>,
  change: (value: From, name: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]));
}
