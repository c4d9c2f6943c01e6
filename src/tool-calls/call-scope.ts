import type { Scope } from '../access/oauth-scopes.js';
import { findDiscoveryTool } from '../tools/search/discovery-tools.js';
import { isRecord } from '../values/is-record.js';
import { calledTool, type McpAccess } from './mcp-access.js';

/** The scope that a call of a tool needs; of a tool that calls another one, what that one needs. */
export function scopeOfCall(access: Pick<McpAccess, 'tools' | 'catalogue'>, name: string, args: unknown): Scope {
  const inner = findDiscoveryTool(name) !== undefined && isRecord(args) ? args.tool_name : undefined;
  const tool = calledTool(access, typeof inner === 'string' ? inner : name);
  return tool === undefined || tool.effect === 'read' ? 'looker:read' : 'looker:write';
}
