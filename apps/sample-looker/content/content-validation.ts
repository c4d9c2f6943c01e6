import { type Api, isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { findExplore, findField, findModel } from '../models/fields.js';
import type { LookmlModel } from '../models/model-types.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { allModels } from '../system-activity/visible-model.js';
import { modelInWorkspace } from '../workspaces/workspace-models.js';

interface Checked {
  query: LookerRecord;
  folderId: unknown;
  /** The members of Looker's `ContentValidatorError` that say where the query is. */
  place: LookerRecord;
}

/** Checks the queries of all looks and dashboards, and the filters of dashboards: whether models, explores and fields that they name are there. */
export function registerContentValidationRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  api.get('/content_validation', (call) => {
    const startedAt = performance.now();
    const models = allModels(instance).map((model) => modelInWorkspace(instance, call.token, model));
    const listed = (names: string | undefined) => names?.split(',').map((name) => name.trim());
    const projects = listed(call.query.project_names);
    const folders = listed(call.query.space_ids);
    const isWanted = ({ query, folderId }: Checked) => {
      const project = findModel(models, String(query.model))?.projectName;
      return (projects?.includes(String(project)) ?? true) && (folders?.includes(String(folderId)) ?? true);
    };
    const looks = checkedLooks(instance).filter(isWanted);
    const elements = checkedElements(instance).filter(isWanted);
    const filters = checkedFilters(instance).filter(isWanted);
    const faulty = [...looks, ...elements, ...filters].map(({ query, place }) => ({
      ...place,
      errors: errorsOf(models, query),
    }));
    return {
      content_with_errors: faulty
        .filter(({ errors }) => errors.length > 0)
        .map((entry, index) => ({ ...entry, id: String(index + 1) })),
      computation_time: (performance.now() - startedAt) / 1000,
      total_looks_validated: looks.length,
      total_dashboard_elements_validated: elements.length,
      total_dashboard_filters_validated: filters.length,
      total_scheduled_plans_validated: content.scheduledPlans.all().length,
      total_alerts_validated: content.alerts.all().length,
      total_explores_validated: instance.models.flatMap((model) => model.explores).length,
    };
  });
}

function checkedLooks({ content }: Instance): Checked[] {
  return content.looks.all().flatMap((look) => {
    const query = content.queries.find(look.query_id);
    if (query === undefined || look.deleted === true) return [];
    const place = { id: look.id, title: look.title, short_url: `/looks/${look.id}` };
    return [
      {
        query,
        folderId: look.folder_id,
        place: { look: { ...place, ...folderOf(content.folders.find(look.folder_id)) } },
      },
    ];
  });
}

function checkedElements({ content }: Instance): Checked[] {
  return content.dashboardElements.all().flatMap((element) => {
    const query = content.queries.find(element.query_id);
    const dashboard = content.dashboards.find(element.dashboard_id);
    if (query === undefined || dashboard === undefined || dashboard.deleted === true) return [];
    const { dashboard_id, query_id, type } = element;
    const place = {
      dashboard: placeOfDashboard(content, dashboard),
      dashboard_element: { id: element.id, title: element.title ?? null, dashboard_id, query_id, type },
    };
    return [{ query, folderId: dashboard.folder_id, place }];
  });
}

/** A filter on a field is as a query of that field. */
function checkedFilters({ content }: Instance): Checked[] {
  return content.dashboardFilters.all().flatMap((filter) => {
    const dashboard = content.dashboards.find(filter.dashboard_id);
    const { model, explore, dimension } = filter;
    if (dashboard === undefined || dashboard.deleted === true || !dimension) return [];
    const { id, dashboard_id, name, title, type, default_value } = filter;
    const place = {
      dashboard: placeOfDashboard(content, dashboard),
      dashboard_filter: { id, dashboard_id, name, title, type, default_value, model, explore, dimension },
    };
    return [{ query: { model, view: explore, fields: [dimension] }, folderId: dashboard.folder_id, place }];
  });
}

function placeOfDashboard(content: Content, { id, title, description = null, folder_id }: StoredRecord): LookerRecord {
  return { id, title, description, url: `/dashboards/${id}`, ...folderOf(content.folders.find(folder_id)) };
}

function folderOf(folder: StoredRecord | undefined): LookerRecord {
  return folder === undefined ? {} : { folder: { id: folder.id, name: folder.name } };
}

function errorsOf(models: readonly LookmlModel[], query: LookerRecord): LookerRecord[] {
  const model = findModel(models, String(query.model));
  const explore = model && findExplore(model, String(query.view));
  const about = { model_name: query.model, explore_name: query.view };
  if (explore === undefined) {
    const what = model === undefined ? `model "${String(query.model)}"` : `explore "${String(query.view)}"`;
    return [{ ...about, message: `Unknown ${what}`, field_name: null, removable: false }];
  }
  const ownFields = String(query.dynamic_fields ?? '');
  const isKnown = (name: string) => findField(explore, name) !== undefined || ownFields.includes(`"${name}"`);
  return fieldNamesOf(query)
    .filter((name) => !isKnown(name))
    .map((name) => ({ ...about, message: `Unknown field "${name}"`, field_name: name, removable: true }));
}

function fieldNamesOf(query: LookerRecord): string[] {
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const filters = isRecord(query.filters) ? Object.keys(query.filters) : [];
  return [...new Set([...list(query.fields), ...list(query.pivots), ...filters])];
}
