import { type Api, isRecord, type LookerRecord, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { createQuery, presentQuery } from '../queries/query-routes.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkReference } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { presentLook } from './looks.js';

const componentWidth = 8;
const componentHeight = 6;
const gridWidth = 24;

export function presentElement(instance: Instance, element: StoredRecord): LookerRecord {
  const { content } = instance;
  const query = content.queries.find(element.query_id);
  const look = content.looks.find(element.look_id);
  return completeRecord('DashboardElement', {
    ...element,
    dashboard_layout_id: content.dashboardLayoutComponents.where('dashboard_element_id', element.id)[0]
      ?.dashboard_layout_id,
    query: query === undefined ? null : presentQuery(instance, query),
    look: look === undefined ? null : presentLook(instance, look),
    result_maker: presentResultMaker(instance, element),
    result_maker_id: query === undefined && look === undefined ? null : `rm${element.id}`,
    body_text_as_html: element.body_text ?? null,
    note_text_as_html: element.note_text ?? null,
    title_text_as_html: element.title_text ?? null,
    subtitle_text_as_html: element.subtitle_text ?? null,
    alert_count: content.alerts.where('dashboard_element_id', element.id).length,
    can: { show: true, index: true, update: true, destroy: true, create: true },
  });
}

/** The tiles of dashboards. A tile may bring its query along instead of the id of one. */
export function registerDashboardElementRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { dashboards, dashboardElements } = content;
  registerResource(api, instance, {
    path: '/dashboard_elements',
    collection: dashboardElements,
    required: ['dashboard_id'],
    searchable: ['dashboard_id', 'look_id', 'title'],
    present: (element) => presentElement(instance, element),
    prepare: (properties, call) => {
      const checked = withQuery(instance, properties, call.token.userId);
      const isText = checked.body_text !== undefined || checked.title_text !== undefined;
      return { type: isText ? 'text' : 'vis', ...checked };
    },
    store: (properties) => addToLayout(content, dashboardElements.add(properties)),
    revise: (changes, _, call) => withQuery(instance, changes, call.token.userId),
    beforeRemove: (element) => {
      content.dashboardLayoutComponents.removeWhere('dashboard_element_id', element.id);
      content.alerts.removeWhere('dashboard_element_id', element.id);
    },
  });
  api.get('/dashboards/:dashboard_id/dashboard_elements', (call) => {
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    return dashboardElements.where('dashboard_id', dashboard.id).map((element) => presentElement(instance, element));
  });
}

/** Gives a new element its place: below the others, three to a row, in the layout that it names or in the first one. */
export function addToLayout(content: Content, element: StoredRecord): StoredRecord {
  const { dashboardLayouts, dashboardLayoutComponents } = content;
  const layouts = dashboardLayouts.where('dashboard_id', element.dashboard_id);
  const layout = layouts.find(({ id }) => id === element.dashboard_layout_id) ?? layouts[0];
  if (layout !== undefined) {
    const position = dashboardLayoutComponents.where('dashboard_layout_id', layout.id).length;
    const left = position * componentWidth;
    dashboardLayoutComponents.add({
      dashboard_layout_id: layout.id,
      dashboard_element_id: element.id,
      row: Math.floor(left / gridWidth) * componentHeight,
      column: left % gridWidth,
      width: componentWidth,
      height: componentHeight,
      deleted: false,
    });
  }
  return element;
}

function withQuery(instance: Instance, properties: LookerRecord, userId: string): LookerRecord {
  const { content } = instance;
  checkReference(content.dashboards, 'dashboard_id', properties);
  checkReference(content.queries, 'query_id', properties);
  checkReference(content.looks, 'look_id', properties);
  checkReference(content.dashboardLayouts, 'dashboard_layout_id', properties);
  checkReference(content.mergeQueries, 'merge_result_id', properties);
  if (isRecord(properties.result_maker)) checkReference(content.sqlQueries, 'sql_query_id', properties.result_maker);
  const { query, ...rest } = properties;
  if (rest.query_id !== undefined) return rest;
  const resultMaker = isRecord(rest.result_maker) ? rest.result_maker : {};
  const inline = isRecord(query) ? query : resultMaker.query;
  if (isRecord(inline)) return { ...rest, query_id: createQuery(instance, inline, userId).id };
  const { query_id: makerQueryId } = resultMaker;
  return makerQueryId === undefined || makerQueryId === null ? rest : { ...rest, query_id: String(makerQueryId) };
}

/** What makes the rows of an element: a query, a merge query, or SQL, which has no query of its own. */
function presentResultMaker(instance: Instance, element: StoredRecord): LookerRecord | null {
  const { queries, looks } = instance.content;
  const query = queries.find(element.query_id ?? looks.find(element.look_id)?.query_id);
  const given = isRecord(element.result_maker) ? element.result_maker : {};
  const merged = element.merge_result_id ?? null;
  const sql = given.sql_query_id ?? null;
  if (query === undefined && merged === null && sql === null) return null;
  const filterables = query === undefined ? [] : [{ model: query.model, view: query.view, name: null, listen: [] }];
  return {
    filterables,
    vis_config: query?.vis_config ?? null,
    ...given,
    id: `rm${element.id}`,
    dynamic_fields: query?.dynamic_fields ?? null,
    sorts: query?.sorts ?? [],
    total: query?.total ?? false,
    merge_result_id: merged,
    sql_query_id: sql,
    query_id: query?.id ?? null,
    query: query === undefined ? null : presentQuery(instance, query),
  };
}
