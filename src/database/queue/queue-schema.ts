import type pg from 'pg';
import { ignoreLibraryConfigFiles } from '../../config/library-config-files.js';
import { QueuePool } from './queue-pool.js';

/** Where the tables of the job queue are, apart from those of the gateway. */
export const QUEUE_SCHEMA = 'graphile_worker';
/** The newest migration of the installed library, so that it need not be loaded to see that there is nothing to do. */
export const QUEUE_REVISION = 19;

/** Whether the tables of the job queue are as this release needs them; a newer release may have been here. */
export async function hasQueueSchema(session: pg.Client): Promise<boolean> {
  const table = `${QUEUE_SCHEMA}.migrations`;
  const { rows } = await session.query<{ may_look: boolean | null }>(
    `SELECT CASE WHEN to_regnamespace($1) IS NULL THEN false
       ELSE has_schema_privilege($1, 'USAGE') AND has_table_privilege(to_regclass($2), 'SELECT') END AS may_look`,
    [QUEUE_SCHEMA, table],
  );
  if (rows[0]?.may_look !== true) return false;
  const applied = await session.query<{ revision: number | null }>(`SELECT max(id) AS revision FROM ${table}`);
  return (applied.rows[0]?.revision ?? 0) >= QUEUE_REVISION;
}

/**
 * Makes the tables of the job queue, or brings them up to date, by the library's own migrations: each is one transaction. The
 * caller sees to it that nobody else does the same at the same time (`prepareDatabase`).
 */
export async function installQueueSchema(databaseUrl: string): Promise<void> {
  ignoreLibraryConfigFiles();
  const { Logger, runMigrations } = await import('graphile-worker');
  const pgPool = new QueuePool(databaseUrl);
  try {
    await runMigrations({ pgPool, schema: QUEUE_SCHEMA, logger: new Logger(() => () => undefined) });
  } finally {
    await pgPool.close();
  }
}
