import type { Scope } from '../access/oauth-scopes.js';
import type { Principal } from '../access/principal.js';
import type { LookerConnection, UserTokens } from '../looker/looker-sessions.js';
import type { IdentityKind, OauthConfig, ServerAuth } from '../mcp-servers/sign-in-config.js';
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
  /** What a caller proves itself by. */
  readonly auth: ServerAuth;
  /** With `auth` "oauth": who may sign in, and how. */
  readonly signIn: OauthConfig;
  /** As whom Looker is called, for who did not sign in there. */
  readonly identity: IdentityKind;
  /** Until when its messages are recorded; null: they are not. */
  readonly captureUntil: Date | null;
  /** Whether the call log keeps the arguments themselves. */
  readonly argumentsLogged: boolean;
  /** Where people open the account's Looker. */
  readonly webUrl: string;
  /** By the API key of the account. Calls take theirs from `CallIdentities`. */
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
  /** How the caller signed in; null where nobody does. */
  readonly signIn: CallerSignIn | null;
}

/** A sign-in, as calls are judged and logged by it. */
export interface CallerSignIn {
  /** Null: a program came in by itself, or somebody who signed in elsewhere. */
  readonly grantId: string | null;
  /** The URL that was called. */
  readonly resource: string;
  /** What people call whoever signed in. */
  readonly person: string;
  readonly scopes: ReadonlySet<Scope>;
  /** As whom Looker is called; null: as the server's config says. */
  readonly atLooker: LookerUser | null;
}

/** Somebody who signed in at Looker. */
export interface LookerUser {
  /** Names the person among those of the account, whoever else has the same tokens. */
  readonly key: string;
  readonly tokens: UserTokens;
}

/** The tool that a server has under a name, its own or the one that another server for Looker has for it. */
export const calledTool = ({ tools, catalogue }: Pick<McpAccess, 'tools' | 'catalogue'>, name: string) =>
  tools.get(name) ?? tools.get(catalogue.byOtherName.get(name) ?? name);
