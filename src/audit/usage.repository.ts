import { Injectable } from '@nestjs/common';
import { Prisma } from '../database/generated/client.js';
import type { Tenant } from '../database/tenant.js';

export const USAGE_GROUPS = ['server', 'tool', 'day'] as const;

export type UsageGroup = (typeof USAGE_GROUPS)[number];

/** The calls of one server, tool or day, added up. Durations in milliseconds. */
export interface UsageRow {
  readonly key: string;
  readonly calls: number;
  readonly errors: number;
  readonly average_duration_ms: number;
  readonly p95_duration_ms: number;
  readonly bytes: number;
}

/** The period, `until` not included; the one server asked about, and the one account that the caller is limited to, if any. */
export interface UsageFilter {
  readonly since: Date;
  readonly until: Date;
  readonly mcpServerId: string | null;
  readonly integratedAccountId: string | null;
}

const KEYS: Readonly<Record<UsageGroup, Prisma.Sql>> = {
  server: Prisma.sql`mcp_server_id::text`,
  tool: Prisma.sql`tool_name`,
  day: Prisma.sql`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`,
};

/** Days in their order; servers and tools by how much they were used. */
const ORDERS: Readonly<Record<UsageGroup, Prisma.Sql>> = {
  server: Prisma.sql`calls DESC, key`,
  tool: Prisma.sql`calls DESC, key`,
  day: Prisma.sql`key`,
};

@Injectable()
export class UsageRepository {
  /** At most `rowsMax` groups. Whatever did not end as `ok` counts as an error. */
  sum({ organizationId, db }: Tenant, by: UsageGroup, filter: UsageFilter, rowsMax: number): Promise<UsageRow[]> {
    const { since, until, mcpServerId, integratedAccountId } = filter;
    return db.$queryRaw<UsageRow[]>`
      SELECT
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
      GROUP BY 1 ORDER BY ${ORDERS[by]} LIMIT ${rowsMax}`;
  }
}
