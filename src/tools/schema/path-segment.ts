import { LookerError } from '../../looker/looker-error.js';

const SEGMENT_LENGTH_MAX = 1024;

/**
 * Whether a value may stand, percent-encoded, as one segment of a path. An empty one would address the collection
 * above it, "." and ".." are resolved away by URL parsers, and a lone surrogate cannot be encoded.
 */
export function isSafePathSegment(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > SEGMENT_LENGTH_MAX) return false;
  return value.trim() !== '' && value !== '.' && value !== '..' && !/\p{Surrogate}/u.test(value);
}

/** A path argument as text: ids may be given as numbers. */
export function pathText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/**
 * A path of Looker's API: lookerPath`/dashboards/${id}`. Each value stays one segment.
 * @throws LookerError `not_looker` where it cannot be one: ids of callers are checked before, so that this one came from Looker.
 */
export function lookerPath(texts: TemplateStringsArray, ...values: readonly string[]): string {
  if (!values.every(isSafePathSegment))
    throw new LookerError('not_looker', `it names an id that cannot be part of ${texts.join('…')}`);
  return String.raw({ raw: texts }, ...values.map(encodeURIComponent));
}
