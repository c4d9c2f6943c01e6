import { LookerError } from '../../looker/looker-error.js';
import type { ToolCall } from '../catalogue/tool.js';
import { explainError } from '../run/explain-error.js';
import { linkTo } from '../run/looker-links.js';
import { recordId } from '../run/record-id.js';
import { valueResult } from '../run/tool-answer.js';
import { refusedResult, type ToolResult } from '../run/tool-result.js';
import type { PlaceAsked } from './arranged-tiles.js';
import type { TileArguments } from './dashboard-arguments.js';
import { type DashboardLayout, layoutsOf, placeElement } from './dashboard-layouts.js';
import { elementBody } from './element-body.js';
import { ExploreNames } from './explore-names.js';
import { knownDashboard } from './known-dashboard.js';
import { listeningOf, plannedTiles } from './planned-tiles.js';
import { savedQueryId } from './saved-query.js';

/** Adds a tile to a dashboard. What is wrong with it is said before anything is written. @throws LookerError */
export async function addTile(call: ToolCall, dashboardId: string, args: TileArguments): Promise<ToolResult> {
  const dashboard = await knownDashboard(call, dashboardId);
  const { planned, problems } = await plannedTiles(call, [args], () => 'The tile');
  const [tile] = planned;
  if (tile === undefined) return refusedResult(problems.join('\n'));
  const listen = await listeningOf(tile, dashboard.filters, new ExploreNames(call));
  if (typeof listen === 'string') return refusedResult(listen);
  const layoutId = tabNamed(dashboard.layouts, args.tab);
  if (layoutId === null) return refusedResult(unknownTab(dashboard.layouts, args.tab));
  const queryId = tile.content.kind === 'query' ? await savedQueryId(call, tile.content.query) : undefined;
  const tab = layoutId === undefined ? {} : { dashboard_layout_id: layoutId };
  const body = { dashboard_id: dashboardId, ...elementBody(tile, listen, queryId), ...tab };
  const made = await call.send({ verb: 'POST', path: '/dashboard_elements', query: { fields: 'id' }, body });
  const id = recordId(made.body);
  const failure = await placed(call, dashboardId, id, { ...placeAsked(args), layoutId });
  const shown = {
    ...{ id, title: tile.args.title, dashboard_id: dashboardId, url: linkTo(call, 'dashboard', dashboardId) },
    ...(listen.length > 0 && { listens_to: listen.map((each) => each.dashboard_filter_name) }),
    ...(failure !== null && { not_placed: failure }),
  };
  return { ...valueResult(shown), recordId: id };
}

/** The place that arguments name, as far as they do. */
export const placeAsked = ({ row, column, width, height }: TileArguments): PlaceAsked => ({
  row,
  column,
  width,
  height,
});

/** The id of the layout of this label; undefined where none is asked for, null where there is none. */
export const tabNamed = (layouts: readonly DashboardLayout[], label: string | undefined): string | undefined | null =>
  label === undefined
    ? undefined
    : (layouts.find((each) => each.label.toLowerCase() === label.toLowerCase())?.id ?? null);

export function unknownTab(layouts: readonly DashboardLayout[], label: string | undefined): string {
  const known = layouts.flatMap((each) => (each.label === '' ? [] : [`"${each.label}"`])).join(', ') || 'none';
  return `The dashboard has no tab "${label}". It has: ${known}. Make one with create_dashboard_layout.`;
}

/** Puts a tile that was saved in its place. @returns why it is not there; null where it is, or none is asked for */
export async function placed(
  call: ToolCall,
  dashboardId: string,
  elementId: string,
  place: PlaceAsked & { readonly layoutId: string | undefined },
): Promise<string | null> {
  if (Object.values(place).every((value) => value === undefined)) return null;
  try {
    const isThere = await placeElement(call, await layoutsOf(call, dashboardId), elementId, place);
    return isThere ? null : 'Looker has no place for it.';
  } catch (error) {
    if (error instanceof LookerError && error.fault === 'refused') return explainError(error);
    throw error;
  }
}
