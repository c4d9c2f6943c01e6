/** A JSON object. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Whether a value has members that can be read by name; null and arrays have none. */
export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
