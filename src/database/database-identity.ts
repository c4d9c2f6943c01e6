import pg from 'pg';

/**
 * What tells a database from every other one, also from one of the same name made later: the random id that it got with
 * its first migration, and its name, which differs between copies on one server.
 * @throws what `pg` throws when the database does not answer.
 */
export async function readDatabaseIdentity(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ identity: string }>(
      `SELECT id || ' ' || current_database() AS identity FROM _prisma_migrations ORDER BY started_at, id LIMIT 1`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the database has had no migration');
    return row.identity;
  } finally {
    await client.end();
  }
}
