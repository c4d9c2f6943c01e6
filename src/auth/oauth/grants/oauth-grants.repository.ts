import { Injectable } from '@nestjs/common';
import { Prisma } from '../../../database/generated/client.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';
import { lockRow } from '../../../database/row-lock.js';
import { columnsOf } from '../../../http/answers/record-view.js';
import type { PageWindow } from '../../../http/page.js';
import { OauthGrantColumns } from './oauth-grants.view.js';

const SELECT = {
  organizationId: true,
  grantId: true,
  lookerSignInId: true,
  openidPersonId: true,
  mcpServer: { select: { integratedAccountId: true } },
  member: { select: { email: true } },
  lookerSignIn: { select: { email: true, endedAt: true } },
  openidPerson: { select: { email: true } },
  ...columnsOf(OauthGrantColumns),
} as const satisfies Prisma.OauthGrantSelect;

export type OauthGrant = Prisma.OauthGrantGetPayload<{ select: typeof SELECT }>;
export type NewOauthGrant = Omit<Prisma.OauthGrantUncheckedCreateInput, 'organizationId'>;

@Injectable()
export class OauthGrantsRepository {
  insert({ organizationId, db }: OrganizationTransaction, grant: NewOauthGrant): Promise<OauthGrant> {
    return db.oauthGrant.create({ data: { organizationId, ...grant }, select: SELECT });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<OauthGrant | null> {
    return db.oauthGrant.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** The same, locked until the transaction ends. */
  async findForUpdate(tx: OrganizationTransaction, id: string): Promise<OauthGrant | null> {
    await lockRow(tx, 'oauth_grants', id);
    return this.find(tx, id);
  }

  /**
   * Those on which a token is good.
   * @param accountId of which account's servers; null: of all.
   */
  async list(
    { organizationId, db }: OrganizationTransaction,
    { before, take }: PageWindow,
    { accountId, mcpServerId }: { readonly accountId: string | null; readonly mcpServerId: string | null },
    now: Date,
  ): Promise<OauthGrant[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT g.id FROM oauth_grants g JOIN mcp_servers s ON s.organization_id = g.organization_id AND s.id = g.mcp_server_id
      WHERE g.organization_id = ${organizationId}::uuid AND ${hasToken(now)}
        AND (${before.id?.lt ?? null}::uuid IS NULL OR g.id < ${before.id?.lt ?? null}::uuid)
        AND (${mcpServerId}::uuid IS NULL OR g.mcp_server_id = ${mcpServerId}::uuid)
        AND (${accountId}::uuid IS NULL OR s.integrated_account_id = ${accountId}::uuid)
      ORDER BY g.id DESC LIMIT ${take}`;
    const id = { in: rows.map((row) => row.id) };
    return db.oauthGrant.findMany({ where: { organizationId, id }, orderBy: { id: 'desc' }, select: SELECT });
  }

  /** Some that were made before a time, and on which no token is good any more. */
  async listIdsWithoutToken(
    { organizationId, db }: OrganizationTransaction,
    before: Date,
    now: Date,
    atMost: number,
  ): Promise<string[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT g.id FROM oauth_grants g WHERE g.organization_id = ${organizationId}::uuid
        AND g.created_at < ${before.toISOString()}::timestamptz AND NOT ${hasToken(now)} LIMIT ${atMost}`;
    return rows.map(({ id }) => id);
  }

  async listIdsOfClient({ organizationId, db }: OrganizationTransaction, clientId: string): Promise<string[]> {
    const rows = await db.oauthGrant.findMany({ where: { organizationId, clientId }, select: { id: true } });
    return rows.map(({ id }) => id);
  }

  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.oauthGrant.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  async updateLastUsed({ organizationId, db }: OrganizationTransaction, id: string, at: Date): Promise<void> {
    await db.oauthGrant.updateMany({ where: { organizationId, id }, data: { lastUsedAt: at } });
  }
}

/** Whether something is left of a grant by which its client comes in, or gets what it comes in by. */
const hasToken = (now: Date) => Prisma.sql`EXISTS (SELECT 1 FROM oauth_records r WHERE r.grant_id = g.grant_id
  AND r.kind IN ('AccessToken', 'RefreshToken', 'AuthorizationCode')
  AND r.consumed_at IS NULL AND r.expires_at > ${now.toISOString()}::timestamptz)`;
