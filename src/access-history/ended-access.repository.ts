import { Injectable } from '@nestjs/common';
import { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import type { Ending } from './access-trail.js';

/** Access that is over, as the audit trail tells of it; what has expired may still be a record. */
export interface EndedAccess {
  readonly kind: 'mcp_server' | 'api_token';
  readonly id: string;
  /** The latest view of the record. */
  readonly seen: unknown;
  readonly account_name: string | null;
  readonly issued_by: unknown;
  readonly ended_at: Date;
  readonly ending: Ending;
  readonly ended_by: unknown;
  readonly last_call_at: Date | null;
}

/** Where a page begins: after what ended then and has this id. */
export interface EndedBefore {
  readonly at: Date;
  readonly id: string;
}

@Injectable()
export class EndedAccessRepository {
  /**
   * Up to `take` records, the last one that ended first. What has expired ended then, whoever removed it later. The last
   * call is looked for between bounds, as for `UsageRepository.listByServer`.
   */
  list(
    { organizationId, db }: OrganizationTransaction,
    integratedAccountId: string | null,
    before: EndedBefore | undefined,
    now: Date,
    take: number,
  ): Promise<EndedAccess[]> {
    return db.$queryRaw<EndedAccess[]>`
      WITH ends AS (${removed(organizationId)} UNION ALL ${goneWithAccounts(organizationId)} UNION ALL
        ${expired('mcp_server', organizationId, now)} UNION ALL ${expired('api_token', organizationId, now)}),
      ended AS (
        SELECT kind, id, seen, by,
          least(at, (seen->>'expires_at')::timestamptz) AS at,
          CASE WHEN (seen->>'expires_at')::timestamptz <= at THEN 'expired' ELSE ending END AS ending
        FROM ends
      ),
      page AS (
        SELECT * FROM ended
        WHERE (${integratedAccountId}::text IS NULL OR seen->>'integrated_account_id' = ${integratedAccountId})
          AND (${before?.id ?? null}::text IS NULL OR (at, id) < (${before?.at.toISOString() ?? null}::timestamptz, ${before?.id ?? null}))
        ORDER BY at DESC, id DESC LIMIT ${take}
      )
      SELECT kind, id, seen, at AS ended_at, ending, CASE WHEN ending = 'expired' THEN NULL ELSE by END AS ended_by,
        coalesce(
          (SELECT name FROM integrated_accounts a WHERE a.organization_id = ${organizationId}::uuid
            AND a.id = (seen->>'integrated_account_id')::uuid),
          (SELECT d.before->>'name' FROM audit_events d WHERE d.organization_id = ${organizationId}::uuid
            AND d.record = 'integrated_account' AND d.record_id = seen->>'integrated_account_id'
            AND d.action = 'integrated_account.deleted')
        ) AS account_name,
        (SELECT i.actor FROM audit_events i WHERE i.organization_id = ${organizationId}::uuid
          AND i.record = kind AND i.record_id = page.id ORDER BY i.sequence LIMIT 1) AS issued_by,
        CASE WHEN kind = 'mcp_server' THEN
          (SELECT c.at FROM call_log c WHERE c.organization_id = ${organizationId}::uuid
            AND c.mcp_server_id BETWEEN page.id::uuid AND page.id::uuid
            ORDER BY c.mcp_server_id DESC, c.id DESC LIMIT 1)
        END AS last_call_at
      FROM page ORDER BY at DESC, id DESC`;
  }
}

/** Revoked one by one, or removed after they had expired. */
const removed = (organizationId: string) => Prisma.sql`
  SELECT record AS kind, record_id AS id, before AS seen,
    CASE WHEN action = 'mcp_server.expired' THEN (before->>'expires_at')::timestamptz ELSE at END AS at,
    'revoked' AS ending, actor AS by
  FROM audit_events
  WHERE organization_id = ${organizationId}::uuid AND record IN ('mcp_server', 'api_token')
    AND action IN ('mcp_server.deleted', 'mcp_server.expired', 'api_token.revoked')`;

/** What was issued on an account goes with it, without an event of its own. */
const goneWithAccounts = (organizationId: string) => Prisma.sql`
  SELECT i.record, i.record_id, latest.after, d.at, 'account_deleted', d.actor
  FROM audit_events d
  JOIN audit_events i ON i.organization_id = ${organizationId}::uuid AND i.record IN ('mcp_server', 'api_token')
    AND i.action IN ('mcp_server.created', 'api_token.created')
    AND i.after->>'integrated_account_id' = d.record_id
  JOIN LATERAL (
    SELECT action, after FROM audit_events l
    WHERE l.organization_id = ${organizationId}::uuid AND l.record = i.record AND l.record_id = i.record_id
    ORDER BY l.sequence DESC LIMIT 1
  ) latest ON latest.after IS NOT NULL
  WHERE d.organization_id = ${organizationId}::uuid AND d.record = 'integrated_account'
    AND d.action = 'integrated_account.deleted'`;

/**
 * Their time is over. Servers: the job that removes them and tells the trail of it has not come by yet. Tokens stay in the list
 * of API tokens, and open nothing.
 */
const expired = (kind: EndedAccess['kind'], organizationId: string, now: Date) => Prisma.sql`
  SELECT ${kind}::text, id::text, jsonb_build_object('name', name, ${kind === 'mcp_server' ? Prisma.sql`'config', config` : Prisma.sql`'scopes', scopes`},
      'integrated_account_id', integrated_account_id, 'fingerprint', fingerprint, 'created_at', created_at, 'expires_at', expires_at),
    expires_at, 'expired', NULL
  FROM ${kind === 'mcp_server' ? Prisma.sql`mcp_servers` : Prisma.sql`api_tokens`}
  WHERE organization_id = ${organizationId}::uuid AND expires_at <= ${now.toISOString()}::timestamptz`;
