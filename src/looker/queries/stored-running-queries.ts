import type { DatabaseService } from '../../database/database.service.js';
import type { Tenant } from '../../database/tenant.js';
import type { QueryTask } from './query-tasks.js';
import { RunningQueriesRepository } from './running-queries.repository.js';
import type { QueryKey, RunningQueryStore } from './running-query-store.js';

/** Running queries in PostgreSQL, seen by every process of the gateway. */
export class StoredRunningQueries implements RunningQueryStore {
  private readonly queries = new RunningQueriesRepository();

  constructor(private readonly database: DatabaseService) {}

  join(key: QueryKey): Promise<QueryTask | null> {
    return this.within(key, (tenant) => this.queries.hold(tenant, key.digest, new Date()));
  }

  insert(key: QueryKey, task: QueryTask, until: Date): Promise<void> {
    return this.within(key, (tenant) => this.queries.insert(tenant, rowOf(key, task, until)));
  }

  keep(key: QueryKey, task: QueryTask, until: Date): Promise<void> {
    const row = rowOf(key, task, until);
    return this.within(key, async (tenant) => {
      await this.queries.insert(tenant, row);
      await this.queries.prolong(tenant, row);
    });
  }

  release(key: QueryKey, { taskId }: QueryTask): Promise<boolean> {
    return this.within(key, async (tenant) => {
      const holders = await this.queries.letGo(tenant, key.digest, taskId);
      if (holders !== null && holders > 0) return false;
      await this.queries.remove(tenant, key.digest, taskId);
      return true;
    });
  }

  remove(key: QueryKey, { taskId }: QueryTask): Promise<void> {
    return this.within(key, (tenant) => this.queries.remove(tenant, key.digest, taskId));
  }

  removeExpired(key: QueryKey, { taskId }: QueryTask, now: Date): Promise<boolean> {
    return this.within(key, (tenant) => this.queries.removeIfExpired(tenant, key.digest, taskId, now));
  }

  private within<T>(key: QueryKey, steps: (tenant: Tenant) => Promise<T>): Promise<T> {
    return this.database.within(placeOf(key).organizationId, steps);
  }
}

/** A connection's key begins with its organization and its account. */
function placeOf({ connection }: QueryKey) {
  const [organizationId = '', integratedAccountId = ''] = connection.split('/', 2);
  return { organizationId, integratedAccountId };
}

const rowOf = (key: QueryKey, { taskId, queryId }: QueryTask, until: Date) => ({
  digest: key.digest,
  integratedAccountId: placeOf(key).integratedAccountId,
  ...{ taskId, queryId, until },
});
