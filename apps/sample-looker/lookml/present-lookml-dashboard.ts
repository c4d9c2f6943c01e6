import { isRecord, type LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { StoredRecord } from '../records/collection.js';
import { filterablesOf, type LookmlDashboard, readLookml } from './dashboard-lookml.js';

const folder = { id: 'lookml', name: 'LookML Dashboards', parent_id: null, is_personal: false };
const queryProperties = ['model', 'fields', 'pivots', 'filters', 'sorts', 'dynamic_fields', 'query_timezone', 'total'];

/** What lists and searches show of a dashboard of the project. */
export function presentLookmlSummary({ id, lookml }: StoredRecord): LookerRecord {
  const [model] = id.split('::');
  const { properties } = readLookml(lookml);
  return {
    ...{ description: null, query_timezone: null, refresh_interval: null, ...properties },
    ...{ id, folder, hidden: false, readonly: true, user_id: null, slug: null, content_metadata_id: `lookml:${id}` },
    model: { id: model, label: model },
    can: { show: true, index: true, update: false, destroy: false, download: true, copy: true },
  };
}

/**
 * Looker's `Dashboard` for one that is defined in the project: its tiles have no ids, and what they ask is in their
 * `result_maker` only.
 */
export function presentLookmlDashboard(record: StoredRecord): LookerRecord {
  const lookml = readLookml(record.lookml);
  return completeRecord('Dashboard', {
    ...presentLookmlSummary(record),
    folder_id: folder.id,
    url: `/dashboards/${record.id}`,
    dashboard_elements: lookml.elements.map((element) => presentTile(element)),
    dashboard_filters: presentFilters(lookml),
    dashboard_layouts: [],
    ...(isRecord(record.certification_metadata) && { certification_metadata: record.certification_metadata }),
  });
}

function presentTile(element: LookerRecord): LookerRecord {
  if (element.type === 'text') return { ...element, type: 'text' };
  const { limit } = element;
  const query = {
    ...Object.fromEntries(queryProperties.map((name) => [name, element[name]])),
    view: element.explore,
    ...(limit !== undefined && { limit: String(limit) }),
    vis_config: { type: element.type ?? 'table' },
  };
  return {
    type: 'vis',
    title: element.title,
    result_maker: {
      filterables: filterablesOf(element),
      vis_config: query.vis_config,
      total: element.total === true,
      query,
    },
  };
}

const presentFilters = ({ filters }: LookmlDashboard): LookerRecord[] =>
  filters.map((filter) => ({
    ...filter,
    title: filter.title ?? filter.name,
    dimension: filter.field ?? null,
    field: null,
  }));
