import { LRUCache } from 'lru-cache';
import type { Tool } from '../catalogue/tool.js';
import { LookerError } from '../looker-error.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from '../tasks/tool-runner.js';
import { cursorOf, laterPage } from './present-table.js';
import type { QueryEngine } from './query-engine.js';
import { planOf, type QueryPlan, queryPlan, wireFormat } from './query-plan.js';
import { filterTexts, isWhole, type Json, jsonOf, rowsMaxOf, sourceOf, storedQueryFields } from './stored-query.js';
import { noted, waitedResult, waiterOf } from './waiting-call.js';

/** Stored queries never change, so what is known of one stays true. */
const KNOWN_MAX = 10_000;
const NO_QUERY = 'Looker tells no query of this Look, so that its filters cannot be changed. Run it without filters.';

/** A query that is to be run, and how many rows it asks for at most, which is found out meanwhile. */
interface PlannedRun {
  readonly plan: QueryPlan;
  readonly rowsMax: Promise<number | undefined>;
}

/** Runs one query and waits for its rows. */
export class QueryRunner implements ToolRunner {
  private readonly known = new LRUCache<string, { readonly rowsMax: number | undefined }>({ max: KNOWN_MAX });

  constructor(private readonly engine: QueryEngine) {}

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const page = await laterPage(args, context);
    if (page !== null && page !== 'again') return page;
    const offset = page === 'again' ? (cursorOf(args, context)?.offset ?? 0) : 0;
    const run = await this.planned(tool, args, context);
    if (run === null) return textResult(NO_QUERY, null, true);
    const plan = { ...run.plan, asTask: page === 'again' };
    const [waited, rowsMax] = await Promise.all([
      noted(context, () => this.engine.run(plan, waiterOf(args, context))),
      run.rowsMax,
    ]);
    return waitedResult(waited, { ...plan, rowsMax }, { tool, args, context }, offset);
  }

  private async planned(tool: Tool, args: Args, context: RunContext): Promise<PlannedRun | null> {
    const plan = queryPlan(tool, args, context.connection);
    if (plan.source.kind === 'look' && args.filters !== undefined) return filteredLook(plan, args, context);
    const isTold = args.limit !== undefined || plan.source.kind === 'definition' || plan.shown === null;
    return { plan, rowsMax: isTold ? Promise.resolve(askedRowsMax(args)) : this.storedRowsMax(plan, context) };
  }

  /** Undefined where all are asked for, or where Looker does not tell: the rows are shown all the same. */
  private async storedRowsMax({ source, connection }: QueryPlan, context: RunContext): Promise<number | undefined> {
    try {
      if (source.kind === 'look') return rowsMaxOf(await queryOfLook(source.id, 'limit', context));
      if (source.kind === 'definition') return undefined;
      const key = `${connection.key} ${source.id}`;
      const known = this.known.get(key) ?? {
        rowsMax: rowsMaxOf(await read(`/queries/${encodeURIComponent(source.id)}`, 'limit', context)),
      };
      this.known.set(key, known);
      return known.rowsMax;
    } catch (error) {
      if (error instanceof LookerError) return undefined;
      throw error;
    }
  }
}

/** The query of a Look with other filters; null where Looker does not tell it. */
async function filteredLook(plan: QueryPlan, args: Args, context: RunContext): Promise<PlannedRun | null> {
  const query = await queryOfLook(String(args.look_id), storedQueryFields, context);
  if (!isWhole(query)) return null;
  const source = sourceOf(query, { filters: filterTexts(args.filters) });
  const { connection, options, shown } = plan;
  const format = shown === null ? plan.format : wireFormat(query);
  return {
    plan: planOf(connection, { source, options, format, shown }),
    rowsMax: Promise.resolve(rowsMaxOf({ limit: args.limit ?? query.limit })),
  };
}

async function queryOfLook(id: string, fields: string, context: RunContext): Promise<Json> {
  const { query } = await read(`/looks/${encodeURIComponent(id)}`, `query(${fields})`, context);
  return jsonOf(query);
}

async function read(path: string, fields: string, context: RunContext): Promise<Json> {
  const { body } = await context.send({ verb: 'GET', path, query: { fields } });
  return jsonOf(body);
}

/** The rows that a call asks for at most; undefined: all, or as many as a stored query does. */
const askedRowsMax = ({ limit, model }: Args): number | undefined =>
  limit === undefined && model === undefined ? undefined : rowsMaxOf({ limit });
