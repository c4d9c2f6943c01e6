import { LookerError } from '../../looker/looker-error.js';
import type { QueryTask } from './query-tasks.js';
import type { TaskEnd } from './task-poller.js';

export interface QueryProgress {
  readonly status: string;
  readonly elapsedMs: number;
}

/** What came of waiting. */
export type QueryOutcome =
  | (TaskEnd & { readonly task?: QueryTask })
  | ({ readonly kind: 'running'; readonly task: QueryTask; readonly digest: string } & QueryProgress);

/** A query starts as a task, joins one, or is answered at once. */
export type StartedQuery = { readonly task: QueryTask; readonly isJoined: boolean } | { readonly body: unknown };

type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'running'; readonly task: QueryTask; readonly isJoined: boolean }
  | { readonly kind: 'ended'; readonly outcome: QueryOutcome }
  /** Without a task nothing goes on at Looker. */
  | { readonly kind: 'failed'; readonly error: unknown; readonly task: QueryTask | undefined };

/** One query at Looker, as plain data. */
export interface QueryState {
  readonly phase: Phase;
  readonly digest: string;
  /** Looker's word for how far it is. */
  readonly status: string;
  /** Since when it is under way, by whichever process it was started. */
  readonly startedAtMs: number;
  readonly waitedForUntilMs: number;
  /** By number; `overdue`: their time was over before the query had started; `keeping`: it is being kept for them. */
  readonly subscribers: ReadonlyMap<number, 'waiting' | 'overdue' | 'keeping'>;
  /** Whether the store counts this process among those that hold the query. */
  readonly isStored: boolean;
  /** Whether callers were told to come back for it: then it goes on when they leave. */
  readonly isKept: boolean;
  /** Whether all have left: nobody joins any more. */
  readonly isAbandoned: boolean;
}

export type QueryEvent =
  | { readonly kind: 'subscribed'; readonly id: number; readonly untilMs: number }
  | { readonly kind: 'unsubscribed' | 'timeOver'; readonly id: number }
  | { readonly kind: 'started'; readonly query: StartedQuery }
  | { readonly kind: 'status'; readonly status: string }
  | { readonly kind: 'stillRunning' }
  | { readonly kind: 'taskEnded'; readonly end: TaskEnd }
  /** The start failed, the query did, or Looker stayed away. */
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'kept'; readonly id: number; readonly task: QueryTask; readonly error: unknown };

/** What is to be done; those about the store come after one another. */
export type QueryEffect =
  /** `instead` of a joined task that its starter has cancelled meanwhile, or whose rows are gone. */
  | { readonly kind: 'start'; readonly instead: QueryTask | undefined }
  | { readonly kind: 'watch' | 'remove' | 'expireLater'; readonly task: QueryTask }
  | { readonly kind: 'insert'; readonly task: QueryTask; readonly waitedForUntilMs: number }
  | { readonly kind: 'keep'; readonly task: QueryTask; readonly id: number; readonly error: unknown }
  | { readonly kind: 'cancel'; readonly task: QueryTask; readonly isStored: boolean }
  | { readonly kind: 'answer'; readonly id: number; readonly outcome: QueryOutcome }
  | { readonly kind: 'refuse'; readonly id: number; readonly error: unknown }
  | { readonly kind: 'close' };

type Step = readonly [state: QueryState, ...effects: QueryEffect[]];

/** @param isKept whether callers were told already to come back for it. */
export const newQueryState = (digest: string, isKept: boolean, nowMs: number): QueryState => ({
  ...{ phase: { kind: 'starting' }, digest, status: 'added', startedAtMs: nowMs, waitedForUntilMs: 0 },
  ...{ subscribers: new Map(), isStored: false, isKept, isAbandoned: false },
});

export const progressOf = ({ status, startedAtMs }: QueryState, nowMs: number): QueryProgress => ({
  status,
  elapsedMs: nowMs - startedAtMs,
});

/** What becomes of a query, and what is to be done, when something happens. When the last subscriber is gone, it is left. */
export function transition(state: QueryState, event: QueryEvent, nowMs: number): Step {
  const [next, ...effects] = stepOf(state, event, nowMs);
  if (state.subscribers.size === 0 || next.subscribers.size > 0) return [next, ...effects];
  const [abandoned, ...after] = letGo({ ...next, isAbandoned: true });
  return [abandoned, ...effects, { kind: 'close' }, ...after];
}

function stepOf(state: QueryState, event: QueryEvent, nowMs: number): Step {
  switch (event.kind) {
    case 'subscribed':
      return subscribed(state, event);
    case 'unsubscribed':
      if (state.subscribers.get(event.id) !== 'waiting') return [state];
      return [
        withSubscribers(state, { without: [event.id] }),
        { kind: 'refuse', id: event.id, error: new LookerError('aborted', 'the caller went away') },
      ];
    case 'timeOver':
      return timeOver(state, event.id);
    case 'started':
      return started(state, event.query);
    case 'status':
      return [{ ...state, status: event.status }];
    case 'stillRunning':
      return stillRunning(state);
    case 'taskEnded':
      return taskEnded(state, event.end, nowMs);
    case 'failed':
      return failed(state, event.error);
    case 'kept':
      return kept(state, event, nowMs);
  }
}

function subscribed(state: QueryState, { id, untilMs }: { readonly id: number; readonly untilMs: number }): Step {
  const waitedForUntilMs = Math.max(state.waitedForUntilMs, untilMs);
  const joined = withSubscribers({ ...state, waitedForUntilMs }, { set: 'waiting', of: [id] });
  const { phase } = joined;
  if (phase.kind === 'ended') return answered(joined, phase.outcome);
  return phase.kind === 'failed' ? refused(joined, phase.error, phase.task) : [joined];
}

/** Looker works on, and the subscriber may come back. */
function timeOver(state: QueryState, id: number): Step {
  if (state.subscribers.get(id) !== 'waiting') return [state];
  const { phase } = state;
  return phase.kind === 'running'
    ? keptFor(state, [id], phase.task)
    : [withSubscribers(state, { set: 'overdue', of: [id] })];
}

function started(state: QueryState, query: StartedQuery): Step {
  if ('body' in query) {
    const outcome = { kind: 'done', body: query.body } as const;
    return answered({ ...state, phase: { kind: 'ended', outcome } }, outcome);
  }
  const startedAtMs = Math.min(state.startedAtMs, query.task.startedAtMs);
  const task = { ...query.task, startedAtMs };
  const phase = { kind: 'running', task, isJoined: query.isJoined } as const;
  const running = { ...state, phase, startedAtMs, isStored: query.isJoined };
  if (state.isAbandoned) return letGo(running);
  const [next, ...effects] = keptFor(running, idsOf(state, 'overdue'), task);
  return [next, { kind: 'watch', task }, ...effects];
}

function stillRunning(state: QueryState): Step {
  const { phase, isKept, isStored, waitedForUntilMs } = state;
  if (phase.kind !== 'running' || isKept || isStored) return [state];
  return [
    { ...state, isStored: true },
    { kind: 'insert', task: phase.task, waitedForUntilMs },
  ];
}

function taskEnded(state: QueryState, end: TaskEnd, nowMs: number): Step {
  const { phase, isAbandoned } = state;
  if (phase.kind !== 'running' || isAbandoned) return [state];
  const { task, isJoined } = phase;
  if (end.kind !== 'done' && isJoined) {
    const again = { ...state, phase: { kind: 'starting' }, startedAtMs: nowMs, isStored: false } as const;
    return [again, { kind: 'start', instead: task }];
  }
  const outcome = { ...end, task };
  const [next, ...answers] = answered({ ...state, phase: { kind: 'ended', outcome } }, outcome);
  return [next, ...forgotten(state, task), ...answers];
}

function failed(state: QueryState, error: unknown): Step {
  const { phase, isAbandoned } = state;
  if (isAbandoned) return [state];
  const task = phase.kind === 'running' ? phase.task : undefined;
  const isOver = error instanceof LookerError && error.fault === 'refused';
  const runningTask = isOver ? undefined : task;
  const [next, ...replies] = refused(
    { ...state, phase: { kind: 'failed', error, task: runningTask } },
    error,
    runningTask,
  );
  return [next, ...(isOver && task !== undefined ? forgotten(state, task) : []), ...replies];
}

function kept(state: QueryState, { id, task, error }: Extract<QueryEvent, { kind: 'kept' }>, nowMs: number): Step {
  const outcome = { kind: 'running', task, digest: state.digest, ...progressOf(state, nowMs) } as const;
  const reply =
    error === undefined ? ({ kind: 'answer', id, outcome } as const) : ({ kind: 'refuse', id, error } as const);
  return [withSubscribers(state, { without: [id] }), reply];
}

function answered(state: QueryState, outcome: QueryOutcome): Step {
  const ids = idsOf(state, 'waiting', 'overdue');
  return [withSubscribers(state, { without: ids }), ...ids.map((id) => ({ kind: 'answer', id, outcome }) as const)];
}

/** What Looker's rate limit ends is the waiting: the query goes on for who makes the same call again. */
function refused(state: QueryState, error: unknown, task: QueryTask | undefined): Step {
  const ids = idsOf(state, 'waiting', 'overdue');
  const isLimited = error instanceof LookerError && error.fault === 'rate_limited';
  if (isLimited && task !== undefined) return keptFor(state, ids, task, error.goingOn());
  return [withSubscribers(state, { without: ids }), ...ids.map((id) => ({ kind: 'refuse', id, error }) as const)];
}

/** @param error what the subscribers are told once the query is kept; left out: that it is running. */
function keptFor(state: QueryState, ids: readonly number[], task: QueryTask, error?: LookerError): Step {
  const next = withSubscribers({ ...state, isKept: state.isKept || ids.length > 0 }, { set: 'keeping', of: ids });
  return [next, ...ids.map((id) => ({ kind: 'keep', task, id, error }) as const)];
}

/** The store forgets a query that is over. */
const forgotten = ({ isStored, isKept }: QueryState, task: QueryTask): QueryEffect[] =>
  isStored || isKept ? [{ kind: 'remove', task }] : [];

/** What goes on at Looker for nobody is cancelled, or given time. */
function letGo(state: QueryState): Step {
  const { phase, isStored, isKept } = state;
  const task = phase.kind === 'running' || phase.kind === 'failed' ? phase.task : undefined;
  if (task === undefined) return [state];
  return [state, isKept ? { kind: 'expireLater', task } : { kind: 'cancel', task, isStored }];
}

const idsOf = ({ subscribers }: QueryState, ...states: readonly string[]): number[] =>
  [...subscribers].flatMap(([id, state]) => (states.includes(state) ? [id] : []));

type SubscriberState = QueryState['subscribers'] extends ReadonlyMap<number, infer State> ? State : never;

function withSubscribers(
  state: QueryState,
  change: { readonly set: SubscriberState; readonly of: readonly number[] } | { readonly without: readonly number[] },
): QueryState {
  const subscribers = new Map(state.subscribers);
  if ('set' in change) for (const id of change.of) subscribers.set(id, change.set);
  else for (const id of change.without) subscribers.delete(id);
  return { ...state, subscribers };
}
