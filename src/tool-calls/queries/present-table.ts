import { LookerError } from '../../looker/looker-error.js';
import type { Args } from '../../tools/catalogue/tool.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import type { TableFormat } from '../answers/cell-text.js';
import { answerResult } from '../answers/result-answer.js';
import { argumentsDigest, type ResultCursor, readResultCursor, writeResultCursor } from '../answers/result-cursor.js';
import type { RunContext } from '../capabilities/run-context.js';

/** A finished result, and where in it a page begins. */
interface FinishedResult {
  readonly shown: TableFormat;
  /** What Looker sent; null: it is read from the task. */
  readonly body: unknown;
  /** Undefined: the rows came by one request, and Looker keeps them nowhere. */
  readonly taskId: string | undefined;
  readonly offset: number;
  readonly total?: number | undefined;
  /** The rows that the query asked for at most; undefined: all, or nobody knows. */
  readonly queryRowsMax: number | undefined;
}

/** In a cursor, in the place of a task: the rows came by one request, and the next page needs a task. */
const NO_TASK = '-';

const WRONG_CURSOR =
  'next_cursor is not one of this query. Send back the next_cursor of the last answer as it came, with the same other arguments, or leave it out for the first page.';
const RESULT_GONE =
  'Looker no longer keeps the result that next_cursor leads into. Run the query again without next_cursor.';

/** One page of a result as a table or CSV, within the limits of the server and of the call. */
export async function presentTable(result: FinishedResult, args: Args, context: RunContext): Promise<ToolResult> {
  const { shown: format, body, taskId = NO_TASK, offset, total, queryRowsMax } = result;
  const chunks = Buffer.isBuffer(body) ? [body] : await resultOf(taskId, context);
  if (chunks === null) return textResult(RESULT_GONE, null, true);
  const { limits } = context;
  const call = argumentsDigest(args);
  return answerResult(chunks, {
    format,
    limits: {
      rowsMax: Math.min(Number(args.rows_max ?? limits.rowsMax), limits.rowsMax),
      charactersMax: Math.min(Number(args.characters_max ?? limits.charactersMax), limits.charactersMax),
    },
    offset,
    total,
    queryRowsMax,
    timeZone: typeof args.query_timezone === 'string' ? args.query_timezone : undefined,
    filtersAsked: args.model === undefined ? null : ((args.filters ?? {}) as Args),
    more: {
      cursorOf: (next, counted) =>
        context.sign(
          writeResultCursor({
            ...{ taskId, offset: next, call },
            ...(counted !== undefined && { total: counted }),
            ...(queryRowsMax !== undefined && { rowsMax: queryRowsMax }),
            ...(format === 'csv' && { format }),
          }),
        ),
    },
  });
}

/**
 * The page that `next_cursor` leads to. Null: the call has no cursor. `again`: its result was kept nowhere, and
 * `cursorOf` tells where the page begins in that of a task.
 */
export async function laterPage(args: Args, context: RunContext): Promise<ToolResult | 'again' | null> {
  if (args.next_cursor === undefined) return null;
  const cursor = cursorOf(args, context);
  if (cursor === null) return textResult(WRONG_CURSOR, null, true);
  const { taskId, offset, total, rowsMax: queryRowsMax, format: shown = 'table' } = cursor;
  if (taskId === NO_TASK) return 'again';
  return presentTable({ shown, body: null, taskId, offset, total, queryRowsMax }, args, context);
}

/** The cursor of a call; null where it is none of this call's. */
export function cursorOf(args: Args, context: RunContext): ResultCursor | null {
  const text = context.open(String(args.next_cursor ?? ''));
  return text === null ? null : readResultCursor(text, args);
}

/** The answer of a finished task, as it comes in; null where Looker has dropped it. */
export async function resultOf(taskId: string, context: RunContext): Promise<AsyncIterable<Uint8Array> | null> {
  const path = lookerPath`/query_tasks/${taskId}/results`;
  try {
    const { status, chunks } = await context.stream({ verb: 'GET', path, query: {} });
    return status === 200 ? chunks : null;
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return null;
    throw error;
  }
}
