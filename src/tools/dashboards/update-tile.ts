import type { JsonRecord } from '../../values/is-record.js';
import { wholeTileFields } from '../catalogue/content-fields.js';
import type { ToolCall } from '../catalogue/tool.js';
import { recordsOf } from '../run/list-answer.js';
import { linkTo } from '../run/looker-links.js';
import { valueResult } from '../run/tool-answer.js';
import { refusedResult, type ToolResult } from '../run/tool-result.js';
import { lookerPath } from '../schema/path-segment.js';
import { placeAsked, placed, tabNamed, unknownTab } from './add-tile.js';
import type { TileArguments } from './dashboard-arguments.js';
import { elementBody } from './element-body.js';
import { ExploreNames } from './explore-names.js';
import { exploreOfTile, type KnownDashboard, knownDashboard, recordIn } from './known-dashboard.js';
import { type Listening, listeningOf, type PlannedTile, plannedTiles } from './planned-tiles.js';
import { queryPart } from './query-arguments.js';
import { argumentsOfQuery, savedQueryId } from './saved-query.js';

/** Changes a tile: what its query is not asked to change stays. What is wrong is said before anything is written. @throws LookerError */
export async function updateTile(call: ToolCall, elementId: string, args: TileArguments): Promise<ToolResult> {
  const path = lookerPath`/dashboard_elements/${elementId}`;
  const { body: read } = await call.send({ verb: 'GET', path, query: { fields: wholeTileFields } });
  const tile = recordIn(read);
  const dashboardId = String(tile.dashboard_id);
  const dashboard = await knownDashboard(call, dashboardId);
  const layoutId = tabNamed(dashboard.layouts, args.tab);
  if (layoutId === null) return refusedResult(unknownTab(dashboard.layouts, args.tab));
  const changes = await changesOf(call, tile, dashboard, args);
  if (typeof changes === 'string') return refusedResult(changes);
  if (Object.keys(changes).length > 0) await call.send({ verb: 'PATCH', path, query: { fields: 'id' }, body: changes });
  const failure = await placed(call, dashboardId, elementId, { ...placeAsked(args), layoutId });
  const shown = {
    ...{ id: elementId, title: args.title ?? tile.title ?? tile.title_text },
    ...{ dashboard_id: dashboardId, url: linkTo(call, 'dashboard', dashboardId) },
    ...(failure !== null && { not_placed: failure }),
  };
  return { ...valueResult(shown), recordId: elementId };
}

/** What is to be sent of a tile; a text: what is wrong with it. */
async function changesOf(
  call: ToolCall,
  tile: JsonRecord,
  dashboard: KnownDashboard,
  args: TileArguments,
): Promise<JsonRecord | string> {
  const isText = tile.type === 'text';
  const showsOther = Object.keys(queryPart(args)).length > 0 || args.look_id !== undefined;
  if (isText && (showsOther || args.listen !== undefined))
    return 'It is a text tile: delete it and add one with a query or a Look instead.';
  if (!isText && args.body_text !== undefined)
    return 'It shows a query or a Look: delete it and add one of text instead.';
  const texts = textsOf(args, isText);
  if (!showsOther && args.listen === undefined) return texts;
  const { planned, problems } = await plannedTiles(call, [wholeArguments(tile, args)], () => 'The tile');
  const [plan] = planned;
  if (plan === undefined) return problems.join('\n');
  const listen = await listeningAfter(call, tile, plan, dashboard, args);
  if (typeof listen === 'string') return listen;
  const queryId = plan.content.kind === 'query' ? await savedQueryId(call, plan.content.query) : undefined;
  const {
    type: _,
    title: __,
    note_text: ___,
    note_display: ____,
    note_state: _____,
    ...shown
  } = elementBody(plan, listen, queryId);
  const turned = plan.content.kind === 'query' ? { look_id: null } : { query_id: null };
  return { ...texts, ...(args.look_id !== undefined || tile.look_id !== null ? turned : {}), ...shown };
}

function textsOf(
  { title, body_text, subtitle_text, note_text, note_display }: TileArguments,
  isText: boolean,
): JsonRecord {
  return {
    ...(title !== undefined && { [isText ? 'title_text' : 'title']: title }),
    ...(body_text !== undefined && { body_text }),
    ...(subtitle_text !== undefined && { subtitle_text }),
    ...(note_text !== undefined && { note_text }),
    ...(note_display !== undefined && { note_display }),
  };
}

/** The arguments that would make the tile as it is to be. */
function wholeArguments(tile: JsonRecord, args: TileArguments): TileArguments {
  const given = queryPart(args);
  if (args.look_id !== undefined || (Object.keys(given).length === 0 && typeof tile.look_id === 'string'))
    return { ...args, look_id: args.look_id ?? String(tile.look_id) };
  const stored =
    [tile.query, recordIn(tile.result_maker).query].map(recordIn).find(({ model }) => typeof model === 'string') ?? {};
  const isOfOther = isChanged(args.model, stored.model) || isChanged(args.view, stored.view);
  const isOwn = typeof tile.look_id !== 'string';
  return { ...(isOfOther || !isOwn ? {} : argumentsOfQuery(stored)), ...args };
}

const isChanged = (given: unknown, stored: unknown) => given !== undefined && given !== stored;

/** To what the tile listens afterwards: to what it did, as long as its explore is the same. */
async function listeningAfter(
  call: ToolCall,
  tile: JsonRecord,
  plan: PlannedTile,
  { filters }: KnownDashboard,
  { listen }: TileArguments,
): Promise<readonly Listening[] | string> {
  const before = exploreOfTile(tile);
  const isSame = before?.model === plan.explore?.model && before?.explore === plan.explore?.explore;
  if (listen !== undefined || !isSame) return listeningOf(plan, filters, new ExploreNames(call));
  return recordsOf(recordIn(tile.result_maker).filterables)
    .flatMap((each) => recordsOf(each.listen))
    .map(({ dashboard_filter_name: name, field }) => ({ dashboard_filter_name: String(name), field: String(field) }));
}
