import { type Api, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import type { StoredRecord } from '../records/collection.js';
import { checkReference } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';

export function presentFilter(filter: StoredRecord): LookerRecord {
  const unset = { model: null, explore: null, dimension: null, row: null, ui_config: null };
  return { ...unset, ...filter, field: null, can: { show: true, update: true, destroy: true } };
}

/** The filters that stand above a dashboard's elements. */
export function registerDashboardFilterRoutes(api: Api, instance: Instance): void {
  const { dashboards, dashboardFilters } = instance.content;
  registerResource(api, instance, {
    path: '/dashboard_filters',
    collection: dashboardFilters,
    present: presentFilter,
    prepare: (properties) => {
      checkReference(dashboards, 'dashboard_id', properties);
      return {
        default_value: null,
        listens_to_filters: [],
        allow_multiple_values: true,
        required: false,
        ...properties,
      };
    },
  });
  api.get('/dashboards/:dashboard_id/dashboard_filters', (call) => {
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    return dashboardFilters.where('dashboard_id', dashboard.id).map(presentFilter);
  });
}
