import { LRUCache } from 'lru-cache';
import type { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import type { QueryPlan } from './query-plan.js';
import type { QueryOutcome, StartedQuery } from './query-state.js';
import { type QueryTask, QueryTasks } from './query-tasks.js';
import { KEPT_MS, type QueryPorts, RunningQuery, type Subscriber } from './running-query.js';
import { queryKey, type RunningQueryStore } from './running-query-store.js';
import { TableFormats } from './table-formats.js';
import { TaskPoller } from './task-poller.js';

/** A query that was answered so quickly is asked for by one request the next time. */
const QUICK_MS = 1_000;
const QUICK_FOR_MS = 10 * 60 * 1000;
const QUICK_MAX = 10_000;
/** Then that request is given up for a task, which can be cancelled and waited for. */
const DIRECT_MS_MAX = 2_000;
/** Queries that one process waits for at once; more are asked for by one request each. */
const WAITING_MAX = 10_000;
/** The format that runs nothing, and the one that Looker does not make in the background. */
const DIRECT_FORMATS: readonly string[] = ['sql', 'png'];

/** A query that goes on, as a caller comes back for it. */
export interface ResumableQuery extends QueryTask {
  readonly connection: LookerConnection;
  readonly digest: string;
  readonly shown: QueryPlan['shown'];
}

/** Runs queries so that equal ones of one identity reach Looker once, and none goes on for nobody. */
export class QueryEngine {
  private readonly waitedFor = new Map<string, RunningQuery>();
  private readonly quick = new LRUCache<string, true>({ max: QUICK_MAX, ttl: QUICK_FOR_MS });
  private readonly formats = new TableFormats();
  private readonly ports: QueryPorts & { readonly tasks: QueryTasks };
  private isClosing = false;

  constructor(client: LookerClient, store: RunningQueryStore) {
    const tasks = new QueryTasks(client);
    this.ports = { tasks, poller: new TaskPoller(tasks), store };
  }

  /**
   * Runs a query, or joins an equal one that is running, in this process or another.
   * @throws LookerError
   */
  async run(asked: QueryPlan, subscriber: Subscriber): Promise<QueryOutcome> {
    const startedAtMs = Date.now();
    const plan = this.formats.of(asked);
    try {
      return await this.runAs(plan, subscriber);
    } catch (error) {
      const other = this.formats.instead(plan, error);
      if (other === null) throw error;
      const timeMs = Math.max(subscriber.timeMs - (Date.now() - startedAtMs), 0);
      const outcome = await this.runAs(other, { ...subscriber, timeMs });
      this.formats.useOlder(plan);
      return outcome;
    }
  }

  private async runAs(plan: QueryPlan, subscriber: Subscriber): Promise<QueryOutcome> {
    const { digest } = plan;
    const begin = (signal: AbortSignal, isFresh: boolean) => this.begin(plan, signal, isFresh);
    // Whoever needs a task must not join a request that makes none.
    const id = plan.asTask ? `${digest} task` : digest;
    const running = this.waitedFor.get(id) ?? this.open(plan, false, begin, id);
    const outcome = await this.wait(running, subscriber);
    if (outcome.kind === 'done' && running.elapsedMs < QUICK_MS) this.quick.set(digest, true);
    return outcome;
  }

  /**
   * Waits for a query that goes on since an earlier call, of this process or another.
   * @throws LookerError
   */
  resume(query: ResumableQuery, subscriber: Subscriber): Promise<QueryOutcome> {
    const { digest, taskId, queryId, startedAtMs } = query;
    const id = `${digest} ${taskId}`;
    const begin = async () => ({ task: { taskId, queryId, startedAtMs }, isJoined: false });
    return this.wait(this.waitedFor.get(id) ?? this.open(query, true, begin, id), subscriber);
  }

  /** Lets a later call have the answer that this one got, for as long as Looker would have worked on. */
  async prolong(plan: QueryPlan, task: QueryTask): Promise<void> {
    const { connection, digest } = this.formats.of(plan);
    const key = queryKey(connection, digest);
    await this.ports.store.keep(key, task, new Date(Date.now() + KEPT_MS)).catch(() => {});
  }

  /** Cancels a query whose caller did not come back, as whom it was asked for. */
  cancel(connection: LookerConnection, taskId: string): Promise<void> {
    return this.ports.tasks.kill(connection, taskId);
  }

  /** Tells all who wait how to go on elsewhere: this process ends, and Looker works on. */
  close(): void {
    this.isClosing = true;
    for (const query of this.waitedFor.values()) query.close();
  }

  private wait(query: RunningQuery, subscriber: Subscriber): Promise<QueryOutcome> {
    return query.wait(this.isClosing ? { ...subscriber, timeMs: 0 } : subscriber);
  }

  private open(
    { connection, digest, shown }: Pick<QueryPlan, 'connection' | 'digest' | 'shown'>,
    isKept: boolean,
    begin: (signal: AbortSignal, isFresh: boolean) => Promise<StartedQuery>,
    id: string,
  ): RunningQuery {
    const onClosed = () => {
      this.waitedFor.delete(id);
    };
    const query = new RunningQuery(this.ports, { connection, digest, isRaw: shown !== null, isKept, begin, onClosed });
    this.waitedFor.set(id, query);
    return query;
  }

  private async begin(plan: QueryPlan, signal: AbortSignal, isFresh: boolean): Promise<StartedQuery> {
    const { tasks, store } = this.ports;
    if (DIRECT_FORMATS.includes(plan.format) || (this.waitedFor.size > WAITING_MAX && !plan.asTask))
      return { body: await tasks.direct(plan, signal) };
    const direct = this.quick.has(plan.digest) && !plan.asTask ? await this.directly(plan, signal) : null;
    if (direct !== null) return direct;
    const key = queryKey(plan.connection, plan.digest);
    const [joined, queryId] = await Promise.all([
      isFresh ? null : store.join(key).catch(() => null),
      tasks.queryId(plan, signal),
    ]);
    if (joined !== null) return { task: joined, isJoined: true };
    if (signal.aborted) throw new LookerError('aborted', 'nobody waits for the query');
    return { task: await tasks.create(plan, queryId), isJoined: false };
  }

  /** Null: it is not as quick as it was. */
  private async directly(plan: QueryPlan, signal: AbortSignal): Promise<StartedQuery | null> {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(DIRECT_MS_MAX)]);
    try {
      return { body: await this.ports.tasks.direct(plan, inTime) };
    } catch (error) {
      // What is too large to hold is read from a task, piece by piece.
      const isTooLarge = plan.shown !== null && error instanceof LookerError && error.fault === 'too_large';
      if (signal.aborted || (!inTime.aborted && !isTooLarge)) throw error;
      this.quick.delete(plan.digest);
      return null;
    }
  }
}
