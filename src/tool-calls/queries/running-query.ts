import { Logger } from '@nestjs/common';
import { LookerError } from '../../looker/looker-error.js';
import type { LookerConnection } from '../../looker/looker-sessions.js';
import type { QueryTask, QueryTasks } from './query-tasks.js';
import type { QueryKey, RunningQueryStore } from './running-query-store.js';
import type { TaskEnd, TaskPoller } from './task-poller.js';

/** Who waits for a query. */
export interface Waiter {
  /** Aborts when the caller leaves or cancels. */
  readonly signal: AbortSignal;
  /** For how long, from now. */
  readonly timeMs: number;
  /** Called now and then while the query runs. */
  readonly onProgress: (progress: QueryProgress) => void;
}

export interface QueryProgress {
  readonly status: string;
  readonly elapsedMs: number;
}

/** What came of waiting. */
export type Waited =
  | (TaskEnd & { readonly task?: QueryTask })
  | ({ readonly kind: 'running'; readonly task: QueryTask; readonly digest: string } & QueryProgress);

/** A query begins as a task, joins one, or is answered at once. */
export type Begun = { readonly task: QueryTask; readonly isJoined: boolean } | { readonly body: unknown };

export interface QueryPorts {
  readonly tasks: QueryTasks;
  readonly poller: TaskPoller;
  readonly store: RunningQueryStore;
}

export interface QueryStart {
  readonly connection: LookerConnection;
  readonly digest: string;
  /** Whether the rows are wanted as the bytes that Looker sends. */
  readonly isRaw: boolean;
  /** The signal aborts when nobody waits any more; `isFresh`: what others started is of no use. */
  readonly begin: (signal: AbortSignal, isFresh: boolean) => Promise<Begun>;
  /** Whether callers were told to come back for it: then it goes on when they leave. */
  readonly isKept: boolean;
  /** Called once: from now on nobody can join. */
  readonly onLeft: () => void;
}

/** How long Looker works on for a caller who may come back. */
export const KEPT_MS = 15 * 60 * 1000;
/** Quick queries are gone before it would be worth noting them. */
const NOTED_AFTER_MS = 500;
/** How often those who wait are told how far it is. */
export const PROGRESS_EVERY_MS = 2_000;

/** One query at Looker, and all who wait for it in this process. */
export class RunningQuery {
  private static readonly logger = new Logger('RunningQuery');
  /** Since when this process has to do with it. */
  private readonly openedAtMs = Date.now();
  /** Since when it is under way, as far as is known. */
  private startedAtMs = this.openedAtMs;
  private readonly key: QueryKey;
  private readonly left = new AbortController();
  private readonly end: Promise<TaskEnd>;
  private readonly hurry = new Set<() => void>();
  private begun: Promise<Begun>;
  private status = 'added';
  private waiters = 0;
  private waitedForUntilMs = 0;
  private isKept: boolean;
  private isOver = false;
  /** Fulfilled when the store knows of the query; undefined: it need not. */
  private noted: Promise<void> | undefined;

  constructor(
    private readonly ports: QueryPorts,
    private readonly start: QueryStart,
  ) {
    this.key = { connection: start.connection.key, digest: start.digest };
    this.isKept = start.isKept;
    this.begun = this.begin(false);
    this.end = this.run();
    this.end.then(
      () => this.finish(),
      (error: unknown) => error instanceof LookerError && error.fault === 'refused' && this.finish(),
    );
  }

  get elapsedMs(): number {
    return Date.now() - this.startedAtMs;
  }

  /**
   * Waits for the answer. When the last one who waits goes away, the query is cancelled; when the time is over it goes on.
   * @throws LookerError
   */
  async wait(waiter: Waiter): Promise<Waited> {
    this.waiters++;
    this.waitedForUntilMs = Math.max(this.waitedForUntilMs, Date.now() + waiter.timeMs);
    const ticker = setInterval(() => waiter.onProgress(this.progress), PROGRESS_EVERY_MS).unref();
    try {
      const end = await this.endWithin(waiter);
      if (end === 'late') return await this.goOn();
      const begun = await this.begun;
      return 'task' in begun ? { ...end, task: begun.task } : end;
    } catch (error) {
      throw await this.limited(error);
    } finally {
      clearInterval(ticker);
      this.waiters--;
      if (this.waiters === 0) this.leave();
    }
  }

  /** Ends the waiting of all, as if their time were over. */
  close(): void {
    for (const late of this.hurry) late();
  }

  private get progress(): QueryProgress {
    return { status: this.status, elapsedMs: this.elapsedMs };
  }

  private async run(): Promise<TaskEnd> {
    const begun = await this.begun;
    if ('body' in begun) return { kind: 'done', body: begun.body };
    const end = await this.watch(begun);
    if (end.kind === 'done' || !begun.isJoined) return end;
    // Whoever started it has cancelled it meanwhile, or its rows are gone: it is ours to run.
    await this.ports.store.remove(this.key, begun.task).catch(this.storeFailed);
    this.noted = undefined;
    this.startedAtMs = Date.now();
    this.begun = this.begin(true);
    const again = await this.begun;
    return 'body' in again ? { kind: 'done', body: again.body } : this.watch(again);
  }

  /** Whoever joins a query hears how long it is under way, not how long they wait. */
  private async begin(isFresh: boolean): Promise<Begun> {
    const begun = await this.start.begin(this.left.signal, isFresh);
    if (!('task' in begun)) return begun;
    this.startedAtMs = Math.min(this.startedAtMs, begun.task.startedAtMs);
    return { ...begun, task: { ...begun.task, startedAtMs: this.startedAtMs } };
  }

  private async watch({ task, isJoined }: Extract<Begun, { task: unknown }>): Promise<TaskEnd> {
    if (isJoined) this.noted = Promise.resolve();
    const noting = setTimeout(() => this.note(task), NOTED_AFTER_MS).unref();
    const onStatus = (status: string) => {
      this.status = status;
    };
    const { connection, isRaw } = this.start;
    const { signal } = this.left;
    return this.ports.poller
      .watch({ connection, taskId: task.taskId, startedAtMs: this.openedAtMs, onStatus, signal, isRaw })
      .finally(() => clearTimeout(noting));
  }

  private note(task: QueryTask): void {
    if (this.isKept) return;
    const until = new Date(this.waitedForUntilMs + KEPT_MS);
    this.noted ??= this.ports.store.insert(this.key, task, until).catch(this.storeFailed);
  }

  private async endWithin({ signal, timeMs }: Waiter): Promise<TaskEnd | 'late'> {
    const settled = new AbortController();
    return new Promise<TaskEnd | 'late'>((resolve, reject) => {
      const late = () => resolve('late');
      const timer = setTimeout(late, timeMs);
      this.hurry.add(late);
      settled.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        this.hurry.delete(late);
      });
      const leave = () => reject(new LookerError('aborted', 'the caller went away'));
      if (signal.aborted) leave();
      signal.addEventListener('abort', leave, { signal: settled.signal });
      this.end.then(resolve, reject);
    }).finally(() => settled.abort());
  }

  /** The time is over: Looker works on, and the caller may come back. */
  private async goOn(): Promise<Waited> {
    const begun = await this.begun;
    if ('body' in begun) return { kind: 'done', body: begun.body };
    this.isKept = true;
    await this.noted;
    await this.ports.store.keep(this.key, begun.task, new Date(Date.now() + KEPT_MS)).catch(this.storeFailed);
    const { digest } = this.start;
    return { kind: 'running', task: begun.task, digest, ...this.progress };
  }

  /** What Looker's rate limit ends is the waiting: the query goes on for who makes the same call again. */
  private async limited(error: unknown): Promise<unknown> {
    if (!(error instanceof LookerError) || error.fault !== 'rate_limited') return error;
    const kept = await this.goOn().catch(() => undefined);
    return kept?.kind === 'running' ? error.goingOn() : error;
  }

  private finish(): void {
    this.isOver = true;
    if (this.noted === undefined && !this.isKept) return;
    this.withTask(async (task) => {
      await this.noted;
      await this.ports.store.remove(this.key, task);
    });
  }

  private leave(): void {
    this.start.onLeft();
    this.left.abort();
    if (this.isOver) return;
    if (this.isKept) setTimeout(() => this.expire(), KEPT_MS).unref();
    else this.withTask((task) => this.cancel(task));
  }

  private async cancel(task: QueryTask): Promise<void> {
    await this.noted;
    const isFree =
      this.noted === undefined || (await this.ports.store.release(this.key, task).catch(this.storeFailed)) !== false;
    if (isFree) await this.ports.tasks.kill(this.start.connection, task.taskId);
  }

  private expire(): void {
    this.withTask(async (task) => {
      if (await this.ports.store.removeExpired(this.key, task, new Date()))
        await this.ports.tasks.kill(this.start.connection, task.taskId);
    });
  }

  /** Work that no caller waits for. */
  private withTask(work: (task: QueryTask) => Promise<void>): void {
    this.begun
      .then(
        (begun) => ('task' in begun ? work(begun.task) : undefined),
        // What never began leaves nothing behind.
        () => {},
      )
      .catch((error: unknown) =>
        RunningQuery.logger.warn({ message: 'a running query was not tidied up', err: error }),
      );
  }

  private readonly storeFailed = (error: unknown): undefined => {
    RunningQuery.logger.warn({ message: 'a running query could not be noted', err: error });
  };
}
