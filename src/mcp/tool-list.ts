import type { Tool, ToolAnnotations } from '../looker/catalogue/tool.js';
import type { McpAccess } from './mcp-access.js';

/** A tool as `tools/list` shows it. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: { readonly type: 'object'; readonly [key: string]: unknown };
  readonly annotations: ToolAnnotations;
}

/** Many servers offer the same tools: each is written once for all of them. */
const listed = new WeakMap<Tool, ListedTool>();

function listedTool(tool: Tool): ListedTool {
  const known = listed.get(tool);
  if (known !== undefined) return known;
  const { name, title, description, annotations, inputSchema } = tool;
  const made: ListedTool = { name, title, description, inputSchema: { ...inputSchema, type: 'object' }, annotations };
  listed.set(tool, made);
  return made;
}

/** The tools of one server, in a fixed order. */
export const toolList = (access: McpAccess): ListedTool[] => [...access.tools.values()].map(listedTool);

/** What a model reads before its first call. */
export const instructions = (access: McpAccess): string =>
  [
    `Tools for the Looker instance at ${access.connection.baseUrl} (${access.serverName}).`,
    'To answer a question from data, find models and explores with list_all_looker_lookml_models and fields with get_single_looker_lookml_explore_by_id, then use looker_query_run_inline.',
    'Search for dashboards and looks before creating new ones. Lists give next_cursor when there is more: send it back as it came.',
  ].join('\n');
