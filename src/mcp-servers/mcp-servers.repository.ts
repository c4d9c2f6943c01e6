import { Injectable } from '@nestjs/common';
import type { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { lockRow } from '../database/row-lock.js';
import { columnsOf } from '../http/answers/record-view.js';
import type { PageWindow } from '../http/page.js';
import type { CatalogueDifference } from '../tools/instance-catalogue/catalogue-difference.js';
import { McpServerView } from './mcp-servers.view.js';

const SELECT = {
  organizationId: true,
  tokenDigest: true,
  captureStartedAt: true,
  captureUntil: true,
  ...columnsOf(McpServerView),
} as const satisfies Prisma.McpServerSelect;

export type McpServer = Prisma.McpServerGetPayload<{ select: typeof SELECT }>;

/** A server is addressed below its account: the same id below another account is a missing one. */
export interface McpServerAddress {
  readonly integratedAccountId: string;
  readonly id: string;
}

export type NewMcpServer = Omit<Prisma.McpServerUncheckedCreateInput, 'organizationId' | 'oldTokens'>;
export type McpServerChange = Pick<
  Prisma.McpServerUncheckedUpdateInput,
  'name' | 'config' | 'expiresAt' | 'fingerprint' | 'tokenDigest'
>;

@Injectable()
export class McpServersRepository {
  insert({ organizationId, db }: OrganizationTransaction, server: NewMcpServer): Promise<McpServer> {
    return db.mcpServer.create({ data: { organizationId, ...server }, select: SELECT });
  }

  find(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, id }: McpServerAddress,
  ): Promise<McpServer | null> {
    return db.mcpServer.findFirst({ where: { organizationId, integratedAccountId, id }, select: SELECT });
  }

  /** The same, locked until the transaction ends. */
  async findForUpdate(tx: OrganizationTransaction, address: McpServerAddress): Promise<McpServer | null> {
    await lockRow(tx, 'mcp_servers', address.id);
    return this.find(tx, address);
  }

  findById({ organizationId, db }: OrganizationTransaction, id: string): Promise<McpServer | null> {
    return db.mcpServer.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** The servers of an account, or null when the organization has no such account. */
  async list(
    { organizationId, db }: OrganizationTransaction,
    accountId: string,
    window: PageWindow,
  ): Promise<McpServer[] | null> {
    const account = await db.integratedAccount.findUnique({
      where: { organizationId_id: { organizationId, id: accountId } },
      select: {
        mcpServers: {
          where: window.before,
          orderBy: { id: 'desc' },
          take: window.take,
          select: SELECT,
        },
      },
    });
    return account?.mcpServers ?? null;
  }

  /** Until the transaction ends nobody else issues servers for Looker users of this account. */
  async lockUserServers({ organizationId, db }: OrganizationTransaction, accountId: string): Promise<void> {
    const key = `servers for users ${organizationId} ${accountId}`;
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  }

  /** Servers of an account that work, and act as one of these Looker users, whom their configs name by id or e-mail address. */
  async listOfUsers(
    { organizationId, db }: OrganizationTransaction,
    accountId: string,
    users: readonly { readonly id: string; readonly email: string | null }[],
    now: Date,
  ): Promise<{ readonly userId: string; readonly serverId: string }[]> {
    const names = users.flatMap(({ id, email }) => [id, email ?? []].flat());
    const rows = await db.$queryRaw<{ id: string; name: string }[]>`
      SELECT id, lower(config->'identity'->>'user') AS name FROM mcp_servers
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${accountId}::uuid
        AND config->'identity'->>'kind' = 'fixed_user' AND lower(config->'identity'->>'user') = ANY (${names})
        AND (expires_at IS NULL OR expires_at > ${now.toISOString()}::timestamptz)
      ORDER BY id DESC`;
    const serverOf = new Map(rows.map(({ id, name }) => [name, id]));
    return users.flatMap(({ id: userId, email }) => {
      const serverId = serverOf.get(userId) ?? serverOf.get(email ?? '');
      return serverId === undefined ? [] : [{ userId, serverId }];
    });
  }

  /** The servers of an organization where people sign in, by name. */
  listWithSignIn({ organizationId, db }: OrganizationTransaction, take: number): Promise<McpServer[]> {
    const config = { path: ['auth'], equals: 'oauth' };
    return db.mcpServer.findMany({
      where: { organizationId, config },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      take,
      select: SELECT,
    });
  }

  /** How the account's instance differs from the bundled catalogue; undefined when the organization has no such account. */
  async findCatalogueDifference({ organizationId, db }: OrganizationTransaction, accountId: string) {
    const account = await db.integratedAccount.findUnique({
      where: { organizationId_id: { organizationId, id: accountId } },
      select: { catalogueDifference: true },
    });
    // It was checked when it was written.
    return account?.catalogueDifference as CatalogueDifference | null | undefined;
  }

  /**
   * Servers whose time is over, locked until the transaction ends. Those that somebody is just changing are left out: whoever
   * holds several locks and waits for none deadlocks with nobody.
   */
  async listExpiredForUpdate(
    { organizationId, db }: OrganizationTransaction,
    now: Date,
    take: number,
  ): Promise<McpServer[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM mcp_servers WHERE organization_id = ${organizationId}::uuid
      AND expires_at <= ${now.toISOString()}::timestamptz ORDER BY id LIMIT ${take} FOR UPDATE SKIP LOCKED`;
    return db.mcpServer.findMany({ where: { organizationId, id: { in: rows.map(({ id }) => id) } }, select: SELECT });
  }

  update(
    { organizationId, db }: OrganizationTransaction,
    address: McpServerAddress,
    change: McpServerChange,
  ): Promise<McpServer> {
    const { integratedAccountId, id } = address;
    return db.mcpServer.update({
      where: { organizationId_id: { organizationId, id }, integratedAccountId },
      data: { ...change, version: { increment: 1 } },
      select: SELECT,
    });
  }

  /** Says when a server's messages are recorded, which is no change of what its callers may do: its version stays. */
  async updateCapture(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    { captureStartedAt, captureUntil }: Pick<McpServer, 'captureStartedAt' | 'captureUntil'>,
  ): Promise<void> {
    await db.$executeRaw`
      UPDATE mcp_servers SET capture_started_at = ${captureStartedAt?.toISOString() ?? null}::timestamptz,
        capture_until = ${captureUntil?.toISOString() ?? null}::timestamptz
      WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  }

  /** Servers whose capture ended before a time, locked until the transaction ends; without those that somebody is just changing. */
  async listIdsOfEndedCapturesForUpdate(
    { organizationId, db }: OrganizationTransaction,
    endedBefore: Date,
    take: number,
  ): Promise<string[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM mcp_servers WHERE organization_id = ${organizationId}::uuid
      AND capture_until <= ${endedBefore.toISOString()}::timestamptz ORDER BY id LIMIT ${take} FOR UPDATE SKIP LOCKED`;
    return rows.map(({ id }) => id);
  }

  async remove(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, id }: McpServerAddress,
  ): Promise<void> {
    await db.mcpServer.delete({ where: { organizationId_id: { organizationId, id }, integratedAccountId } });
  }
}
