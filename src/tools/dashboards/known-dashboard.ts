import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { listeningFields } from '../catalogue/content-fields.js';
import type { ExploreOfModel, ToolCall } from '../catalogue/tool.js';
import { recordsOf } from '../run/list-answer.js';
import { lookerPath } from '../schema/path-segment.js';
import { type DashboardLayout, readLayouts } from './dashboard-layouts.js';
import type { DashboardFilter } from './planned-filters.js';

/** A tile of a dashboard that exists, as far as filters are concerned. */
export interface KnownTile {
  readonly id: string;
  readonly title: string;
  readonly explore: ExploreOfModel;
  /** As Looker has it: sent back as a whole. */
  readonly resultMaker: JsonRecord;
}

/** A dashboard that exists. */
export interface KnownDashboard {
  readonly title: string;
  readonly filters: readonly DashboardFilter[];
  readonly layouts: readonly DashboardLayout[];
  /** Those that show rows of an explore. */
  readonly tiles: readonly KnownTile[];
}

/** Reads a dashboard (Looker operation `dashboard`). @throws LookerError */
export async function knownDashboard(call: ToolCall, id: string, withTiles = false): Promise<KnownDashboard> {
  const fields = [
    'id,title,dashboard_filters(id,name,title,dimension),dashboard_layouts(id,label,order)',
    ...(withTiles ? [`dashboard_elements(${listeningFields})`] : []),
  ];
  const { body } = await call.send({
    verb: 'GET',
    path: lookerPath`/dashboards/${id}`,
    query: { fields: fields.join() },
  });
  const dashboard = isRecord(body) ? body : {};
  return {
    title: String(dashboard.title ?? ''),
    filters: recordsOf(dashboard.dashboard_filters).map(filterOf),
    layouts: readLayouts(dashboard.dashboard_layouts),
    tiles: recordsOf(dashboard.dashboard_elements).flatMap((tile) => knownTile(tile) ?? []),
  };
}

const filterOf = ({ name, title, dimension }: JsonRecord): DashboardFilter => ({
  name: String(name ?? ''),
  title: String(title ?? name ?? ''),
  dimension: typeof dimension === 'string' ? dimension : undefined,
});

function knownTile(tile: JsonRecord): KnownTile | null {
  const resultMaker = recordIn(tile.result_maker);
  const explore = exploreOfTile(tile);
  if (explore === null || tile.deleted === true) return null;
  const title = [tile.title, recordIn(tile.look).title].find((text) => typeof text === 'string' && text !== '');
  return { id: String(tile.id), title: String(title ?? 'Untitled'), explore, resultMaker };
}

/** The explore whose rows a tile shows; null where it shows none, or Looker does not tell. */
export function exploreOfTile(tile: JsonRecord): ExploreOfModel | null {
  const queries = [tile.query, recordIn(tile.look).query, recordIn(tile.result_maker).query].map(recordIn);
  const query = queries.find(({ model, view }) => typeof model === 'string' && typeof view === 'string');
  return query === undefined ? null : { model: String(query.model), explore: String(query.view) };
}

export const recordIn = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
