/** What a value is called that is a secret. */
export const SECRET_NAME = /secret|password|token$|digest|credential|sealed/i;

/** The last mask before an event is written: views hold no secrets, and if one ever does, it does not reach the trail. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_NAME.test(key) && typeof inner === 'string' ? '(masked)' : masked(inner),
    ]),
  );
}
