import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { createToken, isTokenOf, TokenDigester } from '../crypto/bearer-token.js';
import { createId } from '../database/ids.js';
import { isForeignKeyViolation, isRecordMissing } from '../database/prisma-errors.js';
import { AppError } from '../errors/app-error.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../http/page.js';
import { checkConfig, DEFAULT_CONFIG, expiryOf, mergeConfig } from './mcp-server-config.js';
import type { ChangeMcpServerDto, CreateMcpServerDto } from './mcp-servers.dto.js';
import { type McpServer, type McpServerAddress, McpServersRepository } from './mcp-servers.repository.js';
import { type CreatedMcpServerView, type McpServerView, mcpServerView } from './mcp-servers.view.js';
import { storedConfig } from './stored-config.js';

const notFound = () =>
  new AppError('mcp_server.not_found', 'There is no MCP server with this id on this integrated account.');
const accountNotFound = () =>
  new AppError(
    'integrated_account.not_found',
    'There is no integrated account with this id. List them with GET /integrated-account.',
  );

@Injectable()
export class McpServersService {
  constructor(
    private readonly servers: McpServersRepository,
    private readonly digester: TokenDigester,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Issues an MCP URL of an account. Token and URL are in this answer only. */
  async create(
    principal: Principal,
    integratedAccountId: string,
    body: CreateMcpServerDto,
  ): Promise<CreatedMcpServerView> {
    const config = mergeConfig(DEFAULT_CONFIG, body.config ?? {});
    checkConfig(config);
    const expiresAt = expiryOf(body.expires_at, new Date());
    const token = createToken('mcp_server');
    const server = await this.servers
      .insert(principal.organizationId, {
        id: createId(),
        integratedAccountId,
        name: body.name,
        config: { ...config, methods: [...config.methods], tags: [...config.tags] },
        tokenDigest: this.digester.digest(token),
        createdBy: `${principal.subject.kind}:${principal.subject.id}`,
        expiresAt,
      })
      .catch((error: unknown) => {
        throw isForeignKeyViolation(error) ? accountNotFound() : error;
      });
    return { ...mcpServerView(server), token, url: `${this.settings.http.publicUrl}/mcp/${token}` };
  }

  async list({ organizationId }: Principal, accountId: string, query: PageQuery): Promise<Page<McpServerView>> {
    const window = pageWindow(query);
    const servers = await this.servers.list(organizationId, accountId, window);
    if (servers === null) throw accountNotFound();
    return pageOf(servers, window, mcpServerView);
  }

  async get({ organizationId }: Principal, address: McpServerAddress): Promise<McpServerView> {
    return mcpServerView(await this.getRecord(organizationId, address));
  }

  async change(
    { organizationId }: Principal,
    address: McpServerAddress,
    body: ChangeMcpServerDto,
  ): Promise<McpServerView> {
    const server = await this.getRecord(organizationId, address);
    const config = body.config == null ? undefined : mergeConfig(storedConfig(server), body.config);
    if (config !== undefined) checkConfig(config);
    const changed = await this.servers
      .update(organizationId, address, {
        ...(body.name != null && { name: body.name }),
        ...(config !== undefined && { config: { ...config, methods: [...config.methods], tags: [...config.tags] } }),
        ...(body.expires_at !== undefined && { expiresAt: expiryOf(body.expires_at, new Date()) }),
      })
      .catch(missingIsNotFound);
    this.announce(organizationId, address.id);
    return mcpServerView(changed);
  }

  /** Ends the URL at once. */
  async delete({ organizationId }: Principal, address: McpServerAddress): Promise<void> {
    await this.servers.remove(organizationId, address).catch(missingIsNotFound);
    this.announce(organizationId, address.id);
  }

  /** The server that a URL token opens; undefined for anything else, an expired one included as a record. */
  async findByToken(token: string): Promise<McpServer | undefined> {
    if (!isTokenOf('mcp_server', token)) return undefined;
    return (await this.servers.findByTokenDigest(this.digester.candidates(token))) ?? undefined;
  }

  private async getRecord(organizationId: string, address: McpServerAddress): Promise<McpServer> {
    const server = await this.servers.find(organizationId, address);
    if (server === null) throw notFound();
    return server;
  }

  private announce(organizationId: string, id: string): void {
    this.broadcast.publish({ record: 'mcp_server', organizationId, id });
  }
}

const missingIsNotFound = (error: unknown): never => {
  throw isRecordMissing(error) ? notFound() : error;
};
