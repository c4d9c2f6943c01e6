import { Inject, Injectable } from '@nestjs/common';
import { SCOPES } from '../../access/oauth-scopes.js';
import { Broadcast } from '../../cache/broadcast.js';
import { RecordCache } from '../../cache/record-cache.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';
import { McpServerUrlsService } from '../../mcp-servers/mcp-server-urls.service.js';
import { singleMcpUrl } from '../../mcp-servers/mcp-url.js';
import { OrganizationsService } from '../../organizations/organizations.service.js';
import { OauthGrantsService } from './grants/oauth-grants.service.js';
import { type ResourceTerms, resourceTerms } from './protected-servers.js';
import type { ResourceMetadataView } from './resource-metadata.view.js';

const NAME = 'Looker';
/** Before anybody has chosen a server, nothing is issued that would live as long. */
const UNCHOSEN = { accessTokenMinutes: 1, refreshTokenDays: 1 };

/** The one address of all MCP servers with sign-in at the gateway: which of them is meant, the person says at consent. */
@Injectable()
export class SingleAddress {
  readonly url: string;
  private readonly publicUrl: string;
  private readonly known: RecordCache<{ readonly isOffered: boolean }>;

  constructor(
    private readonly urls: McpServerUrlsService,
    private readonly grants: OauthGrantsService,
    private readonly organizations: OrganizationsService,
    @Inject(SETTINGS) { http }: Settings,
    broadcast: Broadcast,
  ) {
    this.publicUrl = http.publicUrl;
    this.url = singleMcpUrl(http.publicUrl);
    this.known = new RecordCache(1, broadcast);
    broadcast.subscribe(({ record }) => {
      if (record === 'mcp_server' || record === 'integrated_account') this.known.drop(() => true);
    });
  }

  /** Whether this is the resource that a client names (RFC 8707), with or without a slash at its end. */
  isMeant(resource: string): boolean {
    return resource === this.url || resource === `${this.url}/`;
  }

  /** Whether any organization has a server with sign-in at the gateway; else there is nothing at this address. */
  async isOffered(): Promise<boolean> {
    const known = await this.known.get(this.url, async () => ({ isOffered: await this.urls.hasWithSignIn() }));
    return known?.isOffered === true;
  }

  /**
   * How tokens for it are: as the organization says whose server was chosen.
   * @param grantId the authorization server's grant; undefined as long as nobody has consented.
   * @returns undefined where nothing is offered, or the grant has ended.
   */
  async terms(grantId: string | undefined): Promise<ResourceTerms | undefined> {
    if (!(await this.isOffered())) return undefined;
    if (grantId === undefined) return resourceTerms(this.url, UNCHOSEN);
    const grant = await this.grants.findLive(grantId);
    return grant === null
      ? undefined
      : resourceTerms(this.url, await this.organizations.getSignIn(grant.organizationId));
  }

  /** @throws AppError `mcp_server.not_found` where nothing is offered: clients would try to sign in where they cannot. */
  async getMetadata(): Promise<ResourceMetadataView> {
    if (!(await this.isOffered()))
      throw new AppError('mcp_server.not_found', 'There is no MCP server with sign-in at this gateway.');
    return {
      resource: this.url,
      authorization_servers: [this.publicUrl],
      scopes_supported: [...SCOPES],
      bearer_methods_supported: ['header'],
      resource_name: NAME,
    };
  }
}
