/** Far beyond what any tool takes, and well within the call stack: a client may nest as deep as a body can be long. */
const DEPTH_MAX = 500;

/**
 * JSON with sorted keys: equal values give equal texts, in whatever order their keys came. `undefined` is null, and
 * left out of objects. What is nested deeper than 500 levels is named, not written.
 */
export function canonicalJson(value: unknown, depth = 0): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  if (depth >= DEPTH_MAX) return '"(nested too deep)"';
  if (Array.isArray(value)) return `[${value.map((inner) => canonicalJson(inner, depth + 1)).join()}]`;
  const entries = Object.entries(value)
    .filter(([, inner]) => inner !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner, depth + 1)}`);
  return `{${entries.join()}}`;
}
