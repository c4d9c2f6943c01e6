import type { Tool } from '../../tools/catalogue/tool.js';
import type { DashboardRunner } from '../dashboards/dashboard-runner.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from '../runners/tool-runner.js';
import { laterPage } from './present-table.js';
import type { QueryEngine } from './query-engine.js';
import { openHandle } from './query-handle.js';
import { noted, waitedResult, waiterOf } from './waiting-call.js';

const NO_HANDLE =
  'This is no handle of this account, or it was altered: pass it exactly as it came. If it is lost, run the query again; a query that is still running is joined.';

/** Waits on for a query or a dashboard that took longer than a call may wait. */
export class QueryResultsRunner implements ToolRunner {
  constructor(
    private readonly engine: QueryEngine,
    private readonly dashboards: DashboardRunner,
  ) {}

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const paged = await laterPage(args, context);
    if (paged !== null && paged !== 'again') return paged;
    const handle = openHandle(String(args.handle), context.handles);
    if (handle === null) return textResult(NO_HANDLE, null, true);
    if (handle.kind === 'dashboard') {
      const { timeout_seconds } = args;
      return this.dashboards.run(
        tool,
        { ...handle.args, ...(timeout_seconds !== undefined && { timeout_seconds }) },
        context,
      );
    }
    const query = { ...handle, connection: context.connection };
    const waited = await noted(context, () => this.engine.resume(query, waiterOf(args, context)));
    return waitedResult(waited, handle, { tool, args, context });
  }
}
