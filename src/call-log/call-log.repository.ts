import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import type { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import type { PageWindow } from '../http/page.js';
import type { CallLogRow } from './activity.view.js';
import type { CallStatus } from './call-status.js';

export type CallLogEntry = Prisma.CallLogEntryGetPayload<object>;

/** Which calls; what is undefined does not narrow. `until` is not included. */
export interface CallLogFilter {
  readonly mcpServerId?: string | undefined;
  readonly integratedAccountId?: string | undefined;
  readonly toolName?: string | undefined;
  readonly status?: CallStatus | undefined;
  readonly since?: Date | undefined;
  readonly until?: Date | undefined;
}

/** Which rows are new: of calls that began and ended since, without those that are known already. */
export interface EndedWindow {
  readonly startedSince: Date;
  readonly endedSince: Date;
  readonly exceptIds: Iterable<string>;
  readonly take: number;
}

/** A row under the names of its columns. */
const recorded = (row: CallLogRow) =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [
      name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

@Injectable()
export class CallLogRepository {
  constructor(private readonly database: DatabaseService) {}

  /** Rows of any organizations, in one statement with one parameter, however many they are: all of them or none. */
  async insertAll(rows: readonly CallLogRow[]): Promise<void> {
    await this.database.append('append_call_log', JSON.stringify(rows.map(recorded)));
  }

  list(
    { organizationId, db }: OrganizationTransaction,
    filter: CallLogFilter,
    window: PageWindow,
  ): Promise<CallLogEntry[]> {
    const { mcpServerId, integratedAccountId, toolName, status, since, until } = filter;
    return db.callLogEntry.findMany({
      where: {
        organizationId,
        ...window.before,
        ...(mcpServerId !== undefined && { mcpServerId }),
        ...(integratedAccountId !== undefined && { integratedAccountId }),
        ...(toolName !== undefined && { toolName }),
        ...(status !== undefined && { status }),
        ...((since !== undefined || until !== undefined) && {
          at: { ...(since !== undefined && { gte: since }), ...(until !== undefined && { lt: until }) },
        }),
      },
      orderBy: { id: 'desc' },
      take: window.take,
    });
  }

  /**
   * Calls whose rows came lately, the newest first. A row has the id and the time of when its call came in and is written when
   * the call is over, so that a short call overtakes a long one: no cursor finds them, the time of their end does.
   */
  async listEnded({ organizationId, db }: OrganizationTransaction, window: EndedWindow): Promise<CallLogEntry[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM call_log
      WHERE organization_id = ${organizationId}::uuid AND at >= ${window.startedSince.toISOString()}::timestamptz
        AND at + duration_ms * interval '1 millisecond' >= ${window.endedSince.toISOString()}::timestamptz
        AND NOT id = ANY (${[...window.exceptIds]}::uuid[])
      ORDER BY at DESC LIMIT ${window.take}`;
    if (rows.length === 0) return [];
    const id = { in: rows.map((row) => row.id) };
    return db.callLogEntry.findMany({ where: { organizationId, id }, orderBy: { id: 'desc' } });
  }

  /** For how many days the organization keeps its calls; null when it is gone. */
  async findRetentionDays({ organizationId, db }: OrganizationTransaction): Promise<number | null> {
    const row = await db.organization.findUnique({
      where: { id: organizationId },
      select: { callLogRetentionDays: true },
    });
    return row?.callLogRetentionDays ?? null;
  }

  /** Removes up to `rowsMax` calls from before a time, oldest first, and tells how many. */
  removeOlder({ organizationId, db }: OrganizationTransaction, before: Date, rowsMax: number): Promise<number> {
    return db.$executeRaw`
      DELETE FROM call_log WHERE organization_id = ${organizationId}::uuid AND id IN (
        SELECT id FROM call_log WHERE organization_id = ${organizationId}::uuid AND at < ${before.toISOString()}::timestamptz
        ORDER BY at LIMIT ${rowsMax})`;
  }
}
