import type { ToolResult } from '../../tools/run/tool-result.js';
import type { Showing, ShownRows } from '../queries/present-query.js';
import type { Filters } from '../queries/stored-query.js';
import type { DashboardTile } from './dashboard-tiles.js';
import { showTile, type TileAnswer } from './present-tile.js';

export interface DashboardAnswer {
  readonly id: string;
  readonly title: string;
  /** The values of its filters, by their names. */
  readonly filters: Filters;
  /** That it runs all tiles in; null: the user's. Undefined: each tile has its own. */
  readonly timeZone: string | null | undefined;
  readonly tiles: readonly TileAnswer[];
  /** Tiles that were not run, since there are so many. */
  readonly notRun: readonly DashboardTile[];
}

const VALUE_CHARACTERS_MAX = 500;
/** Filters that a tile does not listen to, of which it says so. */
const NAMES_MAX = 10;
const GET_TILE = 'get_single_looker_dashboard_element_by_id';

/** Shows what all tiles of a dashboard answered: a table each, all together within the limits of one answer. */
export async function presentDashboard(answer: DashboardAnswer, showing: Showing): Promise<ToolResult> {
  const { id, title, timeZone, tiles } = answer;
  const filters = Object.fromEntries(Object.entries(answer.filters).map(([name, value]) => [cut(name), cut(value)]));
  const zone = timeZone === null ? 'of the connected Looker user' : timeZone;
  const notRun = notRunText(answer, showing);
  const dashboard = {
    ...{ id, title, filters },
    ...(zone !== undefined && { time_zone: zone }),
    ...(notRun !== null && { not_run: notRun }),
  };
  const values = Object.entries(filters).map(([name, value]) => `${name} = ${value === '' ? 'any' : value}`);
  const heading = [
    `# ${title}`,
    ...(values.length > 0 ? [`Filters: ${values.join('; ')}`] : []),
    ...(zone !== undefined ? [`Time zone: ${zone}`] : []),
    ...(notRun !== null ? [notRun] : []),
  ].join('\n');
  const taken = Math.max(heading.length, JSON.stringify(dashboard).length);
  const shown = await showTiles(tiles, showing.context.limits.charactersMax - taken, showing);
  const texts = [heading, ...shown.map(({ tile, rows: { text } }) => `${headingOf(tile)}\n${text}`)];
  const rows = shown.map((each) => each.rows);
  return {
    content: texts.map((text) => ({ kind: 'text', text })),
    structured: {
      dashboard,
      tiles: shown.map(({ tile, rows: { structured } }) => ({
        ...{ id: tile.id, title: tile.title },
        ...(tile.unappliedFilters.length > 0 && { not_filtered_by: namesOf(tile.unappliedFilters) }),
        ...structured,
      })),
    },
    isError: rows.some(({ isError }) => isError) && rows.every((each) => each.rows === 0),
    rows: rows.reduce((sum, each) => sum + each.rows, 0),
  };
}

const cut = (text: string) =>
  text.length > VALUE_CHARACTERS_MAX ? `${text.slice(0, VALUE_CHARACTERS_MAX)}… (${text.length} characters)` : text;

/** A tile that does not listen shows the same whatever the filters say, as in Looker, and would be taken for narrowed. */
function headingOf({ id, title, unappliedFilters }: TileAnswer): string {
  const heading = `## ${title}${id === '' ? '' : ` (tile ${id})`}`;
  return unappliedFilters.length === 0
    ? heading
    : `${heading}\nNot filtered by: ${namesOf(unappliedFilters).join(', ')}.`;
}

function namesOf(unappliedFilters: readonly string[]): string[] {
  const names = unappliedFilters.slice(0, NAMES_MAX).map(cut);
  return unappliedFilters.length > NAMES_MAX ? [...names, `${unappliedFilters.length - NAMES_MAX} more`] : names;
}

function notRunText({ notRun, tiles }: DashboardAnswer, { context }: Showing): string | null {
  if (notRun.length === 0) return null;
  const ids = notRun.slice(0, tiles.length).map(({ id, title }) => (id === '' ? `"${title}"` : id));
  const next = context.tools.has(GET_TILE) ? ` ${GET_TILE} tells what each asks.` : '';
  return `Only the first ${tiles.length} tiles are run. Not run: ${ids.join(', ')}.${next}`;
}

interface ShownTile {
  readonly tile: TileAnswer;
  readonly rows: ShownRows;
}

/** The small tiles first, so that the space that they leave is for the large ones. */
async function showTiles(tiles: readonly TileAnswer[], charactersMax: number, showing: Showing): Promise<ShownTile[]> {
  const shown = new Map<TileAnswer, ShownTile>();
  let space = charactersMax;
  const bySize = [...tiles].sort((one, other) => sizeOf(one) - sizeOf(other));
  for (const [index, tile] of bySize.entries()) {
    const share = Math.floor(space / (tiles.length - index)) - headingOf(tile).length;
    const rows = await showTile(tile, share, showing);
    space -= Math.max(rows.text.length, JSON.stringify(rows.structured).length) + headingOf(tile).length;
    shown.set(tile, { tile, rows });
  }
  return tiles.flatMap((tile) => shown.get(tile) ?? []);
}

function sizeOf(tile: TileAnswer): number {
  if (tile.kind === 'sql') return Number.POSITIVE_INFINITY;
  if (!('answers' in tile)) return 0;
  const sizes = tile.answers.map((answer) => {
    if (!('body' in answer)) return 0;
    return Buffer.isBuffer(answer.body) ? answer.body.length : Number.POSITIVE_INFINITY;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}
