import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';
import { PACKAGE_ROOT } from '../config/settings.js';

const PRISMA_DIR = join(PACKAGE_ROOT, 'prisma');
const MIGRATIONS_DIR = join(PRISMA_DIR, 'migrations');
const NO_FILTERS = { externalTables: [], externalEnums: [] };

type SchemaEngine = Awaited<ReturnType<typeof engineBindings.SchemaEngine.new>>;

let engineLoaded: Promise<void> | undefined;

/** The engine is WebAssembly from npm: Prisma's own migrate command downloads a native one, which a closed network refuses. */
async function instantiateEngine(): Promise<void> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'));
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': engineBindings as never });
  engineBindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}

/**
 * Sends a migration to PostgreSQL whole, which makes it one transaction. The adapter's own way cuts it at every semicolon,
 * those inside of function bodies included.
 */
class WholeScripts extends PrismaPg {
  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await this.pool.query(script);
    };
    return adapter;
  }
}

/** Runs `use` with Prisma's schema engine, connected to a database and holding `schema.prisma`; leaves no connection open. */
export async function withSchemaEngine<T>(databaseUrl: string, use: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  engineLoaded ??= instantiateEngine();
  await engineLoaded;
  const schema = await readFile(join(PRISMA_DIR, 'schema.prisma'), 'utf8');
  const pool = new pg.Pool({ connectionString: databaseUrl });
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
    return await use(
      await engineBindings.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter),
    );
  } finally {
    await pool.end();
  }
}

async function readMigrations() {
  const names = (await readdir(MIGRATIONS_DIR, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const migrationDirectories = await Promise.all(
    names.map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(MIGRATIONS_DIR, path, 'migration.sql'), 'utf8') },
      },
    })),
  );
  const lockfile = {
    path: 'migration_lock.toml',
    content: await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8'),
  };
  return { baseDir: MIGRATIONS_DIR, lockfile, shadowDbInitScript: '', migrationDirectories };
}

/**
 * Applies the migrations in `prisma/migrations` that the database has not had yet, keeping Prisma's own
 * `_prisma_migrations` table, so that `prisma migrate deploy` and this function can be used in turn.
 * @returns the names of the migrations applied now.
 */
export async function applyMigrations(databaseUrl: string): Promise<readonly string[]> {
  const migrationsList = await readMigrations();
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  );
  return appliedMigrationNames;
}
