import { setMaxListeners } from 'node:events';
import { LookerError } from '../../looker/looker-error.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { Args } from '../../tools/catalogue/tool.js';
import { explainError } from '../../tools/run/explain-error.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import type { JsonRecord } from '../../values/is-record.js';
import type { RunContext } from '../capabilities/run-context.js';
import type { QueryAnswer } from '../queries/present-query.js';
import type { QueryEngine } from '../queries/query-engine.js';
import type { QueryOutcome } from '../queries/query-state.js';
import { PROGRESS_EVERY_MS } from '../queries/running-query.js';
import { idOf, jsonOf, timeZoneOf } from '../queries/stored-query.js';
import { counted, endedText, runningResult, waitingMs } from '../queries/waiting-call.js';
import { checkedFilters, filtersOf } from './dashboard-filters.js';
import { RUN_FIELDS, tilesOf } from './dashboard-tiles.js';
import { presentDashboard } from './present-dashboard.js';
import type { TileAnswer } from './present-tile.js';
import { isOfTile, type Tile, TileQueries, type TileQuery } from './tile-queries.js';

/** More tiles than anybody puts on one page. */
const TILES_MAX = 100;
const TITLE_CHARACTERS_MAX = 255;
/** Of rows that wait for those of other tiles; the rows of further tiles are fetched anew when they are shown. */
const WAITING_BYTES_MAX = 4 * 1024 * 1024;

/** A query of a tile, and what came of waiting for it. */
interface QueryRun {
  readonly query: TileQuery;
  readonly waited: QueryOutcome | LookerError;
}

interface TileRun {
  readonly tile: Tile;
  readonly runs: readonly QueryRun[];
}

/** Runs all tiles of a dashboard at once. */
export class DashboardRunner {
  constructor(private readonly engine: QueryEngine) {}

  async run(args: Args, context: RunContext): Promise<ToolResult> {
    const startedAtMs = Date.now();
    const endsAtMs = startedAtMs + waitingMs(args, context);
    // Each query listens; so many are no leak.
    setMaxListeners(0, context.signal);
    const id = String(args.dashboard_id);
    const dashboard = await this.read(id, context);
    const filters = checkedFilters(filtersOf(dashboard), args.dashboard_filters);
    if (typeof filters === 'string') return textResult(filters, null, true);
    const options: Record<string, string> = args.limit === undefined ? {} : { limit: String(args.limit) };
    const timeZone = idOf(dashboard.query_timezone) === '' ? undefined : (timeZoneOf(dashboard) ?? null);
    const found = tilesOf(dashboard);
    const reader = new TileQueries({ filters, timeZone, options, endsAtMs }, context);
    const tiles = await reader.of(found.slice(0, TILES_MAX));
    const runs = await counted(context, () => this.runTiles(tiles, endsAtMs, context));
    const waits = runs.flatMap(({ runs: queries }) => queries);
    for (const { waited } of waits)
      if (waited instanceof LookerError && waited.limits !== undefined)
        context.countWork(waited.status ?? null, 0, waited.limits);
    const open = runs.filter((run) => run.runs.some(({ waited }) => isRunning(waited)));
    if (open.length > 0) {
      await this.prolongAnswered(waits);
      const { dashboard_id, dashboard_filters, limit } = args;
      const handle = { kind: 'dashboard', args: { dashboard_id, dashboard_filters, limit } } as const;
      const waiting = open.map(({ tile }) => tile.title);
      const elapsed_seconds = Math.round(elapsedMs(open) / 1000);
      return runningResult(handle, context, { tiles: tiles.length, tiles_waiting: waiting, elapsed_seconds });
    }
    const answer = {
      id,
      title: sanitizedLine(dashboard.title, TITLE_CHARACTERS_MAX),
      filters,
      timeZone,
      tiles: runs.map(answerOf),
      notRun: found.slice(TILES_MAX),
    };
    return presentDashboard(answer, { context, endsAtMs, rowsMax: Number(args.limit ?? context.limits.rowsMax) });
  }

  private async read(id: string, context: RunContext): Promise<JsonRecord> {
    const path = lookerPath`/dashboards/${id}`;
    const { body } = await context.send({ verb: 'GET', path, query: { fields: RUN_FIELDS } });
    return jsonOf(body);
  }

  private async runTiles(tiles: readonly Tile[], endsAtMs: number, context: RunContext): Promise<TileRun[]> {
    const startedAtMs = Date.now();
    const total = tiles.length;
    let done = 0;
    let waitingBytes = 0;
    const sendProgress = () => {
      const message = `${done} of ${total} tiles, ${Math.round((Date.now() - startedAtMs) / 1000)} s`;
      context.progress({ done, total, message });
    };
    const runOf = async (query: TileQuery): Promise<QueryRun> => {
      const waited = await this.waitFor(query, endsAtMs - Date.now(), context.signal);
      if (!('kind' in waited) || waited.kind !== 'done' || !Buffer.isBuffer(waited.body)) return { query, waited };
      waitingBytes += waited.body.length;
      return { query, waited: waitingBytes > WAITING_BYTES_MAX ? withoutRows(waited) : waited };
    };
    const ticker = setInterval(sendProgress, PROGRESS_EVERY_MS).unref();
    try {
      return await Promise.all(
        tiles.map(async (tile) => {
          const runs = await Promise.all('queries' in tile ? tile.queries.map(runOf) : []);
          if (!runs.some(({ waited }) => isRunning(waited))) done++;
          return { tile, runs };
        }),
      );
    } finally {
      clearInterval(ticker);
    }
  }

  /** What is wrong with one tile does not keep the others from being shown. */
  private async waitFor({ plan }: TileQuery, timeMs: number, signal: AbortSignal): Promise<QueryOutcome | LookerError> {
    const subscriber = { signal, timeMs, onProgress: () => {} };
    return this.engine.run(plan, subscriber).catch((error: unknown) => {
      if (!isOfTile(error)) throw error;
      return error;
    });
  }

  /** Whoever comes back gets the rows of the tiles that are done without another run. */
  private async prolongAnswered(runs: readonly QueryRun[]): Promise<void> {
    await Promise.all(
      runs.map(async ({ query, waited }) => {
        if (!('kind' in waited) || waited.kind !== 'done' || waited.task === undefined) return;
        await this.engine.prolong(query.plan, waited.task);
      }),
    );
  }
}

/** How long the query that has run longest is under way, by whichever call it began. */
const elapsedMs = (runs: readonly TileRun[]): number =>
  Math.max(
    0,
    ...runs.flatMap(({ runs: queries }) => queries.map(({ waited }) => ('elapsedMs' in waited ? waited.elapsedMs : 0))),
  );

const isRunning = (waited: QueryOutcome | LookerError) => 'kind' in waited && waited.kind === 'running';

/** Rows that came by one request are kept nowhere else, and such a tile has to be run by itself. */
function withoutRows(done: Extract<QueryOutcome, { kind: 'done' }>): QueryOutcome | LookerError {
  if (done.task !== undefined) return { ...done, body: null };
  return new LookerError('too_large', 'the tiles of the dashboard have more rows than are held at once');
}

function answerOf({ tile, runs }: TileRun): TileAnswer {
  return 'queries' in tile ? { ...tile, answers: runs.map(queryAnswerOf) } : tile;
}

function queryAnswerOf({ query, waited }: QueryRun): QueryAnswer {
  const { source } = query.plan;
  const stored = source.kind === 'query' ? source.id : undefined;
  if (waited instanceof LookerError) return { query, queryId: stored, error: explainError(waited) };
  const queryId = stored ?? waited.task?.queryId;
  if (waited.kind === 'done') return { query, queryId, body: waited.body, taskId: waited.task?.taskId };
  return { query, queryId, error: endedText(waited.kind === 'ended' ? waited.status : 'missing') };
}
