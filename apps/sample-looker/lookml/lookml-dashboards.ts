import { Answer, type Api, type Call, isRecord, type LookerRecord, param } from '../api.js';
import { certificationOf } from '../content/certification.js';
import { addDashboard, checkPlace, presentDashboard, presentDashboardSummary } from '../content/dashboards.js';
import type { Instance } from '../instance.js';
import { findExplore, findField, findModel } from '../models/fields.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { pageOf } from '../records/paging.js';
import { idsOf } from '../records/references.js';
import { searchRecords, sortRecords } from '../records/search.js';
import { acceptProperties } from '../records/writable.js';
import { applyLookml, lookmlOf, readLookml } from './dashboard-lookml.js';
import { presentLookmlDashboard, presentLookmlSummary } from './present-lookml-dashboard.js';

const businessPulse = `---
- dashboard: business_pulse
  title: Business Pulse
  layout: newspaper
  preferred_viewer: dashboards-next
  description: The shop at a glance
  elements:
  - title: Orders by Status
    name: Orders by Status
    model: ecommerce
    explore: orders
    type: looker_column
    fields: [orders.status, orders.count]
    sorts: [orders.count desc]
    limit: 500
    listen:
      Order Date: orders.created_date
  - title: New Customers
    name: New Customers
    model: ecommerce
    explore: users
    type: single_value
    fields: [users.count]
    filters:
      users.created_date: 30 days
  filters:
  - name: Order Date
    title: Order Date
    type: field_filter
    default_value: 90 days
    model: ecommerce
    explore: orders
    field: orders.created_date
`;

/** Dashboards as LookML: those of the project, and the making of one kind from the other. */
export function registerLookmlDashboardRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { dashboards, lookmlDashboards } = content;
  lookmlDashboards.add({ id: 'ecommerce::business_pulse', folder_id: 'lookml', lookml: businessPulse });
  const present = (id: string, folderId: unknown, lookml: unknown) => ({
    dashboard_id: id,
    folder_id: folderId,
    lookml,
  });
  for (const path of ['/dashboards/lookml', '/dashboards/from_lookml']) {
    api.post(path, (call) => presentDashboard(instance, importLookml(instance, call)));
  }
  api.get('/dashboards/lookml/search', (call) => {
    const all = lookmlDashboards.all().map((record) => ({ ...record, ...readLookml(record.lookml).properties }));
    const found = sortRecords(searchRecords(call, all, ['folder_id', 'title']), call.query.sorts);
    return pageOf(call, found.map(presentLookmlDashboard), instance.origin());
  });
  api.get('/dashboards', () => [
    ...dashboards
      .all()
      .filter(({ deleted }) => deleted !== true)
      .map((dashboard) => presentDashboardSummary(content, dashboard)),
    ...lookmlDashboards.all().map(presentLookmlSummary),
  ]);
  api.get('/dashboards/:dashboard_id', (call) => {
    const id = param(call, 'dashboard_id');
    const ofProject = lookmlDashboards.find(id);
    return ofProject === undefined ? presentDashboard(instance, dashboards.get(id)) : presentLookmlDashboard(ofProject);
  });
  api.get('/dashboards/lookml/:dashboard_id', (call) => {
    const ofProject = lookmlDashboards.find(param(call, 'dashboard_id'));
    if (ofProject !== undefined) return present(ofProject.id, ofProject.folder_id, ofProject.lookml);
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    return present(dashboard.id, dashboard.folder_id, lookmlOf(content, dashboard));
  });
  api.patch('/dashboards/lookml/:dashboard_id/certification', (call) => {
    const { id } = lookmlDashboards.get(param(call, 'dashboard_id'));
    const certified = { certification_metadata: certificationOf(instance, call) };
    return presentLookmlDashboard(lookmlDashboards.change(id, certified));
  });
  api.get('/dashboards/aggregate_table_lookml/:dashboard_id', (call) => {
    const dashboard = dashboards.get(param(call, 'dashboard_id'));
    return { dashboard_id: dashboard.id, aggregate_table_lookml: aggregateTables(instance, dashboard) };
  });
  registerLinks(api, instance);
}

/** Dashboards that are made from those of the project and stay linked to them. */
function registerLinks(api: Api, instance: Instance): void {
  const { dashboards, lookmlDashboards } = instance.content;
  api.post('/dashboards/:lookml_dashboard_id/import/:space_id', (call) => {
    const source = lookmlDashboards.get(param(call, 'lookml_dashboard_id'));
    const lookml = readLookml(source.lookml);
    const own = acceptBody(call, 'POST', '/dashboards/{lookml_dashboard_id}/import/{space_id}');
    const linked = { ...lookml.properties, ...own, folder_id: param(call, 'space_id'), lookml_link_id: source.id };
    const dashboard = newDashboard(instance, call, linked);
    applyLookml(instance, dashboard, { ...lookml, properties: {} });
    return new Answer(201, presentDashboard(instance, dashboard));
  });
  api.patch('/dashboards/:lookml_dashboard_id/sync', (call) => {
    const source = lookmlDashboards.get(param(call, 'lookml_dashboard_id'));
    const wanted = call.query.dashboard_ids?.split(',');
    const linked = dashboards.where('lookml_link_id', source.id).filter(({ id }) => wanted?.includes(id) ?? true);
    for (const dashboard of linked) applyLookml(instance, dashboard, readLookml(source.lookml));
    return linked.map(({ id }) => Number(id));
  });
}

/** A dashboard of the same slug is replaced and stays where it is, unless a folder is named. */
function importLookml(instance: Instance, call: Call): StoredRecord {
  const { dashboards, folders } = instance.content;
  const body = isRecord(call.body) ? call.body : {};
  const accepted = acceptProperties(body, { folder_id: 'id', lookml: 'string' }, ['lookml']);
  const lookml = readLookml(accepted.lookml);
  const existing = lookml.slug === undefined ? undefined : dashboards.where('slug', lookml.slug)[0];
  const place = accepted.folder_id === undefined ? {} : { folder_id: accepted.folder_id };
  if (existing !== undefined) {
    const moved = { title: existing.title, folder_id: existing.folder_id, ...lookml.properties, ...place };
    checkPlace(instance.content, moved, existing);
    return applyLookml(instance, dashboards.change(existing.id, moved), lookml);
  }
  const personal = folders.where('personal_user_id', call.token.userId)[0]?.id ?? '1';
  const slug = lookml.slug === undefined ? {} : { slug: lookml.slug };
  return applyLookml(
    instance,
    newDashboard(instance, call, { folder_id: personal, ...lookml.properties, ...slug, ...place }),
    lookml,
  );
}

function newDashboard(instance: Instance, call: Call, properties: LookerRecord): StoredRecord {
  checkPlace(instance.content, properties);
  const at = instance.clock().toISOString();
  return addDashboard(instance.content, { user_id: call.token.userId, ...properties, created_at: at, updated_at: at });
}

/** One aggregate table for each query on a dashboard. */
function aggregateTables({ content, models }: Instance, dashboard: StoredRecord): string {
  const queries = content.dashboardElements
    .where('dashboard_id', dashboard.id)
    .flatMap((element) => content.queries.find(element.query_id) ?? []);
  return queries.map((query) => aggregateTable(models, query)).join('\n');
}

function aggregateTable(models: Instance['models'], query: StoredRecord): string {
  const model = findModel(models, String(query.model));
  const explore = model && findExplore(model, String(query.view));
  const isMeasure = (name: string) => explore !== undefined && findField(explore, name)?.kind === 'measure';
  const fields = idsOf(query.fields);
  return `explore: +${String(query.view)} {
  aggregate_table: rollup__${query.id} {
    query: {
      dimensions: [${fields.filter((name) => !isMeasure(name)).join(', ')}]
      measures: [${fields.filter(isMeasure).join(', ')}]
    }
    materialization: {
      datagroup_trigger: hourly
    }
  }
}
`;
}
