import { isRecord, type LookerRecord } from '../api.js';
import { addToLayout } from '../content/dashboard-elements.js';
import { removeParts } from '../content/dashboards.js';
import type { Instance } from '../instance.js';
import { invalid } from '../looker-errors.js';
import { findModel } from '../models/fields.js';
import { createQuery } from '../queries/query-routes.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { readYaml, writeYaml } from './yaml.js';

/** A dashboard read from LookML, with its elements and filters. */
export interface LookmlDashboard {
  name: string;
  /** Undefined when the text names none. */
  slug: string | undefined;
  properties: LookerRecord;
  elements: LookerRecord[];
  filters: LookerRecord[];
}

const queryProperties = ['model', 'fields', 'pivots', 'filters', 'sorts', 'limit', 'dynamic_fields'];
const textProperties = ['title_text', 'subtitle_text', 'body_text', 'note_text'];
const filterProperties = [
  'name',
  'title',
  'type',
  'default_value',
  'allow_multiple_values',
  'required',
  'model',
  'explore',
];

/** The LookML of a dashboard, as Looker's dashboard menu shows it. */
export function lookmlOf(content: Content, dashboard: StoredRecord): string {
  const of = (name: 'dashboardElements' | 'dashboardFilters') => content[name].where('dashboard_id', dashboard.id);
  const written = {
    dashboard: String(dashboard.title).toLowerCase().replace(/\W+/g, '_'),
    title: dashboard.title,
    layout: 'newspaper',
    preferred_viewer: dashboard.preferred_viewer ?? 'dashboards-next',
    description: dashboard.description,
    preferred_slug: dashboard.slug,
    elements: of('dashboardElements').map((element) => elementLookml(content, element)),
    filters: of('dashboardFilters').map((filter) => ({
      ...pick(filter, filterProperties),
      listens_to_filters: filter.listens_to_filters,
      field: filter.dimension,
    })),
  };
  return `---\n${writeYaml([written])}`;
}

/** Throws a 422 for text that is no LookML dashboard. */
export function readLookml(text: unknown): LookmlDashboard {
  const parsed = readYaml(String(text ?? ''));
  const [dashboard] = Array.isArray(parsed) ? parsed : [parsed];
  if (!isRecord(dashboard) || (typeof dashboard.dashboard !== 'string' && typeof dashboard.title !== 'string')) {
    throw invalid('lookml', 'The text has no dashboard with a title.');
  }
  const records = (value: unknown) => (Array.isArray(value) ? value.filter(isRecord) : []);
  return {
    name: String(dashboard.dashboard ?? dashboard.title),
    slug: typeof dashboard.preferred_slug === 'string' ? dashboard.preferred_slug : undefined,
    properties: {
      title: String(dashboard.title ?? dashboard.dashboard),
      ...pick(dashboard, ['description', 'preferred_viewer', 'refresh_interval', 'query_timezone']),
    },
    elements: records(dashboard.elements),
    filters: records(dashboard.filters),
  };
}

/** Replaces the elements and filters of a dashboard by those of the LookML. Throws a 422 for an element of an unknown model. */
export function applyLookml(instance: Instance, dashboard: StoredRecord, lookml: LookmlDashboard): StoredRecord {
  const { content } = instance;
  for (const element of lookml.elements) checkModel(instance, element);
  removeParts(content, dashboard);
  content.dashboardLayouts.add({ dashboard_id: dashboard.id, type: 'newspaper', active: true });
  for (const element of lookml.elements) {
    const isText = element.type === 'text';
    const shown = isText
      ? pick(element, textProperties)
      : { query_id: queryOf(instance, element), result_maker: { filterables: filterablesOf(element) } };
    const added = { dashboard_id: dashboard.id, type: isText ? 'text' : 'vis', title: element.title, ...shown };
    addToLayout(content, content.dashboardElements.add(added));
  }
  for (const filter of lookml.filters) {
    content.dashboardFilters.add({
      ...pick(filter, filterProperties),
      dashboard_id: dashboard.id,
      dimension: filter.field ?? null,
      listens_to_filters: filter.listens_to_filters ?? [],
    });
  }
  return content.dashboards.change(dashboard.id, lookml.properties);
}

function elementLookml(content: Content, element: StoredRecord): LookerRecord {
  const query = content.queries.find(element.query_id);
  const named = { title: element.title, name: element.title };
  if (query === undefined) return { ...named, type: 'text', ...pick(element, textProperties) };
  const { vis_config: visConfig } = query;
  const component = content.dashboardLayoutComponents.where('dashboard_element_id', element.id)[0];
  return {
    ...named,
    explore: query.view,
    type: isRecord(visConfig) ? visConfig.type : 'table',
    ...pick(query, queryProperties),
    ...(component && { row: component.row, col: component.column, width: component.width, height: component.height }),
  };
}

/** Which filters of its dashboard an element listens to, as a result maker has it. */
export function filterablesOf({ model, explore, listen }: LookerRecord): LookerRecord[] {
  const filters = Object.entries(isRecord(listen) ? listen : {});
  return [
    {
      model,
      view: explore,
      name: null,
      listen: filters.map(([name, field]) => ({ dashboard_filter_name: name, field })),
    },
  ];
}

function queryOf(instance: Instance, element: LookerRecord): unknown {
  const { limit } = element;
  const query = {
    ...pick(element, queryProperties),
    view: element.explore,
    vis_config: { type: element.type ?? 'table' },
    ...(limit !== undefined && { limit: String(limit) }),
  };
  return createQuery(instance, query, null).id;
}

function checkModel(instance: Instance, element: LookerRecord): void {
  if (element.type === 'text' || findModel(instance.models, String(element.model)) !== undefined) return;
  throw invalid('lookml', `The element "${String(element.title ?? element.name)}" is of an unknown model.`);
}

function pick(record: LookerRecord, names: readonly string[]): LookerRecord {
  return Object.fromEntries(names.filter((name) => record[name] !== undefined).map((name) => [name, record[name]]));
}
