import { setTimeout as delay } from 'node:timers/promises';
import { Answer, type Api, bodyRecord, type Call, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, LookerError, notFound } from '../looker-errors.js';
import { runBody } from '../queries/answer-query.js';
import { QueryError } from '../queries/query-error.js';
import { newSlug } from '../queries/query-routes.js';
import { acceptProperties } from '../records/writable.js';
import type { RunOrigin } from '../system-activity/record-run.js';
import { type Viewer, viewerOf } from '../tokens.js';
import { dashboardPicture, runTile, runTiles } from './dashboard-picture.js';
import { paperSizes, pdfDocument } from './pdf-document.js';
import { rasterize, readSize } from './rasterize.js';
import { resultPicture } from './result-picture.js';

interface RenderTask {
  record: LookerRecord & { id: string; status: string };
  size: { width: number; height: number };
  results: { bytes: Uint8Array; type: string } | null;
  doneAtMs: number;
}

/** What a task does: its queries, then the drawing of their results as SVG, and which file it becomes. */
interface Job {
  about: LookerRecord;
  title: string;
  /** Runs the queries and answers how to draw them. Throws a QueryError when there is nothing to draw. */
  query(): () => string;
  paper?: readonly [number, number];
}

const tasksMax = 200;
const margin = 16;
/** The statuses on the way, with the share of the render time that each takes. */
const shares = { enqueued_for_query: 0.1, querying: 0.4, enqueued_for_render: 0.1, rendering: 0.4 } as const;

/** Pictures and documents of dashboards, tiles, looks and queries, made after the answer that orders them. */
export function registerRenderTaskRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const tasks = new Map<string, RenderTask>();
  const taskOf = (call: Call) => {
    const task = tasks.get(param(call, 'render_task_id'));
    if (task === undefined || task.record.user_id !== call.token.userId) throw notFound();
    return task;
  };
  const start = (call: Call, formats: readonly string[], jobFor: (size: RenderTask['size']) => Job) => {
    const format = requireFormat(param(call, 'result_format'), formats);
    const size = readSize(call.query.width, call.query.height);
    const job = jobFor(size);
    const task = newTask(instance, call, { format, size, job });
    tasks.set(task.record.id, task);
    const oldest = tasks.keys().next();
    if (tasks.size > tasksMax && !oldest.done) tasks.delete(oldest.value);
    setImmediate(() => perform(instance, task, job));
    return { ...task.record };
  };

  api.post('/render_tasks/queries/:query_id/:result_format', (call) =>
    start(call, ['png'], (size) => {
      const query = content.queries.get(param(call, 'query_id'));
      const source = 'render_manager_cache:explore';
      const draw = () => drawQuery(instance, query, size, { viewer: viewerOf(call.token), source });
      return { about: { query_id: query.id }, title: 'Query', query: draw };
    }),
  );
  api.post('/render_tasks/looks/:look_id/:result_format', (call) =>
    start(call, ['png'], (size) => {
      const look = content.looks.get(param(call, 'look_id'));
      const query = content.queries.get(look.query_id);
      const run = { viewer: viewerOf(call.token), source: 'render_manager_cache:look', lookId: look.id };
      const draw = () => drawQuery(instance, query, size, run);
      return { about: { look_id: look.id }, title: String(look.title), query: draw };
    }),
  );
  api.post('/render_tasks/dashboard_elements/:dashboard_element_id/:result_format', (call) =>
    start(call, ['png'], (size) => elementJob(instance, call, size)),
  );
  api.post('/render_tasks/dashboards/:dashboard_id/:result_format', (call) =>
    start(call, ['pdf', 'png'], (size) => dashboardJob(instance, call, size)),
  );
  api.get('/render_tasks/:render_task_id', (call) => ({ ...taskOf(call).record }));
  api.get('/render_tasks/:render_task_id/results', (call) => {
    const { record, results, doneAtMs } = taskOf(call);
    if (results !== null) return new Answer(200, results.bytes, { 'content-type': results.type });
    if (record.status === 'failure') throw notFound();
    const seconds = Math.max(1, Math.ceil((doneAtMs - Date.now()) / 1000));
    return new Answer(202, '', { 'retry-after': String(seconds) });
  });
}

function requireFormat(format: string, formats: readonly string[]): string {
  if (formats.includes(format)) return format;
  const known = formats.join(' and ');
  throw badRequest(`Result format "${format}" is not available for this render task; this instance renders ${known}.`);
}

function newTask(
  instance: Instance,
  call: Call,
  { format, size, job }: { format: string; size: RenderTask['size']; job: Job },
): RenderTask {
  return {
    record: {
      id: newSlug().toLowerCase(),
      status: 'enqueued_for_query',
      status_detail: null,
      result_format: format,
      ...size,
      created_at: instance.clock().toISOString(),
      finalized_at: null,
      dashboard_id: null,
      dashboard_filters: null,
      dashboard_style: null,
      dashboard_element_id: null,
      look_id: null,
      lookml_dashboard_id: null,
      query_id: null,
      query_runtime: 0,
      render_runtime: 0,
      runtime: 0,
      user_id: call.token.userId,
      can: { show: true },
      ...job.about,
    },
    size,
    results: null,
    doneAtMs: Date.now() + instance.renderTimeMs,
  };
}

async function perform(instance: Instance, task: RenderTask, job: Job): Promise<void> {
  const { record } = task;
  const startedAt = performance.now();
  const secondsSince = (since: number) => (performance.now() - since) / 1000;
  const enter = async (status: keyof typeof shares) => {
    record.status = status;
    if (instance.renderTimeMs > 0) await delay(instance.renderTimeMs * shares[status], undefined, { ref: false });
  };
  try {
    await enter('enqueued_for_query');
    await enter('querying');
    const draw = job.query();
    record.query_runtime = secondsSince(startedAt);
    await enter('enqueued_for_render');
    const renderingAt = performance.now();
    await enter('rendering');
    const picture = await rasterize(draw(), task.size);
    const isPdf = record.result_format === 'pdf';
    task.results = isPdf
      ? { bytes: pdfDocument(picture, job.title, job.paper), type: 'application/pdf' }
      : { bytes: picture.png, type: 'image/png' };
    record.render_runtime = secondsSince(renderingAt);
    record.status = 'success';
  } catch (error) {
    record.status = 'failure';
    record.status_detail = error instanceof QueryError ? error.detail : messageOf(error);
  }
  record.runtime = secondsSince(startedAt);
  record.finalized_at = instance.clock().toISOString();
}

function messageOf(error: unknown): string {
  return error instanceof LookerError ? error.message : 'An error has occurred.';
}

function drawQuery(
  instance: Instance,
  query: LookerRecord,
  size: RenderTask['size'],
  run: { viewer: Viewer } & RunOrigin,
): () => string {
  const result = runBody(instance, query, run);
  return () => resultPicture(result, query.vis_config, insideOf(size));
}

function insideOf({ width, height }: RenderTask['size']) {
  return { x: margin, y: margin, width: Math.max(1, width - margin * 2), height: Math.max(1, height - margin * 2) };
}

function elementJob(instance: Instance, call: Call, size: RenderTask['size']): Job {
  const element = instance.content.dashboardElements.get(param(call, 'dashboard_element_id'));
  return {
    about: { dashboard_element_id: element.id },
    title: String(element.title ?? ''),
    query: () => {
      const { result, visConfig, message } = runTile(instance, element, { viewer: viewerOf(call.token), filters: {} });
      if (result === null) throw new QueryError('Nothing to render', message ?? '');
      return () => resultPicture(result, visConfig, insideOf(size));
    },
  };
}

/** Reads `{dashboard_filters, dashboard_style}` and the paper. Throws a 422 for a paper of no known size. */
function dashboardJob(instance: Instance, call: Call, size: RenderTask['size']): Job {
  const dashboard = instance.content.dashboards.get(param(call, 'dashboard_id'));
  const body = acceptProperties(bodyRecord(call), { dashboard_filters: 'string', dashboard_style: 'string' });
  const style = String(body.dashboard_style ?? 'tiled');
  const filters = Object.fromEntries(new URLSearchParams(String(body.dashboard_filters ?? '')));
  const { pdf_paper_size: paperName, pdf_landscape: landscape } = call.query;
  const paper = paperName ? paperSizes[paperName] : undefined;
  if (paperName && paper === undefined) throw badRequest(`There is no paper size "${paperName}".`);
  const [short = 0, long = 0] = paper ?? [];
  return {
    about: { dashboard_id: dashboard.id, dashboard_filters: body.dashboard_filters ?? null, dashboard_style: style },
    title: String(dashboard.title),
    query: () => {
      const tiles = runTiles(instance, dashboard, { viewer: viewerOf(call.token), filters });
      return () => dashboardPicture(instance.content, { dashboard, tiles, style }, size);
    },
    ...(paper === undefined ? {} : { paper: landscape === 'true' ? ([long, short] as const) : paper }),
  };
}
