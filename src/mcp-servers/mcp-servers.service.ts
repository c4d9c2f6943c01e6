import { Inject, Injectable } from '@nestjs/common';
import { isInAccountScope } from '../access/account-scope.js';
import type { Principal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DatabaseService } from '../database/database.service.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { AppError } from '../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../http/input/if-match.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../http/page.js';
import type { Tool, ToolCatalogue } from '../tools/catalogue/tool.js';
import { selectTools } from '../tools/catalogue/tool-filter.js';
import { instanceCatalogue } from '../tools/instance-catalogue/instance-catalogue.js';
import { changedConfig, expiryOf } from './mcp-server-config.js';
import type { ChangeMcpServerDto } from './mcp-servers.dto.js';
import { type McpServer, type McpServerAddress, McpServersRepository } from './mcp-servers.repository.js';
import { type McpServerWithToolsView, mcpServerView } from './mcp-servers.view.js';
import { type ServerToolList, serverToolList } from './server-tool.view.js';
import { ServersWithTools } from './server-with-tools.js';
import { checkKeysAddress } from './sign-in-config.js';
import { storable, storedConfig } from './stored-config.js';

/** Each attempt fails because another change was made; a caller who still meets one then is told. */
const CHANGE_ATTEMPTS_MAX = 10;

const notFound = () =>
  new AppError('mcp_server.not_found', 'There is no MCP server with this id on this integrated account.');
export const accountNotFound = () =>
  new AppError(
    'integrated_account.not_found',
    'There is no integrated account with this id. List them with GET /integrated-account.',
  );

const changedMeanwhile = () =>
  new AppError(
    'record.conflict',
    'Others are changing this MCP server right now. Nothing was changed by you; read it again, and send your change anew.',
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
    private readonly withTools: ServersWithTools,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async list(principal: Principal, accountId: string, query: PageQuery): Promise<Page<McpServerWithToolsView>> {
    checkInAccountScope(principal, accountId);
    const window = pageWindow(query);
    const [servers, catalogue] = await this.read(principal, async (tx) => [
      await this.servers.list(tx, accountId, window),
      await this.catalogueOf(tx, accountId),
    ]);
    const views = await this.withTools.views(principal.organizationId, servers ?? [], catalogue);
    return pageOf(views, window, (view) => view);
  }

  async get(principal: Principal, address: McpServerAddress): Promise<McpServerWithToolsView> {
    const [server, catalogue] = await this.getWithCatalogue(principal, address);
    return this.withTools.view(server, catalogue);
  }

  /**
   * A server's record, and the tools of its instance.
   * @throws AppError `mcp_server.not_found`
   */
  getWithCatalogue(principal: Principal, address: McpServerAddress): Promise<readonly [McpServer, ToolCatalogue]> {
    return this.read(principal, (tx) => this.getBoth(tx, principal, address));
  }

  /** The tools that a server offers, as its clients see them, and what each does. */
  async listTools(principal: Principal, address: McpServerAddress): Promise<ServerToolList> {
    const [server, catalogue] = await this.read(principal, (tx) => this.getBoth(tx, principal, address));
    return serverToolList(selectTools(catalogue, storedConfig(server)));
  }

  /** The tools that a server's filters let through, whoever asks. */
  async toolsOf(server: McpServer): Promise<readonly Tool[]> {
    const catalogue = await this.database.read(server.organizationId, (tx) =>
      this.catalogueOf(tx, server.integratedAccountId),
    );
    return selectTools(catalogue, storedConfig(server));
  }

  /** A server as its current token opens it, for a caller who comes without one. */
  async getOpened(principal: Principal, address: McpServerAddress): Promise<OpenedServer> {
    const server = await this.read(principal, (tx) => this.getRecord(tx, principal, address));
    return { server, validUntil: server.expiresAt };
  }

  /**
   * Changes name, config or expiry. A config is checked before the server is locked, since that counts tokens; where the
   * server was changed meanwhile, the change is made anew on top of that.
   * @throws AppError `mcp_server.not_found`, `request.precondition_failed`, `record.conflict`, and what a config is refused with.
   */
  async change(
    principal: Principal,
    address: McpServerAddress,
    body: ChangeMcpServerDto,
    ifMatch?: IfMatch,
  ): Promise<McpServerWithToolsView> {
    for (let attempt = 0; attempt < CHANGE_ATTEMPTS_MAX; attempt++) {
      const [server, catalogue] = await this.getWithCatalogue(principal, address);
      checkIfMatch(ifMatch, server);
      const config = body.config && (await changedConfig(storedConfig(server), body.config, catalogue));
      if (config !== undefined) checkKeysAddress(config, this.settings.looker);
      const changed = await this.inTransaction(principal, async (tx) => {
        const current = await this.getForUpdate(tx, principal, address);
        checkIfMatch(ifMatch, current);
        if (config !== undefined && current.version !== server.version) return undefined;
        const row = await this.servers.update(tx, address, {
          ...(body.name !== undefined && { name: body.name }),
          ...(config !== undefined && { config: storable(config) }),
          ...(body.expires_at !== undefined && { expiresAt: expiryOf(body.expires_at, new Date()) }),
        });
        const [before, after] = [mcpServerView(current), mcpServerView(row)];
        await this.audit.record(tx, principal, { action: 'mcp_server.changed', recordId: row.id, before, after });
        return row;
      });
      if (changed === undefined) continue;
      this.announce(principal, address.id);
      return this.withTools.view(changed, catalogue);
    }
    throw changedMeanwhile();
  }

  /** Ends the URL at once. */
  async delete(principal: Principal, address: McpServerAddress, ifMatch?: IfMatch): Promise<void> {
    await this.inTransaction(principal, async (tx) => {
      const before = mcpServerView(await this.getForUpdate(tx, principal, address));
      checkIfMatch(ifMatch, before);
      await this.servers.remove(tx, address);
      await this.audit.record(tx, principal, { action: 'mcp_server.deleted', recordId: address.id, before });
    });
    this.announce(principal, address.id);
  }

  private read<T>(principal: Principal, reads: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    return this.database.read(principal.organizationId, reads);
  }

  private inTransaction<T>(principal: Principal, steps: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    return this.database.inTransaction(principal.organizationId, steps);
  }

  /**
   * A server's record, locked until the transaction ends.
   * @throws AppError `mcp_server.not_found`
   */
  async getForUpdate(tx: OrganizationTransaction, principal: Principal, address: McpServerAddress): Promise<McpServer> {
    const isReachable = isInAccountScope(principal, address.integratedAccountId);
    const server = isReachable ? await this.servers.findForUpdate(tx, address) : null;
    if (server === null) throw notFound();
    return server;
  }

  /** @throws AppError `integrated_account.not_found` */
  async catalogueOf(tx: OrganizationTransaction, accountId: string): Promise<ToolCatalogue> {
    const difference = await this.servers.findCatalogueDifference(tx, accountId);
    if (difference === undefined) throw accountNotFound();
    return instanceCatalogue(difference);
  }

  private async getRecord(
    tx: OrganizationTransaction,
    principal: Principal,
    address: McpServerAddress,
  ): Promise<McpServer> {
    const isReachable = isInAccountScope(principal, address.integratedAccountId);
    const server = isReachable ? await this.servers.find(tx, address) : null;
    if (server === null) throw notFound();
    return server;
  }

  private async getBoth(tx: OrganizationTransaction, principal: Principal, address: McpServerAddress) {
    const server = await this.getRecord(tx, principal, address);
    return [server, await this.catalogueOf(tx, address.integratedAccountId)] as const;
  }

  private announce({ organizationId }: Principal, id: string): void {
    this.broadcast.publish({ record: 'mcp_server', organizationId, id });
  }
}

export const checkInAccountScope = (principal: Principal, accountId: string): void => {
  if (!isInAccountScope(principal, accountId)) throw accountNotFound();
};
