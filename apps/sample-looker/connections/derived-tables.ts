import { randomBytes } from 'node:crypto';
import { type Api, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, notFound } from '../looker-errors.js';
import type { LookmlModel } from '../models/model-types.js';
import type { StoredRecord } from '../records/collection.js';
import { buildRows } from '../system-activity/build-rows.js';
import { type Viewer, viewerOf } from '../tokens.js';
import { findWorkspaceModel, workspaceModels } from '../workspaces/workspace-models.js';
import { type Edge, edgesFrom, graphText, joinEdges, type NodeColor, readEdges, viewNamesOf } from './table-graph.js';

/** What a build is before it is done, until which share of its time. */
const queuedShare = 0.2;

/** Builds of derived tables, which take their time and can be stopped, and graphs of what depends on what. */
export function registerDerivedTableRoutes(api: Api, instance: Instance): void {
  const { materializations } = instance.content;
  const buildOf = (call: Call) => materializations.get(param(call, 'materialization_id'));
  const present = (build: StoredRecord): LookerRecord => {
    const { id, model, view } = build;
    return { materialization_id: id, resp_text: JSON.stringify({ status: settled(instance, build), model, view }) };
  };
  api.get('/derived_table/:model_name/:view_name/start', (call) => {
    const viewer = workspaceOf(call, 'production');
    const model = modelOf(instance, viewer, param(call, 'model_name'));
    const view = param(call, 'view_name');
    if (!viewNamesOf(instance, viewer, model).has(view)) throw notFound();
    requireControl(instance, model.connectionName);
    const id = randomBytes(16).toString('hex');
    const started = { started_at_ms: instance.clock().getTime(), connection: model.connectionName };
    const about = { id, model: model.name, view, workspace: viewer.workspaceId, ...started };
    return present(materializations.add({ ...about, stopped: false, recorded: false }));
  });
  api.get('/derived_table/:materialization_id/status', (call) => present(buildOf(call)));
  api.get('/derived_table/:materialization_id/stop', (call) => {
    const build = buildOf(call);
    // What is done stays done.
    if (settled(instance, build) === 'complete') return present(build);
    return present(materializations.change(build.id, { stopped: true }));
  });
  registerGraphs(api, instance);
}

function registerGraphs(api: Api, instance: Instance): void {
  api.get('/derived_table/graph/model/:model', (call) => {
    const viewer = viewerOf(call.token);
    const { color, format = 'dot' } = call.query;
    if (format !== 'dot') throw badRequest('The format of a graph is dot.');
    const model = modelOf(instance, viewer, param(call, 'model'));
    const colorOf = (view: string) => nodeColor(instance, model.name, view);
    const edges = [...joinEdges(model), ...readEdges(instance, viewer, model)];
    return { graph_text: graphText(edges, color ? colorOf : undefined) };
  });
  api.get('/derived_table/graph/view/:view', (call) => {
    const viewer = workspaceOf(call, call.token.workspaceId);
    const wanted = call.query.models?.split(',');
    const models = workspaceModels(instance, viewer).filter(({ name }) => wanted?.includes(name) ?? true);
    const view = param(call, 'view');
    if (!models.some((model) => viewNamesOf(instance, viewer, model).has(view))) throw notFound();
    const joins = models.flatMap(joinEdges).filter((edge: Edge) => edge.includes(view));
    const reads = models.flatMap((model) => readEdges(instance, viewer, model));
    return { graph_text: graphText([...joins, ...edgesFrom(view, reads)]) };
  });
}

/** The workspace that the query names. Throws a 400 for any other word. */
function workspaceOf({ query, token }: Call, otherwise: string): Viewer {
  const { workspace: workspaceId = otherwise } = query;
  if (workspaceId !== 'dev' && workspaceId !== 'production') throw badRequest('workspace is dev or production.');
  return { userId: token.userId, workspaceId };
}

function modelOf(instance: Instance, viewer: Viewer, name: string): LookmlModel {
  const model = findWorkspaceModel(instance, viewer, name);
  if (model === undefined) throw notFound();
  return model;
}

/** Throws a 400 while the connection does not let the API build its tables. */
function requireControl({ content }: Instance, connectionName: string): void {
  if (content.connections.where('name', connectionName)[0]?.pdt_api_control_enabled === true) return;
  throw badRequest(`PDT API control is not enabled for connection "${connectionName}" (pdt_api_control_enabled).`);
}

/** What has become of a build by now; one that is done is written into the log of builds, once. */
function settled(instance: Instance, build: StoredRecord): 'queued' | 'running' | 'complete' | 'stopped' {
  if (build.stopped === true) return 'stopped';
  const elapsedMs = instance.clock().getTime() - Number(build.started_at_ms);
  if (elapsedMs < instance.pdtBuildMs) return elapsedMs < instance.pdtBuildMs * queuedShare ? 'queued' : 'running';
  if (build.recorded !== true) recordBuild(instance, build);
  return 'complete';
}

function recordBuild(instance: Instance, { id, model, view, connection, workspace }: StoredRecord): void {
  const { activity, pdtBuildMs } = instance;
  instance.content.materializations.change(id, { recorded: true });
  const seconds = pdtBuildMs / 1_000;
  const about = { tid: id, model: String(model), view: String(view), connection: String(connection), seconds };
  const startedAt = new Date(activity.now().getTime() - pdtBuildMs);
  const context = workspace === 'dev' ? 'dev' : 'prod';
  const rows = buildRows({ ...about, startedAt, context, failure: null }, 0);
  for (const row of rows.events) activity.log.pdtEvents.add(row);
  for (const row of rows.build) activity.log.pdtBuilds.add(row);
}

/** The colour of a view's latest build. */
function nodeColor(instance: Instance, model: string, view: string): NodeColor {
  const builds = instance.content.materializations
    .all()
    .filter((build) => build.model === model && build.view === view);
  const latest = builds.at(-1);
  if (latest === undefined) return 'grey';
  const status = settled(instance, latest);
  if (status === 'complete') return 'green';
  return status === 'stopped' ? 'red' : 'yellow';
}
