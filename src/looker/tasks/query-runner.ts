import { setTimeout as delay } from 'node:timers/promises';
import { buildRequest } from '../catalogue/request.js';
import type { LookerRequest, Tool } from '../catalogue/tool.js';
import { LookerError } from '../looker-error.js';
import type { TableFormat } from '../results/cell-text.js';
import { answerResult } from '../results/result-answer.js';
import { argumentsDigest, type ResultCursor, readResultCursor, writeResultCursor } from '../results/result-cursor.js';
import { OperationRunner } from './operation-runner.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from './tool-runner.js';

const POLL_MS_MIN = 50;
const POLL_MS_MAX = 5_000;
const POLL_GROWTH = 1.5;
/** Looker's own, where a query names none. */
const ROWS_DEFAULT = 5_000;

const WRONG_CURSOR =
  'next_cursor is not one of this query. Send back the next_cursor of the last answer as it came, with the same other arguments, or leave it out for the first page.';
const RESULT_GONE =
  'Looker no longer keeps the result that next_cursor leads into. Run the query again without next_cursor.';

/** Runs an inline query as a task at Looker and answers a page of its result; every page is of the same result. */
export class QueryRunner implements ToolRunner {
  private readonly operations = new OperationRunner();

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const { next_cursor: signed, rows_max: rowsMax, characters_max: charactersMax, ...query } = args;
    const format = query.result_format ?? 'table';
    if (format !== 'table' && format !== 'csv') return this.operations.run(tool, query, context);
    const cursor = signed === undefined ? await started(tool, query, context) : resumed(String(signed), args, context);
    if (cursor === null) return textResult(WRONG_CURSOR, null, true);
    const { taskId, offset, total, call } = cursor;
    const chunks = await resultOf(taskId, context);
    if (chunks === null) return textResult(RESULT_GONE, null, true);
    const { limits } = context;
    return answerResult(chunks, {
      format: format satisfies TableFormat,
      limits: {
        rowsMax: Math.min(Number(rowsMax ?? limits.rowsMax), limits.rowsMax),
        charactersMax: Math.min(Number(charactersMax ?? limits.charactersMax), limits.charactersMax),
      },
      offset,
      total,
      queryRowsMax: Number(query.limit ?? ROWS_DEFAULT),
      timeZone: typeof query.query_timezone === 'string' ? query.query_timezone : undefined,
      cursorOf: (next, counted) =>
        context.sign(
          writeResultCursor({ taskId, offset: next, call, ...(counted !== undefined && { total: counted }) }),
        ),
    });
  }
}

function resumed(signed: string, args: Args, context: RunContext): ResultCursor | null {
  const text = context.open(signed);
  return text === null ? null : readResultCursor(text, args);
}

/** Stores the query, starts it, and waits for its end; totals come with `json_detail` only. */
async function started(tool: Tool, args: Args, context: RunContext): Promise<ResultCursor> {
  const { body, query } = buildRequest(tool, args);
  const queryId = await idOf({ verb: 'POST', path: '/queries', query: { fields: 'id' }, body }, context);
  const task = { query_id: queryId, result_format: args.total === true ? 'json_detail' : 'json_bi' };
  const taskId = await idOf({ verb: 'POST', path: '/query_tasks', query, body: task }, context);
  await finished(taskId, context);
  return { taskId, offset: 0, call: argumentsDigest(args) };
}

async function finished(taskId: string, context: RunContext): Promise<void> {
  const path = `/query_tasks/${encodeURIComponent(taskId)}`;
  const endMs = performance.now() + context.limits.timeMs;
  for (let waitMs = POLL_MS_MIN; ; waitMs = Math.min(waitMs * POLL_GROWTH, POLL_MS_MAX)) {
    const { body } = await context.send({ verb: 'GET', path, query: { fields: 'id,status' } });
    const { status } = isObject(body) ? body : {};
    if (status !== 'added' && status !== 'running') return;
    if (performance.now() > endMs) throw new LookerError('timed_out', 'the query is still running');
    await delay(waitMs, undefined, { signal: context.signal }).catch((cause: unknown) => {
      throw new LookerError('aborted', 'the caller went away', { cause });
    });
  }
}

/** The answer of a finished task; null where Looker has dropped it. */
async function resultOf(taskId: string, context: RunContext): Promise<AsyncIterable<Uint8Array> | null> {
  const path = `/query_tasks/${encodeURIComponent(taskId)}/results`;
  try {
    const { status, chunks } = await context.stream({ verb: 'GET', path, query: {} });
    return status === 200 ? chunks : null;
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return null;
    throw error;
  }
}

async function idOf(request: LookerRequest, context: RunContext): Promise<string> {
  const { body } = await context.send(request);
  if (isObject(body) && typeof body.id === 'string') return body.id;
  throw new LookerError('not_looker', `${request.path} answered no id`);
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
