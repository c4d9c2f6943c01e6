import type { Args, Tool, ToolCall } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import type { ToolResult } from '../../src/tools/run/tool-result.js';

/** A tool of the real catalogue. Throws when there is none of that name. */
export function toolNamed(name: string): Tool {
  const tool = toolCatalogue().byName.get(name);
  if (!tool) throw new Error(`No tool ${name}.`);
  return tool;
}

/** Runs a tool with a call that can do what the tool needs. */
export async function runTool(tool: Tool, args: Args, call: Partial<ToolCall>): Promise<ToolResult> {
  const result = await tool.run(call as ToolCall, args);
  if ('callInstead' in result) throw new Error('another tool is called');
  return result;
}
