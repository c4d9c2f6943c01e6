import type { ToolCall } from '../catalogue/tool.js';
import { recordsOf } from '../run/list-answer.js';
import { linkTo } from '../run/looker-links.js';
import { recordId } from '../run/record-id.js';
import { StepsTaken } from '../run/steps-taken.js';
import { valueResult } from '../run/tool-answer.js';
import { refusedResult, type ToolResult } from '../run/tool-result.js';
import { lookerPath } from '../schema/path-segment.js';
import type { FilterArguments } from './dashboard-arguments.js';
import { ExploreNames } from './explore-names.js';
import { type KnownTile, knownDashboard } from './known-dashboard.js';
import { type PlannedFilter, plannedFilter } from './planned-filters.js';

/**
 * Adds a filter to a dashboard, and has tiles listen to it: those named, or each whose explore has its dimension.
 * What is wrong is said before anything is written; which tiles could not be changed, in the answer. @throws LookerError
 */
export async function addFilter(
  call: ToolCall,
  dashboardId: string,
  args: FilterArguments,
  tileIds: readonly string[] | undefined,
): Promise<ToolResult> {
  const { filters, tiles } = await knownDashboard(call, dashboardId, true);
  const names = new ExploreNames(call);
  const filter = await plannedFilter(
    args,
    tiles.map(({ explore }) => explore),
    names,
  );
  if (typeof filter === 'string') return refusedResult(filter);
  if (filters.some(({ name }) => name.toLowerCase() === filter.name.toLowerCase()))
    return refusedResult(
      `The dashboard has a filter "${filter.name}" already. Change it with update_dashboard_filter.`,
    );
  const listening = await listeningTiles(filter, tiles, tileIds, names);
  if (typeof listening === 'string') return refusedResult(listening);
  const body = { dashboard_id: dashboardId, row: filters.length, ...filter.body };
  const made = await call.send({ verb: 'POST', path: '/dashboard_filters', query: { fields: 'id' }, body });
  const id = recordId(made.body);
  const steps = new StepsTaken();
  for (const tile of listening) await steps.take(`${tile.id} "${tile.title}"`, () => listen(call, tile, filter));
  const shown = {
    ...{ id, name: filter.name, url: linkTo(call, 'dashboard', dashboardId) },
    ...{ tiles_that_listen: steps.done.length, ...(!steps.isComplete && { tiles_that_do_not: steps.notDone }) },
  };
  return { ...valueResult(shown), recordId: id };
}

/** The tiles that are to listen to a filter; a text: what is wrong with those that were named. */
async function listeningTiles(
  { dimension }: PlannedFilter,
  tiles: readonly KnownTile[],
  ids: readonly string[] | undefined,
  names: ExploreNames,
): Promise<readonly KnownTile[] | string> {
  if (dimension === undefined)
    return ids === undefined || ids.length === 0 ? [] : 'Tiles listen by its dimension: name one.';
  const unknown = (ids ?? []).filter((id) => !tiles.some((tile) => tile.id === id));
  if (unknown.length > 0) {
    const known = tiles.map(({ id, title }) => `${id} "${title}"`).join(', ') || 'none';
    return `The dashboard has no tile ${unknown.join(', ')} with rows of an explore. It has: ${known}.`;
  }
  const listening: KnownTile[] = [];
  for (const tile of tiles) {
    if (ids?.includes(tile.id) === false) continue;
    const problem = await names.problemWith(dimension, tile.explore);
    if (problem === null) listening.push(tile);
    else if (ids !== undefined) return `Tile ${tile.id} "${tile.title}": ${problem}`;
  }
  return listening;
}

/** Looker makes the query of a tile anew of what its result maker says: so all of it goes back. */
function listen(call: ToolCall, { id, explore, resultMaker }: KnownTile, { name, dimension }: PlannedFilter) {
  const of = { model: explore.model, view: explore.explore };
  const [first = of, ...others] = recordsOf(resultMaker.filterables);
  const filterables = [
    {
      ...of,
      ...first,
      listen: [...recordsOf('listen' in first ? first.listen : []), { dashboard_filter_name: name, field: dimension }],
    },
    ...others,
  ];
  const { query, vis_config } = resultMaker;
  return call.send({
    verb: 'PATCH',
    path: lookerPath`/dashboard_elements/${id}`,
    query: { fields: 'id' },
    body: {
      result_maker: { filterables, ...(query !== null && { query }), ...(vis_config !== null && { vis_config }) },
    },
  });
}
