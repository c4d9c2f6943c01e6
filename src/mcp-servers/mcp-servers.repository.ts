import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import type { Prisma } from '../database/generated/client.js';
import type { PageWindow } from '../http/page.js';

const SELECT = {
  organizationId: true,
  id: true,
  integratedAccountId: true,
  name: true,
  config: true,
  createdBy: true,
  expiresAt: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.McpServerSelect;

export type McpServer = Prisma.McpServerGetPayload<{ select: typeof SELECT }>;

/** A server is addressed below its account: the same id below another account is a missing one. */
export interface McpServerAddress {
  readonly integratedAccountId: string;
  readonly id: string;
}

export type NewMcpServer = Omit<Prisma.McpServerUncheckedCreateInput, 'organizationId'>;
export type McpServerChange = Pick<Prisma.McpServerUncheckedUpdateInput, 'name' | 'config' | 'expiresAt'>;

@Injectable()
export class McpServersRepository {
  constructor(private readonly database: DatabaseService) {}

  insert(organizationId: string, server: NewMcpServer): Promise<McpServer> {
    return this.database.client.mcpServer.create({ data: { organizationId, ...server }, select: SELECT });
  }

  find(organizationId: string, { integratedAccountId, id }: McpServerAddress): Promise<McpServer | null> {
    return this.database.client.mcpServer.findFirst({
      where: { organizationId, integratedAccountId, id },
      select: SELECT,
    });
  }

  /** The servers of an account, or null when the organization has no such account. */
  async list(organizationId: string, accountId: string, window: PageWindow): Promise<McpServer[] | null> {
    const account = await this.database.client.integratedAccount.findUnique({
      where: { organizationId_id: { organizationId, id: accountId } },
      select: {
        mcpServers: {
          where: window.beforeId === undefined ? {} : { id: { lt: window.beforeId } },
          orderBy: { id: 'desc' },
          take: window.take,
          select: SELECT,
        },
      },
    });
    return account?.mcpServers ?? null;
  }

  update(
    organizationId: string,
    { integratedAccountId, id }: McpServerAddress,
    change: McpServerChange,
  ): Promise<McpServer> {
    return this.database.client.mcpServer.update({
      where: { organizationId_id: { organizationId, id }, integratedAccountId },
      data: change,
      select: SELECT,
    });
  }

  async remove(organizationId: string, { integratedAccountId, id }: McpServerAddress): Promise<void> {
    await this.database.client.mcpServer.delete({
      where: { organizationId_id: { organizationId, id }, integratedAccountId },
    });
  }

  /** The one look-up that starts from a credential, and so cannot know the organization yet. */
  findByTokenDigest(digests: readonly string[]): Promise<McpServer | null> {
    return this.database.client.mcpServer.findFirst({ where: { tokenDigest: { in: [...digests] } }, select: SELECT });
  }
}
