import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { applyMigrations } from '../../src/database/migrate.js';

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string;
  }
}

const TEMPLATE = 'template_gateway';

/** One real PostgreSQL for the whole run, with a migrated template from which each test file copies its own database. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = await createTestDir();
  const postgres = await startEmbeddedPostgres(dataDir);
  const admin = new pg.Client(postgres.url);
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await admin.end();
  await applyMigrations(databaseUrl(postgres.url, TEMPLATE));
  project.provide('postgresUrl', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
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
