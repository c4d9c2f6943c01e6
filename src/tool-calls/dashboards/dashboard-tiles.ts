import { sanitizedLine } from '../../looker/sanitized-text.js';
import { filterOutline } from '../../tools/catalogue/content-fields.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { idOf, isWhole, jsonOf, listOf, STORED_QUERY_FIELDS } from '../queries/stored-query.js';

/** What a tile shows. */
export type TileContent =
  | { readonly kind: 'query'; readonly query: JsonRecord }
  /** A query of which the dashboard has the id alone. */
  | { readonly kind: 'stored'; readonly queryId: string }
  /** Its query is that of a Look, which has to be read first. */
  | { readonly kind: 'look'; readonly lookId: string }
  | { readonly kind: 'merge'; readonly mergeQueryId: string }
  | { readonly kind: 'sql'; readonly sqlQueryId: string }
  | { readonly kind: 'none' };

/** A tile as the dashboard has it. */
export interface DashboardTile {
  /** Empty for tiles of LookML dashboards: Looker gives them none. */
  readonly id: string;
  readonly title: string;
  readonly content: TileContent;
  /** Which of its queries hear which filters of the dashboard. */
  readonly filterables: readonly JsonRecord[];
}

/** The `fields` of Looker's operation `dashboard` that say what its tiles ask. */
export const RUN_FIELDS = [
  'id,title,query_timezone',
  `dashboard_filters(${filterOutline})`,
  `dashboard_elements(id,type,title,title_text,deleted,merge_result_id,query_id,look_id,query(${STORED_QUERY_FIELDS}),look(id,title,query_id,query(${STORED_QUERY_FIELDS})),result_maker(filterables,sql_query_id,merge_result_id,query_id,query(${STORED_QUERY_FIELDS})))`,
].join(',');

const TITLE_CHARACTERS_MAX = 255;
/** The title of a tile for which Looker names none. */
export const UNTITLED = 'Untitled';
/** Types of tiles that show no data, and so have nothing to run. */
const TYPES_WITHOUT_DATA: readonly unknown[] = ['text', 'button'];

/** The tiles of a dashboard that have data, in its order. */
export const tilesOf = (dashboard: JsonRecord): DashboardTile[] =>
  listOf(dashboard.dashboard_elements)
    .filter(({ type, deleted }) => !TYPES_WITHOUT_DATA.includes(type) && deleted !== true)
    .map(tileOf);

/** The first of these that is a title. */
export const titleOf = (...titles: readonly unknown[]): string =>
  titles.map((title) => sanitizedLine(title, TITLE_CHARACTERS_MAX)).find((title) => title !== '') ?? UNTITLED;

function tileOf(element: JsonRecord): DashboardTile {
  const [look, maker] = [jsonOf(element.look), jsonOf(element.result_maker)];
  return {
    id: idOf(element.id),
    title: titleOf(element.title, element.title_text, look.title),
    content: contentOf(element, look, maker),
    filterables: listOf(maker.filterables),
  };
}

function contentOf(element: JsonRecord, look: JsonRecord, maker: JsonRecord): TileContent {
  const firstId = (...ids: readonly unknown[]) => ids.map(idOf).find((id) => id !== '');
  const mergeQueryId = firstId(element.merge_result_id, maker.merge_result_id);
  if (mergeQueryId !== undefined) return { kind: 'merge', mergeQueryId };
  const sqlQueryId = firstId(maker.sql_query_id);
  if (sqlQueryId !== undefined) return { kind: 'sql', sqlQueryId };
  const query = [element.query, look.query, maker.query].filter(isRecord).find(isWhole);
  if (query !== undefined) return { kind: 'query', query };
  const queryId = firstId(element.query_id, look.query_id, maker.query_id);
  if (queryId !== undefined) return { kind: 'stored', queryId };
  const lookId = firstId(element.look_id, look.id);
  return lookId === undefined ? { kind: 'none' } : { kind: 'look', lookId };
}
