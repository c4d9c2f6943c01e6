import { type Api, type Call, type LookerRecord, param } from '../api.js';
import { completeRecord, enumerationsOf, requiredOf } from '../catalogue/described-records.js';
import { findOperation } from '../catalogue/looker-catalogue.js';
import type { Instance } from '../instance.js';
import type { StoredRecord } from './collection.js';
import type { CollectionName } from './content-store.js';
import { checkName, checkOneOf, checkReference } from './references.js';
import { lastParameter, type Operation, type Resource, registerResource } from './resource-routes.js';
import type { Writable } from './writable.js';

/**
 * A kind of record whose operations are those that Looker documents at its path. What may be written, what is searched
 * and what an answer looks like comes from Looker's API description.
 */
export interface DescribedCollection {
  records: CollectionName;
  /** Looker's type of one record. */
  type: string;
  /** As documented, e.g. `/users/{user_id}/credentials_embed`. */
  path: string;
  /** The path of one record, when that is not `path` with one parameter more. */
  onePath?: string;
  /** The property that paths name a record by. Default: `id`. */
  key?: string;
  /** The records that `path` is below, and the property that holds the parent's id. */
  parent?: { records: CollectionName; property: string };
  /** For bodies of a type whose properties are all marked read-only. */
  writable?: Writable;
  required?: readonly string[];
  /** Properties that no two records (of one parent) may have in common. */
  unique?: readonly string[];
  /** Properties that hold the id of another record. */
  references?: Readonly<Record<string, CollectionName>>;
  /** What is stored and not shown. */
  hidden?: readonly string[];
  /** What the records begin with. */
  seed?: readonly LookerRecord[];
  /** Query parameters of the list by which it is filtered. */
  listFilters?: readonly string[];
  without?: readonly Operation[];
  /** Defaults of a new record. */
  defaults?(call: Call, instance: Instance): LookerRecord;
  /** Properties that follow from others. */
  computed?(record: StoredRecord, instance: Instance, call: Call): LookerRecord;
  isListed?(record: StoredRecord, call: Call): boolean;
  /** Checks what a new or changed record would be; may throw, and may add to what is stored. */
  check?(properties: LookerRecord, instance: Instance, record?: StoredRecord): LookerRecord;
  beforeRemove?(record: StoredRecord, instance: Instance): void;
}

export function registerDescribedCollections(
  api: Api,
  instance: Instance,
  collections: readonly DescribedCollection[],
): void {
  for (const described of collections) registerDescribed(api, instance, described);
}

/** A record in the shape that answers show it in. */
export function presentDescribed(
  described: DescribedCollection,
  record: StoredRecord,
  instance: Instance,
  call: Call,
): LookerRecord {
  const { type, hidden, computed } = described;
  return completeRecord(type, { ...record, ...computed?.(record, instance, call) }, hidden);
}

function registerDescribed(api: Api, instance: Instance, described: DescribedCollection): void {
  const collection = instance.content[described.records];
  const { key } = described;
  const add = (properties: LookerRecord) => {
    const record = collection.add(properties);
    return key === undefined || record[key] !== undefined ? record : collection.change(record.id, { [key]: record.id });
  };
  for (const record of described.seed ?? []) add(record);
  registerResource(api, instance, { ...resourceOf(instance, described), store: add }, described.without);
}

function resourceOf(instance: Instance, described: DescribedCollection): Resource {
  const { path, onePath, key, writable, parent, defaults } = described;
  const { content } = instance;
  const collection = content[described.records];
  const parentId = (call: Call) => content[parent?.records ?? 'users'].get(param(call, lastParameter(path))).id;
  const among = parent && ((call: Call) => collection.where(parent.property, parentId(call)));
  return {
    path,
    collection,
    required: [...requiredOf(findOperation('POST', path)), ...(described.required ?? [])],
    ...(onePath === undefined ? {} : { onePath }),
    ...(writable === undefined ? {} : { writable }),
    ...(key === undefined ? {} : { key }),
    ...(among === undefined ? {} : { among }),
    isListed: (record, call) => {
      const differs = (name: string) => call.query[name] !== undefined && call.query[name] !== String(record[name]);
      return !(described.listFilters ?? []).some(differs) && (described.isListed?.(record, call) ?? true);
    },
    present: (record, call) => presentDescribed(described, record, instance, call),
    prepare: (properties, call) => {
      const inParent = parent && { [parent.property]: parentId(call) };
      return checked(instance, described, { ...defaults?.(call, instance), ...properties, ...inParent });
    },
    revise: (changes, record) => checked(instance, described, changes, record),
    beforeRemove: (record) => described.beforeRemove?.(record, instance),
  };
}

function checked(
  instance: Instance,
  described: DescribedCollection,
  properties: LookerRecord,
  record?: StoredRecord,
): LookerRecord {
  const { content } = instance;
  const { unique = [], references = {}, parent } = described;
  const property = parent?.property;
  const isSibling = (other: StoredRecord) =>
    property === undefined || other[property] === (record?.[property] ?? properties[property]);
  for (const name of unique) checkName(content[described.records], name, properties[name], record, isSibling);
  for (const [name, records] of Object.entries(references)) checkReference(content[records], name, properties);
  for (const [name, allowed] of enumerationsOf(described.type)) checkOneOf(name, properties[name], allowed);
  return described.check?.(properties, instance, record) ?? properties;
}
