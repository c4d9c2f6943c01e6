import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Two jobs at once, and the one on which PostgreSQL tells of new ones. */
export const QUEUE_CONNECTIONS_MAX = 3;
const WAIT_MS = 10_000;
/** The queue's statements touch a few rows. */
const STATEMENT_MS = 10_000;
/** Longer than the time between two looks into the queue. */
const IDLE_MS = 60_000;
const CLOSE_MS = 1_000;

/**
 * The connections of the job queue, to its own tables. They work as the user who owns these, and not as the application's
 * role, which may neither read nor fill them. The work of a job goes through `DatabaseService`, as all other work does.
 */
export class QueuePool extends pg.Pool {
  private readonly open = new Set<pg.PoolClient>();

  constructor(connectionString: string) {
    super({
      connectionString,
      max: QUEUE_CONNECTIONS_MAX,
      connectionTimeoutMillis: WAIT_MS,
      // Counted here: a pooler refuses a connection that asks PostgreSQL to count.
      query_timeout: STATEMENT_MS,
      idleTimeoutMillis: IDLE_MS,
      keepAlive: true,
    });
    // A connection that breaks is replaced, and whoever had a statement on it is told there.
    this.on('error', () => undefined);
    this.on('connect', (client) => {
      this.open.add(client);
      client.on('error', () => undefined);
    });
    this.on('remove', (client) => this.open.delete(client));
  }

  /** Closes all connections, soon also those on which the database has fallen silent. */
  async close(): Promise<void> {
    const ended = this.end();
    const isLate = await Promise.race([ended, pause(CLOSE_MS, true, { ref: false })]);
    if (isLate !== true) return;
    // The type of a pooled client leaves out that it can be ended.
    for (const client of this.open) void (client as unknown as pg.Client).end();
  }
}
