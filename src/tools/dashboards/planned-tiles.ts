import { LookerError } from '../../looker/looker-error.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { sideBySide } from '../../values/side-by-side.js';
import type { ExploreOfModel, ToolCall } from '../catalogue/tool.js';
import { explainError } from '../run/explain-error.js';
import { lookerPath } from '../schema/path-segment.js';
import type { TileArguments } from './dashboard-arguments.js';
import type { ExploreNames } from './explore-names.js';
import type { DashboardFilter, Planned } from './planned-filters.js';
import { queryBody, queryPart, queryShapeProblem } from './query-arguments.js';

/** What a tile shows. */
export type TileContent =
  | { readonly kind: 'query'; readonly query: JsonRecord }
  | { readonly kind: 'look'; readonly lookId: string }
  | { readonly kind: 'text' };

/** A tile that can be made as it is meant, as far as that can be known before. */
export interface PlannedTile {
  /** As messages name it. */
  readonly label: string;
  readonly args: TileArguments;
  readonly content: TileContent;
  /** Of what it filters; null: a text, or a Look that does not tell. */
  readonly explore: ExploreOfModel | null;
}

/** Which filter of the dashboard filters which field of a tile (Looker `ResultMakerFilterablesListen`). */
export interface Listening {
  readonly dashboard_filter_name: string;
  readonly field: string;
}

const AT_ONCE_MAX = 4;

/** Checks tiles before anything is written: what each consists of, the names in its query, and whether its Look is there. */
export async function plannedTiles(
  call: ToolCall,
  tiles: readonly TileArguments[],
  labelOf = (index: number, tile: TileArguments) =>
    `tiles.${index}${tile.title === undefined ? '' : ` "${tile.title.slice(0, 60)}"`}`,
): Promise<Planned<PlannedTile>> {
  const found: (PlannedTile | string)[] = [];
  await sideBySide(tiles.entries(), AT_ONCE_MAX, async ([index, args]) => {
    const label = labelOf(index, args);
    const tile = await plannedTile(call, label, args);
    found[index] = typeof tile === 'string' ? `${label}: ${tile}` : tile;
  });
  return {
    planned: found.filter((each) => typeof each !== 'string'),
    problems: found.filter((each) => typeof each === 'string'),
  };
}

async function plannedTile(call: ToolCall, label: string, args: TileArguments): Promise<PlannedTile | string> {
  const { look_id: lookId, body_text: text, title, model, view, type } = args;
  const isQuery = model !== undefined || view !== undefined || args.fields !== undefined;
  if ([isQuery, lookId !== undefined, text !== undefined].filter(Boolean).length > 1)
    return 'It is either a query (model, view, fields), or a Look (look_id), or text (body_text).';
  if (isQuery) return queryTile(call, label, args);
  if (lookId !== undefined) return lookTile(call, label, args, lookId);
  if (text !== undefined || (type === 'text' && title !== undefined))
    return { label, args, content: { kind: 'text' }, explore: null };
  return 'It needs a query (model, view, fields), look_id, or body_text.';
}

async function queryTile(call: ToolCall, label: string, args: TileArguments): Promise<PlannedTile | string> {
  const problem = queryShapeProblem(args);
  if (problem !== null) return problem;
  const wrong = await call.fields.wrongNames(queryPart(args));
  if (wrong.length > 0) return wrong.join(' ');
  const { model = '', view = '' } = args;
  return { label, args, content: { kind: 'query', query: queryBody(args) }, explore: { model, explore: view } };
}

async function lookTile(call: ToolCall, label: string, args: TileArguments, lookId: string) {
  try {
    const path = lookerPath`/looks/${lookId}`;
    const { body } = await call.send({ verb: 'GET', path, query: { fields: 'id,title,query(model,view)' } });
    const { title, query } = isRecord(body) ? body : {};
    const { model, view } = isRecord(query) ? query : {};
    const isTold = typeof model === 'string' && typeof view === 'string';
    const named = { ...args, title: args.title ?? (typeof title === 'string' ? title : undefined) };
    const content = { kind: 'look', lookId } as const;
    return { label, args: named, content, explore: isTold ? { model, explore: view } : null };
  } catch (error) {
    if (!(error instanceof LookerError) || error.fault !== 'refused') throw error;
    return error.status === 404 ? `There is no Look ${lookId}, or none that you may see.` : explainError(error);
  }
}

/** To which filters a tile listens: those that it names, or else each whose dimension its explore has. A text: what is wrong. */
export async function listeningOf(
  { args, explore }: PlannedTile,
  filters: readonly DashboardFilter[],
  names: ExploreNames,
): Promise<readonly Listening[] | string> {
  if (explore === null) return [];
  if (args.listen === undefined) {
    const present = await names.of(explore);
    return filters.flatMap(({ name, dimension }) =>
      dimension !== undefined && present?.has(dimension) ? [{ dashboard_filter_name: name, field: dimension }] : [],
    );
  }
  const listening: Listening[] = [];
  for (const [title, field] of Object.entries(args.listen)) {
    const filter = filterNamed(filters, title);
    if (filter === undefined) {
      const known = filters.map((each) => `"${each.title}"`).join(', ') || 'none';
      return `listen: the dashboard has no filter "${title.slice(0, 60)}". It has: ${known}.`;
    }
    const problem = await names.problemWith(field, explore);
    if (problem !== null) return `listen: ${problem}`;
    listening.push({ dashboard_filter_name: filter.name, field });
  }
  return listening;
}

/** The filter of this name or title, in letters of either case. */
function filterNamed(filters: readonly DashboardFilter[], wanted: string): DashboardFilter | undefined {
  const text = wanted.toLowerCase();
  return (
    filters.find(({ name }) => name.toLowerCase() === text) ?? filters.find(({ title }) => title.toLowerCase() === text)
  );
}
