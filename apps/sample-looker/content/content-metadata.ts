import { type Api, bodyRecord, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { badRequest, conflict, invalid, notFound } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { CollectionName, Content } from '../records/content-store.js';
import { type DescribedCollection, registerDescribedCollections } from '../records/described-collections.js';
import { acceptProperties } from '../records/writable.js';

interface ContentKind {
  type: 'dashboard' | 'look' | 'folder' | 'board' | 'agent';
  records: CollectionName;
  /** The property of Looker's `ContentMeta` that holds its id. */
  idProperty: string;
  nameProperty: string;
}

/** What each letter before an id means; folders have none. */
const kinds: Readonly<Record<string, ContentKind>> = {
  '': { type: 'folder', records: 'folders', idProperty: 'folder_id', nameProperty: 'name' },
  d: { type: 'dashboard', records: 'dashboards', idProperty: 'dashboard_id', nameProperty: 'title' },
  l: { type: 'look', records: 'looks', idProperty: 'look_id', nameProperty: 'title' },
  b: { type: 'board', records: 'boards', idProperty: 'homepage_id', nameProperty: 'title' },
  a: { type: 'agent', records: 'agents', idProperty: 'agent_id', nameProperty: 'name' },
};

export interface ContentItem {
  kind: ContentKind;
  record: StoredRecord;
}

/** The content that an id such as `14`, `d42` or `l1` is of. */
export function findContent(content: Content, metadataId: unknown): ContentItem | undefined {
  const [, letter = '', id = String(metadataId)] = /^([dlba])(\d+)$/.exec(String(metadataId)) ?? [];
  const kind = kinds[letter];
  const record = kind && content[kind.records].find(id);
  return kind && record && { kind, record };
}

/** Throws a 422 for a metadata id without content. */
export function checkContent(content: Content, properties: LookerRecord): void {
  const { content_metadata_id: id } = properties;
  if (id === undefined || findContent(content, id) !== undefined) return;
  throw invalid('content_metadata_id', 'There is no such content.');
}

const contentAccess: DescribedCollection = {
  records: 'contentAccess',
  type: 'ContentMetaGroupUser',
  path: '/content_metadata_access',
  writable: { content_metadata_id: 'id', permission_type: 'string', group_id: 'id', user_id: 'id' },
  required: ['content_metadata_id', 'permission_type'],
  references: { group_id: 'groups', user_id: 'users' },
  listFilters: ['content_metadata_id'],
  seed: [
    { content_metadata_id: '1', permission_type: 'view', group_id: '1' },
    { content_metadata_id: '15', permission_type: 'edit', group_id: '4' },
    { content_metadata_id: '16', permission_type: 'edit', group_id: '5' },
  ],
  check: (properties, { content }, record) => {
    checkContent(content, properties);
    const { content_metadata_id: id, group_id: groupId, user_id: userId } = { ...record, ...properties };
    if (Boolean(groupId) === Boolean(userId)) {
      throw invalid('group_id', 'Name a group or a user.');
    }
    const same = content.contentAccess.where('content_metadata_id', id).filter((other) => other.id !== record?.id);
    if (same.some((other) => (groupId ? other.group_id === groupId : other.user_id === userId))) {
      throw conflict('There is an access of the same group or user already.');
    }
    return properties;
  },
};

/** What content inherits, and who has which access to it. Access is kept, not enforced. */
export function registerContentMetadataRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  registerDescribedCollections(api, instance, [contentAccess]);
  const itemAt = (id: unknown) => {
    const item = findContent(content, id);
    if (item === undefined) throw notFound();
    return item;
  };
  api.get('/content_metadata', (call) => {
    if (call.query.parent_id === undefined) throw badRequest('parent_id is required.');
    const { record: parent } = itemAt(call.query.parent_id);
    return Object.values(kinds)
      .flatMap((kind) => content[kind.records].all().map((record) => ({ kind, record })))
      .filter((item) => parentIdOf(item) === parent.id && item.record.deleted !== true)
      .map(present);
  });
  api.get('/content_metadata/:content_metadata_id', (call) => present(itemAt(param(call, 'content_metadata_id'))));
  api.patch('/content_metadata/:content_metadata_id', (call) => {
    const item = itemAt(param(call, 'content_metadata_id'));
    const { inherits } = acceptProperties(bodyRecord(call), { inherits: 'boolean' }, ['inherits']);
    if (inherits === false && (item.kind.type === 'dashboard' || item.kind.type === 'look')) {
      throw invalid('inherits', 'A dashboard or a look always inherits.');
    }
    item.record.inherits_access = inherits;
    return present(item);
  });
}

function parentIdOf({ kind, record }: ContentItem): unknown {
  return (kind.type === 'folder' ? record.parent_id : record.folder_id) ?? null;
}

function present(item: ContentItem): LookerRecord {
  const { kind, record } = item;
  const parentId = parentIdOf(item);
  const inherits = parentId !== null && record.inherits_access !== false;
  const letter = Object.keys(kinds).find((candidate) => kinds[candidate] === kind) ?? '';
  return completeRecord('ContentMeta', {
    id: `${letter}${record.id}`,
    name: record[kind.nameProperty],
    parent_id: parentId,
    [kind.idProperty]: record.id,
    content_type: kind.type,
    inherits,
    inheriting_id: inherits ? parentId : null,
    slug: record.slug,
  });
}
