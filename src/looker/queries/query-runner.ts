import type { Tool } from '../catalogue/tool.js';
import type { Args, RunContext, RunResult, ToolRunner } from '../tasks/tool-runner.js';
import type { QueryEngine } from './query-engine.js';
import { queryPlan } from './query-plan.js';
import { noted, waitedResult, waiterOf } from './waiting-call.js';

/** Runs one query and waits for its rows. */
export class QueryRunner implements ToolRunner {
  constructor(private readonly engine: QueryEngine) {}

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const plan = queryPlan(tool, args, context.connection);
    const waited = await noted(context, () => this.engine.run(plan, waiterOf(args, context)));
    return waitedResult(waited, plan, { tool, args, context });
  }
}
