import { LRUCache } from 'lru-cache';
import { LookerError } from '../../looker/looker-error.js';
import type { Args } from '../../tools/catalogue/tool.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import type { JsonRecord } from '../../values/is-record.js';
import type { RunContext } from '../capabilities/run-context.js';
import { cursorOf, laterPage } from './present-table.js';
import type { QueryEngine } from './query-engine.js';
import { planOf, type QueryPlan, queryPlan, wireFormat } from './query-plan.js';
import { filterTexts, isWhole, jsonOf, rowsMaxOf, STORED_QUERY_FIELDS, sourceOf } from './stored-query.js';
import { counted, outcomeResult, subscriberOf } from './waiting-call.js';

/** Stored queries never change, so what is known of one stays true. */
const KNOWN_MAX = 10_000;
const NO_QUERY = 'Looker tells no query of this Look, so that its filters cannot be changed. Run it without filters.';

/** A query that is to be run, and how many rows it asks for at most; undefined: all, or Looker does not tell. */
interface PlannedRun {
  readonly plan: QueryPlan;
  readonly rowsMax: number | undefined;
}

/** What has to be known of a stored query to show its rows. */
interface StoredFacts {
  readonly rowsMax: number | undefined;
  /** In which they are asked for: that of totals is another one. */
  readonly format: string;
}

/** The `fields` of Looker's operation `query` that tell it. */
const FACTS = 'limit,total,subtotals';

/** Runs one query and waits for its rows. */
export class QueryRunner {
  private readonly known = new LRUCache<string, StoredFacts>({ max: KNOWN_MAX });

  constructor(private readonly engine: QueryEngine) {}

  async run(args: Args, context: RunContext): Promise<ToolResult> {
    const page = await laterPage(args, context);
    if (page !== null && page !== 'again') return page;
    const offset = page === 'again' ? (cursorOf(args, context)?.offset ?? 0) : 0;
    const { timeMs, ...waiter } = subscriberOf(args, context);
    const endsAtMs = Date.now() + timeMs;
    const run = await this.planned(args, context);
    if (run === null) return textResult(NO_QUERY, null, true);
    const plan = { ...run.plan, asTask: page === 'again' };
    const leftMs = Math.max(endsAtMs - Date.now(), 0);
    const waited = await counted(context, () => this.engine.run(plan, { ...waiter, timeMs: leftMs }));
    return outcomeResult(waited, { ...plan, rowsMax: run.rowsMax }, { args, context }, offset);
  }

  private async planned(args: Args, context: RunContext): Promise<PlannedRun | null> {
    const plan = queryPlan(context.tool, args, context.connection);
    if (plan.source.kind === 'look' && args.filters !== undefined) return filteredLook(plan, args, context);
    if (plan.source.kind === 'definition' || plan.shown === null) return { plan, rowsMax: askedRowsMax(args) };
    const { format, rowsMax } = await this.factsOf(plan, context);
    const { connection, source, options, shown } = plan;
    return {
      plan: planOf(connection, { source, options, format, shown }),
      rowsMax: args.limit === undefined ? rowsMax : askedRowsMax(args),
    };
  }

  /** Where Looker does not tell them, the rows are shown all the same. */
  private async factsOf({ source, connection, format }: QueryPlan, context: RunContext): Promise<StoredFacts> {
    try {
      if (source.kind === 'look') return factsIn(await queryOfLook(source.id, FACTS, context));
      if (source.kind === 'definition') return { rowsMax: undefined, format };
      const key = `${connection.key} ${source.id}`;
      const known = this.known.get(key) ?? factsIn(await read(lookerPath`/queries/${source.id}`, FACTS, context));
      this.known.set(key, known);
      return known;
    } catch (error) {
      if (error instanceof LookerError) return { rowsMax: undefined, format };
      throw error;
    }
  }
}

const factsIn = (query: JsonRecord): StoredFacts => ({ rowsMax: rowsMaxOf(query), format: wireFormat(query) });

/** The query of a Look with other filters; null where Looker does not tell it. */
async function filteredLook(plan: QueryPlan, args: Args, context: RunContext): Promise<PlannedRun | null> {
  const query = await queryOfLook(String(args.look_id), STORED_QUERY_FIELDS, context);
  if (!isWhole(query)) return null;
  const source = sourceOf(query, { filters: filterTexts(args.filters) });
  const { connection, options, shown } = plan;
  const format = shown === null ? plan.format : wireFormat(query);
  return {
    plan: planOf(connection, { source, options, format, shown }),
    rowsMax: rowsMaxOf({ limit: args.limit ?? query.limit }),
  };
}

async function queryOfLook(id: string, fields: string, context: RunContext): Promise<JsonRecord> {
  const { query } = await read(lookerPath`/looks/${id}`, `query(${fields})`, context);
  return jsonOf(query);
}

async function read(path: string, fields: string, context: RunContext): Promise<JsonRecord> {
  const { body } = await context.send({ verb: 'GET', path, query: { fields } });
  return jsonOf(body);
}

/** The rows that a call asks for at most; undefined: all, or as many as a stored query does. */
const askedRowsMax = ({ limit, model }: Args): number | undefined =>
  limit === undefined && model === undefined ? undefined : rowsMaxOf({ limit });
