import { ApiProperty } from '@nestjs/swagger';
import { type ColumnsOf, nullable, PageOf, viewOf } from '../http/answers/record-view.js';
import { VersionProperty } from '../http/input/if-match.js';
import { TOOLSETS, type Toolset } from '../tools/catalogue/tool.js';
import { TOOL_EXPOSURES, type ToolExposure } from '../tools/selection/exposed-tools.js';
import { ShownToolsView } from '../tools/selection/shown-tools.js';
import type { ExternalIssuer } from './external-issuer.js';
import { IDENTITIES, type IdentityConfig, type IdentityKind } from './identity-config.js';
import type { McpServerConfig } from './mcp-server-config.js';
import {
  OAUTH_PROVIDERS,
  type OauthConfig,
  type OauthProvider,
  SERVER_AUTHS,
  type ServerAuth,
  SIGN_INS,
  type SignInKind,
} from './sign-in-config.js';
import { storedConfig } from './stored-config.js';

class ToolNamesView {
  @ApiProperty({ type: [String] }) include: readonly string[];
  @ApiProperty({ type: [String] }) exclude: readonly string[];
}

class CallLimitsView {
  @ApiProperty() rows: number;
  @ApiProperty() characters: number;
  @ApiProperty() seconds: number;
}

class ExternalIssuerView implements ExternalIssuer {
  @ApiProperty() issuer: string;
  @ApiProperty() jwks_uri: string;
  @ApiProperty() audience: string;
  @ApiProperty({ type: [String] }) required_scopes: readonly string[];
  @ApiProperty() email_claim: string;
}

class OauthConfigView implements OauthConfig {
  @ApiProperty({ enum: OAUTH_PROVIDERS }) provider: OauthProvider;
  @ApiProperty({ enum: SIGN_INS, isArray: true }) sign_in: readonly SignInKind[];
  @ApiProperty({ type: [String] }) emails: readonly string[];
  @ApiProperty({ type: [String] }) domains: readonly string[];
  @ApiProperty() client_credentials: boolean;
  @ApiProperty({ type: () => ExternalIssuerView, nullable: true }) external: ExternalIssuerView | null;
}

class IdentityConfigView implements IdentityConfig {
  @ApiProperty({ enum: IDENTITIES }) kind: IdentityKind;
  @ApiProperty({ type: String, nullable: true }) user: string | null;
  @ApiProperty() act_as_user: boolean;
}

export class McpServerConfigView implements McpServerConfig {
  @ApiProperty({ enum: TOOLSETS, isArray: true }) toolsets: readonly Toolset[];
  @ApiProperty({ type: [String] }) methods: readonly string[];
  @ApiProperty({ type: [String] }) tags: readonly string[];
  @ApiProperty({ enum: SERVER_AUTHS }) auth: ServerAuth;
  @ApiProperty() require_api_token_auth: boolean;
  @ApiProperty() oauth: OauthConfigView;
  @ApiProperty() identity: IdentityConfigView;
  @ApiProperty() tools: ToolNamesView;
  @ApiProperty({ enum: TOOL_EXPOSURES }) tool_exposure: ToolExposure;
  @ApiProperty({ type: Number, nullable: true }) tools_tokens_max: number | null;
  @ApiProperty() log_arguments: boolean;
  @ApiProperty() limits: CallLimitsView;
}

/** An MCP server as callers see it. */
export class McpServerView {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty() name: string;
  @ApiProperty() config: McpServerConfigView;
  @ApiProperty({ format: 'uuid' }) integrated_account_id: string;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The last four characters of its URL. Null: of an old one that was not used for long.',
  })
  fingerprint: string | null;
  @ApiProperty() created_by: string;
  @VersionProperty() version: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) expires_at: string | null;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;
}

/** Whether a server's URL works. */
export const SERVER_STATES = ['active', 'expired'] as const;

export type ServerState = (typeof SERVER_STATES)[number];

/** By the clock, to the second, whenever the expired one is removed. */
export const serverState = ({ expiresAt }: { readonly expiresAt: Date | null }, now: Date): ServerState =>
  expiresAt !== null && expiresAt <= now ? 'expired' : 'active';

class ServerWithToolsView extends McpServerView {
  @ApiProperty({
    enum: SERVER_STATES,
    description: '`expired`: its URL answers 404. It can be prolonged until it is removed, within two hours.',
  })
  state: ServerState;
  @ApiProperty() tools: ShownToolsView;
  @ApiProperty({
    type: [String],
    description: 'Who is named in `config.oauth` and cannot sign in as things are, and what to do about it.',
  })
  warnings: string[];
}

/** An MCP server as it is now, with what its tools cost. */
export class McpServerWithToolsView extends ServerWithToolsView {
  @ApiProperty({
    ...nullable(String),
    description: 'With `config.auth` "oauth": the MCP URL, which is no secret. Else null: its token is kept nowhere.',
  })
  url: string | null;
}

/** The answer to creating a server: the only one that ever holds its token. */
export class CreatedMcpServerView extends ServerWithToolsView {
  @ApiProperty({
    ...nullable(String),
    description: 'Shown this once. Null with `config.auth` "oauth": its URL holds no token.',
  })
  token: string | null;
  @ApiProperty({
    description: 'The MCP URL to paste into a client. Shown this once, but with `config.auth` "oauth".',
  })
  url: string;
}

export class McpServerPage extends PageOf(McpServerWithToolsView) {}

const view = viewOf(McpServerView);

export const mcpServerView = (
  server: Omit<ColumnsOf<McpServerView>, 'config'> & { readonly config: unknown },
): McpServerView => view({ ...server, config: storedConfig(server) });
