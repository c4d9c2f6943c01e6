import type { Tool, ToolAnnotations } from '../catalogue/tool.js';

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

/** What `tools/list` shows of a tool; the same object each time. */
export function listedTool(tool: Tool): ListedTool {
  const known = listed.get(tool);
  if (known !== undefined) return known;
  const { name, title, description, annotations, inputSchema } = tool;
  const made: ListedTool = { name, title, description, inputSchema: { ...inputSchema, type: 'object' }, annotations };
  listed.set(tool, made);
  return made;
}
