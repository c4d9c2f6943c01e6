import { setTimeout as delay } from 'node:timers/promises';
import { rowFiltersOf } from '../access/row-filters.js';
import { Answer, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, LookerError, notFound } from '../looker-errors.js';
import { findExplore } from '../models/fields.js';
import type { ExploreModel, LookmlModel } from '../models/model-types.js';
import { rasterize } from '../rendering/rasterize.js';
import { resultPicture } from '../rendering/result-picture.js';
import { type RunOrigin, recordRun } from '../system-activity/record-run.js';
import { warehouseOf } from '../system-activity/visible-model.js';
import type { Viewer } from '../tokens.js';
import { findWorkspaceModel } from '../workspaces/workspace-models.js';
import { QueryError } from './query-error.js';
import { type QueryRequest, readQueryRequest } from './query-request.js';
import { businessResult, detailedFailure, detailedResult, errorsOf } from './results/result-details.js';
import { csvText, htmlText, jsonRows, markdownText, tabbedText, textTable } from './results/result-formats.js';
import type { ResultSet } from './results/result-set.js';
import { spreadsheetOf, spreadsheetType } from './results/spreadsheet.js';
import { finalSql, runQuery } from './run-query.js';
import { type CompiledQuery, compileQuery } from './sql/query-sql.js';
import { streamSequence } from './streamed-sequence.js';

export interface QueryOptions {
  /** Who runs it: rows that this user may not see are not there, and the LookML is that of the user's workspace. */
  viewer: Viewer;
  format: string;
  /** Replaces the query's own limit. */
  limit?: string | undefined;
  applyFormatting: boolean;
  /** What it is run for, which the history says. */
  origin?: RunOrigin;
  /** Of a picture; by default 800 by 600. */
  imageSize?: ImageSize;
  /** Ends the query while it waits; `answerQuery` then rejects. */
  signal?: AbortSignal;
}

interface ImageSize {
  width: number;
  height: number;
}

const textTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  sql: 'text/plain; charset=utf-8',
};
export const defaultImageSize = { width: 800, height: 600 };
const margin = 16;
const binaryFormats = ['png', 'xlsx'];
const jsonFormats = ['json', 'json_detail', 'json_bi'];

/**
 * Runs a query body and answers in the wanted format. A query that cannot run answers 200 with `errors` in
 * `json_detail`, 200 with a `looker_error` row in `json_bi`, and throws a 400 in the other formats. Throws a 404 for an
 * unknown model, a 422 for a body of a wrong shape and a 400 for a format this instance does not render.
 */
export async function answerQuery(instance: Instance, body: LookerRecord, options: QueryOptions): Promise<Answer> {
  checkFormat(instance, options.format);
  const { format, viewer } = options;
  const run = { ...options.origin, ...viewer, format, query: body, startedAt: instance.activity.now() };
  try {
    const answer = await answerUnrecorded(instance, body, options);
    if (options.format !== 'sql') recordRun(instance, run, { status: 'complete' });
    return answer;
  } catch (error) {
    if (error instanceof QueryError) {
      recordRun(instance, run, { status: 'error', message: error.detail });
      return failedQuery(error, options.format);
    }
    if (options.signal?.aborted) recordRun(instance, run, { status: 'killed', message: 'The query was killed.' });
    throw error;
  }
}

/** Throws a QueryError for a query that cannot run. */
async function answerUnrecorded(instance: Instance, body: LookerRecord, options: QueryOptions): Promise<Answer> {
  // A query still waiting does not keep a closed instance's process alive.
  const { signal } = options;
  if (instance.queryTimeMs > 0) {
    await delay(instance.queryTimeMs, undefined, { ref: false, ...(signal === undefined ? {} : { signal }) });
  }
  await instance.queryGate.pass(signal);
  await instance.warehouseTurns.next();
  signal?.throwIfAborted();
  const { request, model, query } = compileRequest(instance, body, options);
  if (options.format === 'sql')
    return new Answer(200, `${finalSql(request, query)}\n`, { 'content-type': 'text/plain' });
  const streamed = streamSequence(model, { body: request, compiled: query, format: options.format });
  if (streamed !== undefined) return streamed;
  const result = runQuery(request, query, warehouseOf(instance, model));
  if (options.format === 'png') return pictureOf(result, body.vis_config, options.imageSize ?? defaultImageSize);
  return formatResult(result, { request, model, options, notes: instance.queryNotes });
}

/** Throws a 400 for a format that this instance cannot write. */
export function checkFormat({ lackedFormats }: Instance, format: string): void {
  if (lackedFormats.includes(format)) throw badRequest(`Unknown result format: ${format}`);
  if (format in textTypes || jsonFormats.includes(format) || binaryFormats.includes(format)) return;
  throw badRequest(`Result format "${format}" is not available for queries on this instance.`);
}

/** Compiles without running, to learn whether a query could run. Throws as `answerQuery` does, QueryErrors included. */
export function compileBody(instance: Instance, body: LookerRecord, viewer: Viewer): CompiledQuery {
  return compileRequest(instance, body, { viewer }).query;
}

/** Runs a query body, for what `origin` says. Throws as `answerQuery` does, QueryErrors included. */
export function runBody(
  instance: Instance,
  body: LookerRecord,
  { viewer, ...origin }: { viewer: Viewer } & RunOrigin,
): ResultSet {
  const run = { ...origin, ...viewer, query: body, format: 'json', startedAt: instance.activity.now() };
  try {
    const result = resultOf(instance, body, viewer);
    recordRun(instance, run, { status: 'complete' });
    return result;
  } catch (error) {
    if (error instanceof QueryError) recordRun(instance, run, { status: 'error', message: error.detail });
    throw error;
  }
}

function resultOf(instance: Instance, body: LookerRecord, viewer: Viewer): ResultSet {
  const { request, model, query } = compileRequest(instance, body, { viewer });
  return runQuery(request, query, warehouseOf(instance, model));
}

function compileRequest(
  instance: Instance,
  body: LookerRecord,
  { viewer, limit }: Pick<QueryOptions, 'viewer' | 'limit'>,
) {
  const request = readQueryRequest(body, limit);
  const model = findWorkspaceModel(instance, viewer, request.model);
  if (model === undefined) throw notFound();
  const explore = requireExplore(model, request.view);
  request.filters = { ...explore.alwaysFilter, ...request.filters };
  const rowFilters = rowFiltersOf(instance.content, explore, viewer.userId);
  return { request, model, query: compileQuery(request, { explore, now: instance.queryNow(), rowFilters }) };
}

async function pictureOf(result: ResultSet, visConfig: unknown, size: ImageSize): Promise<Answer> {
  const box = { x: margin, y: margin, width: size.width - margin * 2, height: size.height - margin * 2 };
  const { png } = await rasterize(resultPicture(result, visConfig, box), size);
  return new Answer(200, png, { 'content-type': 'image/png' });
}

function requireExplore(model: LookmlModel, name: string): ExploreModel {
  const explore = findExplore(model, name);
  if (explore !== undefined) return explore;
  throw new QueryError('Invalid explore', `Unknown or inaccessible explore "${name}" in model "${model.name}".`);
}

async function formatResult(
  result: ResultSet,
  {
    request,
    model,
    options,
    notes,
  }: { request: QueryRequest; model: LookmlModel; options: QueryOptions; notes: readonly string[] },
): Promise<Answer> {
  switch (options.format) {
    case 'json':
      return new Answer(200, jsonRows(result, options.applyFormatting));
    case 'json_detail':
      return new Answer(200, detailedResult(result, { request, model, notes }));
    case 'json_bi':
      return new Answer(200, businessResult(result, request, model));
    case 'xlsx':
      return new Answer(200, await spreadsheetOf(result, options.applyFormatting), { 'content-type': spreadsheetType });
    default: {
      const text = textOf(options.format, textTable(result, options.applyFormatting));
      return new Answer(200, text, { 'content-type': textTypes[options.format] ?? 'text/plain' });
    }
  }
}

/** One of the text formats: `csv`, `txt`, `md` or `html`. */
export function textOf(format: string, table: readonly string[][]): string {
  switch (format) {
    case 'csv':
      return csvText(table);
    case 'md':
      return markdownText(table);
    case 'html':
      return htmlText(table);
    default:
      return tabbedText(table);
  }
}

function failedQuery(error: QueryError, format: string): Answer {
  if (format === 'json_detail') return new Answer(200, detailedFailure(error));
  if (format === 'json_bi') return new Answer(200, { metadata: {}, rows: [{ looker_error: error.detail }] });
  throw new LookerError(400, error.detail, {
    errors: errorsOf(error),
    ...(error.sql === null ? {} : { sql: error.sql }),
  });
}
