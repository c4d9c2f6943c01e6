/** A place in the grid of a dashboard, in its rows and 24 columns. */
export interface Place {
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly height: number;
}

/** What of its place somebody has named. */
export type PlaceAsked = { readonly [Part in keyof Place]?: number | undefined };

/** A tile as far as its place depends on it. */
export interface PlacedTile {
  readonly kind: 'text' | 'value' | 'table' | 'chart';
  /** Of a text: how many characters; of a query: how many fields. */
  readonly extent: number;
  readonly asked: PlaceAsked;
}

export const COLUMNS = 24;
/** Single values beside each other. */
const VALUES_MAX = 6;
const LONG_TEXT = 240;
const WIDE_TABLE = 5;

/**
 * Places for tiles that name none: in their order, single values side by side, charts in pairs, wide tables and texts over the whole
 * width, each row filled. Tiles that name row and column stand there, and the others below.
 */
export function arrangedTiles(tiles: readonly PlacedTile[]): readonly Place[] {
  const places = new Map<PlacedTile, Place>();
  for (const tile of tiles) {
    const { row, column } = tile.asked;
    if (row !== undefined && column !== undefined) places.set(tile, { ...sizeOf(tile), row, column });
  }
  let row = [...places.values()].reduce((lowest, place) => Math.max(lowest, place.row + place.height), 0);
  for (const line of linesOf(tiles.filter((tile) => !places.has(tile)))) {
    const widths = filledWidths(line);
    const height = Math.max(...line.map((tile) => sizeOf(tile).height));
    let column = 0;
    for (const [index, tile] of line.entries()) {
      const width = widths[index] ?? COLUMNS;
      places.set(tile, { row, column, width, height: tile.asked.height ?? height });
      column += width;
    }
    row += height;
  }
  return tiles.flatMap((tile) => places.get(tile) ?? []);
}

/** The tiles of each row. */
function linesOf(tiles: readonly PlacedTile[]): readonly PlacedTile[][] {
  const lines: PlacedTile[][] = [];
  for (const group of groupsOf(tiles)) {
    const most = group[0]?.kind === 'value' ? perLine(group.length) : COLUMNS;
    let line: PlacedTile[] = [];
    let used = 0;
    for (const tile of group) {
      const width = tile.asked.width ?? (tile.kind === 'value' ? Math.floor(COLUMNS / most) : sizeOf(tile).width);
      if (line.length > 0 && (used + width > COLUMNS || line.length >= most)) {
        lines.push(line);
        [line, used] = [[], 0];
      }
      line.push(tile);
      used += width;
    }
    lines.push(line);
  }
  return lines;
}

/** Tiles of like height that follow each other. */
function groupsOf(tiles: readonly PlacedTile[]): readonly PlacedTile[][] {
  const groups: PlacedTile[][] = [];
  const rankOf = ({ kind }: PlacedTile) => (kind === 'table' ? 'chart' : kind);
  for (const tile of tiles) {
    const last = groups.at(-1);
    if (last?.[0] !== undefined && rankOf(last[0]) === rankOf(tile)) last.push(tile);
    else groups.push([tile]);
  }
  return groups;
}

/** Rows of about the same length. */
const perLine = (count: number) => Math.ceil(count / Math.ceil(count / VALUES_MAX));

/** The widths of the tiles of a row, those that name none sharing what the others leave. */
function filledWidths(line: readonly PlacedTile[]): readonly number[] {
  const free = line.filter(({ asked }) => asked.width === undefined);
  let left = COLUMNS - line.reduce((sum, { asked }) => sum + (asked.width ?? 0), 0);
  let others = free.length;
  return line.map(({ asked }) => {
    if (asked.width !== undefined) return asked.width;
    const width = Math.ceil(left / others);
    left -= width;
    others -= 1;
    return width;
  });
}

function sizeOf({ kind, extent, asked }: PlacedTile): Pick<Place, 'width' | 'height'> {
  const width = kind === 'text' || (kind === 'table' && extent > WIDE_TABLE) ? COLUMNS : kind === 'value' ? 6 : 12;
  const height = kind === 'text' ? (extent > LONG_TEXT ? 4 : 2) : kind === 'value' ? 4 : 8;
  return { width: asked.width ?? width, height: asked.height ?? height };
}

/** What is wrong with places that were named: a tile beyond the grid, or two over each other. The tiles are named by their place in the list. */
export function placeProblems(places: readonly Place[], nameOf: (index: number) => string): readonly string[] {
  return places.flatMap((place, index) => {
    if (place.column + place.width > COLUMNS)
      return [`${nameOf(index)}: column ${place.column} and width ${place.width} go beyond the ${COLUMNS} columns.`];
    const other = places.findIndex((each, at) => at < index && overlap(each, place));
    return other < 0 ? [] : [`${nameOf(index)} would stand over ${nameOf(other)}.`];
  });
}

const overlap = (one: Place, other: Place) =>
  one.row < other.row + other.height &&
  other.row < one.row + one.height &&
  one.column < other.column + other.width &&
  other.column < one.column + one.width;
