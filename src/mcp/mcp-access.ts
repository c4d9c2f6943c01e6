import type { Principal } from '../access/principal.js';
import type { Tool } from '../looker/catalogue/tool.js';
import type { LookerConnection } from '../looker/looker-sessions.js';

/** All that one MCP server may do, made ready once per record. */
export interface McpAccess {
  readonly organizationId: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly integratedAccountId: string;
  /** When the URL stops working; null: never. */
  readonly expiresAt: Date | null;
  readonly apiTokenNeeded: boolean;
  /** Whether the call log keeps the arguments themselves. */
  readonly argumentsLogged: boolean;
  /** The tools that the filters let through, by name, in the order of `tools/list`. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly connection: LookerConnection;
}

/** Who is calling at an MCP URL: what the URL opens, as whom, and with which second factor. */
export interface McpCaller {
  readonly access: McpAccess;
  readonly principal: Principal;
  readonly apiTokenId: string | null;
}
