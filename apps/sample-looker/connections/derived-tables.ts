import { randomBytes } from 'node:crypto';
import { type Api, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import { findModel, viewsOf } from '../models/fields.js';
import type { LookmlModel } from '../models/model-types.js';
import type { StoredRecord } from '../records/collection.js';
import { buildRows } from '../system-activity/build-rows.js';

/** Builds of derived tables. The shop has plain tables only, so a build is done at once and graphs show what joins what. */
export function registerDerivedTableRoutes(api: Api, instance: Instance): void {
  const { materializations } = instance.content;
  api.get('/derived_table/:model_name/:view_name/start', (call) => {
    const model = modelOf(instance, call, 'model_name');
    const viewName = param(call, 'view_name');
    if (!viewNamesOf(model).includes(viewName)) throw notFound();
    const id = randomBytes(16).toString('hex');
    recordBuild(instance, call, { tid: id, model, view: viewName });
    return present(materializations.add({ id, status: 'complete', model: model.name, view: viewName }));
  });
  const path = '/derived_table/:materialization_id';
  api.get(`${path}/status`, (call) => present(materializations.get(param(call, 'materialization_id'))));
  api.get(`${path}/stop`, (call) =>
    present(materializations.change(param(call, 'materialization_id'), { status: 'stopped' })),
  );
  api.get('/derived_table/graph/model/:model', (call) => graphOf(edgesOf([modelOf(instance, call, 'model')])));
  api.get('/derived_table/graph/view/:view', (call) => {
    const wanted = call.query.models?.split(',');
    const models = instance.models.filter((model) => wanted?.includes(model.name) ?? true);
    const view = param(call, 'view');
    if (!models.some((model) => viewNamesOf(model).includes(view))) throw notFound();
    return graphOf(edgesOf(models).filter((edge) => edge.includes(view)));
  });
}

function recordBuild(
  { activity }: Instance,
  call: Call,
  { tid, model, view }: { tid: string; model: LookmlModel; view: string },
): void {
  const rows = buildRows(
    {
      ...{ tid, model: model.name, view, connection: model.connectionName, startedAt: activity.now(), seconds: 0 },
      context: call.query.workspace === 'dev' ? 'dev' : 'prod',
      failure: null,
    },
    0,
  );
  for (const row of rows.events) activity.log.pdtEvents.add(row);
  for (const row of rows.build) activity.log.pdtBuilds.add(row);
}

function modelOf(instance: Instance, call: Call, name: string): LookmlModel {
  const model = findModel(instance.models, param(call, name));
  if (model === undefined) throw notFound();
  return model;
}

function viewNamesOf(model: LookmlModel): string[] {
  return model.explores.flatMap((explore) => viewsOf(explore).map((view) => view.name));
}

function edgesOf(models: readonly LookmlModel[]): [from: string, to: string][] {
  const explores = models.flatMap((model) => model.explores);
  return explores.flatMap((explore) =>
    explore.joins.map((join): [string, string] => [explore.view.name, join.view.name]),
  );
}

/** In the language of Graphviz. */
function graphOf(edges: readonly [from: string, to: string][]): LookerRecord {
  const lines = new Set(edges.map(([from, to]) => `  "${from}" -> "${to}";`));
  return { graph_text: ['digraph {', ...lines, '}'].join('\n') };
}

function present(materialization: StoredRecord): LookerRecord {
  const { id, status, model, view } = materialization;
  return { materialization_id: id, resp_text: JSON.stringify({ status, model, view }) };
}
