import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { withSchemaEngine } from '../../src/database/migrate.js';
import { queryAsOwner } from './call-log-rows.js';

const MIGRATIONS_DIR = join(PACKAGE_ROOT, 'prisma', 'migrations');

/** A database as an earlier release left it, whose owner is an ordinary role: row-level security binds it, too. */
export interface EarlierDatabase {
  /** As the owner, whose gateway migrates the rest. */
  readonly url: string;
  /** As a superuser, who sees and writes everything. */
  readonly adminUrl: string;
  drop(): Promise<void>;
}

/** @param before the name of the first migration that the database lacks, without its time. */
export async function createEarlierDatabase(before: string): Promise<EarlierDatabase> {
  const postgresUrl = inject('postgresUrl');
  const name = `earlier_${process.pid}_${Math.floor(Math.random() * 1e6)}`;
  await queryAsOwner(postgresUrl, `CREATE ROLE "${name}" LOGIN PASSWORD 'secret'`);
  await queryAsOwner(postgresUrl, `GRANT gateway_app TO "${name}" WITH SET TRUE`);
  await queryAsOwner(postgresUrl, `CREATE DATABASE "${name}" OWNER "${name}"`);
  const at = (changes: object) => Object.assign(new URL(postgresUrl), { pathname: `/${name}`, ...changes }).toString();
  const url = at({ username: name, password: 'secret' });
  await migrateUntil(url, before);
  return {
    url,
    adminUrl: at({}),
    drop: async () => {
      await queryAsOwner(postgresUrl, `DROP DATABASE "${name}" WITH (FORCE)`);
      await queryAsOwner(postgresUrl, `DROP ROLE "${name}"`);
    },
  };
}

async function migrateUntil(url: string, before: string): Promise<void> {
  const names = (await readdir(MIGRATIONS_DIR)).filter((each) => /^\d+_/.test(each)).sort();
  const end = names.findIndex((each) => each.endsWith(`_${before}`));
  if (end < 1) throw new Error(`there is no migration ${before}, or nothing before it`);
  const read = (...path: string[]) => readFile(join(MIGRATIONS_DIR, ...path), 'utf8');
  const migrationDirectories = await Promise.all(
    names.slice(0, end).map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await read(path, 'migration.sql') },
      },
    })),
  );
  const lockfile = { path: 'migration_lock.toml', content: await read('migration_lock.toml') };
  const migrationsList = { baseDir: MIGRATIONS_DIR, lockfile, shadowDbInitScript: '', migrationDirectories };
  await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({ migrationsList, filters: { externalTables: [], externalEnums: [] } }),
  );
}
