import { randomBytes } from 'node:crypto';
import { Answer, type Api, bodyRecord, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { errorBody, LookerError, notFound } from '../looker-errors.js';
import { findModel } from '../models/fields.js';
import { isAdmin, presentUserPublic } from '../people/user-summary.js';
import { acceptProperties, type Writable } from '../records/writable.js';
import type { RunOrigin } from '../system-activity/record-run.js';
import { allModels } from '../system-activity/visible-model.js';
import { answerQuery, type QueryOptions } from './answer-query.js';
import { presentQuery, runOptions } from './query-routes.js';

type Status = 'added' | 'running' | 'complete' | 'error' | 'expired' | 'killed';

/** Small, since there may be thousands: its query and its user are looked up. */
interface QueryTask {
  id: string;
  /** What the caller asked for. */
  record: LookerRecord;
  status: Status;
  answer: Answer | null;
  userId: string;
  createdAt: Date;
  runtimeSeconds: number;
  cancellation: AbortController;
}

/** Oldest tasks are forgotten beyond this. */
const tasksMax = 20_000;
/** Oldest results are dropped beyond this; their tasks expire. */
const resultsMax = 2_000;
const writable: Writable = {
  ...{ query_id: 'id', result_format: 'string', source: 'string', look_id: 'id', dashboard_id: 'id' },
  deferred: 'boolean',
};

/**
 * Asynchronous queries: they begin after the answer that created them, and results wait in memory for who asked.
 * Administrators see and end those of others too.
 */
export function registerQueryTaskRoutes(api: Api, instance: Instance): void {
  const tasks = new Map<string, QueryTask>();
  const finished: QueryTask[] = [];
  const isOwn = (call: Call, task: QueryTask | undefined) => task?.userId === call.token.userId;
  const mayEnd = (call: Call, task: QueryTask | undefined) =>
    isOwn(call, task) || isAdmin(instance.content, instance.content.users.get(call.token.userId));
  const taskOf = (call: Call, isTheirs = isOwn): QueryTask => {
    const task = tasks.get(param(call, 'query_task_id'));
    if (task === undefined || !isTheirs(call, task)) throw notFound();
    return task;
  };
  const keep = (task: QueryTask) => {
    finished.push(task);
    if (finished.length > resultsMax) expire(finished.shift());
  };

  api.post('/query_tasks', (call) => {
    const record = acceptProperties(bodyRecord(call), writable, ['query_id', 'result_format']);
    const query = instance.content.queries.get(record.query_id);
    const task = newTask(instance, call, record);
    tasks.set(task.id, task);
    const oldest = tasks.keys().next();
    if (tasks.size > tasksMax && !oldest.done) tasks.delete(oldest.value);
    const { signal } = task.cancellation;
    const run = runOptions(call, String(record.result_format));
    const options = { ...run, signal, origin: { ...run.origin, ...originOf(record) } };
    start(instance, { task, query, options, keep });
    return present(instance, task);
  });
  api.get('/query_tasks/multi_results', (call) => {
    const ids = (call.query.query_task_ids ?? '').split(',').filter((id) => id !== '');
    const own = ids.map((id) => [id, tasks.get(id)] as const);
    return Object.fromEntries(own.map(([id, task]) => [id, multiResult(isOwn(call, task) ? task : undefined)]));
  });
  api.get('/query_tasks/:query_task_id', (call) => present(instance, taskOf(call)));
  api.get('/query_tasks/:query_task_id/results', (call) => {
    const task = taskOf(call);
    if (task.answer !== null) return task.answer;
    if (!isUnfinished(task)) throw notFound();
    return instance.pendingStatus === 204 ? noContent : new Answer(202, { status: task.status });
  });
  api.get('/running_queries', (call) => {
    const seen = [...tasks.values()].filter((task) => isUnfinished(task) && mayEnd(call, task));
    return seen.map((task) => presentRunning(instance, task));
  });
  api.delete('/running_queries/:query_task_id', (call) => {
    const task = taskOf(call, mayEnd);
    if (!isUnfinished(task)) throw notFound();
    task.status = 'killed';
    task.cancellation.abort();
    return noContent;
  });
}

/** What the caller says the query is run for. */
function originOf(record: LookerRecord): RunOrigin {
  return {
    ...(typeof record.source === 'string' && record.source !== '' ? { source: record.source } : {}),
    ...{ dashboardId: record.dashboard_id, lookId: record.look_id },
  };
}

function newTask(instance: Instance, call: Call, record: LookerRecord): QueryTask {
  return {
    id: randomBytes(16).toString('hex'),
    record,
    status: 'added',
    answer: null,
    userId: call.token.userId,
    createdAt: instance.clock(),
    runtimeSeconds: 0,
    cancellation: new AbortController(),
  };
}

function start(
  instance: Instance,
  run: { task: QueryTask; query: LookerRecord; options: QueryOptions; keep(task: QueryTask): void },
): void {
  const { task } = run;
  setImmediate(async () => {
    if (task.status !== 'added') return;
    task.status = 'running';
    const startedAt = performance.now();
    const answer = await answerQuery(instance, run.query, run.options).catch(failure);
    if (!isUnfinished(task)) return;
    task.runtimeSeconds = (performance.now() - startedAt) / 1000;
    task.answer = answer;
    task.status = isFailed(answer) ? 'error' : 'complete';
    run.keep(task);
  });
}

function expire(task: QueryTask | undefined): void {
  if (task === undefined) return;
  task.answer = null;
  task.status = 'expired';
}

function failure(error: unknown): Answer {
  const known = error instanceof LookerError ? error : new LookerError(500, 'An error has occurred.');
  return new Answer(known.status, errorBody(known, 'get', '/query_tasks/:query_task_id/results'));
}

/** The JSON formats with details answer 200 for a query that failed; the body holds the error. */
function isFailed({ status, body }: Answer): boolean {
  if (status >= 300) return true;
  if (!isRecord(body)) return false;
  const rows = Array.isArray(body.rows) ? body.rows : [];
  return body.status === 'error' || (isRecord(rows[0]) && 'looker_error' in rows[0]);
}

function isUnfinished(task: QueryTask): boolean {
  return task.status === 'added' || task.status === 'running';
}

function multiResult(task: QueryTask | undefined): unknown {
  if (task === undefined) return { status: 'missing' };
  // A streamed result cannot be sent together with others.
  return task.answer === null || typeof task.answer.body === 'function' ? { status: task.status } : task.answer.body;
}

function present(instance: Instance, task: QueryTask): LookerRecord {
  return completeRecord('QueryTask', {
    source: 'api4',
    ...task.record,
    query: queryOf(instance, task),
    id: task.id,
    status: task.status,
    runtime: task.runtimeSeconds,
    result_source: task.answer === null ? null : 'query',
    cache: true,
    can: { show: true },
  });
}

function queryOf(instance: Instance, task: QueryTask): LookerRecord | null {
  const query = instance.content.queries.find(task.record.query_id);
  return query === undefined ? null : presentQuery(instance, query);
}

function lookOf({ content }: Instance, task: QueryTask): LookerRecord | null {
  const look = content.looks.find(task.record.look_id);
  return look === undefined ? null : { id: look.id, title: look.title, can: { show: true } };
}

function presentRunning(instance: Instance, task: QueryTask): LookerRecord {
  const model = String(instance.content.queries.find(task.record.query_id)?.model);
  const connectionName = findModel(allModels(instance), model)?.connectionName ?? null;
  return completeRecord('RunningQueries', {
    id: task.id,
    query_task_id: task.id,
    query_id: task.record.query_id,
    query: queryOf(instance, task),
    look: lookOf(instance, task),
    user: presentUserPublic(instance.content, task.userId),
    status: task.status,
    source: task.record.source ?? 'api4',
    slug: instance.content.queries.find(task.record.query_id)?.slug,
    node_id: '1',
    created_at: task.createdAt.toISOString(),
    runtime: (instance.clock().getTime() - task.createdAt.getTime()) / 1000,
    connection_name: connectionName,
    connection_id: connectionName,
    dialect: 'sqlite',
    can: { show: true },
  });
}
