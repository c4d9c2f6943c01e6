import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { applyMigrations, withSchemaEngine } from '../../src/database/migrate.js';
import { createTestDatabase } from '../support/test-database.js';

const PRISMA_DIR = fileURLToPath(new URL('../../prisma', import.meta.url));

const DESCRIPTION = `
  SELECT table_name || '.' || column_name AS what, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS how
  FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
  ORDER BY 1, 2`;

describe('migrations', () => {
  const withClient = async <T>(database: string, use: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(database);
    await client.connect();
    return use(client).finally(() => client.end());
  };

  const describeDatabase = (database: string) =>
    withClient(database, async (client) =>
      (await client.query(DESCRIPTION)).rows.filter(({ what }) => !what.startsWith('_prisma_migrations')),
    );

  /** A database made straight from schema.prisma, by Prisma's own engine. */
  const createFromSchema = async (): Promise<string> => {
    const database = await createTestDatabase(inject('postgresUrl'));
    const content = await readFile(join(PRISMA_DIR, 'schema.prisma'), 'utf8');
    const { stdout } = await withSchemaEngine(database, (engine) =>
      engine.diff({
        from: { tag: 'empty' },
        to: { tag: 'schemaDatamodel', files: [{ path: 'schema.prisma', content }] },
        script: true,
        exitCode: null,
        filters: { externalTables: [], externalEnums: [] },
      }),
    );
    await withClient(database, (client) => client.query(`DROP SCHEMA public CASCADE; ${stdout}`));
    return database;
  };

  it('lead exactly to the tables, columns, indexes and constraints of schema.prisma', async () => {
    const migrated = await describeDatabase(await createTestDatabase(inject('postgresUrl')));
    const wanted = await describeDatabase(await createFromSchema());
    expect(wanted.length).toBeGreaterThan(40);
    expect(migrated).toEqual(wanted);
  });

  it('are applied once', async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    expect(await applyMigrations(database)).toEqual([]);
  });
});
