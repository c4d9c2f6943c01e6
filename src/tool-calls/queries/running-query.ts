import { Logger } from '@nestjs/common';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import {
  newQueryState,
  progressOf,
  type QueryEffect,
  type QueryEvent,
  type QueryOutcome,
  type QueryProgress,
  type StartedQuery,
  transition,
} from './query-state.js';
import type { QueryTask, QueryTasks } from './query-tasks.js';
import { type QueryKey, queryKey, type RunningQueryStore } from './running-query-store.js';
import type { TaskPoller } from './task-poller.js';

/** Who waits for a query. */
export interface Subscriber {
  /** Aborts when the caller leaves or cancels. */
  readonly signal: AbortSignal;
  /** For how long, from now. */
  readonly timeMs: number;
  /** Called now and then while the query runs. */
  readonly onProgress: (progress: QueryProgress) => void;
}

export interface QueryPorts {
  readonly tasks: Pick<QueryTasks, 'kill'>;
  readonly poller: Pick<TaskPoller, 'watch'>;
  readonly store: RunningQueryStore;
}

export interface QueryStart {
  readonly connection: LookerConnection;
  readonly digest: string;
  /** Whether the rows are wanted as the bytes that Looker sends. */
  readonly isRaw: boolean;
  /** The signal aborts when nobody waits any more; `isFresh`: what others started is of no use. */
  readonly begin: (signal: AbortSignal, isFresh: boolean) => Promise<StartedQuery>;
  /** Whether callers were told to come back for it: then it goes on when they leave. */
  readonly isKept: boolean;
  /** Called once: from now on nobody can join. */
  readonly onClosed: () => void;
}

interface Reply {
  readonly resolve: (outcome: QueryOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** How long Looker works on for a caller who may come back. */
export const KEPT_MS = 15 * 60 * 1000;
/** Quick queries are gone before it would be worth storing them. */
const STORED_AFTER_MS = 500;
/** How often those who wait are told how far it is. */
export const PROGRESS_EVERY_MS = 2_000;

/** One query at Looker and all who wait for it in this process: does what `transition` says. */
export class RunningQuery {
  private static readonly logger = new Logger('RunningQuery');
  /** Since when this process has to do with it. */
  private readonly openedAtMs = Date.now();
  private readonly key: QueryKey;
  private readonly abandoned = new AbortController();
  private readonly replies = new Map<number, Reply>();
  private lastId = 0;
  private state: ReturnType<typeof newQueryState>;
  /** Fulfilled when the store knows of the query, where it has to. */
  private inserted: Promise<void> = Promise.resolve();

  constructor(
    private readonly ports: QueryPorts,
    private readonly start: QueryStart,
  ) {
    this.key = queryKey(start.connection, start.digest);
    this.state = newQueryState(start.digest, start.isKept, this.openedAtMs);
    this.begin(undefined);
  }

  get elapsedMs(): number {
    return progressOf(this.state, Date.now()).elapsedMs;
  }

  /**
   * Waits for the answer. When the last subscriber goes away, the query is cancelled; when the time is over it goes on.
   * @throws LookerError
   */
  async wait({ signal, timeMs, onProgress }: Subscriber): Promise<QueryOutcome> {
    const id = ++this.lastId;
    const ticker = setInterval(() => onProgress(progressOf(this.state, Date.now())), PROGRESS_EVERY_MS).unref();
    const timer = setTimeout(() => this.take({ kind: 'timeOver', id }), timeMs);
    const leave = () => this.take({ kind: 'unsubscribed', id });
    signal.addEventListener('abort', leave);
    try {
      return await new Promise<QueryOutcome>((resolve, reject) => {
        if (signal.aborted) reject(new LookerError('aborted', 'the caller went away'));
        this.replies.set(id, { resolve, reject });
        this.take({ kind: 'subscribed', id, untilMs: Date.now() + timeMs });
        if (signal.aborted) leave();
      });
    } finally {
      clearInterval(ticker);
      clearTimeout(timer);
      signal.removeEventListener('abort', leave);
      this.replies.delete(id);
    }
  }

  /** Ends the waiting of all, as if their time were over. */
  close(): void {
    for (const id of this.replies.keys()) this.take({ kind: 'timeOver', id });
  }

  private take(event: QueryEvent): void {
    const [state, ...effects] = transition(this.state, event, Date.now());
    this.state = state;
    for (const effect of effects) this.run(effect);
  }

  private run(effect: QueryEffect): void {
    const { store } = this.ports;
    switch (effect.kind) {
      case 'start':
        this.begin(effect.instead);
        break;
      case 'watch':
        this.watch(effect.task);
        break;
      case 'answer':
        this.replies.get(effect.id)?.resolve(effect.outcome);
        break;
      case 'refuse':
        this.replies.get(effect.id)?.reject(effect.error);
        break;
      case 'close':
        this.start.onClosed();
        this.abandoned.abort();
        break;
      case 'insert':
        this.inserted = store
          .insert(this.key, effect.task, new Date(effect.waitedForUntilMs + KEPT_MS))
          .catch(this.storeFailed);
        break;
      case 'keep':
        this.inBackground(this.keep(effect));
        break;
      case 'remove':
        this.inBackground(this.inserted.then(() => store.remove(this.key, effect.task)));
        break;
      case 'cancel':
        this.inBackground(this.cancel(effect));
        break;
      case 'expireLater':
        setTimeout(() => this.inBackground(this.expire(effect.task)), KEPT_MS).unref();
    }
  }

  private begin(instead: QueryTask | undefined): void {
    const { begin } = this.start;
    const { signal } = this.abandoned;
    const started =
      instead === undefined
        ? begin(signal, false)
        : this.ports.store
            .remove(this.key, instead)
            .catch(this.storeFailed)
            .then(() => begin(signal, true));
    started.then(
      (query) => this.take({ kind: 'started', query }),
      (error: unknown) => this.take({ kind: 'failed', error }),
    );
  }

  private watch({ taskId }: QueryTask): void {
    const timer = setTimeout(() => this.take({ kind: 'stillRunning' }), STORED_AFTER_MS).unref();
    const onStatus = (status: string) => this.take({ kind: 'status', status });
    const { connection, isRaw } = this.start;
    this.ports.poller
      .watch({ connection, taskId, startedAtMs: this.openedAtMs, onStatus, signal: this.abandoned.signal, isRaw })
      .finally(() => clearTimeout(timer))
      .then(
        (end) => this.take({ kind: 'taskEnded', end }),
        (error: unknown) => this.take({ kind: 'failed', error }),
      );
  }

  private async keep({ id, task, error }: Extract<QueryEffect, { kind: 'keep' }>): Promise<void> {
    await this.inserted;
    await this.ports.store.keep(this.key, task, new Date(Date.now() + KEPT_MS)).catch(this.storeFailed);
    this.take({ kind: 'kept', id, task, error });
  }

  private async cancel({ task, isStored }: Extract<QueryEffect, { kind: 'cancel' }>): Promise<void> {
    await this.inserted;
    const { store, tasks } = this.ports;
    const isFree = !isStored || (await store.release(this.key, task).catch(this.storeFailed)) !== false;
    if (isFree) await tasks.kill(this.start.connection, task.taskId);
  }

  private async expire(task: QueryTask): Promise<void> {
    if (await this.ports.store.removeExpired(this.key, task, new Date()))
      await this.ports.tasks.kill(this.start.connection, task.taskId);
  }

  /** Work whose failure no caller hears of. */
  private inBackground(work: Promise<void>): void {
    work.catch((error: unknown) =>
      RunningQuery.logger.warn({ message: 'a running query was not tidied up', err: error }),
    );
  }

  private readonly storeFailed = (error: unknown): undefined => {
    RunningQuery.logger.warn({ message: 'a running query could not be noted', err: error });
  };
}
