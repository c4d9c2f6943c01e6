import pg from 'pg';

export type StoredCall = Record<string, unknown> & { readonly tool_name: string; readonly status: string };

/** Runs one statement as the owner of the tables, past row-level security. */
export async function queryAsOwner<Row extends pg.QueryResultRow>(
  databaseUrl: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** The calls of one MCP server, oldest first, as they stand in the table. */
export const storedCalls = (databaseUrl: string, serverId: string): Promise<StoredCall[]> =>
  queryAsOwner(databaseUrl, 'SELECT * FROM call_log WHERE mcp_server_id = $1 ORDER BY id', [serverId]);
