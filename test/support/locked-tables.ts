import pg from 'pg';

/** Keeps everybody else from some tables while `meanwhile` runs. */
export async function locked<T>(databaseUrl: string, tables: string, meanwhile: () => Promise<T>): Promise<T> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE ${tables}`);
  try {
    return await meanwhile();
  } finally {
    await client.query('COMMIT');
    await client.end();
  }
}
