import type pg from 'pg';

/** Tables that are added to whatever a caller asks: what happened, not what there is. */
const TRAILS = ['_prisma_migrations', 'audit_events', 'call_log'];

/** All that the database holds of records, as one text: equal as long as nothing was written. */
export class Fingerprint {
  private constructor(
    private readonly database: pg.Client,
    private readonly query: string,
  ) {}

  static async of(database: pg.Client): Promise<Fingerprint> {
    const { rows } = await database.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables
       WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND NOT table_name = ANY($1)`,
      [TRAILS],
    );
    // The use of a token is noted to the minute, and its digest moves to the newest key.
    const parts = rows.map(
      ({ name }) =>
        `SELECT '${name}' AS name, (to_jsonb(t) - 'last_used_at' - 'digest' - 'token_digest')::text AS row FROM ${name} t`,
    );
    return new Fingerprint(
      database,
      `SELECT md5(string_agg(name || row, ',' ORDER BY name, row)) AS held FROM (${parts.join(' UNION ALL ')}) everything`,
    );
  }

  async read(): Promise<string> {
    const { rows } = await this.database.query<{ held: string | null }>(this.query);
    return rows[0]?.held ?? '';
  }
}
