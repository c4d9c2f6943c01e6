import { LookerError } from '../../looker/looker-error.js';
import { explainError } from '../../tools/run/explain-error.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import type { JsonRecord } from '../../values/is-record.js';
import { sideBySide } from '../../values/side-by-side.js';
import type { RunContext } from '../capabilities/run-context.js';
import { planOf, type QueryPlan, wireFormat } from '../queries/query-plan.js';
import {
  changedQuery,
  type Filters,
  filtersOfQuery,
  jsonOf,
  rowsMaxOf,
  STORED_QUERY_FIELDS,
  sourceOf,
  timeZoneOf,
} from '../queries/stored-query.js';
import { filtersOfTile, unappliedFilters } from './dashboard-filters.js';
import { type DashboardTile, titleOf, UNTITLED } from './dashboard-tiles.js';
import { filterablesOf, MERGE_QUERY_FIELDS, type MergeQuery, mergeQueryOf } from './merge-query.js';

/** One query of a tile, as it is to be run. */
export interface TileQuery {
  readonly plan: QueryPlan;
  /** Those that it runs with, by field. */
  readonly filters: Filters;
  /** Rows that it asks for at most; undefined: all. */
  readonly rowsMax: number | undefined;
  /** An IANA name; undefined: that of the user. */
  readonly timeZone: string | undefined;
  /** Whether it is not known which of its fields the dashboard's filters are for, so that it may run without some of them. */
  readonly isUnsure: boolean;
}

/** A tile as it is to be run, or why it is not. */
export type Tile = Pick<DashboardTile, 'id' | 'title'> & {
  /** The filters of the dashboard that have a value which does not reach it, by name. */
  readonly unappliedFilters: readonly string[];
} & (
    | { readonly kind: 'query'; readonly queries: readonly [TileQuery] }
    | { readonly kind: 'merge'; readonly merge: MergeQuery; readonly queries: readonly TileQuery[] }
    | { readonly kind: 'sql'; readonly sqlQueryId: string }
    | { readonly kind: 'skipped'; readonly reason: string }
    | { readonly kind: 'failed'; readonly error: string }
  );

/** What holds for all tiles of one run. */
export interface TileSettings {
  /** Values by the filters' names. */
  readonly filters: Filters;
  /** Of the dashboard; null: that of the user. Undefined: each tile's own. */
  readonly timeZone: string | null | undefined;
  /** Of the run, as Looker's query parameters. */
  readonly options: Readonly<Record<string, string>>;
  /** When nothing more is read, in milliseconds since 1970. */
  readonly endsAtMs: number;
}

/** Of all tiles of a dashboard together. */
const MERGED_QUERIES_MAX = 100;
/** Of all that is read of the definitions of one dashboard's tiles: they are held until all tiles have run. */
const DEFINITIONS_BYTES_MAX = 4 * 1024 * 1024;
/** Definitions that are read at once. */
const READ_AT_ONCE = 4;

/** Finds out what each tile asks of Looker, where the dashboard names no more than an id. */
export class TileQueries {
  private mergedQueries = 0;
  private definitionBytes = 0;

  constructor(
    private readonly settings: TileSettings,
    private readonly context: RunContext,
  ) {}

  /** @throws LookerError where the caller left, or Looker does not accept who calls. Any other fault makes one tile `failed`. */
  async of(tiles: readonly DashboardTile[]): Promise<Tile[]> {
    const found: Tile[] = [];
    await sideBySide(tiles.entries(), READ_AT_ONCE, async ([index, tile]) => {
      found[index] = await this.tileOf(tile);
    });
    return found;
  }

  private async tileOf({ id, title, content, filterables }: DashboardTile): Promise<Tile> {
    const listened = content.kind === 'sql' ? [] : filterables;
    const tile = { id, title, unappliedFilters: unappliedFilters(listened, this.settings.filters) };
    try {
      switch (content.kind) {
        case 'query':
          return { ...tile, kind: 'query', queries: [this.queryOf(content.query, filterables)] };
        case 'stored':
          return { ...tile, kind: 'query', queries: [this.queryOf(await this.stored(content.queryId), filterables)] };
        case 'look': {
          const look = await this.look(content.lookId);
          const queries = [this.queryOf(jsonOf(look.query), filterables)] as const;
          return { ...tile, title: title === UNTITLED ? titleOf(look.title) : title, kind: 'query', queries };
        }
        case 'merge':
          return { ...tile, ...(await this.merged(content.mergeQueryId, filterables)) };
        case 'sql':
          return { ...tile, kind: 'sql', sqlQueryId: content.sqlQueryId };
        case 'none':
          return { ...tile, kind: 'skipped', reason: 'Looker names no query of it.' };
      }
    } catch (error) {
      if (!isOfTile(error)) throw error;
      return { ...tile, kind: 'failed', error: `${nameOf(content)} could not be read. ${explainError(error)}` };
    }
  }

  /** @param options of the run; none for a query whose rows are joined to those of others: with fewer rows, some of them would find no partner. */
  private queryOf(
    query: JsonRecord,
    filterables: readonly JsonRecord[] | null,
    options = this.settings.options,
  ): TileQuery {
    const { connection } = this.context;
    const { filters, timeZone } = this.settings;
    const changes = { filters: filtersOfTile(filterables ?? [], filters), timeZone };
    const run = changedQuery(query, changes);
    return {
      plan: planOf(connection, {
        source: sourceOf(query, changes),
        options,
        format: wireFormat(query),
        shown: 'table',
      }),
      filters: filtersOfQuery(run),
      rowsMax: rowsMaxOf({ limit: options.limit ?? query.limit }),
      timeZone: timeZoneOf(run),
      isUnsure: filterables === null,
    };
  }

  private async merged(id: string, filterables: readonly JsonRecord[]) {
    const read = await this.read(lookerPath`/merge_queries/${id}`, MERGE_QUERY_FIELDS);
    const merge = mergeQueryOf(id, read);
    if (merge.sources.length === 0)
      return { kind: 'skipped', reason: `The merge query ${id} names no query.` } as const;
    this.mergedQueries += merge.sources.length;
    if (this.mergedQueries > MERGED_QUERIES_MAX) {
      const reason = `The dashboard merges more than ${MERGED_QUERIES_MAX} queries; those of the merge query ${id} are not run.`;
      return { kind: 'skipped', reason } as const;
    }
    const stored: JsonRecord[] = [];
    for (const { queryId, slug } of merge.sources) stored.push(await this.stored(queryId, slug));
    const own = filterablesOf(stored, filterables);
    const queries = stored.map((query, index) => this.queryOf(query, own[index] ?? null, {}));
    return { kind: 'merge', merge, queries } as const;
  }

  private stored(id: string, slug = ''): Promise<JsonRecord> {
    if (id === '' && slug === '') throw new LookerError('not_looker', 'the answer names no id of a query');
    return this.read(id === '' ? lookerPath`/queries/slug/${slug}` : lookerPath`/queries/${id}`, STORED_QUERY_FIELDS);
  }

  private look(id: string): Promise<JsonRecord> {
    return this.read(lookerPath`/looks/${id}`, `title,query(${STORED_QUERY_FIELDS})`);
  }

  private async read(path: string, fields: string): Promise<JsonRecord> {
    if (Date.now() > this.settings.endsAtMs)
      throw new LookerError('timed_out', 'the time of this call was over before it was read');
    if (this.definitionBytes > DEFINITIONS_BYTES_MAX)
      throw new LookerError('too_large', 'the tiles of the dashboard have longer definitions than are held at once');
    const { body, size } = await this.context.send({ verb: 'GET', path, query: { fields } });
    this.definitionBytes += size;
    return jsonOf(body);
  }
}

function nameOf(content: DashboardTile['content']): string {
  switch (content.kind) {
    case 'stored':
      return `Query ${content.queryId}`;
    case 'look':
      return `Look ${content.lookId}`;
    case 'merge':
      return `Merge query ${content.mergeQueryId}`;
    default:
      return 'Its query';
  }
}

/** Whether an error is about one tile alone, so that the others can be shown all the same. */
export const isOfTile = (error: unknown): error is LookerError =>
  error instanceof LookerError && !['aborted', 'login_refused', 'sign_in_over'].includes(error.fault);
