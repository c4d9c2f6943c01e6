import { Injectable } from '@nestjs/common';
import { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import type { UsageGroup } from './activity.dto.js';
import type { UsageRowView } from './activity.view.js';

/** The period, `until` not included; the one server asked about, and the one account that the caller is limited to, if any. */
export interface UsageFilter {
  readonly since: Date;
  readonly until: Date;
  readonly mcpServerId: string | null;
  readonly integratedAccountId: string | null;
}

/** The calls of one MCP server. */
export interface ServerUsage {
  readonly mcp_server_id: string;
  /** By how many days (UTC) after the first one; days without calls are left out. */
  readonly calls_by_day: Readonly<Record<string, number>>;
  readonly errors: number;
  /** The newest call that the log keeps, of whatever day. */
  readonly last_call_at: Date;
}

const KEYS: Readonly<Record<UsageGroup, Prisma.Sql>> = {
  server: Prisma.sql`mcp_server_id::text`,
  tool: Prisma.sql`tool_name`,
  principal: Prisma.sql`CASE
    WHEN member_id IS NOT NULL THEN 'member:' || member_id
    WHEN api_token_id IS NOT NULL THEN 'api_token:' || api_token_id
    ELSE 'mcp_server:' || mcp_server_id END`,
  day: Prisma.sql`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
};

const NONE = Prisma.sql`NULL::text`;

const NAMES: Readonly<Record<UsageGroup, Prisma.Sql>> = {
  server: Prisma.sql`(SELECT name FROM mcp_servers WHERE organization_id = sums.organization_id AND id = key::uuid)`,
  tool: NONE,
  principal: Prisma.sql`CASE split_part(key, ':', 1)
    WHEN 'member' THEN (SELECT email FROM members WHERE organization_id = sums.organization_id AND id = split_part(key, ':', 2)::uuid)
    WHEN 'api_token' THEN (SELECT name FROM api_tokens WHERE organization_id = sums.organization_id AND id = split_part(key, ':', 2)::uuid)
    ELSE (SELECT name FROM mcp_servers WHERE organization_id = sums.organization_id AND id = split_part(key, ':', 2)::uuid) END`,
  day: NONE,
};

/** Days in their order; all else by how much it was used. */
const orderOf = (by: UsageGroup) => (by === 'day' ? Prisma.sql`key` : Prisma.sql`calls DESC, key`);

@Injectable()
export class UsageRepository {
  /** At most `rowsMax` groups. Whatever did not end as `ok` counts as an error. */
  sum(
    { organizationId, db }: OrganizationTransaction,
    by: UsageGroup,
    filter: UsageFilter,
    rowsMax: number,
  ): Promise<UsageRowView[]> {
    const { since, until, mcpServerId, integratedAccountId } = filter;
    return db.$queryRaw<UsageRowView[]>`
      WITH sums AS (SELECT
        organization_id,
        ${KEYS[by]} AS key,
        count(*)::int AS calls,
        (count(*) FILTER (WHERE status <> 'ok'))::int AS errors,
        avg(duration_ms) AS average_duration_ms,
        percentile_cont(0.95) WITHIN GROUP (ORDER BY duration_ms) AS p95_duration_ms,
        sum(bytes)::float8 AS bytes
      FROM call_log
      WHERE organization_id = ${organizationId}::uuid AND at >= ${since.toISOString()}::timestamptz AND at < ${until.toISOString()}::timestamptz
        AND (${integratedAccountId}::uuid IS NULL OR integrated_account_id = ${integratedAccountId}::uuid)
        AND (${mcpServerId}::uuid IS NULL OR mcp_server_id = ${mcpServerId}::uuid)
      GROUP BY 1, 2 ORDER BY ${orderOf(by)} LIMIT ${rowsMax})
      SELECT key, ${NAMES[by]} AS name, calls, errors, average_duration_ms, p95_duration_ms, bytes
      FROM sums ORDER BY ${orderOf(by)}`;
  }

  /**
   * The servers that there are and that were called, the newest server first: at most `serversMax`. The last call is looked
   * for between bounds, in the order of one index alone: by the primary key, a server without calls would have all of the
   * organization's read.
   */
  listByServer(
    { organizationId, db }: OrganizationTransaction,
    integratedAccountId: string | null,
    since: Date,
    serversMax: number,
  ): Promise<ServerUsage[]> {
    return db.$queryRaw<ServerUsage[]>`
      WITH days AS (
        SELECT mcp_server_id, floor(extract(epoch FROM at - ${since.toISOString()}::timestamptz) / 86400)::int AS day,
          count(*)::int AS calls, count(*) FILTER (WHERE status <> 'ok') AS errors
        FROM call_log
        WHERE organization_id = ${organizationId}::uuid AND at >= ${since.toISOString()}::timestamptz
        GROUP BY 1, 2
      ),
      used AS (
        SELECT mcp_server_id, jsonb_object_agg(day, calls) AS calls_by_day, sum(errors)::int AS errors
        FROM days GROUP BY 1
      )
      SELECT s.id::text AS mcp_server_id, coalesce(used.calls_by_day, '{}') AS calls_by_day,
        coalesce(used.errors, 0) AS errors, latest.at AS last_call_at
      FROM mcp_servers s
      LEFT JOIN used ON used.mcp_server_id = s.id
      JOIN LATERAL (
        SELECT at FROM call_log c
        WHERE c.organization_id = ${organizationId}::uuid AND c.mcp_server_id BETWEEN s.id AND s.id
        ORDER BY c.mcp_server_id DESC, c.id DESC LIMIT 1
      ) AS latest ON true
      WHERE s.organization_id = ${organizationId}::uuid
        AND (${integratedAccountId}::uuid IS NULL OR s.integrated_account_id = ${integratedAccountId}::uuid)
      ORDER BY s.id DESC LIMIT ${serversMax}`;
  }
}
