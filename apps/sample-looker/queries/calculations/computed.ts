import { LookerTime } from './looker-time.js';

export type Scalar = string | number | boolean | LookerTime | null;
/** What a part of a calculation gives. */
export type Computed = Scalar | readonly Scalar[];

export function isList(value: Computed | undefined): value is readonly Scalar[] {
  return Array.isArray(value);
}

/** `null` for what is no number. */
export function numberOf(value: Computed | undefined): number | null {
  if (value === null || value === undefined || isList(value) || typeof value === 'boolean') return null;
  if (value instanceof LookerTime || value === '') return null;
  const number = Number(value);
  return Number.isNaN(number) ? null : number;
}

export function textOf(value: Computed | undefined): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return isList(value) ? value.map(textOf).join(', ') : String(value);
}

/** `null` for what is no date. */
export function timeOf(value: Computed | undefined): LookerTime | null {
  if (value instanceof LookerTime) return value;
  return typeof value === 'string' || typeof value === 'number' ? (LookerTime.read(String(value)) ?? null) : null;
}

/** As a cell of the result holds it. */
export function cellOf(value: Computed): string | number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return value === null ? null : textOf(value);
}

/** The same for values that are equal, dates included. */
export function keyOf(value: Computed): string | number | boolean | null {
  if (value instanceof LookerTime) return `time ${value.ms}`;
  if (isList(value)) return `list ${value.map(keyOf).join('\n')}`;
  return typeof value === 'string' ? `text ${value}` : value;
}

/** Below zero when `left` comes first; `null` when the two cannot be compared. */
export function order(left: Computed, right: Computed): number | null {
  if (left instanceof LookerTime || right instanceof LookerTime) return difference(timeOf(left)?.ms, timeOf(right)?.ms);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left !== right);
  return difference(numberOf(left), numberOf(right));
}

function difference(left: number | null | undefined, right: number | null | undefined): number | null {
  return left === null || left === undefined || right === null || right === undefined ? null : left - right;
}
