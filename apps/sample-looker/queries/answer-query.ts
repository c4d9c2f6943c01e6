import { setTimeout as delay } from 'node:timers/promises';
import { Answer, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, LookerError, notFound } from '../looker-errors.js';
import { findExplore, findModel } from '../models/fields.js';
import type { ExploreModel, LookmlModel } from '../models/model-types.js';
import { QueryError } from './query-error.js';
import { type QueryRequest, readQueryRequest } from './query-request.js';
import { type CompiledQuery, compileQuery } from './query-sql.js';
import { businessResult, detailedFailure, detailedResult, errorsOf } from './result-details.js';
import { csvText, htmlText, jsonRows, markdownText, tabbedText, textTable } from './result-formats.js';
import type { ResultSet } from './result-set.js';
import { finalSql, runQuery } from './run-query.js';

export interface QueryOptions {
  format: string;
  /** Replaces the query's own limit. */
  limit?: string | undefined;
  applyFormatting: boolean;
}

const textTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  html: 'text/html; charset=utf-8',
  sql: 'text/plain; charset=utf-8',
};
const jsonFormats = ['json', 'json_detail', 'json_bi'];

/**
 * Runs a query body and answers in the wanted format. A query that cannot run answers 200 with `errors` in
 * `json_detail`, 200 with a `looker_error` row in `json_bi`, and throws a 400 in the other formats. Throws a 404 for an
 * unknown model, a 422 for a body of a wrong shape and a 400 for a format this instance does not render.
 */
export async function answerQuery(instance: Instance, body: LookerRecord, options: QueryOptions): Promise<Answer> {
  if (!(options.format in textTypes) && !jsonFormats.includes(options.format)) {
    throw badRequest(`Result format "${options.format}" is not available for queries on this instance.`);
  }
  // A query still waiting does not keep a closed instance's process alive.
  if (instance.queryTimeMs > 0) await delay(instance.queryTimeMs, undefined, { ref: false });
  try {
    const request = readQueryRequest(body, options.limit);
    const model = findModel(instance.models, request.model);
    if (model === undefined) throw notFound();
    const query = compileQuery(request, requireExplore(model, request.view), instance.queryNow());
    if (options.format === 'sql')
      return new Answer(200, `${finalSql(request, query)}\n`, { 'content-type': 'text/plain' });
    const result = runQuery(request, query, instance.warehouse);
    return formatResult(result, { request, model, options });
  } catch (error) {
    if (error instanceof QueryError) return failedQuery(error, options.format);
    throw error;
  }
}

/** Compiles without running, to learn whether a query could run. Throws as `answerQuery` does, QueryErrors included. */
export function compileBody(instance: Instance, body: LookerRecord): CompiledQuery {
  const request = readQueryRequest(body);
  const model = findModel(instance.models, request.model);
  if (model === undefined) throw notFound();
  return compileQuery(request, requireExplore(model, request.view), instance.queryNow());
}

function requireExplore(model: LookmlModel, name: string): ExploreModel {
  const explore = findExplore(model, name);
  if (explore !== undefined) return explore;
  throw new QueryError('Invalid explore', `Unknown or inaccessible explore "${name}" in model "${model.name}".`);
}

function formatResult(
  result: ResultSet,
  { request, model, options }: { request: QueryRequest; model: LookmlModel; options: QueryOptions },
): Answer {
  switch (options.format) {
    case 'json':
      return new Answer(200, jsonRows(result, options.applyFormatting));
    case 'json_detail':
      return new Answer(200, detailedResult(result, request, model));
    case 'json_bi':
      return new Answer(200, businessResult(result, request, model));
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
