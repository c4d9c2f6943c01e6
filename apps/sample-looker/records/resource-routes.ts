import { type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import type { Collection, StoredRecord } from './collection.js';
import { pageOf } from './paging.js';
import { type Searchable, searchRecords, sortRecords } from './search.js';
import { acceptProperties, type Writable } from './writable.js';

/** How the five usual operations on one kind of record work. */
export interface Resource {
  /** e.g. `/boards`. */
  path: string;
  /** e.g. `board_id`. */
  idParam: string;
  /** Where one record is, when that is not `{path}/:{idParam}`. */
  onePath?: string;
  /** What a change is sent with. Default: PATCH. */
  updateVerb?: 'patch' | 'put';
  collection: Collection;
  writable: Writable;
  required?: readonly string[];
  /** What `GET {path}/search` compares; without it there is no search. */
  searchable?: Searchable;
  /** The full record as Looker shows it to this caller. */
  present(record: StoredRecord, call: Call): LookerRecord;
  /** The shorter form in lists and searches, where Looker has one. */
  presentListed?(record: StoredRecord, call: Call): LookerRecord;
  /** The records this request can reach: those of the parent in its path, which it checks. Default: all. */
  among?(call: Call): StoredRecord[];
  /** The property that the path names a record by. Default: its id. */
  key?: string;
  /** Which records lists and searches show (soft-deleted ones are often left out). */
  isListed?(record: StoredRecord, call: Call): boolean;
  /** Defaults and checks of a new record; may throw. */
  prepare?(properties: LookerRecord, call: Call): LookerRecord;
  /** Adds a prepared record, with whatever comes with it. Default: to the collection alone. */
  store?(properties: LookerRecord): StoredRecord;
  /** Checks and consequences of a change; may throw. */
  revise?(changes: LookerRecord, record: StoredRecord, call: Call): LookerRecord;
  /** What else goes when a record is deleted; may throw to refuse. */
  beforeRemove?(record: StoredRecord): void;
}

export type Operation = 'list' | 'search' | 'get' | 'create' | 'update' | 'delete';

/** Registers the operations of a resource, all but those in `without`. */
export function registerResource(
  api: Api,
  instance: Instance,
  resource: Resource,
  without: readonly Operation[] = [],
): void {
  const { path, idParam, collection, writable, present } = resource;
  const one = resource.onePath ?? `${path}/:${idParam}`;
  const has = (operation: Operation) => !without.includes(operation);
  const listed = (call: Call) =>
    recordsOf(resource, call)
      .filter((record) => resource.isListed?.(record, call) ?? true)
      .map((record) => resource.presentListed?.(record, call) ?? present(record, call));

  if (has('list')) {
    api.get(path, (call) =>
      pageOf(call, sortRecords(withIds(call, listed(call)), call.query.sorts), instance.origin()),
    );
  }
  const { searchable } = resource;
  if (searchable !== undefined && has('search')) {
    api.get(`${path}/search`, (call) =>
      pageOf(call, sortRecords(searchRecords(call, listed(call), searchable), call.query.sorts), instance.origin()),
    );
  }
  if (has('get')) api.get(one, (call) => present(recordOf(resource, call), call));
  if (has('create')) api.post(path, (call) => present(create(resource, call), call));
  if (has('update')) {
    api[resource.updateVerb ?? 'patch'](one, (call) => {
      const record = recordOf(resource, call);
      const changes = acceptProperties(bodyRecord(call), writable);
      return present(collection.change(record.id, resource.revise?.(changes, record, call) ?? changes), call);
    });
  }
  if (has('delete')) {
    api.delete(one, (call) => {
      const record = recordOf(resource, call);
      resource.beforeRemove?.(record);
      collection.remove(record.id);
      return noContent;
    });
  }
}

function recordsOf(resource: Resource, call: Call): StoredRecord[] {
  return resource.among?.(call) ?? resource.collection.all();
}

function recordOf(resource: Resource, call: Call): StoredRecord {
  const { among, collection, idParam, key = 'id' } = resource;
  const wanted = param(call, idParam);
  if (among === undefined && key === 'id') return collection.get(wanted);
  const found = recordsOf(resource, call).find((record) => record[key] === wanted);
  if (found === undefined) throw notFound();
  return found;
}

function create(resource: Resource, call: Call): StoredRecord {
  const accepted = acceptProperties(bodyRecord(call), resource.writable, resource.required);
  const prepared = resource.prepare?.(accepted, call) ?? accepted;
  return resource.store?.(prepared) ?? resource.collection.add(prepared);
}

/** `ids=1,2` of the operations that list users, groups and roles. */
function withIds(call: Call, records: LookerRecord[]): LookerRecord[] {
  const ids = call.query.ids?.split(',').map((id) => id.trim());
  return ids === undefined ? records : records.filter((record) => ids.includes(String(record.id)));
}
