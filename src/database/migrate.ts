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

/** The engine's own lock is one of a session, which a pooler leaves behind; who migrates has taken it in a transaction. */
const ENGINE_LOCK = /^SELECT pg_advisory_lock/;
const NO_ROWS = { columnNames: [], columnTypes: [], rows: [] };

/**
 * Sends a migration to PostgreSQL whole, which makes it one transaction. The adapter's own way cuts it at every semicolon,
 * those inside of function bodies included.
 */
class WholeScripts extends PrismaPg {
  /** Why a migration failed, in the words of PostgreSQL: the engine tells where in itself it was. */
  fault: unknown;

  constructor(private readonly pool: pg.Pool) {
    super(pool);
  }

  override async connect() {
    const adapter = await super.connect();
    const { queryRaw, executeRaw } = adapter;
    adapter.queryRaw = async (query) => (ENGINE_LOCK.test(query.sql) ? NO_ROWS : queryRaw.call(adapter, query));
    adapter.executeRaw = async (query) => (ENGINE_LOCK.test(query.sql) ? 0 : executeRaw.call(adapter, query));
    adapter.executeScript = async (script) => {
      if (ENGINE_LOCK.test(script)) return;
      await this.pool.query(script).catch((error: unknown) => {
        this.fault = error;
        throw error;
      });
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
  const scripts = new WholeScripts(pool);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(scripts);
    return await use(
      await engineBindings.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => undefined, adapter),
    );
  } catch (error) {
    throw scripts.fault ?? error;
  } finally {
    await pool.end();
  }
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** The names of the migrations that the database has not had yet; all of them where the user may not look. */
export async function pendingMigrations(session: pg.Client): Promise<string[]> {
  const names = await migrationNames();
  const { rows } = await session.query<{ may_look: boolean | null }>(
    `SELECT has_table_privilege(to_regclass('public._prisma_migrations'), 'SELECT') AS may_look`,
  );
  if (rows[0]?.may_look !== true) return names;
  const applied = await session.query<{ migration_name: string }>(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  const known = new Set(applied.rows.map(({ migration_name }) => migration_name));
  return names.filter((name) => !known.has(name));
}

async function readMigrations() {
  const names = await migrationNames();
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
 * `_prisma_migrations` table, so that `prisma migrate deploy` and this function can be used in turn. The caller sees to it that
 * nobody else does the same at the same time (`prepareDatabase`).
 * @returns the names of the migrations applied now.
 */
export async function applyMigrations(databaseUrl: string): Promise<readonly string[]> {
  const migrationsList = await readMigrations();
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations({ migrationsList, filters: NO_FILTERS }),
  );
  return appliedMigrationNames;
}
