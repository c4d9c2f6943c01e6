import type { Principal } from '../access/principal.js';
import type { Tool } from '../looker/catalogue/tool.js';
import type { LookerConnection } from '../looker/looker-sessions.js';

/** All that one MCP server may do, made ready once per record. */
export interface McpAccess {
  readonly principal: Principal;
  readonly serverId: string;
  readonly serverName: string;
  readonly integratedAccountId: string;
  readonly expiresAt: Date | null;
  readonly apiTokenNeeded: boolean;
  /** The tools that the filters let through, by name, in the order of `tools/list`. */
  readonly tools: ReadonlyMap<string, Tool>;
  readonly connection: LookerConnection;
}
