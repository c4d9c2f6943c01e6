import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '../database/organization-transaction.js';

/** The calls of one MCP server. */
export interface ServerUsage {
  readonly mcp_server_id: string;
  /** By how many days (UTC) after the first one; days without calls are left out. */
  readonly calls_by_day: Readonly<Record<string, number>>;
  readonly errors: number;
  /** The newest call that the log keeps, of whatever day. */
  readonly last_call_at: Date;
}

@Injectable()
export class ServerUsageRepository {
  /**
   * The servers that there are and that were called, the newest server first: at most `serversMax`. The last call is looked
   * for between bounds, in the order of one index alone: by the primary key, a server without calls would have all of the
   * organization's read.
   */
  list(
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
