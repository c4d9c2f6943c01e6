import { vi } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import type { QueryOutcome, StartedQuery } from '../../src/tool-calls/queries/query-state.js';
import { type QueryPorts, RunningQuery } from '../../src/tool-calls/queries/running-query.js';
import type { TaskEnd, Watch } from '../../src/tool-calls/queries/task-poller.js';

export const TASK = { taskId: 'task', queryId: 'query', startedAtMs: 0 };

interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** What should hold, told more simply than it is done: callers with their deadlines, and one query. */
export interface Model {
  phase: 'starting' | 'running' | 'over';
  /** Whether another process had started the task that runs. */
  isJoined: boolean;
  isKept: boolean;
  /** Whether the store counts this process. */
  isStored: boolean;
  /** Whether another process holds the query, too. */
  isHeldElsewhere: boolean;
  isAbandoned: boolean;
  runningSinceMs: number;
  nowMs: number;
  nextId: number;
  readonly waiting: Map<number, number>;
  /** Those whose time was over before the query had started. */
  readonly overdue: Set<number>;
  /** What each caller that has an answer was told. */
  readonly told: Map<number, string>;
  kills: number;
}

/** The product's own class, with a Looker and a store that the commands move. */
export class World {
  readonly told = new Map<number, string>();
  readonly callers = new Map<number, AbortController>();
  kills = 0;
  closed = 0;
  isHeldElsewhere = false;
  isStored = false;
  starts: Settle<StartedQuery>[] = [];
  watched: (Settle<TaskEnd> & { readonly watch: Watch }) | undefined;
  readonly query: RunningQuery;

  constructor() {
    const ports: QueryPorts = {
      tasks: { kill: async () => void this.kills++ },
      poller: {
        watch: (watch) =>
          new Promise((resolve, reject) => {
            this.watched = { resolve, reject, watch };
            watch.signal.addEventListener('abort', () => reject(new LookerError('aborted', 'nobody waits')));
          }),
      },
      store: {
        join: async () => null,
        insert: async () => this.store(true),
        keep: async () => this.store(true),
        release: async () => !this.isHeldElsewhere,
        remove: async () => this.store(false),
        removeExpired: async () => this.isStored,
      },
    };
    this.query = new RunningQuery(ports, {
      connection: {
        key: 'o/a',
        baseUrl: 'https://looker.example',
        credentials: { kind: 'api_key', clientId: 'i', clientSecret: 's' },
      },
      digest: 'digest',
      isRaw: false,
      begin: () => new Promise((resolve, reject) => this.starts.push({ resolve, reject })),
      isKept: false,
      onClosed: () => void this.closed++,
    });
  }

  private store(isStored: boolean): void {
    this.isStored = isStored;
  }

  wait(id: number, timeMs: number): void {
    const caller = new AbortController();
    this.callers.set(id, caller);
    const tell = (what: string) => {
      if (this.told.has(id)) throw new Error(`caller ${id} is told twice`);
      this.told.set(id, what);
    };
    this.query.wait({ signal: caller.signal, timeMs, onProgress: () => {} }).then(
      (outcome: QueryOutcome) => tell(outcome.kind),
      (error: LookerError) => tell(error.goesOn ? `${error.fault}, goes on` : error.fault),
    );
  }
}

/** What waits for nothing else is done, too: no promise here is longer than this chain of them. */
export async function passTime(ms: number): Promise<void> {
  vi.advanceTimersByTime(ms);
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

export const answerAll = (model: Model, what: string) => {
  for (const id of [...model.waiting.keys(), ...model.overdue]) model.told.set(id, what);
  model.waiting.clear();
  model.overdue.clear();
};
/** Those whose time is over are told that it goes on; then it is kept. */
export const keep = (model: Model, ids: readonly number[], what: string) => {
  for (const id of ids) {
    model.told.set(id, what);
    model.waiting.delete(id);
    model.overdue.delete(id);
    model.isKept = true;
    model.isStored = true;
  }
};
/** When the last one is gone, what runs for nobody is cancelled: at once, or not while it is kept or another process has it. */
export const leaveWhereAlone = (model: Model) => {
  if (model.isAbandoned || model.nextId === 0 || model.waiting.size + model.overdue.size > 0) return;
  model.isAbandoned = true;
  if (model.phase === 'running') cancel(model);
};
export const cancel = (model: Model) => {
  if (model.isKept || (model.isStored && model.isHeldElsewhere)) return;
  model.kills++;
};
