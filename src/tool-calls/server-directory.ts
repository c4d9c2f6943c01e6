import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import type { Principal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { RecordCache } from '../cache/record-cache.js';
import { AppError } from '../errors/app-error.js';
import { McpServerUrlsService } from '../mcp-servers/mcp-server-urls.service.js';
import type { McpServerAddress } from '../mcp-servers/mcp-servers.repository.js';
import { McpServersService, type OpenedServer } from '../mcp-servers/mcp-servers.service.js';
import { storedConfig } from '../mcp-servers/stored-config.js';
import { toolSelection } from '../tools/selection/exposed-tools.js';
import type { McpAccess } from './mcp-access.js';

const SERVERS_CACHED_MAX = 10_000;

/** What each token is answered that opens nothing, whatever is wrong with it. */
export const serverNotFound = () =>
  new AppError(
    'mcp_server.not_found',
    'This MCP URL does not exist, has expired or was deleted. Make sure that it was copied whole, or ask whoever gave it to you for a new one.',
  );

/** Finds what a URL token opens. Copies are kept until the server or its account changes. */
@Injectable()
export class ServerDirectory {
  private readonly known: RecordCache<McpAccess>;

  constructor(
    private readonly servers: McpServersService,
    private readonly urls: McpServerUrlsService,
    private readonly accounts: AccountsService,
    broadcast: Broadcast,
  ) {
    this.known = new RecordCache(SERVERS_CACHED_MAX, broadcast);
    broadcast.subscribe(({ id }) =>
      this.known.drop((access) => access.serverId === id || access.integratedAccountId === id),
    );
  }

  /**
   * @throws AppError `mcp_server.not_found`, alike for a malformed, unknown, deleted and expired token. The expiry is
   * compared on every call, whatever is cached.
   * @param address of the client.
   */
  async resolve(token: string, now: Date, address: string): Promise<McpAccess> {
    const access = await this.find(token, now, address);
    if (access === undefined) throw serverNotFound();
    return access;
  }

  /** The same; undefined for whatever opens nothing. */
  async find(token: string, now: Date, address: string): Promise<McpAccess | undefined> {
    const access = await this.known.get(token, () => this.load(token, address));
    return access?.expiresAt && access.expiresAt <= now ? undefined : access;
  }

  /**
   * What a server opens for somebody who may manage it and calls without its URL.
   * @throws AppError `mcp_server.not_found`, also when its time is over.
   */
  async open(principal: Principal, address: McpServerAddress, now: Date): Promise<McpAccess> {
    const access = await this.prepare(await this.servers.getOpened(principal, address));
    if (access.expiresAt !== null && access.expiresAt <= now)
      throw new AppError('mcp_server.not_found', 'This MCP server has expired. Change its expiry, and call again.');
    return access;
  }

  private async load(token: string, address: string): Promise<McpAccess | undefined> {
    const opened = isUUID(token)
      ? await this.urls.findByPublicId(token, address)
      : await this.urls.findByToken(token, address);
    return opened === undefined ? undefined : this.prepare(opened);
  }

  private async prepare({ server, validUntil }: OpenedServer): Promise<McpAccess> {
    const { organizationId, id, integratedAccountId } = server;
    const config = storedConfig(server);
    const { connection, webUrl, actsAssociatively, serviceUserId, state, catalogue } = await this.accounts.getInstance(
      organizationId,
      integratedAccountId,
    );
    return {
      organizationId,
      serverId: id,
      serverName: server.name,
      integratedAccountId,
      expiresAt: validUntil,
      captureUntil: server.captureUntil,
      auth: config.auth,
      signIn: config.oauth,
      identity: config.identity,
      argumentsLogged: config.log_arguments,
      ...(await toolSelection(catalogue, config)),
      ...{ webUrl, actsAssociatively, serviceUserId },
      connection,
      isUnreachable: state === 'unreachable',
      limits: {
        rowsMax: config.limits.rows,
        charactersMax: config.limits.characters,
        timeMs: config.limits.seconds * 1000,
      },
    };
  }
}
