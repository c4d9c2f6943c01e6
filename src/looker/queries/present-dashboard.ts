import { answerResult, type MoreRows } from '../results/result-answer.js';
import type { Content, RunContext, RunResult } from '../tasks/tool-runner.js';
import { resultOf } from './present-table.js';

/** What one tile of a dashboard answered: `body` as Looker sent it, null where it is read from the task. */
export type TileAnswer = { readonly id: string; readonly title: string } & (
  | { readonly body: unknown; readonly taskId: string | undefined; readonly queryId: string | undefined }
  | { readonly error: string }
  | { readonly skipped: string }
);

export interface DashboardAnswer {
  readonly id: string;
  readonly title: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly tiles: readonly TileAnswer[];
}

/** A tile as it is shown. */
interface ShownTile {
  readonly tile: TileAnswer;
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly isError: boolean;
}

/** What the names of a tile and of its columns take, at least: less room than this shows nothing. */
const TILE_CHARACTERS_MIN = 2_000;

const NOT_ENOUGH_ROOM = 'The other tiles took the room of this answer. Run its query by itself.';
const GONE = 'Looker no longer keeps its rows. Run the dashboard again.';

/** Shows what all tiles of a dashboard answered: a table each, all together within the limits of one answer. */
export async function presentDashboard(answer: DashboardAnswer, context: RunContext): Promise<RunResult> {
  const { tiles, ...dashboard } = answer;
  const shown = await showTiles(tiles, context);
  const filters = Object.entries(answer.filters).map(([name, value]) => `${name} = ${value === '' ? 'any' : value}`);
  const heading = [`# ${answer.title}`, ...(filters.length > 0 ? [`Filters: ${filters.join('; ')}`] : [])].join('\n');
  const texts = [heading, ...shown.map(({ tile, text }) => `## ${tile.title} (tile ${tile.id})\n${text}`)];
  return {
    content: texts.map((text) => ({ kind: 'text', text })),
    structured: { dashboard, tiles: shown.map(({ structured }) => structured) },
    isError: shown.some(({ isError }) => isError) && shown.every(({ rows }) => rows === 0),
    rows: shown.reduce((sum, { rows }) => sum + rows, 0),
  };
}

/** The small tiles first, so that the room that they leave is for the large ones. */
async function showTiles(tiles: readonly TileAnswer[], context: RunContext): Promise<ShownTile[]> {
  const shown = new Map<TileAnswer, ShownTile>();
  let room = context.limits.charactersMax;
  const bySize = [...tiles].sort((left, right) => sizeOf(left) - sizeOf(right));
  for (const [index, tile] of bySize.entries()) {
    const one = await showTile(tile, Math.floor(room / (tiles.length - index)), context);
    room -= Math.max(one.text.length, JSON.stringify(one.structured).length);
    shown.set(tile, one);
  }
  return tiles.flatMap((tile) => shown.get(tile) ?? []);
}

function sizeOf(tile: TileAnswer): number {
  if (!('body' in tile)) return 0;
  return Buffer.isBuffer(tile.body) ? tile.body.length : Number.POSITIVE_INFINITY;
}

async function showTile(tile: TileAnswer, charactersMax: number, context: RunContext): Promise<ShownTile> {
  const { id, title } = tile;
  const failed = (error: string): ShownTile => ({
    ...{ tile, text: `Error: ${error}`, rows: 0, isError: true },
    structured: { id, title, error },
  });
  if ('error' in tile) return failed(tile.error);
  if ('skipped' in tile)
    return { tile, text: tile.skipped, structured: { id, title, skipped: tile.skipped }, rows: 0, isError: false };
  if (charactersMax < TILE_CHARACTERS_MIN) return failed(NOT_ENOUGH_ROOM);
  const chunks = Buffer.isBuffer(tile.body) ? [tile.body] : await resultOf(tile.taskId ?? '', context);
  if (chunks === null) return failed(GONE);
  const result = await answerResult(chunks, {
    format: 'table',
    limits: { rowsMax: context.limits.rowsMax, charactersMax },
    offset: 0,
    more: moreOf(tile.queryId),
  });
  const text = result.content.map(textOf).join('\n');
  if (result.isError) return failed(text);
  return { tile, text, structured: { id, title, ...result.structured }, rows: result.rows ?? 0, isError: false };
}

const textOf = (part: Content) => (part.kind === 'text' ? part.text : '');

const moreOf = (queryId: string | undefined): MoreRows => ({
  hint:
    queryId === undefined
      ? 'For more of this tile run the dashboard with narrower filters.'
      : `All rows of this tile: run query_id ${queryId} with looker_query_run.`,
});
