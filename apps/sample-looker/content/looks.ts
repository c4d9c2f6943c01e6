import { Answer, type Api, type Call, isRecord, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { displayNameOf } from '../people/user-summary.js';
import { answerQuery } from '../queries/answer-query.js';
import { createQuery, presentQuery, runOptions } from '../queries/query-routes.js';
import type { StoredRecord } from '../records/collection.js';
import { checkName, checkReference } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { presentFolderBase } from './folder-summary.js';

/** Looker's `LookWithQuery`. */
export function presentLook(instance: Instance, look: StoredRecord): LookerRecord {
  const { content } = instance;
  const query = content.queries.find(look.query_id);
  const owner = content.users.find(look.user_id);
  return completeRecord('LookWithQuery', {
    ...look,
    is_run_on_load: look.is_run_on_load ?? true,
    folder: presentFolderBase(content, look.folder_id),
    model: query === undefined ? null : { id: query.model, label: query.model },
    query: query === undefined ? null : presentQuery(instance, query),
    user_name: displayNameOf(owner),
    is_owner_disabled: owner?.is_disabled === true,
    content_metadata_id: `l${look.id}`,
    favorite_count: content.contentFavorites.where('content_metadata_id', `l${look.id}`).length,
    usage_count: 0,
    view_count: look.view_count ?? 0,
    short_url: `/looks/${look.id}`,
    url: `/looks/${look.id}`,
    can: { show: true, index: true, run: true, update: true, destroy: true, copy: true, move: true, schedule: true },
  });
}

/** A look without its query, as lists show it. */
export function presentListedLook(instance: Instance, look: StoredRecord): LookerRecord {
  const { query: _, url: __, ...listed } = presentLook(instance, look);
  return listed;
}

/** Saved queries with a title and a place. */
export function registerLookRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { looks, folders, queries } = content;
  const checkPlace = (place: LookerRecord, self?: StoredRecord) => {
    checkReference(folders, 'folder_id', place);
    checkReference(queries, 'query_id', place);
    checkReference(content.users, 'user_id', place);
    const isRival = (look: StoredRecord) => look.folder_id === place.folder_id && look.deleted !== true;
    checkName(looks, 'title', place.title, self, isRival);
  };
  registerResource(api, instance, {
    path: '/looks',
    collection: looks,
    required: ['title', 'folder_id'],
    present: (look) => presentLook(instance, look),
    presentListed: (look) => presentListedLook(instance, look),
    isListed: (look, call) => call.query.deleted !== undefined || look.deleted !== true,
    prepare: (properties, call) => {
      const saved = withQuery(instance, properties, call.token.userId);
      checkPlace(saved);
      const at = instance.clock().toISOString();
      return { user_id: call.token.userId, ...saved, created_at: at, updated_at: at };
    },
    revise: (changes, look, call) => {
      const saved = withQuery(instance, changes, call.token.userId);
      checkPlace({ title: look.title, folder_id: look.folder_id, ...saved }, look);
      const at = instance.clock().toISOString();
      return { ...saved, ...softDeletion(saved, call, at), updated_at: at, last_updater_id: call.token.userId };
    },
  });
  api.get('/looks/:look_id/run/:result_format', (call) => {
    const look = looks.get(param(call, 'look_id'));
    const options = runOptions(call, param(call, 'result_format'));
    const origin = { ...options.origin, lookId: look.id };
    return answerQuery(instance, queries.get(look.query_id), { ...options, origin });
  });
  api.post('/looks/:look_id/copy', (call) => {
    const { id: _, ...source } = looks.get(param(call, 'look_id'));
    const folderId = call.query.folder_id ?? source.folder_id;
    const isTaken = looks.where('folder_id', folderId).some((look) => look.title === source.title);
    const copy = { ...source, folder_id: folderId, title: isTaken ? `${String(source.title)} (copy)` : source.title };
    checkPlace(copy);
    return new Answer(201, presentLook(instance, looks.add(copy)));
  });
  api.patch('/looks/:look_id/move', (call) => {
    const look = looks.get(param(call, 'look_id'));
    const folder = folders.get(call.query.folder_id);
    checkPlace({ title: look.title, folder_id: folder.id }, look);
    return new Answer(201, presentLook(instance, looks.change(look.id, { folder_id: folder.id })));
  });
}

/** The properties that a soft deletion, or undoing one, sets on the record. */
export function softDeletion(changes: LookerRecord, call: Call, at: string): LookerRecord {
  if (typeof changes.deleted !== 'boolean') return {};
  return changes.deleted ? { deleted_at: at, deleter_id: call.token.userId } : { deleted_at: null, deleter_id: null };
}

function withQuery(instance: Instance, properties: LookerRecord, userId: string): LookerRecord {
  const { query, ...rest } = properties;
  if (rest.query_id !== undefined || !isRecord(query)) return rest;
  return { ...rest, query_id: createQuery(instance, query, userId).id };
}
