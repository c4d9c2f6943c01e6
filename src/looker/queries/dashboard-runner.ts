import type { Tool } from '../catalogue/tool.js';
import { LookerError } from '../looker-error.js';
import { explainError } from '../results/explain-error.js';
import { saidText } from '../said-text.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from '../tasks/tool-runner.js';
import { checkedFilters } from './dashboard-filters.js';
import { filtersOf, runFields, type Tile, tilesOf } from './dashboard-tiles.js';
import { presentDashboard, type TileAnswer } from './present-dashboard.js';
import type { QueryEngine } from './query-engine.js';
import type { QueryPlan } from './query-plan.js';
import { PROGRESS_EVERY_MS, type Waited } from './running-query.js';
import { endedText, goesOn, noted, waitingMs } from './waiting-call.js';

/** More tiles than anybody puts on one page. */
const TILES_MAX = 100;
const TITLE_CHARACTERS_MAX = 255;
/** Of rows that wait for those of other tiles; the rows of further tiles are fetched anew when they are shown. */
const WAITING_BYTES_MAX = 4 * 1024 * 1024;

/** A tile, and what came of waiting for its query; null: it was not run. */
interface TileRun {
  readonly tile: Tile;
  readonly waited: Waited | LookerError | null;
}

/** Runs all tiles of a dashboard at once. */
export class DashboardRunner implements ToolRunner {
  constructor(private readonly engine: QueryEngine) {}

  async run(_tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const startedAtMs = Date.now();
    const dashboard = await this.read(String(args.dashboard_id), context);
    const filters = checkedFilters(filtersOf(dashboard), args.dashboard_filters);
    if (typeof filters === 'string') return textResult(filters, null, true);
    const options: Record<string, string> = args.limit === undefined ? {} : { limit: String(args.limit) };
    const tiles = tilesOf(dashboard, { connection: context.connection, filters, options }).slice(0, TILES_MAX);
    const endsAtMs = startedAtMs + waitingMs(args, context);
    const runs = await noted(context, () => this.runTiles(tiles, endsAtMs, context));
    for (const { waited } of runs)
      if (waited instanceof LookerError && waited.limits !== undefined)
        context.note(waited.status ?? null, 0, waited.limits);
    const open = runs.filter(({ waited }) => waited !== null && 'kind' in waited && waited.kind === 'running');
    if (open.length > 0) {
      await this.keepAnswered(runs);
      const { dashboard_id, dashboard_filters, limit } = args;
      const handle = { kind: 'dashboard', args: { dashboard_id, dashboard_filters, limit } } as const;
      const waiting = open.map(({ tile }) => tile.title);
      const elapsed_seconds = Math.round(elapsedMs(open) / 1000);
      return goesOn(handle, context, { tiles: tiles.length, tiles_waiting: waiting, elapsed_seconds });
    }
    const { title } = dashboard;
    const answer = {
      id: String(args.dashboard_id),
      title: saidText(title, TITLE_CHARACTERS_MAX),
      filters,
      tiles: runs.map(answerOf),
    };
    return presentDashboard(answer, context);
  }

  private async read(id: string, context: RunContext): Promise<Readonly<Record<string, unknown>>> {
    const path = `/dashboards/${encodeURIComponent(id)}`;
    const { body } = await context.send({ verb: 'GET', path, query: { fields: runFields } });
    return typeof body === 'object' && body !== null ? { ...body } : {};
  }

  private async runTiles(tiles: readonly Tile[], endsAtMs: number, context: RunContext): Promise<TileRun[]> {
    const startedAtMs = Date.now();
    const total = tiles.length;
    let done = 0;
    let waitingBytes = 0;
    const tell = () => {
      const message = `${done} of ${total} tiles, ${Math.round((Date.now() - startedAtMs) / 1000)} s`;
      context.progress({ done, total, message });
    };
    const ticker = setInterval(tell, PROGRESS_EVERY_MS).unref();
    try {
      return await Promise.all(
        tiles.map(async (tile) => {
          let waited = 'plan' in tile ? await this.waitFor(tile.plan, endsAtMs - Date.now(), context.signal) : null;
          if (waited !== null && 'kind' in waited && waited.kind === 'done' && Buffer.isBuffer(waited.body)) {
            waitingBytes += waited.body.length;
            if (waitingBytes > WAITING_BYTES_MAX) waited = withoutRows(waited);
          }
          if (waited === null || !('kind' in waited) || waited.kind !== 'running') done++;
          return { tile, waited };
        }),
      );
    } finally {
      clearInterval(ticker);
    }
  }

  /** What is wrong with one tile does not keep the others from being shown. */
  private async waitFor(plan: QueryPlan, timeMs: number, signal: AbortSignal): Promise<Waited | LookerError> {
    const waiter = { signal, timeMs, onProgress: () => {} };
    return this.engine.run(plan, waiter).catch((error: unknown) => {
      const isOfTile = error instanceof LookerError && !['aborted', 'login_refused'].includes(error.fault);
      if (!isOfTile) throw error;
      return error;
    });
  }

  /** Whoever comes back gets the rows of the tiles that are done without another run. */
  private async keepAnswered(runs: readonly TileRun[]): Promise<void> {
    await Promise.all(
      runs.map(async ({ tile, waited }) => {
        if (!('plan' in tile) || waited === null || !('kind' in waited)) return;
        if (waited.kind === 'done' && waited.task !== undefined) await this.engine.keep(tile.plan, waited.task);
      }),
    );
  }
}

/** How long the tile that has run longest is under way, by whichever call it began. */
const elapsedMs = (runs: readonly TileRun[]): number =>
  Math.max(0, ...runs.map(({ waited }) => (waited !== null && 'elapsedMs' in waited ? waited.elapsedMs : 0)));

/** Rows that came by one request are kept nowhere else, and such a tile has to be run by itself. */
function withoutRows(done: Extract<Waited, { kind: 'done' }>): Waited | LookerError {
  if (done.task !== undefined) return { ...done, body: null };
  return new LookerError('too_large', 'the tiles of the dashboard have more rows than are held at once');
}

function answerOf({ tile, waited }: TileRun): TileAnswer {
  const { id, title } = tile;
  if ('skipped' in tile) return { id, title, skipped: tile.skipped };
  if (waited instanceof LookerError) return { id, title, error: explainError(waited) };
  const { source } = tile.plan;
  const queryId = source.kind === 'query' ? source.id : waited?.task?.queryId;
  if (waited?.kind === 'done') return { id, title, body: waited.body, taskId: waited.task?.taskId, queryId };
  return { id, title, error: endedText(waited?.kind === 'ended' ? waited.status : 'missing') };
}
