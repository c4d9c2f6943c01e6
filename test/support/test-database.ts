import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { applyMigrations } from '../../src/database/migrate.js';
import { installQueueSchema } from '../../src/database/queue/queue-schema.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

const TEMPLATE = 'template_gateway';

/**
 * What a database owes only to whoever needs it again after a power cut; it answers the same without. A run of hundreds of
 * databases spends its time on the disk with it, and on workers that look after each of them.
 */
const FOR_TESTS = [
  'fsync = off',
  'synchronous_commit = off',
  'full_page_writes = off',
  'autovacuum = off',
  // Each worker has several gateways, each of which holds connections.
  'max_connections = 300',
];

/** One real PostgreSQL for the whole run, with a migrated template from which each test file copies its own database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await createTestDir();
  const fresh = await startEmbeddedPostgres(dataDir);
  await queryAt(
    fresh.url,
    FOR_TESTS.map((setting) => `ALTER SYSTEM SET ${setting}`),
  );
  // Some of them hold from the next start on.
  await fresh.stop();
  const postgres = await startEmbeddedPostgres(dataDir);
  await queryAt(postgres.url, [`CREATE DATABASE ${TEMPLATE}`]);
  await applyMigrations(databaseUrl(postgres.url, TEMPLATE));
  await installQueueSchema(databaseUrl(postgres.url, TEMPLATE));
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}

async function queryAt(url: string, statements: readonly string[]): Promise<void> {
  const admin = new pg.Client(url);
  await admin.connect();
  for (const statement of statements) await admin.query(statement);
  await admin.end();
}

/** A new folder that the user of the embedded PostgreSQL may enter. */
export async function createTestDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-test-'));
  await chmod(folder, 0o755);
  return folder;
}

const databaseUrl = (url: string, name: string) => Object.assign(new URL(url), { pathname: `/${name}` }).toString();

/** A database of its own, with every migration applied and nothing in it. */
export async function createTestDatabase(postgresUrl: string): Promise<string> {
  const name = `test_${process.pid}_${Date.now().toString(36)}_${Math.floor(Math.random() * 1e6)}`;
  const admin = new pg.Client(postgresUrl);
  await admin.connect();
  // Copies of one template are made one at a time: PostgreSQL refuses a template that somebody else is copying.
  await admin.query('SELECT pg_advisory_lock(1)');
  await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  await admin.end();
  return databaseUrl(postgresUrl, name);
}
