import { Inject, Injectable } from '@nestjs/common';
import { authorOf, type Principal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { createToken, fingerprintOf, TokenDigester } from '../crypto/bearer-token.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { isForeignKeyViolation } from '../database/prisma-errors.js';
import type { ToolCatalogue } from '../tools/catalogue/tool.js';
import {
  checkConfig,
  checkSaysWhichTools,
  DEFAULT_CONFIG,
  expiryOf,
  type McpServerConfig,
  mergeConfig,
} from './mcp-server-config.js';
import type { CreateMcpServerDto } from './mcp-servers.dto.js';
import { type McpServer, McpServersRepository } from './mcp-servers.repository.js';
import { accountNotFound, checkInAccountScope, McpServersService } from './mcp-servers.service.js';
import { type CreatedMcpServerView, mcpServerView } from './mcp-servers.view.js';
import { mcpUrl } from './mcp-url.js';
import { ServersWithTools } from './server-with-tools.js';
import { checkKeysAddress } from './sign-in-config.js';
import { storable } from './stored-config.js';

/** A Looker user who is to have an MCP server of their own. */
export interface ServerUser {
  readonly id: string;
  /** In small letters; null: Looker knows none. */
  readonly email: string | null;
  /** The server's. */
  readonly name: string;
}

/** What became of a user's server; `url` is null where they have had one already. */
export interface UserServer {
  readonly userId: string;
  readonly serverId: string;
  readonly url: string | null;
}

type ServerTerms = Pick<CreateMcpServerDto, 'config' | 'expires_at'>;

/** A server that was just written, and what its URL is made of: nobody can be told it again. */
interface Issued {
  readonly server: McpServer;
  /** Null: its URL holds no token. */
  readonly token: string | null;
}

/** Issues MCP URLs of an account. Token and URL are in the answer only. */
@Injectable()
export class McpServerIssuingService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly servers: McpServersRepository,
    private readonly records: McpServersService,
    private readonly digester: TokenDigester,
    private readonly withTools: ServersWithTools,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws AppError `integrated_account.not_found`, `mcp_server.expiry_too_soon`, and what a config is refused with. */
  async create(principal: Principal, accountId: string, body: CreateMcpServerDto): Promise<CreatedMcpServerView> {
    const { config, catalogue, expiresAt } = await this.terms(principal, accountId, body);
    const issued = await this.inTransaction(principal, (tx) =>
      this.insert(tx, principal, { accountId, name: body.name, config, expiresAt }),
    );
    this.announce(principal, issued);
    const view = await this.withTools.view(issued.server, catalogue);
    return { ...view, token: issued.token, url: view.url ?? this.urlOf(issued) };
  }

  /**
   * One server for each Looker user, as whom it acts, all of them or none. Who has one that works keeps it and gets no other; two requests at
   * once give nobody two.
   * @throws AppError as `create`
   */
  async createForUsers(
    principal: Principal,
    accountId: string,
    users: readonly ServerUser[],
    terms: ServerTerms,
  ): Promise<readonly UserServer[]> {
    const { config, expiresAt } = await this.terms(principal, accountId, terms);
    const { identity } = config;
    const { kept, issued } = await this.inTransaction(principal, async (tx) => {
      await this.servers.lockUserServers(tx, accountId);
      const known = await this.servers.listOfUsers(tx, accountId, users, new Date());
      const isKnown = new Set(known.map(({ userId }) => userId));
      const made: (Issued & { readonly userId: string })[] = [];
      for (const { id, name } of users.filter((user) => !isKnown.has(user.id))) {
        const own = { ...config, identity: { ...identity, kind: 'fixed_user' as const, user: id } };
        made.push({ userId: id, ...(await this.insert(tx, principal, { accountId, name, config: own, expiresAt })) });
      }
      return { kept: known, issued: made };
    });
    for (const one of issued) this.announce(principal, one);
    return [
      ...kept.map(({ userId, serverId }) => ({ userId, serverId, url: null })),
      ...issued.map(({ userId, ...one }) => ({ userId, serverId: one.server.id, url: this.urlOf(one) })),
    ];
  }

  private async terms(principal: Principal, accountId: string, { config: given, expires_at: expiry }: ServerTerms) {
    checkInAccountScope(principal, accountId);
    const config = mergeConfig(DEFAULT_CONFIG, given);
    checkSaysWhichTools(config);
    const catalogue = await this.catalogueOf(principal, accountId);
    checkKeysAddress(config, this.settings.looker);
    await checkConfig(config, catalogue);
    return { config, catalogue, expiresAt: expiryOf(expiry, new Date()) };
  }

  private catalogueOf({ organizationId }: Principal, accountId: string): Promise<ToolCatalogue> {
    return this.database.read(organizationId, (tx) => this.records.catalogueOf(tx, accountId));
  }

  private async insert(
    tx: OrganizationTransaction,
    principal: Principal,
    {
      accountId,
      name,
      config,
      expiresAt,
    }: { accountId: string; name: string; config: McpServerConfig; expiresAt: Date | null },
  ): Promise<Issued> {
    const token = createToken('mcp_server');
    const isSecret = config.auth !== 'oauth';
    const id = createId();
    const server = await this.servers.insert(tx, {
      id,
      integratedAccountId: accountId,
      name,
      config: storable(config),
      // Of a URL without a token it is the digest of one that nobody was given.
      tokenDigest: this.digester.digest(token),
      fingerprint: isSecret ? fingerprintOf(token) : null,
      createdBy: authorOf(principal),
      expiresAt,
    });
    await this.audit.record(tx, principal, {
      action: 'mcp_server.created',
      recordId: id,
      after: mcpServerView(server),
    });
    return { server, token: isSecret ? token : null };
  }

  private urlOf({ server, token }: Issued): string {
    return mcpUrl(this.settings.http.publicUrl, token ?? server.id);
  }

  private async inTransaction<T>(
    { organizationId }: Principal,
    steps: (tx: OrganizationTransaction) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.database.inTransaction(organizationId, steps);
    } catch (error) {
      throw isForeignKeyViolation(error) ? accountNotFound() : error;
    }
  }

  private announce({ organizationId }: Principal, { server }: Issued): void {
    this.broadcast.publish({ record: 'mcp_server', organizationId, id: server.id });
  }
}
