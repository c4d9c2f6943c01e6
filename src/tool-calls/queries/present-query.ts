import type { Content } from '../../tools/run/tool-result.js';
import { answerResult, type MoreRows } from '../answers/result-answer.js';
import { nextTool } from '../capabilities/next-tools.js';
import type { RunContext } from '../capabilities/run-context.js';
import type { TileQuery } from '../dashboards/tile-queries.js';
import { resultOf } from './present-table.js';
import type { Filters } from './stored-query.js';

/** What one query of a tile answered: `body` as Looker sent it, null where it is read from the task. */
export type QueryAnswer = { readonly query: TileQuery; readonly queryId: string | undefined } & (
  | { readonly body: unknown; readonly taskId: string | undefined }
  | { readonly error: string }
);

/** A tile, or a query of one, as it is shown. */
export interface ShownRows {
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly isError: boolean;
}

/** What the rows of a dashboard are shown within. */
export interface Showing {
  readonly context: RunContext;
  /** When nothing more is asked of Looker, in milliseconds since 1970. */
  readonly endsAtMs: number;
  /** Of each tile, at most. */
  readonly rowsMax: number;
}

/** What the names of a tile and of its columns take, at least: less space than this shows nothing. */
export const TILE_CHARACTERS_MIN = 2_000;
/** Said of a tile for which the others leave no space. */
export const NOT_ENOUGH_SPACE = 'The other tiles took the room of this answer.';
const GONE = 'Looker no longer keeps its rows. Run the dashboard again.';

/** What is wrong, in the place of rows. */
export const failed = (error: string): ShownRows => ({
  ...{ text: `Error: ${error}`, structured: { error }, rows: 0, isError: true },
});

/** Shows what a query answered within so many characters, of the text and of the same for programs. */
export async function showQuery(answer: QueryAnswer, charactersMax: number, showing: Showing): Promise<ShownRows> {
  if ('error' in answer) return failed(answer.error);
  const { query, queryId } = answer;
  const runQuery = nextTool(showing.context, 'run_query');
  const again = queryId !== undefined && runQuery !== undefined ? `run query_id ${queryId} with ${runQuery}` : '';
  if (charactersMax < TILE_CHARACTERS_MIN)
    return failed(again === '' ? NOT_ENOUGH_SPACE : `${NOT_ENOUGH_SPACE} For its rows ${again}.`);
  const body = await bodyOf(answer, showing);
  if (body === null) return failed(GONE);
  const hint =
    again === ''
      ? 'For more of this tile run the dashboard with narrower filters.'
      : `All rows of this tile: ${again}.`;
  const { rowsMax, timeZone, filters } = query;
  return showRows(body, charactersMax, showing, {
    more: { hint },
    queryRowsMax: rowsMax,
    timeZone,
    filtersAsked: filters,
  });
}

/** The rows that came; null where Looker no longer keeps them. */
export const bodyOf = async ({ body, taskId }: Extract<QueryAnswer, { body: unknown }>, { context }: Showing) =>
  Buffer.isBuffer(body) ? [body] : resultOf(taskId ?? '', context);

interface RowsShown {
  readonly more: MoreRows;
  readonly queryRowsMax?: number | undefined;
  readonly timeZone?: string | undefined;
  readonly filtersAsked?: Filters;
}

/** Shows rows as a table. */
export async function showRows(
  body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  charactersMax: number,
  { rowsMax, context }: Showing,
  shown: RowsShown,
): Promise<ShownRows> {
  const limits = { rowsMax: Math.min(rowsMax, context.limits.rowsMax), charactersMax };
  const result = await answerResult(body, { format: 'table', limits, offset: 0, ...shown });
  const text = result.content.map(textOf).join('\n');
  if (result.isError) return failed(text);
  return { text, structured: { ...result.structured }, rows: result.rows ?? 0, isError: false };
}

const textOf = (part: Content) => (part.kind === 'text' ? part.text : '');
