import { createHash } from 'node:crypto';
import type { LookerConnection } from '../../looker/looker-connection.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import { buildRequest } from '../../tools/catalogue/request.js';
import type { Args, Tool } from '../../tools/catalogue/tool.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import type { TableFormat } from '../answers/cell-text.js';

/** Where the query that is run comes from. */
export type QuerySource =
  | { readonly kind: 'definition'; readonly body: unknown }
  | { readonly kind: 'query'; readonly id: string }
  | { readonly kind: 'look'; readonly id: string };

/** One query that is to be run, as one identity, in one format. */
export interface QueryPlan {
  readonly connection: LookerConnection;
  /** SHA-256 of all that follows, and of the connection: equal for equal queries of one identity, and for no others. */
  readonly digest: string;
  readonly source: QuerySource;
  /** Of the run: `limit`, `apply_formatting` and the like, as Looker's query parameters. */
  readonly options: Readonly<Record<string, string>>;
  readonly format: string;
  /** The table or CSV that the gateway writes of the rows; null: the answer is shown as Looker writes it. */
  readonly shown: TableFormat | null;
  /** Whether it has to be a task, since more pages of its result are to come. */
  readonly asTask?: boolean;
}

const FORMAT_DEFAULT = 'json';

/** What a call of a tool that runs a query means; `args` are checked. */
export function queryPlan(tool: Tool, args: Args, connection: LookerConnection): QueryPlan {
  const { query, body } = buildRequest(tool, { result_format: FORMAT_DEFAULT, ...args });
  const asked = String(args.result_format ?? tool.requestPlan.defaults.result_format ?? FORMAT_DEFAULT);
  const shown = asked === 'table' || asked === 'csv' ? asked : null;
  const source = sourceOf(tool, args, body);
  return planOf(connection, { source, options: query, format: shown === null ? asked : wireFormat(args), shown });
}

/** Totals and subtotals are documented for `json_detail` only. */
export const wireFormat = ({ total, subtotals }: Args) =>
  total === true || (Array.isArray(subtotals) && subtotals.length > 0) ? 'json_detail' : 'json_bi';

/** Gives a query its digest. */
export function planOf(
  connection: LookerConnection,
  run: Pick<QueryPlan, 'source' | 'options' | 'format' | 'shown'>,
): QueryPlan {
  const text = JSON.stringify([connection.key, run.source, run.options, run.format, run.shown !== null]);
  return { connection, digest: createHash('sha256').update(text).digest('base64url'), ...run };
}

function sourceOf(tool: Tool, args: Args, body: unknown): QuerySource {
  if (args.query_id !== undefined) return { kind: 'query', id: String(args.query_id) };
  if (args.look_id !== undefined) return { kind: 'look', id: String(args.look_id) };
  if (body === undefined) throw new Error(`${tool.name} names no query`);
  return { kind: 'definition', body };
}

/** The one request that answers the rows by itself (Looker operations `run_inline_query`, `run_query`, `run_look`). */
export function directRequest({ source, options: query, format, shown }: QueryPlan): LookerRequest {
  const isRaw = shown !== null;
  switch (source.kind) {
    case 'definition':
      return { verb: 'POST', path: `/queries/run/${format}`, query, body: source.body, isRaw };
    case 'query':
      return { verb: 'GET', path: lookerPath`/queries/${source.id}/run/${format}`, query, isRaw };
    case 'look':
      return { verb: 'GET', path: lookerPath`/looks/${source.id}/run/${format}`, query, isRaw };
  }
}
