import { type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import { requiredOf, searchableOf, writableOf } from '../catalogue/described-records.js';
import { type DescribedOperation, findOperation, pathsOfOne } from '../catalogue/looker-catalogue.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import type { Collection, StoredRecord } from './collection.js';
import { pageOf } from './paging.js';
import { type Searchable, searchRecords, sortRecords } from './search.js';
import { acceptProperties, type Writable } from './writable.js';

/** How the usual operations on one kind of record work: those that Looker documents at its path. */
export interface Resource {
  /** As documented, e.g. `/boards` or `/users/{user_id}/sessions`. */
  path: string;
  /** The path of one record, when that is not `path` with one parameter more. */
  onePath?: string;
  collection: Collection;
  /** Default: what Looker documents. */
  writable?: Writable;
  /** Default: what Looker documents. */
  required?: readonly string[];
  /** What `GET {path}/search` compares. Default: the documented parameters that are properties of the record. */
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

/** Registers the operations of a resource that Looker documents, all but those in `without`. */
export function registerResource(
  api: Api,
  instance: Instance,
  resource: Resource,
  without: readonly Operation[] = [],
): void {
  const { collection, present } = resource;
  const onePath = resource.onePath ?? pathsOfOne(resource.path)[0] ?? '';
  const documented = documentedOperations(resource.path, onePath);
  const found = (operation: Operation) => (without.includes(operation) ? undefined : documented[operation]);
  const [path, one] = [routeOf(resource.path), routeOf(onePath)];
  const writable = resource.writable ?? writableOf(documented.create ?? documented.update);
  const required = resource.required ?? requiredOf(documented.create);
  const recordOf = (call: Call) => wantedRecord(resource, call, lastParameter(onePath));
  const listed = (call: Call) =>
    recordsOf(resource, call)
      .filter((record) => resource.isListed?.(record, call) ?? true)
      .map((record) => resource.presentListed?.(record, call) ?? present(record, call));
  const paged = (call: Call, records: LookerRecord[]) =>
    pageOf(call, sortRecords(records, call.query.sorts), instance.origin());

  if (found('list')) api.get(path, (call) => paged(call, withIds(call, listed(call))));
  const search = found('search');
  if (search) {
    const searchable = resource.searchable ?? searchableOf(search);
    api.get(`${path}/search`, (call) => paged(call, searchRecords(call, listed(call), searchable)));
  }
  if (found('get')) api.get(one, (call) => present(recordOf(call), call));
  if (found('create')) {
    api.post(path, (call) => {
      const accepted = acceptProperties(bodyRecord(call), writable, required);
      const prepared = resource.prepare?.(accepted, call) ?? accepted;
      return present(resource.store?.(prepared) ?? collection.add(prepared), call);
    });
  }
  const update = found('update');
  if (update) {
    api[update.verb === 'PUT' ? 'put' : 'patch'](one, (call) => {
      const record = recordOf(call);
      const changes = acceptProperties(bodyRecord(call), writable);
      return present(collection.change(record.id, resource.revise?.(changes, record, call) ?? changes), call);
    });
  }
  if (found('delete')) {
    api.delete(one, (call) => {
      const record = recordOf(call);
      resource.beforeRemove?.(record);
      collection.remove(record.id);
      return noContent;
    });
  }
}

function documentedOperations(path: string, onePath: string): Record<Operation, DescribedOperation | undefined> {
  return {
    list: findOperation('GET', path),
    search: findOperation('GET', `${path}/search`),
    create: findOperation('POST', path),
    get: findOperation('GET', onePath),
    update: findOperation('PATCH', onePath) ?? findOperation('PUT', onePath),
    delete: findOperation('DELETE', onePath),
  };
}

/** `/themes/{theme_id}` as the router writes it. */
function routeOf(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}

/** `theme_id` of `/themes/{theme_id}`. */
export function lastParameter(path: string): string {
  return /.*\{(\w+)\}/.exec(path)?.[1] ?? '';
}

function recordsOf(resource: Resource, call: Call): StoredRecord[] {
  return resource.among?.(call) ?? resource.collection.all();
}

function wantedRecord(resource: Resource, call: Call, parameter: string): StoredRecord {
  const { among, collection, key = 'id' } = resource;
  const wanted = param(call, parameter);
  if (among === undefined && key === 'id') return collection.get(wanted);
  const found = recordsOf(resource, call).find((record) => record[key] === wanted);
  if (found === undefined) throw notFound();
  return found;
}

/** `ids=1,2` of the operations that list users, groups and roles. */
function withIds(call: Call, records: LookerRecord[]): LookerRecord[] {
  const ids = call.query.ids?.split(',').map((id) => id.trim());
  return ids === undefined ? records : records.filter((record) => ids.includes(String(record.id)));
}
