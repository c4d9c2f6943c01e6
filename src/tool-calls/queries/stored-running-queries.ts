import { LRUCache } from 'lru-cache';
import type { DatabaseService } from '../../database/database.service.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import type { QueryTask } from './query-tasks.js';
import { RunningQueriesRepository, type RunningQueryRow, type StoredTask } from './running-queries.repository.js';
import type { QueryKey, RunningQueryStore } from './running-query-store.js';

/** What is asked of the rows of one organization, gathered: a thousand queries at once are a few transactions. */
interface Asked {
  readonly joins: Gathered<string, QueryTask | null>;
  readonly inserts: Gathered<RunningQueryRow, void>;
  readonly keeps: Gathered<RunningQueryRow, void>;
  readonly removals: Gathered<StoredTask, void>;
}

/** Organizations whose queries are asked for at the same time; one that falls out is gathered anew. */
const ORGANIZATIONS_MAX = 1_000;

/** Running queries in PostgreSQL, seen by every process of the gateway. */
export class StoredRunningQueries implements RunningQueryStore {
  private readonly queries = new RunningQueriesRepository();
  private readonly asked = new LRUCache<string, Asked>({ max: ORGANIZATIONS_MAX });

  constructor(private readonly database: DatabaseService) {}

  join(key: QueryKey): Promise<QueryTask | null> {
    return this.of(key).joins.add(key.digest);
  }

  insert(key: QueryKey, task: QueryTask, until: Date): Promise<void> {
    return this.of(key).inserts.add(rowOf(key, task, until));
  }

  keep(key: QueryKey, task: QueryTask, until: Date): Promise<void> {
    return this.of(key).keeps.add(rowOf(key, task, until));
  }

  release(key: QueryKey, task: QueryTask): Promise<boolean> {
    const noted = storedTaskOf(key, task);
    return this.inTransaction(key, async (tx) => {
      const holders = await this.queries.release(tx, noted);
      if (holders !== null && holders > 0) return false;
      await this.queries.remove(tx, [noted]);
      return true;
    });
  }

  remove(key: QueryKey, task: QueryTask): Promise<void> {
    return this.of(key).removals.add(storedTaskOf(key, task));
  }

  removeExpired(key: QueryKey, task: QueryTask, now: Date): Promise<boolean> {
    return this.inTransaction(key, (tx) => this.queries.removeIfExpired(tx, storedTaskOf(key, task), now));
  }

  private of(key: QueryKey): Asked {
    const { organizationId } = placeOf(key);
    const asked = this.asked.get(organizationId) ?? this.askedOf(key);
    this.asked.set(organizationId, asked);
    return asked;
  }

  private askedOf(key: QueryKey): Asked {
    /** Gathers what several calls write at once into one transaction; they learn only that it was written. */
    const gathered = <Item>(work: (tx: OrganizationTransaction, items: readonly Item[]) => Promise<void>) =>
      new Gathered<Item, void>(async (items) => {
        await this.inTransaction(key, (tx) => work(tx, items));
        return items.map(() => undefined);
      });
    return {
      joins: new Gathered((digests) => this.inTransaction(key, (tx) => this.joinAll(tx, digests))),
      inserts: gathered((tx, rows) => this.queries.insert(tx, rows)),
      keeps: gathered((tx, rows) => this.prolongAll(tx, rows)),
      removals: gathered((tx, tasks) => this.queries.remove(tx, tasks)),
    };
  }

  private async joinAll(tx: OrganizationTransaction, digests: readonly string[]): Promise<(QueryTask | null)[]> {
    const held = await this.queries.hold(tx, digests, new Date());
    const tasks = new Map(
      held.map(({ digest, startedAt, ...task }) => [digest, { ...task, startedAtMs: startedAt.getTime() }]),
    );
    return digests.map((digest) => tasks.get(digest) ?? null);
  }

  private async prolongAll(tx: OrganizationTransaction, rows: readonly RunningQueryRow[]): Promise<void> {
    await this.queries.insert(tx, rows);
    const until = new Date(Math.min(...rows.map((row) => row.until.getTime())));
    await this.queries.prolong(tx, rows, until);
  }

  private inTransaction<T>(key: QueryKey, steps: (tx: OrganizationTransaction) => Promise<T>): Promise<T> {
    return this.database.inTransaction(placeOf(key).organizationId, steps);
  }
}

/** A connection's key begins with its organization and its account. */
function placeOf({ connection }: QueryKey) {
  const [organizationId = '', integratedAccountId = ''] = connection.split('/', 2);
  return { organizationId, integratedAccountId };
}

const storedTaskOf = ({ digest }: QueryKey, { taskId, queryId }: QueryTask): StoredTask => ({
  digest,
  taskId,
  queryId,
});

const rowOf = (key: QueryKey, task: QueryTask, until: Date): RunningQueryRow => ({
  ...storedTaskOf(key, task),
  startedAt: new Date(task.startedAtMs),
  integratedAccountId: placeOf(key).integratedAccountId,
  byApiKey: key.byApiKey,
  until,
});

/** Items in one piece of work at most. */
const ITEMS_MAX = 500;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/** Does work for many at once: what is asked for while a piece of work is under way is gathered for the next one. */
class Gathered<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private isWorking = false;

  /** @param work gives one result for each item, in their order. */
  constructor(private readonly work: (items: readonly Item[]) => Promise<readonly Result[]>) {}

  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isWorking) void this.workOff();
    });
  }

  private async workOff(): Promise<void> {
    this.isWorking = true;
    // Whoever asks in the same moment goes along.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const some = this.waiting.splice(0, ITEMS_MAX);
      try {
        const results = await this.work(some.map(({ item }) => item));
        for (const [index, { resolve }] of some.entries()) resolve(results[index] as Result);
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    this.isWorking = false;
  }
}
