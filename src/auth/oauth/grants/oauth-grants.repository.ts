import { Injectable } from '@nestjs/common';
import { Prisma } from '../../../database/generated/client.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';
import { lockRow } from '../../../database/row-lock.js';
import { type ColumnsOf, columnsOf } from '../../../http/answers/record-view.js';
import type { PageWindow } from '../../../http/page.js';
import { OauthGrantColumns } from './oauth-grants.view.js';

const SELECT = {
  organizationId: true,
  grantId: true,
  lookerSignInId: true,
  openidPersonId: true,
  mcpServer: { select: { integratedAccountId: true } },
  sessionGeneration: true,
  member: { select: { email: true, person: { select: { sessionGeneration: true } } } },
  lookerSignIn: { select: { email: true, endedAt: true } },
  openidPerson: { select: { email: true } },
  ...columnsOf(OauthGrantColumns),
} as const satisfies Prisma.OauthGrantSelect;

export type OauthGrant = Prisma.OauthGrantGetPayload<{ select: typeof SELECT }>;
/** One of a list, with what callers see of it. */
export type ListedGrant = ColumnsOf<OauthGrantColumns> & Pick<OauthGrant, 'openidPersonId'>;
/** Which are listed; null: whatever it is. */
export interface GrantsOf {
  /** Of which account's servers. */
  readonly accountId: string | null;
  readonly mcpServerId: string | null;
  readonly memberId: string | null;
}
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
   * Those on which a token is good. A client that a person has let in several times at a server, in two windows or on two machines, is
   * one: the newest, with the scopes and the last use of all.
   */
  list(
    { organizationId, db }: OrganizationTransaction,
    { before, take }: PageWindow,
    { accountId, mcpServerId, memberId }: GrantsOf,
    now: Date,
  ): Promise<ListedGrant[]> {
    const beforeId = before.id?.lt ?? null;
    // One statement: whatever ends meanwhile leaves no gap in a page, by which it would pass for the last.
    return db.$queryRaw<ListedGrant[]>`
      WITH newest AS (
        SELECT (array_agg(o.id ORDER BY o.id DESC))[1] AS id, max(o.last_used_at) AS last_used_at,
          COALESCE(array_agg(DISTINCT u.scope) FILTER (WHERE u.scope IS NOT NULL), '{}') AS scopes
        FROM oauth_grants o JOIN mcp_servers s ON s.organization_id = o.organization_id AND s.id = o.mcp_server_id
        LEFT JOIN LATERAL unnest(o.scopes) AS u(scope) ON TRUE
        WHERE o.organization_id = ${organizationId}::uuid AND ${isLive('o', now)}
          AND (${mcpServerId}::uuid IS NULL OR o.mcp_server_id = ${mcpServerId}::uuid)
          AND (${memberId}::uuid IS NULL OR o.member_id = ${memberId}::uuid)
          AND (${accountId}::uuid IS NULL OR s.integrated_account_id = ${accountId}::uuid)
        GROUP BY o.mcp_server_id, o.client_id, o.member_id, o.looker_sign_in_id, o.openid_person_id
      )
      SELECT g.id, g.mcp_server_id AS "mcpServerId", g.person, g.member_id AS "memberId", g.openid_person_id AS "openidPersonId",
        g.client_name AS "clientName", g.client_host AS "clientHost", g.created_at AS "createdAt",
        newest.scopes, newest.last_used_at AS "lastUsedAt"
      FROM newest JOIN oauth_grants g ON g.organization_id = ${organizationId}::uuid AND g.id = newest.id
      WHERE ${beforeId}::uuid IS NULL OR g.id < ${beforeId}::uuid
      ORDER BY g.id DESC LIMIT ${take}`;
  }

  /** The others by which the same person has let the same client in at the same server. */
  async listIdsBeside({ organizationId, db }: OrganizationTransaction, id: string): Promise<string[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT o.id FROM oauth_grants g JOIN oauth_grants o ON o.organization_id = g.organization_id AND ${IS_SAME}
      WHERE g.organization_id = ${organizationId}::uuid AND g.id = ${id}::uuid AND o.id <> g.id`;
    return rows.map((row) => row.id);
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
        AND g.created_at < ${before.toISOString()}::timestamptz AND NOT (${isLive('g', now)}) LIMIT ${atMost}`;
    return rows.map(({ id }) => id);
  }

  /** Those of a member that ended with all sessions of its person. */
  async listIdsEndedWithSessions({ organizationId, db }: OrganizationTransaction, memberId: string): Promise<string[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT g.id FROM oauth_grants g WHERE g.organization_id = ${organizationId}::uuid AND g.member_id = ${memberId}::uuid
        AND NOT ${isOfGeneration('g')}`;
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

/** Whether two grants, `g` and `o`, let the same client in for the same person at the same server. */
const IS_SAME = Prisma.sql`o.mcp_server_id = g.mcp_server_id AND o.client_id = g.client_id AND o.member_id IS NOT DISTINCT FROM g.member_id
  AND o.looker_sign_in_id IS NOT DISTINCT FROM g.looker_sign_in_id AND o.openid_person_id IS NOT DISTINCT FROM g.openid_person_id`;

/** Whether a grant of a member has not ended with all sessions of its person. */
const isOfGeneration = (grant: 'g' | 'o') => Prisma.sql`(${Prisma.raw(grant)}.member_id IS NULL OR EXISTS (
  SELECT 1 FROM members m JOIN people p ON p.id = m.person_id WHERE m.organization_id = ${Prisma.raw(grant)}.organization_id
  AND m.id = ${Prisma.raw(grant)}.member_id AND p.session_generation = ${Prisma.raw(grant)}.session_generation))`;

/** Whether something is left of a grant by which its client comes in, or gets what it comes in by. */
const isLive = (grant: 'g' | 'o', now: Date) => Prisma.sql`${isOfGeneration(grant)} AND ${hasToken(grant, now)}`;

const hasToken = (grant: 'g' | 'o', now: Date) => Prisma.sql`EXISTS (SELECT 1 FROM oauth_records r
  WHERE r.grant_id = ${Prisma.raw(grant)}.grant_id AND r.kind IN ('AccessToken', 'RefreshToken', 'AuthorizationCode')
  AND r.consumed_at IS NULL AND r.expires_at > ${now.toISOString()}::timestamptz)`;
