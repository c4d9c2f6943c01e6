import type { Args } from '../../tools/catalogue/tool.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { nextTool } from '../capabilities/next-tools.js';
import type { RunContext } from '../capabilities/run-context.js';
import type { DashboardRunner } from '../dashboards/dashboard-runner.js';
import { laterPage } from './present-table.js';
import type { QueryEngine } from './query-engine.js';
import { openHandle } from './query-handle.js';
import { counted, outcomeResult, subscriberOf } from './waiting-call.js';

const NO_HANDLE =
  'This is no handle of this account that may be used here, or it was altered: pass it exactly as it came. If it is lost, run the query again; a query that is still running is joined.';

/** Waits on for a query or a dashboard that took longer than a call may wait. */
export class QueryResults {
  constructor(
    private readonly engine: QueryEngine,
    private readonly dashboards: DashboardRunner,
  ) {}

  async wait(args: Args, context: RunContext): Promise<ToolResult> {
    const paged = await laterPage(args, context);
    if (paged !== null && paged !== 'again') return paged;
    const handle = openHandle(String(args.handle), context.handles);
    if (handle === null) return textResult(NO_HANDLE, null, true);
    if (handle.kind === 'dashboard') {
      // It runs what is not running, at any later time: only where the filters admit that.
      if (nextTool(context, 'run_dashboard') === undefined) return textResult(NO_HANDLE, null, true);
      const { timeout_seconds } = args;
      return this.dashboards.run(
        { ...handle.args, ...(timeout_seconds !== undefined && { timeout_seconds }) },
        context,
      );
    }
    const query = { ...handle, connection: context.connection };
    const waited = await counted(context, () => this.engine.resume(query, subscriberOf(args, context)));
    return outcomeResult(waited, handle, { args, context });
  }
}
