import { Inject, Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Principal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { createToken, fingerprintOf, TokenDigester } from '../crypto/bearer-token.js';
import { DatabaseService } from '../database/database.service.js';
import type { FoundRecord, OrganizationTransaction } from '../database/organization-transaction.js';
import { AppError } from '../errors/app-error.js';
import { siteOf } from '../http/client-network.js';
import { checkIfMatch, type IfMatch } from '../http/input/if-match.js';

import { McpServerUrlsRepository } from './mcp-server-urls.repository.js';
import { type McpServer, type McpServerAddress, McpServersRepository } from './mcp-servers.repository.js';
import { McpServersService, type OpenedServer } from './mcp-servers.service.js';
import { type CreatedMcpServerView, mcpServerView } from './mcp-servers.view.js';
import { mcpUrl } from './mcp-url.js';
import { ServersWithTools } from './server-with-tools.js';
import { storedConfig } from './stored-config.js';

/** How many URLs of one server may work on beside its current one; each holds for the grace that it was promised. */
const OLD_URLS_MAX = 20;
/** More than anybody would choose from. */
const WITH_SIGN_IN_MAX = 200;

/** The URLs of MCP servers: which server one opens, and giving a server a new one. */
@Injectable()
export class McpServerUrlsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly serversService: McpServersService,
    private readonly servers: McpServersRepository,
    private readonly urls: McpServerUrlsRepository,
    private readonly digester: TokenDigester,
    private readonly broadcast: Broadcast,
    private readonly withTools: ServersWithTools,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Gives the server a new URL. With a grace, in seconds, up to 24 hours, the one until now works on for it, beside those of
   * earlier rotations, which keep their own; without one, every earlier URL ends at once.
   * @throws AppError `mcp_server.not_found`, `mcp_server.too_many_old_urls`, `mcp_server.url_is_public`, `request.precondition_failed`
   */
  async rotate(
    principal: Principal,
    address: McpServerAddress,
    graceSeconds: number,
    ifMatch?: IfMatch,
  ): Promise<CreatedMcpServerView> {
    const { organizationId } = principal;
    const token = createToken('mcp_server');
    const [server, catalogue] = await this.database.inTransaction(organizationId, async (tx) => {
      const current = await this.serversService.getForUpdate(tx, principal, address);
      checkIfMatch(ifMatch, current);
      if (storedConfig(current).auth === 'oauth') throw urlIsPublic();
      await this.replaceToken(tx, current, graceSeconds);
      const row = await this.servers.update(tx, address, {
        tokenDigest: this.digester.digest(token),
        fingerprint: fingerprintOf(token),
      });
      const found = await this.serversService.catalogueOf(tx, address.integratedAccountId);
      const after = { ...mcpServerView(row), grace_seconds: graceSeconds };
      await this.audit.record(tx, principal, { action: 'mcp_server.rotated', recordId: row.id, after });
      return [row, found] as const;
    });
    this.broadcast.publish({ record: 'mcp_server', organizationId, id: address.id });
    const view = await this.withTools.view(server, catalogue);
    return { ...view, token, url: mcpUrl(this.settings.http.publicUrl, token) };
  }

  /** The server with sign-in that this id in a URL names; undefined for any other id. */
  async findByPublicId(id: string, address: string): Promise<OpenedServer | undefined> {
    if (!isUUID(id)) return undefined;
    return this.withSignIn(await this.database.findOrganizationOf('organization_of_mcp_server', id, siteOf(address)));
  }

  /** The one MCP server that there is, where people sign in there; undefined where there are more, or none. */
  async findOnly(now: Date, address: string): Promise<OpenedServer | undefined> {
    const at = now.toISOString();
    return this.withSignIn(
      await this.database.findOrganizationOf('organization_of_only_mcp_server', at, siteOf(address)),
    );
  }

  private async withSignIn(match: FoundRecord | null): Promise<OpenedServer | undefined> {
    if (match === null) return undefined;
    const server = await this.database.read(match.organizationId, (tx) => this.servers.findById(tx, match.id));
    if (server === null || storedConfig(server).auth !== 'oauth') return undefined;
    return { server, validUntil: server.expiresAt };
  }

  /** Whether any organization has a server with sign-in at the gateway. */
  hasWithSignIn(): Promise<boolean> {
    return this.database.onIssuer((tables) => this.urls.hasWithSignIn(tables));
  }

  /** The servers of an organization where people sign in, by name. */
  listWithSignIn(organizationId: string): Promise<McpServer[]> {
    return this.database.read(organizationId, (tx) => this.servers.listWithSignIn(tx, WITH_SIGN_IN_MAX));
  }

  /** What a URL token opens, and until when this very token does; undefined for anything that is none of ours. */
  async findByToken(token: string, address: string): Promise<OpenedServer | undefined> {
    const digests = this.digester.candidates(token);
    // Whatever was sent is looked up: the time of an answer must not tell malformed from unknown.
    const match = await this.database.findOrganizationOf('organization_of_mcp_token', digests, siteOf(address));
    if (match === null) return undefined;
    const opened = await this.findOpened(match, digests);
    if (opened?.server.fingerprint === null)
      await this.database.inTransaction(match.organizationId, (tx) =>
        this.urls.fillFingerprint(tx, match.id, digests, fingerprintOf(token)),
      );
    return opened;
  }

  private findOpened(
    { organizationId, id }: FoundRecord,
    digests: readonly string[],
  ): Promise<OpenedServer | undefined> {
    const [current, ...older] = digests;
    if (current === undefined || older.length === 0)
      return this.database.read(organizationId, (tx) => this.openedBy(tx, id, digests));
    // After a rotation of the master keys, tokens move under the new one as they are used.
    return this.database.inTransaction(organizationId, async (tx) => {
      await this.urls.replaceDigest(tx, id, older, current);
      return this.openedBy(tx, id, digests);
    });
  }

  private async openedBy(
    tx: OrganizationTransaction,
    id: string,
    digests: readonly string[],
  ): Promise<OpenedServer | undefined> {
    const server = await this.servers.findById(tx, id);
    // Where people sign in, a token that was issued before opens nothing any more.
    if (server === null || storedConfig(server).auth === 'oauth') return undefined;
    if (digests.includes(server.tokenDigest)) return { server, validUntil: server.expiresAt };
    const old = await this.urls.findOld(tx, server.id, digests);
    // It was found a moment ago, and ended since.
    return old === null ? undefined : { server, validUntil: earliest(server.expiresAt, old.validUntil) };
  }

  private async replaceToken(
    tx: OrganizationTransaction,
    { id, tokenDigest }: McpServer,
    graceSeconds: number,
  ): Promise<void> {
    if (graceSeconds === 0) return this.urls.removeAllOld(tx, id);
    const now = new Date();
    await this.urls.removeEnded(tx, id, now);
    if ((await this.urls.countOld(tx, id)) >= OLD_URLS_MAX) throw tooManyOldUrls();
    const validUntil = new Date(now.getTime() + graceSeconds * 1000);
    await this.urls.insertOld(tx, id, { digest: tokenDigest, validUntil });
  }
}

const tooManyOldUrls = () =>
  new AppError(
    'mcp_server.too_many_old_urls',
    `${OLD_URLS_MAX} earlier URLs of this server still work, as they were promised to. Wait until the grace of one is over, or rotate with grace_seconds 0, which ends all of them.`,
  );

const urlIsPublic = () =>
  new AppError(
    'mcp_server.url_is_public',
    'The URL of a server with sign-in is no secret, and stays as it is. End what people signed in to under its sign-ins; or set config.auth to "url", and rotate then.',
  );

const earliest = (left: Date | null, right: Date): Date => (left !== null && left < right ? left : right);
