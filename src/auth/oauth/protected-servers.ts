import { Inject, Injectable } from '@nestjs/common';
import { SCOPES } from '../../access/oauth-scopes.js';
import { AccountsService } from '../../accounts/accounts.service.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';
import { LOOKER_SCOPE } from '../../looker/looker-connection.js';
import { McpServerUrlsService } from '../../mcp-servers/mcp-server-urls.service.js';
import type { McpServer } from '../../mcp-servers/mcp-servers.repository.js';
import { McpServersService, type OpenedServer } from '../../mcp-servers/mcp-servers.service.js';
import { mcpUrl } from '../../mcp-servers/mcp-url.js';
import type { OauthConfig } from '../../mcp-servers/sign-in-config.js';
import { storedConfig } from '../../mcp-servers/stored-config.js';
import { type OrganizationSignIn, OrganizationsService } from '../../organizations/organizations.service.js';
import type { Tool } from '../../tools/catalogue/tool.js';
import { nameServer } from './capture/capture-scope.js';
import { type LookerApp, LookerEndpoints } from './looker/looker-endpoints.js';
import type { ResourceMetadataView } from './resource-metadata.view.js';

/** The counters of look-ups that begin at the authorization server are one site's. */
const SITE = 'oauth';

/** An MCP server at which people sign in, and what its organization says of that. */
export interface ProtectedServer {
  readonly server: McpServer;
  readonly organization: OrganizationSignIn;
  readonly signIn: OauthConfig;
  /** The server's URL, as tokens name it. */
  readonly resource: string;
  /** What the organization calls this Looker. */
  readonly accountName: string;
  readonly lookerHost: string;
  /** Origin of its API. */
  readonly lookerUrl: string;
  /** The gateway's app in this Looker; null: none is registered. */
  readonly lookerApp: LookerApp | null;
}

/** How tokens for a resource are. */
export interface ResourceTerms {
  /** The URL as we write it, whatever ending it was asked for with. */
  readonly audience: string;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** The MCP servers with sign-in, as OAuth's protected resources (RFC 9728). */
@Injectable()
export class ProtectedServers {
  constructor(
    private readonly urls: McpServerUrlsService,
    private readonly servers: McpServersService,
    private readonly organizations: OrganizationsService,
    private readonly accounts: AccountsService,
    private readonly looker: LookerEndpoints,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @param resource the URL of a server, with or without a slash at its end (RFC 8707).
   * @returns undefined where no server has sign-in at the gateway there, or its time is over.
   */
  async find(resource: string, now = new Date()): Promise<ProtectedServer | undefined> {
    const beginning = mcpUrl(this.settings.http.publicUrl, '');
    if (!resource.startsWith(beginning)) return undefined;
    const found = await this.findById(resource.slice(beginning.length).replace(/\/$/, ''), now);
    return found?.signIn.provider === 'gateway' ? found : undefined;
  }

  /** By the id in the server's URL, whosoever authorization server people sign in at. */
  async findById(id: string, now = new Date()): Promise<ProtectedServer | undefined> {
    return this.opened(await this.urls.findByPublicId(id, SITE), now);
  }

  private async opened(opened: OpenedServer | undefined, now: Date): Promise<ProtectedServer | undefined> {
    if (opened !== undefined) nameServer(opened.server);
    if (opened === undefined || (opened.validUntil !== null && opened.validUntil <= now)) return undefined;
    return this.describe(opened.server, await this.organizations.getSignIn(opened.server.organizationId));
  }

  /** Those of an organization where people sign in at the gateway, by name. */
  async list(organizationId: string, now = new Date()): Promise<readonly ProtectedServer[]> {
    const servers = (await this.urls.listWithSignIn(organizationId)).filter(
      (server) =>
        storedConfig(server).oauth.provider === 'gateway' && (server.expiresAt === null || server.expiresAt > now),
    );
    if (servers.length === 0) return [];
    const organization = await this.organizations.getSignIn(organizationId);
    return Promise.all(servers.map((server) => this.describe(server, organization)));
  }

  private async describe(server: McpServer, organization: OrganizationSignIn): Promise<ProtectedServer> {
    const { name, baseUrl, oauthClientGuid } = await this.accounts.getSignIn(
      server.organizationId,
      server.integratedAccountId,
    );
    const resource = mcpUrl(this.settings.http.publicUrl, server.id);
    return {
      ...{ server, organization, resource, signIn: storedConfig(server).oauth },
      accountName: name,
      lookerHost: new URL(baseUrl).host,
      lookerUrl: baseUrl,
      lookerApp:
        oauthClientGuid === null
          ? null
          : {
              ...{ organizationId: server.organizationId, integratedAccountId: server.integratedAccountId },
              ...{ baseUrl, clientGuid: oauthClientGuid },
            },
    };
  }

  /** How tokens for a resource are; undefined where there is none. */
  async terms(resource: string): Promise<ResourceTerms | undefined> {
    const found = await this.find(resource);
    return found && resourceTerms(found.resource, found.organization);
  }

  /** Where to sign in for a server, and which scopes to ask for there. */
  private async authorizationOf({ signIn, lookerUrl }: ProtectedServer) {
    const { provider, external } = signIn;
    switch (provider) {
      case 'gateway':
        return { authorization_servers: [this.settings.http.publicUrl], scopes_supported: [...SCOPES] };
      case 'external':
        return {
          authorization_servers: external === null ? [] : [external.issuer],
          scopes_supported: [...(external?.required_scopes ?? [])],
        };
      case 'looker':
        return { authorization_servers: [await this.looker.getWebUrl(lookerUrl)], scopes_supported: [LOOKER_SCOPE] };
    }
  }

  /** The tools that a server's filters let through. */
  tools({ server }: ProtectedServer): Promise<readonly Tool[]> {
    return this.servers.toolsOf(server);
  }

  /**
   * Where to sign in for a server. Of servers without sign-in there is nothing: clients would try to sign in where they need not.
   * @throws AppError `mcp_server.not_found`
   */
  async getMetadata(id: string): Promise<ResourceMetadataView> {
    return this.metadataOf(await this.findById(id));
  }

  /**
   * The same at the root, for clients that look there, where there is no other server that they could mean: not even one
   * without sign-in, whose clients would try to sign in.
   * @throws AppError `mcp_server.not_found`
   */
  async getOnlyMetadata(now = new Date()): Promise<ResourceMetadataView> {
    return this.metadataOf(await this.opened(await this.urls.findOnly(now, SITE), now));
  }

  private async metadataOf(found: ProtectedServer | undefined): Promise<ResourceMetadataView> {
    if (found === undefined)
      throw new AppError('mcp_server.not_found', 'There is no MCP server with sign-in at this address.');
    return {
      resource: found.resource,
      ...(await this.authorizationOf(found)),
      bearer_methods_supported: ['header'],
      resource_name: found.server.name,
    };
  }
}

/** How tokens for a resource are where an organization lets them live so long. */
export const resourceTerms = (
  audience: string,
  { accessTokenMinutes, refreshTokenDays }: Pick<OrganizationSignIn, 'accessTokenMinutes' | 'refreshTokenDays'>,
): ResourceTerms => ({
  audience,
  accessTokenSeconds: accessTokenMinutes * 60,
  refreshTokenSeconds: refreshTokenDays * 24 * 60 * 60,
});
