import { setTimeout as delay } from 'node:timers/promises';
import { LookerError } from '../../looker/looker-error.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import { sanitizedLine, sanitizedText } from '../../looker/sanitized-text.js';
import { explainError } from '../../tools/run/explain-error.js';
import { recordId } from '../../tools/run/record-id.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import type { RunContext } from '../capabilities/run-context.js';
import { jsonOf } from '../queries/stored-query.js';
import { documentOf, type RenderedDocument } from './rendered-document.js';

/** What time it is, in milliseconds from any start, and how to let it pass. */
export interface Clock {
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) => delay(ms, undefined, { signal }),
};

/** A call that waits for Looker to render. */
export interface RenderCall {
  readonly context: RunContext;
  readonly clock: Clock;
  readonly startedAtMs: number;
  /** How long the caller wants to wait at most. */
  readonly waitMs: number;
}

/** Why there is nothing to show, in words for the model. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}

export interface Rendering {
  readonly taskId: string;
  readonly document: RenderedDocument;
}

const PAUSE_FIRST_MS = 400;
const PAUSE_GROWTH = 1.5;
const PAUSE_MAX_MS = 5_000;
/** For the last question, which comes when the time is over. */
const LAST_LOOK_MS = 2_000;
/** How many questions for the status may fail in a row with a fault that passes: the task goes on all the while. */
const TROUBLES_MAX = 3;
const REASON_CHARACTERS_MAX = 2_000;
const STATUS_CHARACTERS_MAX = 60;

/**
 * Starts a render task and waits for what it makes, asking less and less often.
 * @throws RenderError where the task fails or the time of the call is over; LookerError `aborted` when the caller leaves.
 */
export async function render(request: LookerRequest, call: RenderCall): Promise<Rendering> {
  const { body } = await call.context.send(request);
  const taskId = recordId(body);
  return { taskId, document: await awaitDocument(taskId, call) };
}

async function awaitDocument(
  taskId: string,
  { context, clock, startedAtMs, waitMs }: RenderCall,
): Promise<RenderedDocument> {
  const elapsedMs = () => clock.now() - startedAtMs;
  const leftMs = () => Math.min(waitMs, context.limits.timeMs, context.limits.patienceMs) - elapsedMs();
  let status = 'ordered';
  let pauseMs = PAUSE_FIRST_MS;
  let troubles = 0;
  for (;;) {
    context.progress({ done: elapsedMs() / 1000, message: `${status}, ${secondsText(elapsedMs())}` });
    if (leftMs() <= 0)
      throw new RenderError(
        `Looker has not finished after ${secondsText(elapsedMs())} (status: ${status}), and this call waits no longer. ${fetchLater(taskId, context)}`,
      );
    await pause(Math.min(pauseMs, leftMs()), context.signal, clock);
    pauseMs = Math.min(pauseMs * PAUSE_GROWTH, PAUSE_MAX_MS);
    const seen = await outcomeWithin(Math.max(leftMs(), LAST_LOOK_MS), lookAt(taskId, context), clock);
    if (seen?.kind === 'document') return seen.document;
    if (seen?.kind === 'status') {
      status = seen.status;
      troubles = 0;
    }
    if (seen?.kind === 'trouble') {
      troubles += 1;
      // A limit is passed on at once: whether to wait is for the caller to say.
      if (troubles > TROUBLES_MAX || seen.error.fault === 'rate_limited')
        throw new RenderError(`${explainError(seen.error)} ${fetchLater(taskId, context)}`);
      pauseMs = PAUSE_MAX_MS;
    }
  }
}

type Seen =
  | { readonly kind: 'document'; readonly document: RenderedDocument }
  | { readonly kind: 'status'; readonly status: string }
  /** Of a kind that may have passed by the next question. */
  | { readonly kind: 'trouble'; readonly error: LookerError };

async function lookAt(taskId: string, context: RunContext): Promise<Seen> {
  try {
    return await stateOf(taskId, context);
  } catch (error) {
    if (isPassing(error)) return { kind: 'trouble', error };
    throw error;
  }
}

/** The status of a task, or what it made once that is there. */
async function stateOf(taskId: string, context: RunContext): Promise<Seen> {
  const path = lookerPath`/render_tasks/${taskId}`;
  const { body } = await context.send({ verb: 'GET', path, query: { fields: 'id,status,status_detail' } });
  const task = jsonOf(body);
  const status = sanitizedLine(task.status, STATUS_CHARACTERS_MAX);
  if (status === 'failure') throw new RenderError(failureText(task.status_detail));
  if (status !== 'success') return { kind: 'status', status };
  const answer = await context.send({ verb: 'GET', path: `${path}/results`, query: {} });
  if (answer.status === 202) return { kind: 'status', status };
  const document = documentOf(answer);
  if (document === null) throw new LookerError('not_looker', 'the result of a render task is no picture and no PDF');
  return { kind: 'document', document };
}

/** What comes of the work, or null where that takes longer. */
async function outcomeWithin<T>(ms: number, work: Promise<T>, clock: Clock): Promise<T | null> {
  const over = new AbortController();
  const late = clock.wait(ms, over.signal).then(() => null);
  return Promise.race([work, late]).finally(() => over.abort());
}

async function pause(ms: number, signal: AbortSignal, clock: Clock): Promise<void> {
  try {
    await clock.wait(ms, signal);
  } catch (cause) {
    if (signal.aborted) throw new LookerError('aborted', 'the caller went away', { cause });
    throw cause;
  }
}

/** Whether a fault may have passed by the next question, so that it does not end the wait. */
function isPassing(error: unknown): error is LookerError {
  if (!(error instanceof LookerError)) return false;
  if (error.fault === 'refused') return (error.status ?? 0) >= 500;
  return error.fault === 'rate_limited' || error.fault === 'unreachable' || error.fault === 'timed_out';
}

function failureText(detail: unknown): string {
  if (typeof detail !== 'string' || detail === '')
    return 'Looker could not render it and gave no reason. Ask for the rows instead of a picture.';
  return `Looker could not render it: "${sanitizedText(detail, REASON_CHARACTERS_MAX)}". Correct what it names and call again.`;
}

const [GET_TASK, GET_RESULT] = ['get_single_looker_render_task_by_id', 'looker_render_tasks_results'];

const fetchLater = (taskId: string, { tools }: RunContext) =>
  [GET_TASK, GET_RESULT].every((name) => tools.has(name))
    ? `Looker goes on with it: ask ${GET_TASK} with render_task_id "${taskId}" until status is success, then call ${GET_RESULT}.`
    : 'Call again later, or ask for a smaller picture.';

const secondsText = (ms: number) => `${Math.round(ms / 1000)} s`;
