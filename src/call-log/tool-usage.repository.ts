import { Injectable } from '@nestjs/common';
import { firstIdOf } from '../database/ids.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import type { CallLogEntry } from './call-log.repository.js';

/** The calls of one server from a time on. */
export interface ServerCalls {
  readonly mcpServerId: string;
  readonly since: Date;
}

/** How one server used one tool. */
export interface ToolUsage {
  /** Null: all calls of names that the server did not offer, together. */
  readonly toolName: string | null;
  readonly calls: number;
  /** Calls that ended as `ok`. */
  readonly worked: number;
  readonly lastUsedAt: Date;
}

/** An id is made just before its row's time is read; the clock may be set back between the two. */
const CLOCK_MS = 60_000;

const firstId = (since: Date) => firstIdOf(new Date(since.getTime() - CLOCK_MS));

@Injectable()
export class ToolUsageRepository {
  /** One row for each tool that was called, the most used first; names that clients made up are one row, however many. */
  sum({ organizationId, db }: OrganizationTransaction, { mcpServerId, since }: ServerCalls): Promise<ToolUsage[]> {
    return db.$queryRaw<ToolUsage[]>`
      SELECT
        CASE WHEN status <> 'unknown_tool' THEN tool_name END AS "toolName",
        count(*)::int AS calls,
        (count(*) FILTER (WHERE status = 'ok'))::int AS worked,
        max(at) AS "lastUsedAt"
      FROM call_log
      WHERE organization_id = ${organizationId}::uuid AND mcp_server_id = ${mcpServerId}::uuid
        AND id >= ${firstId(since)}::uuid AND at >= ${since.toISOString()}::timestamptz
      GROUP BY 1 ORDER BY calls DESC, 1`;
  }

  /** The newest calls of some tools, without those that were refused because the server did not offer them. */
  listNewest(
    { organizationId, db }: OrganizationTransaction,
    { mcpServerId, since }: ServerCalls,
    toolNames: readonly string[],
    take: number,
  ): Promise<CallLogEntry[]> {
    return db.callLogEntry.findMany({
      where: {
        organizationId,
        mcpServerId,
        id: { gte: firstId(since) },
        at: { gte: since },
        toolName: { in: [...toolNames] },
        status: { not: 'unknown_tool' },
      },
      orderBy: { id: 'desc' },
      take,
    });
  }
}
