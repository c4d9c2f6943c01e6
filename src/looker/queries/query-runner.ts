import type { Tool } from '../catalogue/tool.js';
import type { Args, RunContext, RunResult, ToolRunner } from '../tasks/tool-runner.js';
import { cursorOf, laterPage } from './present-table.js';
import type { QueryEngine } from './query-engine.js';
import { queryPlan } from './query-plan.js';
import { noted, waitedResult, waiterOf } from './waiting-call.js';

/** Runs one query and waits for its rows. */
export class QueryRunner implements ToolRunner {
  constructor(private readonly engine: QueryEngine) {}

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const page = await laterPage(args, context);
    if (page !== null && page !== 'again') return page;
    const offset = page === 'again' ? (cursorOf(args, context)?.offset ?? 0) : 0;
    const plan = { ...queryPlan(tool, args, context.connection), asTask: page === 'again' };
    const waited = await noted(context, () => this.engine.run(plan, waiterOf(args, context)));
    return waitedResult(waited, plan, { tool, args, context }, offset);
  }
}
