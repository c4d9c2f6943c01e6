import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import type { Ended, QueryTasks, TaskState } from './query-tasks.js';

/** How a task ended: with an answer, or without. */
export type TaskEnd = Extract<TaskState, { kind: 'done' }> | { readonly kind: 'ended'; readonly status: Ended };

interface Watched extends Omit<Watch, 'connection'> {
  readonly resolve: (end: TaskEnd) => void;
  readonly reject: (error: unknown) => void;
  dueAtMs: number;
  /** Polls in a row that failed. */
  faults: number;
  /** Asked for by itself: its answer may be too large for a common one. */
  alone: boolean;
}

export interface Watch {
  readonly connection: LookerConnection;
  readonly taskId: string;
  readonly startedAtMs: number;
  readonly onStatus: (status: string) => void;
  /** Ends the watch, which is then rejected; the task goes on. */
  readonly signal: AbortSignal;
  /** Whether the rows are wanted as the bytes that Looker sends. */
  readonly isRaw: boolean;
}

/** A query is asked for after this time, then each time it has run a quarter longer. */
const INTERVAL_MS_MIN = 100;
const INTERVAL_MS_MAX = 5_000;
/** Tasks that are nearly due are asked for along with one that is. */
const EARLY = 0.25;
const TASKS_PER_POLL_MAX = 25;
/** Looker may be away for a moment while it works on a query. */
const FAULTS_MAX = 3;

const intervalMs = (ageMs: number) => Math.min(Math.max(ageMs / 4, INTERVAL_MS_MIN), INTERVAL_MS_MAX);

/** Asks Looker how far tasks are: for all of one connection together, and less and less often the longer they take. */
export class TaskPoller {
  private readonly groups = new Map<string, TaskGroup>();

  constructor(private readonly tasks: QueryTasks) {}

  /** Fulfilled when the task has ended. Throws LookerError for a query that failed, and when Looker stays away. */
  watch(watch: Watch): Promise<TaskEnd> {
    const { connection } = watch;
    const group = this.groups.get(connection.key) ?? new TaskGroup(this.tasks, connection);
    this.groups.set(connection.key, group);
    return group.watch(watch).finally(() => {
      if (group.isEmpty && this.groups.get(connection.key) === group) this.groups.delete(connection.key);
    });
  }
}

class TaskGroup {
  private readonly waiting = new Set<Watched>();
  private timer: NodeJS.Timeout | undefined;
  private size = 0;

  constructor(
    private readonly tasks: QueryTasks,
    private readonly connection: LookerConnection,
  ) {}

  get isEmpty(): boolean {
    return this.size === 0;
  }

  watch({ taskId, startedAtMs, onStatus, signal, isRaw }: Watch): Promise<TaskEnd> {
    this.size++;
    let stop = () => {};
    return new Promise<TaskEnd>((resolve, reject) => {
      const dueAtMs = Date.now() + intervalMs(Date.now() - startedAtMs);
      const watched: Watched = {
        ...{ taskId, startedAtMs, onStatus, signal, resolve, reject, dueAtMs },
        ...{ faults: 0, alone: false, isRaw },
      };
      stop = () => {
        this.waiting.delete(watched);
        reject(new LookerError('aborted', 'nobody waits for the query'));
      };
      signal.addEventListener('abort', stop, { once: true });
      this.await(watched);
    }).finally(() => {
      signal.removeEventListener('abort', stop);
      this.size--;
      this.schedule();
    });
  }

  private await(watched: Watched): void {
    if (watched.signal.aborted) return;
    this.waiting.add(watched);
    this.schedule();
  }

  private schedule(): void {
    clearTimeout(this.timer);
    let nextAtMs = Number.POSITIVE_INFINITY;
    for (const { dueAtMs } of this.waiting) nextAtMs = Math.min(nextAtMs, dueAtMs);
    if (nextAtMs === Number.POSITIVE_INFINITY) return;
    this.timer = setTimeout(() => this.poll(), Math.max(nextAtMs - Date.now(), 0)).unref();
  }

  private poll(): void {
    const nowMs = Date.now();
    const due = [...this.waiting].filter(
      ({ dueAtMs, startedAtMs }) => dueAtMs <= nowMs + EARLY * intervalMs(nowMs - startedAtMs),
    );
    for (const watched of due) this.waiting.delete(watched);
    const together = due.filter(({ alone }) => !alone);
    for (const watched of due.filter(({ alone }) => alone)) this.ask([watched]);
    for (let from = 0; from < together.length; from += TASKS_PER_POLL_MAX)
      this.ask(together.slice(from, from + TASKS_PER_POLL_MAX));
    this.schedule();
  }

  private ask(some: readonly Watched[]): void {
    this.statesOf(some).then(
      (states) => {
        for (const watched of some) {
          const state = states.get(watched.taskId) ?? { kind: 'ready' };
          // What came along with others was read as JSON.
          const isRead = some.length > 1 && watched.isRaw && state.kind === 'done';
          this.settle(watched, isRead ? { kind: 'ready' } : state);
        }
      },
      (error: unknown) => {
        for (const watched of some) this.fail(watched, error, some.length > 1);
      },
    );
  }

  private async statesOf(some: readonly Watched[]): Promise<ReadonlyMap<string, TaskState>> {
    const [first] = some;
    if (first !== undefined && some.length === 1)
      return new Map([
        [first.taskId, await this.tasks.result(this.connection, first.taskId, first.signal, first.isRaw)],
      ]);
    return this.tasks.states(
      this.connection,
      some.map(({ taskId }) => taskId),
    );
  }

  private settle(watched: Watched, state: TaskState): void {
    watched.faults = 0;
    if (state.kind === 'done' || state.kind === 'ended') watched.resolve(state);
    else if (state.kind === 'ready') this.ask([watched]);
    else {
      watched.onStatus(state.status);
      this.again(watched);
    }
  }

  /** What concerns the request for many says nothing about one; what Looker says of one task is how it ended. */
  private fail(watched: Watched, error: unknown, wasOfMany: boolean): void {
    watched.faults++;
    const isTooLarge = wasOfMany && error instanceof LookerError && error.fault === 'too_large';
    if (isTooLarge) watched.alone = true;
    const isToBeTried = isTooLarge || (watched.faults <= FAULTS_MAX && isPassing(error, wasOfMany));
    if (isToBeTried) this.again(watched);
    else watched.reject(error);
  }

  private again(watched: Watched): void {
    watched.dueAtMs = Date.now() + intervalMs(Date.now() - watched.startedAtMs) * 2 ** watched.faults;
    this.await(watched);
  }
}

/** A limit of Looker's is never answered by asking again: it is passed on. */
function isPassing(error: unknown, wasOfMany: boolean): boolean {
  if (!(error instanceof LookerError)) return false;
  if (['unreachable', 'timed_out'].includes(error.fault)) return true;
  return error.fault === 'refused' && (wasOfMany || (error.status ?? 0) > 500);
}
