import type { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import { ID_CHARACTERS_MAX } from '../../tools/run/record-id.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import { isRecord } from '../../values/is-record.js';
import { directRequest, type QueryPlan } from './query-plan.js';

/** A query that Looker runs in the background. */
export interface QueryTask {
  readonly taskId: string;
  readonly queryId: string;
  /** By the clock of the process that started it. */
  readonly startedAtMs: number;
}

/** How a task ends without an answer: Looker no longer knows it, dropped its rows, or was told to stop it. */
export type Ended = 'missing' | 'expired' | 'killed';

/** How far a task is. */
export type TaskState =
  | { readonly kind: 'pending'; readonly status: string }
  | { readonly kind: 'done'; readonly body: unknown }
  | { readonly kind: 'ended'; readonly status: Ended }
  /** There is an answer, to be fetched by itself. */
  | { readonly kind: 'ready' };

const PENDING = ['added', 'running'];
const ENDED: readonly string[] = ['missing', 'expired', 'killed'] satisfies readonly Ended[];
/** Releases before 26 say 204 where later ones say 202. */
const UNFINISHED = [202, 204];

const isEnded = (status: unknown): status is Ended => typeof status === 'string' && ENDED.includes(status);
const idOf = (body: unknown, name: string) => sanitizedLine(isRecord(body) ? body[name] : '', ID_CHARACTERS_MAX);

function queryIdOf(body: unknown, name: string): string {
  const id = idOf(body, name);
  if (id === '') throw new LookerError('not_looker', 'the answer names no id of the query');
  return id;
}

/** Looker's requests about queries in the background. Each throws LookerError. */
export class QueryTasks {
  constructor(private readonly client: LookerClient) {}

  /** The rows by one request, which can be given up but neither cancelled nor resumed. */
  async direct(plan: QueryPlan, signal: AbortSignal): Promise<unknown> {
    return this.ask(plan.connection, directRequest(plan), signal);
  }

  /** Finds or stores the query (Looker operations `create_query`, `look`). */
  async queryId({ connection, source }: QueryPlan, signal: AbortSignal): Promise<string> {
    if (source.kind === 'query') return source.id;
    if (source.kind === 'look') {
      const request: LookerRequest = {
        verb: 'GET',
        path: lookerPath`/looks/${source.id}`,
        query: { fields: 'query_id' },
      };
      return queryIdOf(await this.ask(connection, request, signal), 'query_id');
    }
    const { body } = source;
    return queryIdOf(
      await this.ask(connection, { verb: 'POST', path: '/queries', query: { fields: 'id' }, body }, signal),
      'id',
    );
  }

  /**
   * Starts the query (Looker operation `create_query_task`). Takes no signal: a request that is given up may have started
   * one that nobody could stop.
   */
  async create({ connection, options, format }: QueryPlan, queryId: string): Promise<QueryTask> {
    const body = { query_id: queryId, result_format: format };
    const query = { ...options, fields: 'id,status' };
    const startedAtMs = Date.now();
    const taskId = idOf(await this.ask(connection, { verb: 'POST', path: '/query_tasks', query, body }), 'id');
    if (taskId === '') throw new LookerError('not_looker', 'a query was started and no task was named');
    return { taskId, queryId, startedAtMs };
  }

  /**
   * Asks for the rows of one task (Looker operations `query_task_results`, `query_task`).
   * @param isRaw for the bytes that Looker sent, or null where they are too many to hold.
   */
  async result(connection: LookerConnection, taskId: string, signal: AbortSignal, isRaw: boolean): Promise<TaskState> {
    const path = lookerPath`/query_tasks/${taskId}/results`;
    try {
      const answer = await this.client.send(connection, { verb: 'GET', path, query: {}, isRaw }, signal);
      if (!UNFINISHED.includes(answer.status)) return { kind: 'done', body: answer.body };
      return { kind: 'pending', status: 'running' };
    } catch (error) {
      if (!(error instanceof LookerError)) throw error;
      if (isRaw && error.fault === 'too_large') return { kind: 'done', body: null };
      if (error.status !== 404) throw error;
      return { kind: 'ended', status: await this.endOf(connection, taskId, signal) };
    }
  }

  /** Asks for many tasks at once (Looker operation `query_task_multi_results`). */
  async states(connection: LookerConnection, taskIds: readonly string[]): Promise<ReadonlyMap<string, TaskState>> {
    const query = { query_task_ids: taskIds.join(',') };
    const body = await this.ask(connection, { verb: 'GET', path: '/query_tasks/multi_results', query });
    return new Map(taskIds.map((id) => [id, stateOf(isRecord(body) ? body[id] : undefined)]));
  }

  /** Cancels a task, where it is still to be cancelled (Looker operation `kill_query`). */
  async kill(connection: LookerConnection, taskId: string): Promise<void> {
    await this.ask(connection, { verb: 'DELETE', path: lookerPath`/running_queries/${taskId}`, query: {} }).catch(
      (error: unknown) => {
        if (!(error instanceof LookerError) || error.status !== 404) throw error;
      },
    );
  }

  private async endOf(connection: LookerConnection, taskId: string, signal: AbortSignal): Promise<Ended> {
    const request: LookerRequest = {
      verb: 'GET',
      path: lookerPath`/query_tasks/${taskId}`,
      query: { fields: 'status' },
    };
    const status = await this.ask(connection, request, signal).then(
      (body) => idOf(body, 'status'),
      (error: unknown) => {
        if (error instanceof LookerError && error.status === 404) return 'missing';
        throw error;
      },
    );
    return isEnded(status) ? status : 'missing';
  }

  private async ask(connection: LookerConnection, request: LookerRequest, signal?: AbortSignal): Promise<unknown> {
    return (await this.client.send(connection, request, signal)).body;
  }
}

/** Rows as JSON stand in the answer for many; whatever else is finished is fetched, since its form is not sure there. */
function stateOf(value: unknown): TaskState {
  if (Array.isArray(value)) return { kind: 'done', body: value };
  const status = isRecord(value) ? value.status : undefined;
  if (typeof status === 'string' && PENDING.includes(status)) return { kind: 'pending', status };
  return isEnded(status) ? { kind: 'ended', status } : { kind: 'ready' };
}
