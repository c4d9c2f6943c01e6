import { LookerError } from '../../looker/looker-error.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import { workTurns } from '../../looker/work-turns.js';
import type { Args, Tool } from '../../tools/catalogue/tool.js';
import { rowsShown, toolAnswer } from '../../tools/run/tool-answer.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { nextTool } from '../capabilities/next-tools.js';
import type { RunContext } from '../capabilities/run-context.js';
import { documentResult } from '../rendering/rendered-document.js';
import { presentTable } from './present-table.js';
import { type QueryHandle, signHandle } from './query-handle.js';
import type { QueryPlan } from './query-plan.js';
import type { QueryOutcome } from './query-state.js';
import type { Ended } from './query-tasks.js';
import { KEPT_MS, type Subscriber } from './running-query.js';

const seconds = (ms: number) => Math.round(ms / 1000);

/** For how long a call may wait: as long as the caller asks for, else as long as it is known to wait; never beyond the server's limit. */
export function waitingMs({ timeout_seconds: seconds }: Args, { limits }: RunContext): number {
  return Math.min(limits.timeMs, seconds === undefined ? limits.patienceMs : Number(seconds) * 1000);
}

/** Waits for one query as the caller of a tool, who is told how far it is. */
export const subscriberOf = (args: Args, context: RunContext): Subscriber => ({
  signal: context.signal,
  timeMs: waitingMs(args, context),
  onProgress: ({ status, elapsedMs }) =>
    context.progress({ done: seconds(elapsedMs), message: `query ${status}, ${seconds(elapsedMs)} s` }),
});

/** Counts for the log how long the caller waited for Looker. */
export async function counted<T>(context: RunContext, waiting: () => Promise<T>): Promise<T> {
  const startedAtMs = performance.now();
  const count = (status: number | null, limits?: LookerLimits) =>
    context.countWork(status, performance.now() - startedAtMs, limits);
  try {
    const waited = await waiting();
    count(200);
    return waited;
  } catch (error) {
    const { status, limits } = error instanceof LookerError ? error : {};
    count(status ?? null, limits);
    throw error;
  }
}

const ENDED: Readonly<Record<Ended, string>> = {
  killed: 'The query was cancelled in Looker before it was done. Run it again if its rows are still wanted.',
  expired: 'Looker no longer keeps the rows of this query. Run it again.',
  missing: 'Looker no longer knows this query. Run it again.',
};

/** Why a query has no rows, for the model. */
export const endedText = (status: Ended): string => ENDED[status];

/** What was waited for, and how it is shown. */
type Awaited = Pick<QueryPlan, 'shown'> & {
  /** The rows that the query asked for at most; undefined: all, or nobody knows. */
  readonly rowsMax: number | undefined;
};

/** What the caller of one query gets, whatever came of waiting for it. */
export async function outcomeResult(
  waited: QueryOutcome,
  { shown, rowsMax }: Awaited,
  { args, context }: { readonly args: Args; readonly context: RunContext },
  offset = 0,
): Promise<ToolResult> {
  switch (waited.kind) {
    case 'done':
      if (shown === null) {
        await workTurns.next({ isBegun: true });
        return presentRows(waited.body, context.tool);
      }
      return presentTable(
        { shown, body: waited.body, taskId: waited.task?.taskId, offset, queryRowsMax: rowsMax },
        args,
        context,
      );
    case 'ended':
      return textResult(endedText(waited.status), null, true);
    case 'running':
      return runningResult({ kind: 'query', digest: waited.digest, shown, rowsMax, ...waited.task }, context, {
        query: waited.status,
        elapsed_seconds: seconds(waited.elapsedMs),
      });
  }
}

/** The answer of a call whose time is over: how far it came, and how to get the rows. */
export function runningResult(handle: QueryHandle, context: RunContext, progress: object): ToolResult {
  const results = nextTool(context, 'query_results');
  const next = results
    ? `Call ${results} with this handle to wait for the rows; the same call again waits for them, too.`
    : 'The same call again waits for the rows.';
  const structured = {
    status: 'running',
    ...progress,
    handle: signHandle(handle, context.handles),
    next: `Looker works on for ${KEPT_MS / 60_000} minutes. ${next}`,
  };
  return { ...textResult(JSON.stringify(structured)), structured };
}

const PICTURE_HINT = 'The picture is in the content of this answer.';

/** Shows what Looker answered to one query, in the format that was asked for; the only one that is no text is PNG. */
function presentRows(body: unknown, tool: Tool): ToolResult {
  if (Buffer.isBuffer(body)) {
    const answer = documentResult({ bytes: body, size: body.length, mimeType: 'image/png' }, tool.name);
    if (answer.isError) return answer;
    const text = answer.content.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
    return { ...answer, structured: { hint: `${PICTURE_HINT} ${text}` }, isBestAsContent: true };
  }
  const { text, isError } = toolAnswer(body, null, { withSecrets: tool.hidden === 'secrets' });
  if (isError) return textResult(text, null, true);
  const rows = rowsShown(body, null);
  return {
    ...textResult(text, rows),
    structured: { ...(rows !== null && { row_count: rows }), text },
    isBestAsContent: true,
  };
}
