import { LookerError } from '../../looker/looker-error.js';
import type { Tool } from '../../tools/catalogue/tool.js';
import { pageOf } from '../../tools/schema/paging.js';
import { explainError } from '../answers/explain-error.js';
import type { MoreRecords } from '../answers/tool-answer.js';
import { OperationRunner } from './operation-runner.js';
import type { Args, RunContext, RunResult, ToolRunner } from './tool-runner.js';

/** The tool that searches dashboards of LookML alone. */
const SEARCH_LOOKML = 'looker_dashboards_search_lookml';
/** What both of Looker's searches can look for. */
const COMMON_CRITERIA: readonly string[] = ['title', 'folder_id'];
/** What says how the found ones are answered. */
const NO_CRITERIA: readonly string[] = ['fields', 'sorts', 'limit', 'next_cursor', 'filter_or', 'curate'];

/**
 * Finds dashboards of folders and those of LookML by one call, although Looker has an operation for each
 * (`search_dashboards`, `search_lookml_dashboards`): who knows a title does not know which kind it is of.
 */
export class DashboardSearchRunner implements ToolRunner {
  private readonly operations = new OperationRunner();

  run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    return this.operations.run(
      tool,
      args,
      context,
      isForBoth(args, context) ? ofLookml(tool, args, context) : undefined,
    );
  }
}

/** On the first page, where nothing is looked for that dashboards of LookML do not have. */
function isForBoth(args: Args, { tools }: RunContext): boolean {
  const criteria = Object.keys(args).filter((name) => args[name] !== undefined && !NO_CRITERIA.includes(name));
  const isCommon = criteria.length > 0 && criteria.every((name) => COMMON_CRITERIA.includes(name));
  return isCommon && args.next_cursor === undefined && tools.has(SEARCH_LOOKML);
}

async function ofLookml(tool: Tool, args: Args, context: RunContext): Promise<MoreRecords> {
  const limit = pageOf(tool, args)?.limit ?? 1;
  const asked = [...COMMON_CRITERIA, 'fields', 'sorts'].flatMap((name) => {
    const value = args[name] ?? tool.requestPlan.defaults[name];
    return value === undefined ? [] : [[name, String(value)] as const];
  });
  try {
    const query = { ...Object.fromEntries(asked), limit: String(limit) };
    const { body } = await context.send({ verb: 'GET', path: '/dashboards/lookml/search', query });
    const records = Array.isArray(body) ? body.slice(0, limit) : [];
    return records.length < limit
      ? { records }
      : { records, note: `More that are defined in LookML: ${SEARCH_LOOKML}.` };
  } catch (error) {
    if (!(error instanceof LookerError) || error.fault === 'aborted') throw error;
    return { records: [], note: `Dashboards that are defined in LookML could not be searched. ${explainError(error)}` };
  }
}
