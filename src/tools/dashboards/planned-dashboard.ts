import type { ToolCall } from '../catalogue/tool.js';
import { arrangedTiles, type Place, placeProblems } from './arranged-tiles.js';
import type { FilterArguments, TileArguments } from './dashboard-arguments.js';
import { placedTile } from './element-body.js';
import { ExploreNames } from './explore-names.js';
import type { DashboardPlan, DashboardTile } from './fill-dashboard.js';
import { plannedFilters } from './planned-filters.js';
import { listeningOf, type PlannedTile, plannedTiles } from './planned-tiles.js';

/** Checks a whole dashboard, so that it can be made. A list of what is wrong instead, where something is: nothing was written. */
export async function plannedDashboard(
  call: ToolCall,
  body: DashboardPlan['body'],
  tiles: readonly TileArguments[],
  filters: readonly FilterArguments[],
): Promise<DashboardPlan | readonly string[]> {
  const names = new ExploreNames(call);
  const of = await plannedTiles(call, tiles);
  const explores = of.planned.flatMap(({ explore }) => explore ?? []);
  const above = await plannedFilters(filters, explores, names);
  // Of a filter on a field that only a wrong tile has, nothing can be said.
  if (of.problems.length > 0) return of.problems;
  const tabs = [...new Set(tiles.flatMap(({ tab }) => tab ?? []))];
  const { places, problems: misplaced } = placesOf(of.planned, tabs);
  const listening = await Promise.all(of.planned.map((tile) => listeningOf(tile, above.planned, names)));
  const deaf =
    above.problems.length > 0
      ? []
      : listening.flatMap((each, index) => (typeof each === 'string' ? [`${of.planned[index]?.label}: ${each}`] : []));
  const problems = [...above.problems, ...misplaced, ...deaf];
  if (problems.length > 0) return problems;
  const planned = of.planned.flatMap((tile, index): DashboardTile[] => {
    const [place, listen] = [places.get(tile), listening[index]];
    return place === undefined || typeof listen === 'string' ? [] : [{ tile, place, listen: listen ?? [] }];
  });
  return { body, filters: above.planned, tabs, tiles: planned };
}

/** The places of tiles, those of each tab for themselves. */
function placesOf(tiles: readonly PlannedTile[], tabs: readonly string[]) {
  const places = new Map<PlannedTile, Place>();
  const problems: string[] = [];
  for (const tab of tabs.length === 0 ? [undefined] : tabs) {
    const own = tiles.filter(({ args }) => (args.tab ?? tabs[0]) === tab);
    const arranged = arrangedTiles(own.map(placedTile));
    for (const [index, tile] of own.entries()) {
      const place = arranged[index];
      if (place !== undefined) places.set(tile, place);
    }
    problems.push(...placeProblems(arranged, (index) => own[index]?.label ?? ''));
  }
  return { places, problems };
}
