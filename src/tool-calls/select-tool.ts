import type { Scope } from '../access/oauth-scopes.js';
import type { Tool } from '../tools/catalogue/tool.js';
import { findDiscoveryTool, unknownTool } from '../tools/search/discovery-tools.js';
import { scopeOfCall } from './call-scope.js';
import { calledTool, type McpCaller } from './mcp-access.js';
import { NOTHING_SENT, type ToolCallOutcome, type ToolCallRequest, textContent } from './tool-call.js';

/** The tool that a call is for; the call log names no tool of discovery. */
export interface SelectedTool {
  readonly tool: Tool;
  readonly logged: Tool | undefined;
  /** The arguments as the caller sent them. */
  readonly given: unknown;
}

/** A tool that the filters let through, or one of discovery. */
export function selectTool(
  { access, signIn }: McpCaller,
  { name, args }: ToolCallRequest,
): SelectedTool | ToolCallOutcome {
  const { tools, exposed } = access;
  const logged = calledTool(access, name);
  const tool = logged ?? (exposed.hasDiscovery ? findDiscoveryTool(name) : undefined);
  const scope = scopeOfCall(access, name, args);
  if (tool !== undefined && signIn !== null && !signIn.scopes.has(scope))
    return { ...NOTHING_SENT, status: 'refused', tool: logged, content: textContent(scopeMissing(name, scope)) };
  if (tool !== undefined) return { tool, logged, given: args ?? {} };
  const advice = exposed.hasDiscovery ? undefined : 'tools/list names the tools of this server.';
  return { ...NOTHING_SENT, status: 'unknown_tool', tool, content: textContent(unknownTool(name, tools, advice)) };
}

const scopeMissing = (name: string, scope: Scope) =>
  `Whoever signed in did not let this client use ${name}: it needs the scope ${scope}. Ask them to connect again and to let it in for that, too. Nothing was sent to Looker.`;
