import type { Tenant } from '../../database/tenant.js';
import type { QueryTask } from './query-tasks.js';

/** A query that nobody came back for. */
export interface ExpiredQuery {
  readonly integratedAccountId: string;
  readonly taskId: string;
}

/** The rows of `running_queries`. */
export class RunningQueriesRepository {
  async hold({ organizationId, db }: Tenant, digest: string, now: Date): Promise<QueryTask | null> {
    const where = { organizationId, digest, until: { gt: now } };
    const [row] = await db.runningQuery.updateManyAndReturn({ where, data: { holders: { increment: 1 } } });
    return row === undefined ? null : { taskId: row.taskId, queryId: row.queryId };
  }

  async insert({ organizationId, db }: Tenant, row: RunningQueryRow): Promise<void> {
    await db.runningQuery.createMany({ data: { organizationId, ...row }, skipDuplicates: true });
  }

  /** Of an equal query that is noted already, only the time is prolonged. */
  async prolong({ organizationId, db }: Tenant, { digest, taskId, until }: RunningQueryRow): Promise<void> {
    const where = { organizationId, digest, taskId, until: { lt: until } };
    await db.runningQuery.updateMany({ where, data: { until } });
  }

  /** The number of those who still hold it; null when it is not there. */
  async letGo({ organizationId, db }: Tenant, digest: string, taskId: string): Promise<number | null> {
    const where = { organizationId, digest, taskId };
    const [row] = await db.runningQuery.updateManyAndReturn({ where, data: { holders: { decrement: 1 } } });
    return row?.holders ?? null;
  }

  async remove({ organizationId, db }: Tenant, digest: string, taskId: string): Promise<void> {
    await db.runningQuery.deleteMany({ where: { organizationId, digest, taskId } });
  }

  /** Whether it was there and its time was over. */
  async removeIfExpired({ organizationId, db }: Tenant, digest: string, taskId: string, now: Date): Promise<boolean> {
    const { count } = await db.runningQuery.deleteMany({
      where: { organizationId, digest, taskId, until: { lte: now } },
    });
    return count === 1;
  }

  /** Removes some whose time is over, and tells which. */
  removeExpired({ organizationId, db }: Tenant, now: Date, rowsMax: number): Promise<ExpiredQuery[]> {
    return db.$queryRaw<ExpiredQuery[]>`
      DELETE FROM running_queries WHERE organization_id = ${organizationId}::uuid AND digest IN (
        SELECT digest FROM running_queries WHERE organization_id = ${organizationId}::uuid AND until <= ${now.toISOString()}::timestamptz
        ORDER BY until LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED)
      RETURNING integrated_account_id AS "integratedAccountId", task_id AS "taskId"`;
  }
}

export interface RunningQueryRow extends QueryTask {
  readonly digest: string;
  readonly integratedAccountId: string;
  readonly until: Date;
}
