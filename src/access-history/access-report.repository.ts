import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import type { CallSums, ChangeCallView } from './access-history.view.js';
import type { TrailEvent } from './access-trail.js';

/** One group of calls; which of the other fields say something depends on `part`. */
export interface CallGroup extends CallSums {
  readonly part: 'tool' | 'day' | 'client' | 'all';
  /** Null: names that the server does not offer. */
  readonly tool: string | null;
  readonly effect: string | null;
  readonly day: string | null;
  readonly client_name: string | null;
  readonly client_version: string | null;
  readonly api_token_id: string | null;
}

/** A call that was not for reading. */
export type ChangeCall = Omit<ChangeCallView, 'at'> & { readonly at: Date };

/** More than days fit into the longest retention, and than tools exist; only clients could name themselves without end. */
const GROUPS_MAX = 4000;
const EVENTS_MAX = 500;
/** No id of a call is greater: a query that goes back from it begins with the newest call. */
const ID_MAX = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

@Injectable()
export class AccessReportRepository {
  /** What happened to a record, oldest first. */
  listEvents({ organizationId, db }: OrganizationTransaction, record: string, recordId: string): Promise<TrailEvent[]> {
    return db.auditEvent
      .findMany({
        where: { organizationId, record, recordId },
        orderBy: { sequence: 'desc' },
        take: EVENTS_MAX,
        select: { at: true, action: true, actor: true, before: true, after: true },
      })
      .then((events) => events.reverse());
  }

  async findAccountName({ organizationId, db }: OrganizationTransaction, id: string): Promise<string | undefined> {
    const account = await db.integratedAccount.findUnique({
      where: { organizationId_id: { organizationId, id } },
      select: { name: true },
    });
    return account?.name;
  }

  /** Names of API tokens by their ids, of those that are gone too. */
  async findTokenNames(
    { organizationId, db }: OrganizationTransaction,
    ids: readonly string[],
  ): Promise<Map<string, string>> {
    const rows = await db.$queryRaw<{ id: string; name: string }[]>`
      SELECT record_id AS id, after->>'name' AS name FROM audit_events
      WHERE organization_id = ${organizationId}::uuid AND record = 'api_token' AND record_id = ANY (${ids})
        AND action = 'api_token.created'`;
    return new Map(rows.map(({ id, name }) => [id, name]));
  }

  /** Before this time calls may be missing: the shortest time that the organization has kept them for, as it was set then. */
  async findHorizon({ organizationId, db }: OrganizationTransaction, now: Date): Promise<Date> {
    const [row] = await db.$queryRaw<{ horizon: Date }[]>`
      SELECT greatest(
        ${now.toISOString()}::timestamptz - make_interval(hours => 24 * o.call_log_retention_days),
        (SELECT max(e.at - make_interval(hours => 24 * (e.before->>'call_log_retention_days')::int))
          FROM audit_events e
          WHERE e.organization_id = ${organizationId}::uuid AND e.record = 'organization' AND e.action = 'organization.changed')
      ) AS horizon
      FROM organizations o WHERE o.id = ${organizationId}::uuid`;
    return row?.horizon ?? now;
  }

  /** A server's calls before a time by tool, day (UTC), client and altogether: one reading of them, so that the sums agree. */
  sum({ organizationId, db }: OrganizationTransaction, serverId: string, until: Date): Promise<CallGroup[]> {
    return db.$queryRaw<CallGroup[]>`
      WITH calls AS (
        SELECT at, status, rows, bytes, effect, client_name, client_version, api_token_id,
          CASE WHEN status <> 'unknown_tool' THEN tool_name END AS tool,
          to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
          status = 'ok' AND effect = 'read' AS is_read
        FROM call_log
        WHERE organization_id = ${organizationId}::uuid AND mcp_server_id = ${serverId}::uuid
          AND at < ${until.toISOString()}::timestamptz
      ),
      sums AS (
        SELECT
          (ARRAY['tool', 'day', 'client', 'all'])[array_position(ARRAY[3, 5, 6, 7], GROUPING(tool, day, client_name))] AS part,
          tool, effect, day, client_name, client_version, api_token_id::text AS api_token_id,
          count(*)::int AS calls,
          (count(*) FILTER (WHERE status <> 'ok'))::int AS errors,
          (count(*) FILTER (WHERE status = 'ok' AND effect <> 'read'))::int AS changes,
          coalesce(sum(rows) FILTER (WHERE is_read), 0)::float8 AS rows,
          coalesce(sum(bytes) FILTER (WHERE is_read), 0)::float8 AS bytes,
          min(at) AS first_at, max(at) AS last_at
        FROM calls
        GROUP BY GROUPING SETS ((tool, effect), (day), (client_name, client_version, api_token_id), ())
      )
      SELECT part, tool, effect, day, client_name, client_version, api_token_id,
        calls, errors, changes, rows, bytes, first_at, last_at
      FROM (SELECT *, row_number() OVER (PARTITION BY part ORDER BY calls DESC) AS place FROM sums) AS placed
      WHERE place <= ${GROUPS_MAX}
      ORDER BY part, day, calls DESC, tool, client_name, client_version`;
  }

  /**
   * Up to `take` calls that were not for reading, newest first, from before a time and an id. The rows compared are the
   * bounds of the index of servers, as for `UsageRepository.listByServer`; each page goes on where the one before ended.
   */
  listChanges(
    { organizationId, db }: OrganizationTransaction,
    serverId: string,
    window: { readonly until: Date; readonly beforeId: string | undefined; readonly take: number },
  ): Promise<ChangeCall[]> {
    return db.$queryRaw<ChangeCall[]>`
      SELECT c.id::text AS id, at, tool_name, effect, status, looker_status, looker_record_id, arguments,
        client_name FROM call_log c
      WHERE organization_id = ${organizationId}::uuid AND mcp_server_id >= ${serverId}::uuid
        AND (mcp_server_id, c.id) < (${serverId}::uuid, ${window.beforeId ?? ID_MAX}::uuid)
        AND effect IN ('write', 'destructive') AND at < ${window.until.toISOString()}::timestamptz
      ORDER BY mcp_server_id DESC, c.id DESC LIMIT ${window.take}`;
  }
}
