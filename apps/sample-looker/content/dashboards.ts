import { Answer, type Api, type Call, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { displayNameOf } from '../people/user-summary.js';
import { newSlug } from '../queries/query-routes.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkName, checkReference } from '../records/references.js';
import { type Resource, registerResource } from '../records/resource-routes.js';
import { addToLayout, presentElement } from './dashboard-elements.js';
import { presentFilter } from './dashboard-filters.js';
import { presentLayout } from './dashboard-layouts.js';
import { presentFolderBase } from './folder-summary.js';
import { softDeletion } from './looks.js';

/** Looker's `DashboardBase`: a dashboard without what is on it. */
export function presentDashboardSummary(content: Content, dashboard: StoredRecord): LookerRecord {
  return completeRecord('DashboardBase', {
    ...dashboard,
    model: null,
    folder: presentFolderBase(content, dashboard.folder_id),
    preferred_viewer: dashboard.preferred_viewer ?? 'dashboards-next',
    content_metadata_id: `d${dashboard.id}`,
    can: {
      show: true,
      index: true,
      update: true,
      destroy: true,
      download: true,
      copy: true,
      move: true,
      schedule: true,
    },
  });
}

export function presentDashboard(instance: Instance, dashboard: StoredRecord): LookerRecord {
  const { content } = instance;
  const of = (collection: 'dashboardElements' | 'dashboardFilters' | 'dashboardLayouts') =>
    content[collection].where('dashboard_id', dashboard.id);
  const owner = content.users.find(dashboard.user_id);
  return completeRecord('Dashboard', {
    ...dashboard,
    ...presentDashboardSummary(content, dashboard),
    folder_id: dashboard.folder_id,
    dashboard_elements: of('dashboardElements').map((element) => presentElement(instance, element)),
    dashboard_filters: of('dashboardFilters').map(presentFilter),
    dashboard_layouts: of('dashboardLayouts').map((layout) => presentLayout(content, layout)),
    user_name: displayNameOf(owner),
    is_owner_disabled: owner?.is_disabled === true,
    last_updater_name: displayNameOf(content.users.find(dashboard.last_updater_id)),
    view_count: dashboard.view_count ?? 0,
    favorite_count: content.contentFavorites.where('content_metadata_id', `d${dashboard.id}`).length,
    usage_count: 0,
    edit_uri: null,
    url: `/dashboards/${dashboard.id}`,
  });
}

/** Dashboards with their elements, filters and layouts, which are deleted with them. */
export function registerDashboardRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { dashboards } = content;
  const resource = dashboardResource(instance);
  // Those of the project are listed and read by the same addresses.
  registerResource(api, instance, resource, ['list', 'get']);
  api.post('/dashboards/:dashboard_id/copy', (call) => {
    const copy = copyDashboard(instance, call, dashboards.get(param(call, 'dashboard_id')));
    return new Answer(201, presentDashboard(instance, copy));
  });
  api.patch('/dashboards/:dashboard_id/move', (call) => {
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    const folder = content.folders.get(call.query.folder_id);
    checkTitle(content, { title: dashboard.title, folder_id: folder.id }, dashboard);
    return new Answer(201, presentDashboard(instance, dashboards.change(dashboard.id, { folder_id: folder.id })));
  });
}

export function removeDashboard(content: Content, dashboard: StoredRecord): void {
  removeParts(content, dashboard);
  content.dashboards.remove(dashboard.id);
}

/** A new dashboard begins with one empty layout, in which its elements find their places. */
export function addDashboard(content: Content, properties: LookerRecord): StoredRecord {
  const dashboard = content.dashboards.add({
    slug: newSlug(),
    show_title: true,
    show_filters_bar: true,
    ...properties,
  });
  content.dashboardLayouts.add({
    dashboard_id: dashboard.id,
    type: 'newspaper',
    active: true,
    column_width: null,
    width: null,
  });
  return dashboard;
}

function dashboardResource(instance: Instance): Resource {
  const { content } = instance;
  return {
    path: '/dashboards',
    collection: content.dashboards,
    required: ['title', 'folder_id'],
    present: (record) => presentDashboard(instance, record),
    isListed: (record, call) =>
      (call.query.deleted !== undefined || record.deleted !== true) &&
      (call.query.not_owned_by === undefined || record.user_id !== call.query.not_owned_by),
    prepare: (properties, call) => {
      checkPlace(content, properties);
      const at = instance.clock().toISOString();
      const { userId } = call.token;
      return { user_id: userId, ...properties, created_at: at, updated_at: at, last_updater_id: userId };
    },
    store: (properties) => addDashboard(content, properties),
    revise: (changes, record, call) => {
      checkPlace(content, { title: record.title, folder_id: record.folder_id, ...changes }, record);
      const at = instance.clock().toISOString();
      return { ...changes, ...softDeletion(changes, call, at), updated_at: at, last_updater_id: call.token.userId };
    },
    beforeRemove: (record) => removeParts(content, record),
  };
}

/** Throws a 422 for a folder or an owner that is not there, a 409 for a title that is taken. */
export function checkPlace(content: Content, properties: LookerRecord, self?: StoredRecord): void {
  checkReference(content.folders, 'folder_id', properties);
  checkReference(content.users, 'user_id', properties);
  checkTitle(content, properties, self);
}

function checkTitle(content: Content, place: LookerRecord, self?: StoredRecord): void {
  const isRival = (record: StoredRecord) => record.folder_id === place.folder_id && record.deleted !== true;
  checkName(content.dashboards, 'title', place.title, self, isRival);
}

function copyDashboard(instance: Instance, call: Call, source: StoredRecord): StoredRecord {
  const { content } = instance;
  const folderId = call.query.folder_id ?? source.folder_id;
  checkReference(content.folders, 'folder_id', { folder_id: folderId });
  const titles = new Set(content.dashboards.where('folder_id', folderId).map((record) => record.title));
  const { id: _, slug: __, ...properties } = source;
  const copy = addDashboard(content, {
    ...properties,
    folder_id: folderId,
    title: freeTitle(String(source.title), titles),
    user_id: call.token.userId,
    created_at: instance.clock().toISOString(),
  });
  for (const { id: ___, ...element } of content.dashboardElements.where('dashboard_id', source.id)) {
    addToLayout(content, content.dashboardElements.add({ ...element, dashboard_id: copy.id }));
  }
  for (const { id: ___, ...filter } of content.dashboardFilters.where('dashboard_id', source.id)) {
    content.dashboardFilters.add({ ...filter, dashboard_id: copy.id });
  }
  return copy;
}

function freeTitle(title: string, taken: ReadonlySet<unknown>): string {
  if (!taken.has(title)) return title;
  for (let number = 1; number <= taken.size; number += 1) {
    const candidate = number === 1 ? `${title} (copy)` : `${title} (copy ${number})`;
    if (!taken.has(candidate)) return candidate;
  }
  return `${title} (copy ${taken.size + 1})`;
}

/** Deletes the elements, filters and layouts of a dashboard. */
export function removeParts(content: Content, dashboard: StoredRecord): void {
  const { dashboardElements, dashboardFilters, dashboardLayouts, dashboardLayoutComponents } = content;
  for (const layout of dashboardLayouts.where('dashboard_id', dashboard.id)) {
    dashboardLayoutComponents.removeWhere('dashboard_layout_id', layout.id);
    dashboardLayouts.remove(layout.id);
  }
  dashboardElements.removeWhere('dashboard_id', dashboard.id);
  dashboardFilters.removeWhere('dashboard_id', dashboard.id);
}
