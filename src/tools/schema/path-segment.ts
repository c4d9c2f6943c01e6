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
