import { type Api, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid, LookerError, notFound } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { pageOf } from '../records/paging.js';
import { checkName, checkReference } from '../records/references.js';
import { type Resource, registerResource } from '../records/resource-routes.js';
import { searchRecords, sortRecords } from '../records/search.js';
import { presentDashboard, presentDashboardSummary, removeDashboard } from './dashboards.js';
import { ancestorsOf, folderDepthMax, presentFolderBase } from './folder-summary.js';
import { presentListedLook, presentLook } from './looks.js';

export function presentFolder(instance: Instance, folder: StoredRecord): LookerRecord {
  const { content } = instance;
  const isHere = (record: StoredRecord) => record.folder_id === folder.id && record.deleted !== true;
  return {
    ...presentFolderBase(content, folder.id),
    dashboards: content.dashboards
      .all()
      .filter(isHere)
      .map((record) => presentDashboardSummary(content, record)),
    looks: content.looks
      .all()
      .filter(isHere)
      .map((look) => presentListedLook(instance, look)),
  };
}

export function registerFolderRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { folders } = content;
  const resource: Resource = {
    path: '/folders',
    collection: folders,
    present: (folder) => presentFolder(instance, folder),
    prepare: (properties, call) => {
      checkPlace(content, { name: properties.name, parent_id: properties.parent_id });
      return { ...properties, creator_id: call.token.userId, created_at: instance.clock().toISOString() };
    },
    revise: (changes, folder) => {
      refuseRoot(folder, 'changed');
      checkPlace(content, { name: folder.name, parent_id: folder.parent_id, ...changes }, folder);
      return changes;
    },
    beforeRemove: (folder) => {
      refuseRoot(folder, 'deleted');
      removeContents(content, folder, 0);
    },
  };
  registerResource(api, instance, resource, ['list']);
  api.get('/folders', () => folders.all().map((folder) => presentFolderBase(content, folder.id)));
  registerFolderContents(api, instance);
}

function registerFolderContents(api: Api, instance: Instance): void {
  const { content } = instance;
  const { folders, dashboards, looks } = content;
  const folderOf = (call: Call) => folders.get(param(call, 'folder_id'));
  const present = (folder: StoredRecord) => presentFolder(instance, folder);
  const children = (call: Call) => folders.where('parent_id', folderOf(call).id).map(present);
  const active = (records: StoredRecord[]) => records.filter((record) => record.deleted !== true);

  api.get('/folders/:folder_id/children', (call) =>
    pageOf(call, sortRecords(children(call), call.query.sorts), instance.origin()),
  );
  api.get('/folders/:folder_id/children/search', (call) =>
    sortRecords(searchRecords(call, children(call), ['name']), call.query.sorts),
  );
  api.get('/folders/:folder_id/parent', (call) => {
    const parent = folders.find(folderOf(call).parent_id);
    if (parent === undefined) throw notFound();
    return present(parent);
  });
  api.get('/folders/:folder_id/ancestors', (call) => ancestorsOf(content, folderOf(call)).map(present));
  api.get('/folders/:folder_id/dashboards', (call) =>
    active(dashboards.where('folder_id', folderOf(call).id)).map((record) => presentDashboard(instance, record)),
  );
  api.get('/folders/:folder_id/looks', (call) =>
    active(looks.where('folder_id', folderOf(call).id)).map((look) => presentLook(instance, look)),
  );
}

function checkPlace(content: Content, place: LookerRecord, self?: StoredRecord): void {
  checkReference(content.folders, 'parent_id', place);
  const parent = content.folders.get(place.parent_id);
  const path = [...ancestorsOf(content, parent), parent];
  if (self !== undefined && path.some((folder) => folder.id === self.id)) {
    throw invalid('parent_id', 'A folder cannot be inside itself.');
  }
  if (path.length >= folderDepthMax) {
    throw invalid('parent_id', 'Folders are nested too deeply.');
  }
  checkName(content.folders, 'name', place.name, self, (folder) => folder.parent_id === place.parent_id);
}

function refuseRoot(folder: StoredRecord, what: string): void {
  if (folder.parent_id === null || folder.parent_id === undefined) {
    throw new LookerError(403, `The folder "${String(folder.name)}" cannot be ${what}.`);
  }
}

function removeContents(content: Content, folder: StoredRecord, depth: number): void {
  for (const dashboard of content.dashboards.where('folder_id', folder.id)) removeDashboard(content, dashboard);
  content.looks.removeWhere('folder_id', folder.id);
  for (const child of depth < folderDepthMax ? content.folders.where('parent_id', folder.id) : []) {
    removeContents(content, child, depth + 1);
    content.folders.remove(child.id);
  }
}
