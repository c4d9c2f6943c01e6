import { isRecord, type LookerRecord } from '../api.js';
import { type FieldError, validationFailed } from '../looker-errors.js';

export type PropertyType = 'string' | 'id' | 'boolean' | 'integer' | 'number' | 'object' | 'list' | 'any';

/** The properties a caller may write, with their types. Everything else in a body is ignored, as Looker does. */
export type Writable = Readonly<Record<string, PropertyType>>;

const invalid = Symbol('invalid');

/**
 * The writable properties of a body, in their stored form (ids as strings). Throws a 422 that names each property of a
 * wrong type and each of `required` that is missing or empty.
 */
export function acceptProperties(
  body: LookerRecord,
  writable: Writable,
  required: readonly string[] = [],
): LookerRecord {
  const errors: FieldError[] = required
    .filter((field) => body[field] === undefined || body[field] === null || body[field] === '')
    .map((field) => ({ field, code: 'missing_field', message: 'This field is required.' }));
  const accepted: LookerRecord = {};
  for (const [field, type] of Object.entries(writable)) {
    if (body[field] === undefined) continue;
    const value = coerce(body[field], type);
    if (value === invalid) errors.push({ field, code: 'invalid', message: `This field must be ${expectation(type)}.` });
    else accepted[field] = value;
  }
  if (errors.length > 0) throw validationFailed(errors);
  return accepted;
}

function coerce(value: unknown, type: PropertyType): unknown {
  if (value === null) return null;
  switch (type) {
    case 'id':
    case 'string':
      return typeof value === 'string' || typeof value === 'number' ? String(value) : invalid;
    case 'boolean':
      return typeof value === 'boolean' ? value : invalid;
    case 'integer':
      return Number.isInteger(value) ? value : invalid;
    case 'number':
      return typeof value === 'number' ? value : invalid;
    case 'object':
      return isRecord(value) ? value : invalid;
    case 'list':
      return Array.isArray(value) ? value : invalid;
    case 'any':
      return value;
  }
}

function expectation(type: PropertyType): string {
  const nouns: Record<PropertyType, string> = {
    string: 'a string',
    id: 'an id',
    boolean: 'true or false',
    integer: 'a whole number',
    number: 'a number',
    object: 'an object',
    list: 'an array',
    any: 'a value',
  };
  return nouns[type];
}
