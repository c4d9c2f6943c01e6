import type { LookerRecord } from '../api.js';
import { LookerError, notFound } from '../looker-errors.js';

/** More than any test or demonstration creates; it bounds the memory of an instance that is left running. */
const recordsMax = 20_000;

export interface StoredRecord extends LookerRecord {
  id: string;
}

/** The records of one kind, in the order of their creation. Ids are decimal strings unless the seed gives others. */
export class Collection {
  private readonly records = new Map<string, StoredRecord>();
  private nextId = 1;

  /** Adds a record; without an `id` it gets the next number. Throws a 422 when the collection is full. */
  add(record: LookerRecord): StoredRecord {
    if (this.records.size >= recordsMax) throw new LookerError(422, 'This sample instance holds too many records.');
    const id = typeof record.id === 'string' ? record.id : String(this.nextId);
    const number = Number(id);
    if (Number.isInteger(number)) this.nextId = Math.max(this.nextId, number + 1);
    const stored = { ...record, id };
    this.records.set(id, stored);
    return stored;
  }

  find(id: unknown): StoredRecord | undefined {
    return this.records.get(String(id));
  }

  /** Throws a 404 when there is no such record. */
  get(id: unknown): StoredRecord {
    const record = this.find(id);
    if (record === undefined) throw notFound();
    return record;
  }

  all(): StoredRecord[] {
    return [...this.records.values()];
  }

  /** All records whose `property` has this value. */
  where(property: string, value: unknown): StoredRecord[] {
    return this.all().filter((record) => record[property] === value);
  }

  /** Throws a 404 when there is no such record. */
  change(id: unknown, changes: LookerRecord): StoredRecord {
    return Object.assign(this.get(id), changes);
  }

  removeWhere(property: string, value: unknown): void {
    for (const record of this.where(property, value)) this.records.delete(record.id);
  }

  /** Removes the record if it is there. */
  discard(id: string): void {
    this.records.delete(id);
  }

  /** Throws a 404 when there is no such record. */
  remove(id: unknown): void {
    this.records.delete(this.get(id).id);
  }
}
