import { readdir, readFile } from 'node:fs/promises';
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

/** What a migration does by itself, without what its functions will do. */
const withoutFunctions = (sql: string) => sql.replaceAll(/(\$\w*\$)[\s\S]*?\1/g, '');

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

  it('put every table under row-level security, also for its owner, and let the owner through in its functions only', async () => {
    const rows = await withClient(await createTestDatabase(inject('postgresUrl')), async (client) => {
      const { rows } = await client.query<{ name: string; forced: boolean; owner_policies: number; policies: number }>(`
        SELECT c.relname AS name, c.relrowsecurity AND c.relforcerowsecurity AS forced,
          count(*) FILTER (WHERE p.polname = 'owner' AND p.polroles = ARRAY[c.relowner])::int AS owner_policies,
          count(*) FILTER (WHERE p.polname <> 'owner')::int AS policies
        FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
        GROUP BY c.oid ORDER BY 1`);
      return rows;
    });
    expect(rows.length).toBeGreaterThanOrEqual(12);
    // A new table's migration ends with: SELECT force_row_level_security();
    expect(rows.filter(({ forced, owner_policies }) => !forced || owner_policies !== 1)).toEqual([]);
    expect(rows.filter(({ policies }) => policies === 0)).toEqual([]);
  });

  it('that change rows say that they work as the owner, who sees none otherwise', async () => {
    const names = (await readdir(join(PRISMA_DIR, 'migrations'))).filter((name) => /^\d+_/.test(name)).sort();
    const later = names.slice(names.findIndex((name) => name.endsWith('_forced_row_level_security')) + 1);
    const texts = await Promise.all(
      later.map(async (name) => ({
        name,
        sql: await readFile(join(PRISMA_DIR, 'migrations', name, 'migration.sql'), 'utf8'),
      })),
    );
    const changing = texts.filter(({ sql }) => /^\s*(UPDATE|DELETE FROM|INSERT INTO)\b/im.test(withoutFunctions(sql)));
    expect(changing.filter(({ sql }) => !sql.includes("set_config('gateway.as_owner', 'on', true)"))).toEqual([]);
    expect(names.length).toBeGreaterThan(later.length);
  });

  it('are applied once', async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    expect(await applyMigrations(database)).toEqual([]);
  });
});
