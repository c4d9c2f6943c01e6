import { LookerError } from '../../looker/looker-error.js';
import { explainError } from '../../tools/run/explain-error.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import { nextTool } from '../capabilities/next-tools.js';
import {
  failed,
  NOT_ENOUGH_SPACE,
  type QueryAnswer,
  type Showing,
  type ShownRows,
  showQuery,
  showRows,
  TILE_CHARACTERS_MIN,
} from '../queries/present-query.js';
import { showMerged } from './present-merged.js';
import { isOfTile, type Tile } from './tile-queries.js';

/** What a tile answered. */
export type TileAnswer =
  | (Extract<Tile, { queries: unknown }> & { readonly answers: readonly QueryAnswer[] })
  | Exclude<Tile, { queries: unknown }>;

const GET_SQL = 'get_single_looker_sql_query_by_id';
const NO_TIME = 'The time of this call is over, and the run of a SQL query cannot be waited for again.';

/** Shows what a tile answered within so many characters, of the text and of the same for programs. */
export async function showTile(tile: TileAnswer, charactersMax: number, showing: Showing): Promise<ShownRows> {
  try {
    switch (tile.kind) {
      case 'query': {
        const [answer] = tile.answers;
        return answer === undefined ? failed('It was not run.') : await showQuery(answer, charactersMax, showing);
      }
      case 'merge':
        return await showMerged(tile.merge, tile.answers, charactersMax, showing);
      case 'sql':
        return await showSql(tile.sqlQueryId, charactersMax, showing);
      case 'skipped':
        return skipped(tile.reason);
      case 'failed':
        return failed(tile.error);
    }
  } catch (error) {
    if (!isOfTile(error)) throw error;
    return failed(explainError(error));
  }
}

const skipped = (reason: string, ids: object = {}): ShownRows => ({
  ...{ text: reason, structured: { skipped: reason, ...ids }, rows: 0, isError: false },
});

/**
 * Runs the SQL of a tile, where the caller has the tool that runs SQL, and shows its rows (Looker operation `run_sql_query`).
 * Filters and time zones of a dashboard do not reach SQL.
 */
async function showSql(id: string, charactersMax: number, showing: Showing): Promise<ShownRows> {
  const { context, endsAtMs } = showing;
  const { tools } = context;
  const ids = { sql_query_id: id };
  const runSql = nextTool(context, 'run_sql');
  if (runSql === undefined) {
    const next = tools.has(GET_SQL) ? ` Its SQL: ${GET_SQL} with slug ${id}.` : '';
    const lacks = context.tool.toolset === 'api' ? ' (looker_sql_queries_run)' : '';
    return skipped(`It shows the SQL query ${id}, and this server has no tool that runs SQL${lacks}.${next}`, ids);
  }
  const itself = `Run slug ${id} with ${runSql}.`;
  if (charactersMax < TILE_CHARACTERS_MIN) return failed(`${NOT_ENOUGH_SPACE} ${itself}`);
  const leftMs = endsAtMs - Date.now();
  if (leftMs <= 0) return failed(`${NO_TIME} ${itself}`);
  const until = AbortSignal.timeout(leftMs);
  try {
    const path = lookerPath`/sql_queries/${id}/run/json`;
    const { chunks } = await context.stream({ verb: 'POST', path, query: {} }, true, until);
    const shown = await showRows(chunks, charactersMax, showing, { more: { hint: `All rows: ${itself}` } });
    return { ...shown, structured: { ...ids, ...shown.structured } };
  } catch (error) {
    if (until.aborted && !context.signal.aborted && error instanceof LookerError) return failed(`${NO_TIME} ${itself}`);
    if (!isOfTile(error)) throw error;
    return failed(`The SQL query ${id} could not be run. ${explainError(error)}`);
  }
}
