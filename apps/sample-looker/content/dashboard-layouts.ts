import { type Api, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkReference } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';

export function presentLayout(content: Content, layout: StoredRecord): LookerRecord {
  return completeRecord('DashboardLayout', {
    ...layout,
    deleted: false,
    dashboard_title: content.dashboards.find(layout.dashboard_id)?.title ?? null,
    dashboard_layout_components: content.dashboardLayoutComponents
      .where('dashboard_layout_id', layout.id)
      .map((component) => presentComponent(content, component)),
    can: { show: true, update: true, destroy: true },
  });
}

function presentComponent(content: Content, component: StoredRecord): LookerRecord {
  const element = content.dashboardElements.find(component.dashboard_element_id);
  return completeRecord('DashboardLayoutComponent', {
    ...component,
    element_title: element?.title ?? null,
    element_title_hidden: element?.title_hidden ?? false,
    vis_type: element?.type ?? null,
    can: { show: true, update: true },
  });
}

/** Where the elements of dashboards stand. */
export function registerDashboardLayoutRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { dashboards, dashboardLayouts, dashboardLayoutComponents } = content;
  registerResource(api, instance, {
    path: '/dashboard_layouts',
    collection: dashboardLayouts,
    required: ['dashboard_id'],
    present: (layout) => presentLayout(content, layout),
    prepare: (properties) => {
      checkReference(dashboards, 'dashboard_id', properties);
      return { type: 'newspaper', active: false, column_width: null, width: null, ...properties };
    },
    beforeRemove: (layout) => {
      dashboardLayoutComponents.removeWhere('dashboard_layout_id', layout.id);
    },
  });
  registerResource(api, instance, {
    path: '/dashboard_layout_components',
    collection: dashboardLayoutComponents,
    present: (component) => presentComponent(content, component),
    revise: (changes) => {
      checkReference(dashboardLayouts, 'dashboard_layout_id', changes);
      return changes;
    },
  });
  api.get('/dashboards/:dashboard_id/dashboard_layouts', (call) => {
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    return dashboardLayouts.where('dashboard_id', dashboard.id).map((layout) => presentLayout(content, layout));
  });
  api.get('/dashboard_layouts/:dashboard_layout_id/dashboard_layout_components', (call) => {
    const layout = dashboardLayouts.get(param(call, 'dashboard_layout_id'));
    const components = dashboardLayoutComponents.where('dashboard_layout_id', layout.id);
    return components.map((component) => presentComponent(content, component));
  });
}
