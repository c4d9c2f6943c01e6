import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import type { QueryTask } from './query-tasks.js';

/** A task under the digest of its query. */
export interface StoredTask extends Omit<QueryTask, 'startedAtMs'> {
  readonly digest: string;
}

export interface StartedTask extends StoredTask {
  readonly startedAt: Date;
}

export interface RunningQueryRow extends StartedTask {
  readonly integratedAccountId: string;
  /** Whether the account's API key asked for it; else a person did. */
  readonly byApiKey: boolean;
  readonly until: Date;
}

/** A query that nobody came back for. */
export interface ExpiredQuery {
  readonly integratedAccountId: string;
  readonly taskId: string;
  readonly byApiKey: boolean;
}

const TASK = { digest: true, taskId: true, queryId: true, startedAt: true } as const;

/** The rows of `running_queries`. */
export class RunningQueriesRepository {
  /** Those that are noted, each held once more. */
  hold({ organizationId, db }: OrganizationTransaction, digests: readonly string[], now: Date): Promise<StartedTask[]> {
    return db.runningQuery.updateManyAndReturn({
      where: { organizationId, digest: { in: [...digests] }, until: { gt: now } },
      data: { holders: { increment: 1 } },
      select: TASK,
    });
  }

  /** Leaves those that are noted as they are. */
  async insert({ organizationId, db }: OrganizationTransaction, rows: readonly RunningQueryRow[]): Promise<void> {
    const data = rows.map(({ digest, taskId, queryId, startedAt, integratedAccountId, byApiKey, until }) => ({
      ...{ organizationId, digest, taskId, queryId, startedAt, integratedAccountId, byApiKey, until },
    }));
    await db.runningQuery.createMany({ data, skipDuplicates: true });
  }

  async prolong(
    { organizationId, db }: OrganizationTransaction,
    tasks: readonly StoredTask[],
    until: Date,
  ): Promise<void> {
    const where = { organizationId, OR: tasks.map(idOf), until: { lt: until } };
    await db.runningQuery.updateMany({ where, data: { until } });
  }

  /** The number of those who still hold it; null when it is not there. */
  async release({ organizationId, db }: OrganizationTransaction, task: StoredTask): Promise<number | null> {
    const where = { organizationId, ...idOf(task) };
    const [row] = await db.runningQuery.updateManyAndReturn({ where, data: { holders: { decrement: 1 } } });
    return row?.holders ?? null;
  }

  async remove({ organizationId, db }: OrganizationTransaction, tasks: readonly StoredTask[]): Promise<void> {
    await db.runningQuery.deleteMany({ where: { organizationId, OR: tasks.map(idOf) } });
  }

  /** Whether it was there and its time was over. */
  async removeIfExpired(
    { organizationId, db }: OrganizationTransaction,
    task: StoredTask,
    now: Date,
  ): Promise<boolean> {
    const where = { organizationId, ...idOf(task), until: { lte: now } };
    return (await db.runningQuery.deleteMany({ where })).count === 1;
  }

  /** Removes some whose time is over, and tells which. */
  removeExpired({ organizationId, db }: OrganizationTransaction, now: Date, rowsMax: number): Promise<ExpiredQuery[]> {
    return db.$queryRaw<ExpiredQuery[]>`
      DELETE FROM running_queries WHERE organization_id = ${organizationId}::uuid AND digest IN (
        SELECT digest FROM running_queries WHERE organization_id = ${organizationId}::uuid AND until <= ${now.toISOString()}::timestamptz
        ORDER BY until LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED)
      RETURNING integrated_account_id AS "integratedAccountId", task_id AS "taskId", by_api_key AS "byApiKey"`;
  }
}

const idOf = ({ digest, taskId }: StoredTask) => ({ digest, taskId });
