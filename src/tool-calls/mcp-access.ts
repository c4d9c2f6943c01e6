import type { CredentialKind } from '../access/credential-resolver.js';
import type { Principal } from '../access/principal.js';
import type { LookerConnection } from '../looker/looker-sessions.js';
import type { ServerLimits } from '../tools/catalogue/tool.js';
import type { ToolSelection } from '../tools/selection/exposed-tools.js';

/** All that one MCP server may do, made ready once per record. */
export interface McpAccess extends ToolSelection {
  readonly organizationId: string;
  readonly serverId: string;
  readonly serverName: string;
  readonly integratedAccountId: string;
  /** When the URL stops working; null: never. */
  readonly expiresAt: Date | null;
  /** What a caller proves itself by, besides the URL. */
  readonly secondFactors: readonly CredentialKind[];
  /** Whether the call log keeps the arguments themselves. */
  readonly argumentsLogged: boolean;
  readonly connection: LookerConnection;
  /** Whether its calls went without an answer, as far as the account's record says. */
  readonly isUnreachable: boolean;
  readonly limits: ServerLimits;
}

/** Who is calling at an MCP URL: what the URL opens, as whom, and with which second factor. */
export interface McpCaller {
  readonly access: McpAccess;
  readonly principal: Principal;
  readonly apiTokenId: string | null;
}
