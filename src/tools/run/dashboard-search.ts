import { LookerError } from '../../looker/looker-error.js';
import type { Args, ToolCall, ToolRun } from '../catalogue/tool.js';
import { explainError } from './explain-error.js';
import type { MoreRecords } from './tool-result.js';

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
export const searchDashboards: ToolRun = (call, args) =>
  call.runOperation(args, isForBoth(args, call) ? ofLookml(args, call) : undefined);

/** On the first page, where nothing is looked for that dashboards of LookML do not have. */
function isForBoth(args: Args, { tools }: ToolCall): boolean {
  const criteria = Object.keys(args).filter((name) => args[name] !== undefined && !NO_CRITERIA.includes(name));
  const hasCommon = criteria.length > 0 && criteria.every((name) => COMMON_CRITERIA.includes(name));
  return hasCommon && args.next_cursor === undefined && tools.has(SEARCH_LOOKML);
}

async function ofLookml(args: Args, call: ToolCall): Promise<MoreRecords> {
  const asked = Object.entries(call.operationRequest(args).query);
  const query = Object.fromEntries(
    asked.filter(([name]) => [...COMMON_CRITERIA, 'fields', 'sorts', 'limit'].includes(name)),
  );
  const limit = Number(query.limit);
  try {
    const { body } = await call.send({ verb: 'GET', path: '/dashboards/lookml/search', query });
    const records = Array.isArray(body) ? body.slice(0, limit) : [];
    return records.length < limit
      ? { records }
      : { records, note: `More that are defined in LookML: ${SEARCH_LOOKML}.` };
  } catch (error) {
    if (!(error instanceof LookerError) || error.fault === 'aborted') throw error;
    return { records: [], note: `Dashboards that are defined in LookML could not be searched. ${explainError(error)}` };
  }
}
