import type { McpAccess } from '../../tool-calls/mcp-access.js';
import { CALL_READ_TOOL, CALL_WRITE_TOOL, GET_TOOL_SCHEMA, SEARCH_TOOLS } from '../../tools/search/discovery-tools.js';
import type { ExposedTools } from '../../tools/selection/exposed-tools.js';
import { type HasTool, ofPresentTools } from '../../tools/selection/present-tools.js';

const QUESTIONS =
  'To answer a question from data, find explores and fields with looker_lookml_explores_search_fields, then use looker_query_run_inline.';
const RUNS =
  'looker_dashboards_run answers the data of a whole dashboard. looker_looks_run answers the rows of a Look.';
const LISTS =
  'Ask for as few fields and rows as you need. Lists give next_cursor when there is more: send it back as it came.';

/** What a model reads before its first call: it names no tool that the server lacks. */
export const instructions = ({ connection, serverName, exposed, tools }: McpAccess): string => {
  const has: HasTool = (name) => tools.has(name);
  const creates = has('create_a_looker_dashboard') || has('create_a_looker_look');
  const lines = [
    `Tools for the Looker instance at ${connection.baseUrl} (${serverName}).`,
    discovery(exposed),
    ofPresentTools(QUESTIONS, has),
    ofPresentTools(RUNS, has),
    creates ? 'Search for dashboards and looks before creating new ones.' : '',
    LISTS,
  ];
  return lines.filter((line) => line !== '').join('\n');
};

function discovery({ exposure, hasDiscovery, listed }: ExposedTools): string {
  if (!hasDiscovery) return '';
  const canWrite = listed.some(({ name }) => name === CALL_WRITE_TOOL);
  const call = canWrite ? `${CALL_READ_TOOL} or ${CALL_WRITE_TOOL}` : CALL_READ_TOOL;
  const which =
    exposure === 'core'
      ? `The tools needed most are listed. For anything else find the tool`
      : 'Only a few tools are listed: find the one you need';
  return `${which} with ${SEARCH_TOOLS}, read its arguments with ${GET_TOOL_SCHEMA}, then call it with ${call}.`;
}
