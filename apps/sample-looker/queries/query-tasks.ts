import { randomBytes } from 'node:crypto';
import { Answer, type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import { acceptProperties } from '../collections/writable.js';
import type { Instance } from '../instance.js';
import { LookerError, notFound } from '../looker-errors.js';
import { answerQuery, type QueryOptions } from './answer-query.js';
import { presentQuery, runOptions } from './query-routes.js';

interface QueryTask {
  id: string;
  record: LookerRecord;
  status: 'added' | 'running' | 'complete' | 'error' | 'killed';
  answer: Answer | null;
  userId: string;
  createdAt: Date;
  runtimeSeconds: number;
}

/** Oldest tasks are forgotten beyond this. */
const tasksMax = 500;

/** Asynchronous queries: they begin after the answer that created them, and results wait in memory. */
export function registerQueryTaskRoutes(api: Api, instance: Instance): void {
  const tasks = new Map<string, QueryTask>();
  const taskOf = (call: Call): QueryTask => {
    const task = tasks.get(param(call, 'query_task_id'));
    if (task === undefined) throw notFound();
    return task;
  };

  api.post('/query_tasks', (call) => {
    const record = acceptProperties(
      bodyRecord(call),
      { query_id: 'id', result_format: 'string', source: 'string', look_id: 'id', dashboard_id: 'id' },
      ['query_id', 'result_format'],
    );
    const query = instance.content.queries.get(record.query_id);
    const task = newTask(call, { ...record, query: presentQuery(instance, query) }, instance);
    tasks.set(task.id, task);
    const oldest = tasks.keys().next();
    if (tasks.size > tasksMax && !oldest.done) tasks.delete(oldest.value);
    start(instance, { task, query, options: runOptions(call, String(record.result_format)) });
    return present(task);
  });
  api.get('/query_tasks/multi_results', (call) => {
    const ids = (call.query.query_task_ids ?? '').split(',').filter((id) => id !== '');
    return Object.fromEntries(ids.map((id) => [id, multiResult(tasks.get(id))]));
  });
  api.get('/query_tasks/:query_task_id', (call) => present(taskOf(call)));
  api.get('/query_tasks/:query_task_id/results', (call) => {
    const task = taskOf(call);
    if (task.status === 'killed') throw notFound();
    return task.answer ?? new Answer(202, { status: task.status });
  });
  api.get('/running_queries', () =>
    [...tasks.values()].filter(isUnfinished).map((task) => presentRunning(instance, task)),
  );
  api.delete('/running_queries/:query_task_id', (call) => {
    const task = taskOf(call);
    if (!isUnfinished(task)) throw notFound();
    task.status = 'killed';
    return noContent;
  });
}

function newTask(call: Call, record: LookerRecord, instance: Instance): QueryTask {
  const createdAt = instance.clock();
  const id = randomBytes(16).toString('hex');
  return { id, record, status: 'added', answer: null, userId: call.token.userId, createdAt, runtimeSeconds: 0 };
}

function start(instance: Instance, run: { task: QueryTask; query: LookerRecord; options: QueryOptions }): void {
  const { task } = run;
  setImmediate(async () => {
    if (task.status !== 'added') return;
    task.status = 'running';
    const startedAt = performance.now();
    const answer = await answerQuery(instance, run.query, run.options).catch(failure);
    if (!isUnfinished(task)) return;
    task.runtimeSeconds = (performance.now() - startedAt) / 1000;
    task.answer = answer;
    task.status = answer.status < 300 ? 'complete' : 'error';
  });
}

function failure(error: unknown): Answer {
  if (error instanceof LookerError) return new Answer(error.status, { message: error.message, ...error.details });
  return new Answer(500, { message: 'An error has occurred.' });
}

function isUnfinished(task: QueryTask): boolean {
  return task.status === 'added' || task.status === 'running';
}

function multiResult(task: QueryTask | undefined): unknown {
  if (task === undefined) return { status: 'missing' };
  return task.answer === null ? { status: task.status } : task.answer.body;
}

function present(task: QueryTask): LookerRecord {
  return {
    source: 'api4',
    ...task.record,
    id: task.id,
    status: task.status,
    runtime: task.runtimeSeconds,
    result_source: task.answer === null ? null : 'query',
    cache: true,
    generate_links: false,
    force_production: false,
    cache_only: false,
    rebuild_pdts: false,
    can: { show: true },
  };
}

function presentRunning(instance: Instance, task: QueryTask): LookerRecord {
  return {
    id: task.id,
    query_task_id: task.id,
    query_id: task.record.query_id,
    query: task.record.query,
    user: { id: task.userId },
    status: task.status,
    source: 'api4',
    created_at: task.createdAt.toISOString(),
    completed_at: null,
    runtime: (instance.clock().getTime() - task.createdAt.getTime()) / 1000,
    connection_name: 'sample_warehouse',
    dialect: 'sqlite',
    can: { show: true },
  };
}
