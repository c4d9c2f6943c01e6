import type { ToolUse } from '../../call-log/tool-use.repository.js';
import { findDiscoveryTool } from '../../tools/search/discovery-tools.js';
import type { ToolSelection } from '../../tools/selection/exposed-tools.js';

/** Calls of the log, judged by an offer that was not there when they were made. */
export interface ReplayedCalls {
  /** All calls of the period. */
  readonly calls: number;
  /** Calls of names that the server did not offer then: they failed already, and are not judged again. */
  readonly unknown: number;
  /** Calls of the tools that search the others, and no calls of Looker's own. */
  readonly discovery: number;
  /** Of those, the ones that the offer has no room for, since it lists its tools. */
  readonly discoveryRefused: number;
  /** The tools that the offer lacks and that were called, the most called first. */
  readonly refused: readonly (ToolUse & { readonly toolName: string })[];
}

const sumOf = (uses: readonly ToolUse[]) => uses.reduce((sum, { calls }) => sum + calls, 0);

/** The log names the tool that was called, also where the call came by way of a discovery tool: such calls are judged by it. */
export function replayedCalls(uses: readonly ToolUse[], { tools, exposed }: ToolSelection): ReplayedCalls {
  const known = uses.flatMap(({ toolName, ...use }) => (toolName === null ? [] : [{ ...use, toolName }]));
  const discovery = sumOf(known.filter(({ toolName }) => findDiscoveryTool(toolName) !== undefined));
  return {
    calls: sumOf(uses),
    unknown: sumOf(uses.filter(({ toolName }) => toolName === null)),
    discovery,
    discoveryRefused: exposed.hasDiscovery ? 0 : discovery,
    refused: known.filter(({ toolName }) => findDiscoveryTool(toolName) === undefined && !tools.has(toolName)),
  };
}
