const segmentLengthMax = 1024;

/**
 * Whether a value may stand, percent-encoded, as one segment of a path. An empty one would address the collection
 * above it, "." and ".." are resolved away by URL parsers, and a lone surrogate cannot be encoded.
 */
export function isSafePathSegment(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > segmentLengthMax) return false;
  return value.trim() !== '' && value !== '.' && value !== '..' && !/\p{Surrogate}/u.test(value);
}

/** A path argument as text: ids may be given as numbers. */
export function pathText(value: unknown): unknown {
  return typeof value === 'number' ? String(value) : value;
}

/** A path of Looker's API: lookerPath`/dashboards/${id}`. Each value stays one segment. @throws RangeError where it cannot be one. */
export function lookerPath(texts: TemplateStringsArray, ...values: readonly string[]): string {
  if (!values.every(isSafePathSegment)) throw new RangeError(`A value cannot be part of ${texts.join('…')}.`);
  return String.raw({ raw: texts }, ...values.map(encodeURIComponent));
}
