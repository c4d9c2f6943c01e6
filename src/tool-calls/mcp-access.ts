import type { Scope } from '../access/oauth-scopes.js';
import type { Principal } from '../access/principal.js';
import type { LookerConnection, UserTokens } from '../looker/looker-connection.js';
import type { IdentityConfig } from '../mcp-servers/identity-config.js';
import type { OauthConfig, ServerAuth } from '../mcp-servers/sign-in-config.js';
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
  readonly identity: IdentityConfig;
  /** Until when its messages are recorded; null: they are not. */
  readonly captureUntil: Date | null;
  /** Whether the call log keeps the arguments themselves. */
  readonly argumentsLogged: boolean;
  /** Where people open the account's Looker. */
  readonly webUrl: string;
  /** Whether Looker says of what is done as somebody else that the owner of the API key did it. */
  readonly actsAssociatively: boolean;
  /** The Looker user whom the API key of the account acts as; null: not known. */
  readonly serviceUserId: string | null;
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
  /** The e-mail address of the person, where it was proved or an admin named it; null: there is none, or somebody else says so. */
  readonly email: string | null;
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
