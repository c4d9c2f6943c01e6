import type { LookerRecord } from '../api.js';
import { conflict, invalid } from '../looker-errors.js';
import type { Collection, StoredRecord } from './collection.js';

/** Throws a 422 when a property names a record that does not exist. */
export function checkReference(collection: Collection, field: string, properties: LookerRecord): void {
  const id = properties[field];
  if (id === undefined || id === null || collection.find(id) !== undefined) return;
  throw invalid(field, `There is no record with the id ${String(id)}.`);
}

/** Throws a 409 when another record has this name. `among` narrows what counts as another. */
export function checkName(
  collection: Collection,
  field: string,
  name: unknown,
  self?: StoredRecord,
  among: (record: StoredRecord) => boolean = () => true,
): void {
  if (typeof name !== 'string') return;
  const wanted = name.toLowerCase();
  const taken = collection
    .all()
    .some((record) => record.id !== self?.id && String(record[field]).toLowerCase() === wanted && among(record));
  if (taken) throw conflict(`A record with the ${field} "${name}" already exists here.`);
}

/** Throws a 422 unless the property has one of these values; absent and null pass. */
export function checkOneOf(field: string, value: unknown, allowed: readonly string[]): void {
  if (value === undefined || value === null || allowed.includes(String(value))) return;
  throw invalid(field, `Must be one of: ${allowed.join(', ')}.`);
}

/** The texts in a property that holds a list of ids or names; none where it holds something else. */
export function idsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
