import { Inject, Injectable } from '@nestjs/common';
import { authorOf, type Principal } from '../access/principal.js';
import { isWithinReach } from '../access/reach.js';
import { AuditService } from '../audit/audit.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { createToken, fingerprintOf, TokenDigester } from '../crypto/bearer-token.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import { isForeignKeyViolation } from '../database/prisma-errors.js';
import type { Tenant } from '../database/tenant.js';
import { AppError } from '../errors/app-error.js';
import { networkOf } from '../http/client-network.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../http/page.js';
import type { ToolCatalogue } from '../looker/catalogue/tool.js';
import { selectTools } from '../looker/catalogue/tool-filter.js';
import { instanceCatalogue } from '../looker/instance/instance-catalogue.js';
import { checkConfig, checkSaysWhichTools, DEFAULT_CONFIG, expiryOf, mergeConfig } from './mcp-server-config.js';
import type { ChangeMcpServerDto, CreateMcpServerDto } from './mcp-servers.dto.js';
import { type McpServer, type McpServerAddress, McpServersRepository } from './mcp-servers.repository.js';
import { type CreatedMcpServerView, type McpServerWithToolsView, mcpServerView } from './mcp-servers.view.js';
import { type ServerToolList, serverToolView } from './server-tool.view.js';
import { serverTools } from './server-tools.js';
import { storable, storedConfig } from './stored-config.js';

const notFound = () =>
  new AppError('mcp_server.not_found', 'There is no MCP server with this id on this integrated account.');
const accountNotFound = () =>
  new AppError(
    'integrated_account.not_found',
    'There is no integrated account with this id. List them with GET /integrated-account.',
  );

/** A server, and until when the token that found it opens it; null: without end. */
export interface OpenedServer {
  readonly server: McpServer;
  readonly validUntil: Date | null;
}

@Injectable()
export class McpServersService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly servers: McpServersRepository,
    private readonly digester: TokenDigester,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Issues an MCP URL of an account. Token and URL are in this answer only. */
  async create(principal: Principal, accountId: string, body: CreateMcpServerDto): Promise<CreatedMcpServerView> {
    checkReach(principal, accountId);
    const config = mergeConfig(DEFAULT_CONFIG, body.config);
    checkSaysWhichTools(config);
    const catalogue = await this.read(principal, (tenant) => this.catalogueOf(tenant, accountId));
    await checkConfig(config, catalogue);
    const expiresAt = expiryOf(body.expires_at, new Date());
    const token = createToken('mcp_server');
    const id = createId();
    const server = await this.within(principal, async (tenant) => {
      const row = await this.servers.insert(tenant, {
        id,
        integratedAccountId: accountId,
        name: body.name,
        config: storable(config),
        tokenDigest: this.digester.digest(token),
        fingerprint: fingerprintOf(token),
        createdBy: authorOf(principal),
        expiresAt,
      });
      const after = mcpServerView(row);
      await this.audit.record(tenant, principal, { action: 'mcp_server.created', recordId: id, after });
      return row;
    }).catch((error: unknown) => {
      throw isForeignKeyViolation(error) ? accountNotFound() : error;
    });
    return { ...(await withTools(server, catalogue)), token, url: this.urlOf(token) };
  }

  async list(principal: Principal, accountId: string, query: PageQuery): Promise<Page<McpServerWithToolsView>> {
    checkReach(principal, accountId);
    const window = pageWindow(query);
    const [servers, catalogue] = await this.read(principal, async (tenant) => [
      await this.servers.list(tenant, accountId, window),
      await this.catalogueOf(tenant, accountId),
    ]);
    const views = await Promise.all((servers ?? []).map((server) => withTools(server, catalogue)));
    return pageOf(views, window, (view) => view);
  }

  async get(principal: Principal, address: McpServerAddress): Promise<McpServerWithToolsView> {
    const [server, catalogue] = await this.getWithCatalogue(principal, address);
    return withTools(server, catalogue);
  }

  /**
   * A server's record, and the tools of its instance.
   * @throws AppError `mcp_server.not_found`
   */
  getWithCatalogue(principal: Principal, address: McpServerAddress): Promise<[McpServer, ToolCatalogue]> {
    return this.read(principal, (tenant) => this.getBoth(tenant, principal, address));
  }

  /** The tools that a server offers, as its clients see them, and what each does. */
  async listTools(principal: Principal, address: McpServerAddress): Promise<ServerToolList> {
    const [server, catalogue] = await this.read(principal, (tenant) => this.getBoth(tenant, principal, address));
    return { result: selectTools(catalogue, storedConfig(server)).map(serverToolView) };
  }

  /** A server as its current token opens it, for a caller who comes without one. */
  async getOpened(principal: Principal, address: McpServerAddress): Promise<OpenedServer> {
    const server = await this.read(principal, (tenant) => this.getRecord(tenant, principal, address));
    return { server, validUntil: server.expiresAt };
  }

  async change(
    principal: Principal,
    address: McpServerAddress,
    body: ChangeMcpServerDto,
  ): Promise<McpServerWithToolsView> {
    const changed = await this.within(principal, async (tenant) => {
      const [server, catalogue] = await this.getBoth(tenant, principal, address);
      const stored = storedConfig(server);
      const config = body.config === undefined ? undefined : mergeConfig(stored, body.config);
      if (config !== undefined) {
        checkSaysWhichTools(config, stored);
        await checkConfig(config, catalogue);
      }
      const row = await this.servers.update(tenant, address, {
        ...(body.name !== undefined && { name: body.name }),
        ...(config !== undefined && { config: storable(config) }),
        ...(body.expires_at !== undefined && { expiresAt: expiryOf(body.expires_at, new Date()) }),
      });
      const [before, after] = [mcpServerView(server), mcpServerView(row)];
      await this.audit.record(tenant, principal, { action: 'mcp_server.changed', recordId: server.id, before, after });
      return withTools(row, catalogue);
    });
    this.announce(principal, address.id);
    return changed;
  }

  /** Gives the server a new URL; the old one works on for the grace, 0 to 24 hours, and then never again. */
  async rotate(principal: Principal, address: McpServerAddress, graceSeconds: number): Promise<CreatedMcpServerView> {
    const token = createToken('mcp_server');
    const view = await this.within(principal, async (tenant) => {
      const [server, catalogue] = await this.getBoth(tenant, principal, address);
      const row = await this.servers.update(tenant, address, {
        tokenDigest: this.digester.digest(token),
        fingerprint: fingerprintOf(token),
        oldTokenDigest: graceSeconds > 0 ? server.tokenDigest : null,
        oldTokenValidUntil: graceSeconds > 0 ? new Date(Date.now() + graceSeconds * 1000) : null,
      });
      const after = { ...mcpServerView(row), grace_seconds: graceSeconds };
      await this.audit.record(tenant, principal, { action: 'mcp_server.rotated', recordId: server.id, after });
      return withTools(row, catalogue);
    });
    this.announce(principal, address.id);
    return { ...view, token, url: this.urlOf(token) };
  }

  /** Ends the URL at once. */
  async delete(principal: Principal, address: McpServerAddress): Promise<void> {
    await this.within(principal, async (tenant) => {
      const before = mcpServerView(await this.getRecord(tenant, principal, address));
      await this.servers.remove(tenant, address);
      await this.audit.record(tenant, principal, { action: 'mcp_server.deleted', recordId: address.id, before });
    });
    this.announce(principal, address.id);
  }

  /** What a URL token opens, and until when this very token does; undefined for anything that is none of ours. */
  async findByToken(token: string, address: string): Promise<OpenedServer | undefined> {
    const digests = this.digester.candidates(token);
    // Whatever was sent is looked up: the time of an answer must not tell malformed from unknown.
    const located = await this.database.locate('organization_of_mcp_token', digests, networkOf(address));
    if (located === null) return undefined;
    const [current, ...older] = digests;
    const server = await this.database[older.length > 0 ? 'within' : 'read'](located.organizationId, async (tenant) => {
      // After a rotation of the master keys, tokens move under the new one as they are used.
      for (const digest of older) await this.servers.replaceDigest(tenant, located.id, digest, current ?? digest);
      return this.servers.findById(tenant, located.id);
    });
    if (server === null) return undefined;
    if (server.fingerprint === null)
      await this.database.within(server.organizationId, (tenant) =>
        this.servers.fillFingerprint(tenant, server.id, digests, fingerprintOf(token)),
      );
    const isCurrent = digests.includes(server.tokenDigest);
    return { server, validUntil: earliest(server.expiresAt, isCurrent ? null : server.oldTokenValidUntil) };
  }

  private read<T>(principal: Principal, reads: (tenant: Tenant) => Promise<T>): Promise<T> {
    return this.database.read(principal.organizationId, reads);
  }

  private within<T>(principal: Principal, steps: (tenant: Tenant) => Promise<T>): Promise<T> {
    return this.database.within(principal.organizationId, steps);
  }

  private async getRecord(tenant: Tenant, principal: Principal, address: McpServerAddress): Promise<McpServer> {
    const isReachable = isWithinReach(principal, address.integratedAccountId);
    const server = isReachable ? await this.servers.find(tenant, address) : null;
    if (server === null) throw notFound();
    return server;
  }

  /** @throws AppError `integrated_account.not_found` */
  private async catalogueOf(tenant: Tenant, accountId: string): Promise<ToolCatalogue> {
    const difference = await this.servers.findCatalogueDifference(tenant, accountId);
    if (difference === undefined) throw accountNotFound();
    return instanceCatalogue(difference);
  }

  private async getBoth(
    tenant: Tenant,
    principal: Principal,
    address: McpServerAddress,
  ): Promise<[McpServer, ToolCatalogue]> {
    const server = await this.getRecord(tenant, principal, address);
    return [server, await this.catalogueOf(tenant, address.integratedAccountId)];
  }

  private urlOf(token: string): string {
    return `${this.settings.http.publicUrl}/mcp/${token}`;
  }

  private announce({ organizationId }: Principal, id: string): void {
    this.broadcast.publish({ record: 'mcp_server', organizationId, id });
  }
}

async function withTools(server: McpServer, catalogue: ToolCatalogue): Promise<McpServerWithToolsView> {
  return { ...mcpServerView(server), tools: await serverTools(storedConfig(server), catalogue) };
}

const checkReach = (principal: Principal, accountId: string): void => {
  if (!isWithinReach(principal, accountId)) throw accountNotFound();
};

const earliest = (left: Date | null, right: Date | null): Date | null => {
  if (left === null || right === null) return left ?? right;
  return left < right ? left : right;
};
