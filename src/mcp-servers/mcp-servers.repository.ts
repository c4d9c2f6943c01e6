import { Injectable } from '@nestjs/common';
import type { Prisma } from '../database/generated/client.js';
import type { Tenant } from '../database/tenant.js';
import type { PageWindow } from '../http/page.js';
import type { CatalogueDifference } from '../looker/instance/catalogue-difference.js';

const SELECT = {
  organizationId: true,
  id: true,
  integratedAccountId: true,
  name: true,
  config: true,
  tokenDigest: true,
  fingerprint: true,
  oldTokenDigest: true,
  oldTokenValidUntil: true,
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
export type McpServerChange = Pick<
  Prisma.McpServerUncheckedUpdateInput,
  'name' | 'config' | 'expiresAt' | 'fingerprint' | 'tokenDigest' | 'oldTokenDigest' | 'oldTokenValidUntil'
>;

@Injectable()
export class McpServersRepository {
  insert({ organizationId, db }: Tenant, server: NewMcpServer): Promise<McpServer> {
    return db.mcpServer.create({ data: { organizationId, ...server }, select: SELECT });
  }

  find({ organizationId, db }: Tenant, { integratedAccountId, id }: McpServerAddress): Promise<McpServer | null> {
    return db.mcpServer.findFirst({ where: { organizationId, integratedAccountId, id }, select: SELECT });
  }

  findById({ organizationId, db }: Tenant, id: string): Promise<McpServer | null> {
    return db.mcpServer.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** The servers of an account, or null when the organization has no such account. */
  async list({ organizationId, db }: Tenant, accountId: string, window: PageWindow): Promise<McpServer[] | null> {
    const account = await db.integratedAccount.findUnique({
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

  /** How the account's instance differs from the bundled catalogue; undefined when the organization has no such account. */
  async findCatalogueDifference({ organizationId, db }: Tenant, accountId: string) {
    const account = await db.integratedAccount.findUnique({
      where: { organizationId_id: { organizationId, id: accountId } },
      select: { catalogueDifference: true },
    });
    // It was checked when it was written.
    return account?.catalogueDifference as CatalogueDifference | null | undefined;
  }

  listExpired({ organizationId, db }: Tenant, now: Date, take: number): Promise<McpServer[]> {
    return db.mcpServer.findMany({ where: { organizationId, expiresAt: { lte: now } }, take, select: SELECT });
  }

  /** Whether it was there and still expired: somebody may have prolonged it meanwhile. */
  async removeExpired({ organizationId, db }: Tenant, id: string, now: Date): Promise<boolean> {
    const { count } = await db.mcpServer.deleteMany({ where: { organizationId, id, expiresAt: { lte: now } } });
    return count > 0;
  }

  update({ organizationId, db }: Tenant, address: McpServerAddress, change: McpServerChange): Promise<McpServer> {
    const { integratedAccountId, id } = address;
    return db.mcpServer.update({
      where: { organizationId_id: { organizationId, id }, integratedAccountId },
      data: change,
      select: SELECT,
    });
  }

  async remove({ organizationId, db }: Tenant, { integratedAccountId, id }: McpServerAddress): Promise<void> {
    await db.mcpServer.delete({ where: { organizationId_id: { organizationId, id }, integratedAccountId } });
  }

  /** Moves a token's digest under another key; where it is gone meanwhile, nothing happens. */
  async replaceDigest({ organizationId, db }: Tenant, id: string, from: string, to: string): Promise<void> {
    await db.mcpServer.updateMany({ where: { organizationId, id, tokenDigest: from }, data: { tokenDigest: to } });
    await db.mcpServer.updateMany({
      where: { organizationId, id, oldTokenDigest: from },
      data: { oldTokenDigest: to },
    });
  }

  /** Writes what was not known of a token before it was used. */
  async fillFingerprint({ organizationId, db }: Tenant, id: string, digests: readonly string[], fingerprint: string) {
    await db.$executeRaw`
      UPDATE mcp_servers SET fingerprint = ${fingerprint} WHERE organization_id = ${organizationId}::uuid
      AND id = ${id}::uuid AND token_digest = ANY (${[...digests]}) AND fingerprint IS NULL`;
  }
}
