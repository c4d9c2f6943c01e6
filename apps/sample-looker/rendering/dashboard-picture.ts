import { isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { runBody } from '../queries/answer-query.js';
import { QueryError } from '../queries/query-error.js';
import type { ResultSet } from '../queries/results/result-set.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import type { Viewer } from '../tokens.js';
import { notice, resultPicture } from './result-picture.js';
import { type Box, colors, element, fitted, text } from './svg.js';

/** A tile with what it shows: a result, a text, or why there is none. */
export interface Tile {
  element: StoredRecord;
  visConfig: unknown;
  result: ResultSet | null;
  message: string | null;
  /** Whether its query could not run. */
  hasFailed?: boolean;
}

/** Columns of a dashboard's grid. */
const gridWidth = 24;
const headerHeight = 56;
const gap = 6;
const titleSize = 14;
/** A row of the grid is never taller than this share of a column's width. */
const rowShareMax = 1.25;

/** For whom tiles run, and the values of the dashboard's filters, by name. */
export interface TileRun {
  viewer: Viewer;
  filters: Readonly<Record<string, string>>;
  /** What the history says it is run for. Default: a picture. */
  source?: string;
}

const renderSource = 'render_manager_cache:dashboard';

/** Runs the queries of a dashboard's tiles with these values of its filters, by name; defaults fill up the rest. */
export function runTiles(instance: Instance, dashboard: StoredRecord, { filters, ...run }: TileRun): Tile[] {
  const { content } = instance;
  const defaults = content.dashboardFilters
    .where('dashboard_id', dashboard.id)
    .map((filter) => [String(filter.name), String(filter.default_value ?? '')]);
  const all = { ...run, filters: { ...Object.fromEntries(defaults), ...filters } };
  return content.dashboardElements
    .where('dashboard_id', dashboard.id)
    .filter((element) => element.deleted !== true)
    .map((element) => runTile(instance, element, all));
}

/** Runs the query of one tile. A query that cannot run becomes the tile's message. */
export function runTile(
  instance: Instance,
  element: StoredRecord,
  { viewer, filters, source = renderSource }: TileRun,
): Tile {
  const { content } = instance;
  const query = content.queries.find(element.query_id ?? content.looks.find(element.look_id)?.query_id);
  if (query === undefined) {
    const words = [element.title_text, element.subtitle_text, element.body_text].map((each) => plainText(each));
    return { element, visConfig: null, result: null, message: words.filter((each) => each !== '').join(' – ') };
  }
  const maker = isRecord(element.result_maker) ? element.result_maker : {};
  try {
    const narrowed = { ...query, filters: { ...asRecord(query.filters), ...listenedFilters(maker, filters) } };
    const result = runBody(instance, narrowed, {
      ...{ viewer, source, queryId: query.id, dashboardId: element.dashboard_id },
    });
    return { element, visConfig: maker.vis_config ?? query.vis_config, result, message: null };
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return { element, visConfig: null, result: null, message: error.detail, hasFailed: true };
  }
}

/** A dashboard with its title and its tiles, laid out on its grid or, `single_column`, one below the other. */
export function dashboardPicture(
  content: Content,
  { dashboard, tiles, style }: { dashboard: StoredRecord; tiles: readonly Tile[]; style: string },
  size: { width: number; height: number },
): string {
  const places = style === 'single_column' ? stacked(tiles) : onGrid(content, dashboard, tiles);
  const rows = Math.max(1, ...places.map(({ y, height }) => y + height));
  const columnWidth = (size.width - gap * 2) / gridWidth;
  const rowHeight = Math.min((size.height - headerHeight - gap) / rows, columnWidth * rowShareMax);
  const title = fitted(String(dashboard.title ?? ''), size.width - 40, 22);
  return [
    element('rect', { x: 0, y: 0, ...size, fill: '#f5f6f8' }),
    text(title, 20, 36, { size: 22, bold: true }),
    ...tiles.map((tile, index) => {
      const place = places[index] ?? { x: 0, y: 0, width: gridWidth, height: 1 };
      return drawTile(tile, {
        x: gap + place.x * columnWidth + gap / 2,
        y: headerHeight + place.y * rowHeight + gap / 2,
        width: place.width * columnWidth - gap,
        height: place.height * rowHeight - gap,
      });
    }),
  ].join('');
}

function drawTile({ element: tile, visConfig, result, message }: Tile, box: Box): string {
  const title = tile.title_hidden === true ? '' : String(tile.title ?? '');
  const head = title === '' ? 10 : titleSize + 22;
  const inner = { x: box.x + 12, y: box.y + head, width: box.width - 24, height: box.height - head - 10 };
  if (inner.width < 10 || inner.height < 10) return '';
  const color = tile.query_id === undefined ? colors.text : colors.failure;
  return [
    element('rect', { ...box, rx: 4, fill: colors.background, stroke: colors.line }),
    title === ''
      ? ''
      : text(fitted(title, inner.width, titleSize), inner.x, box.y + titleSize + 8, { size: titleSize, bold: true }),
    result === null
      ? notice(fitted(message ?? '', inner.width, titleSize), inner, color)
      : resultPicture(result, visConfig, inner),
  ].join('');
}

/** Where the active layout puts each tile, in columns and rows of the grid. */
function onGrid(content: Content, dashboard: StoredRecord, tiles: readonly Tile[]): Box[] {
  const layouts = content.dashboardLayouts.where('dashboard_id', dashboard.id);
  const active = layouts.find((layout) => layout.active === true) ?? layouts[0];
  const components = active ? content.dashboardLayoutComponents.where('dashboard_layout_id', active.id) : [];
  const heightDefault = 6;
  return tiles.map((tile, index) => {
    const component = components.find((each) => each.dashboard_element_id === tile.element.id);
    return {
      x: Number(component?.column ?? 0),
      y: Number(component?.row ?? index * heightDefault),
      width: Number(component?.width ?? gridWidth),
      height: Number(component?.height ?? heightDefault),
    };
  });
}

function stacked(tiles: readonly Tile[]): Box[] {
  return tiles.map((_, index) => ({ x: 0, y: index, width: gridWidth, height: 1 }));
}

/** The filters of the dashboard that a tile listens to, by field. */
function listenedFilters(maker: LookerRecord, filters: Readonly<Record<string, string>>): Record<string, string> {
  const filterables = Array.isArray(maker.filterables) ? maker.filterables.filter(isRecord) : [];
  const listens = filterables.flatMap(({ listen }) => (Array.isArray(listen) ? listen.filter(isRecord) : []));
  return Object.fromEntries(
    listens.flatMap(({ dashboard_filter_name: name, field }) => {
      const value = filters[String(name)];
      return value === undefined || value === '' ? [] : [[String(field), value] as const];
    }),
  );
}

function asRecord(value: unknown): LookerRecord {
  return isRecord(value) ? value : {};
}

function plainText(value: unknown): string {
  return String(value ?? '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[#*_`]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
