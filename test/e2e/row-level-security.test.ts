import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { PostgresProxy } from '../support/postgres-proxy.js';
import { createTestDatabase, createTestDir } from '../support/test-database.js';

const run = promisify(execFile);

/** What `npm start` writes when it does not start; undefined where it goes on running. */
async function startRefusal(databaseUrl: string): Promise<string | undefined> {
  const folder = await createTestDir();
  const env = {
    DATABASE_URL: databaseUrl,
    GATEWAY_MASTER_KEYS: createMasterKey('test'),
    GATEWAY_LOG_LEVEL: 'silent',
    GATEWAY_DATA_DIR: folder,
  };
  const program = join(PACKAGE_ROOT, 'dist', 'commands', 'verify-audit.js');
  const failed = await run(process.execPath, [program], { env }).catch((error: { stderr: string }) => error);
  await rm(folder, { recursive: true, force: true });
  return failed.stderr === '' ? undefined : failed.stderr;
}

describe('row-level security', () => {
  let gateway: TestGateway;
  let proxy: PostgresProxy;
  let databaseUrl: string;

  beforeEach(async () => {
    databaseUrl = await createTestDatabase(inject('postgresUrl'));
    proxy = await PostgresProxy.open(databaseUrl);
    gateway = await startGateway({ DATABASE_URL: proxy.url });
  });

  afterEach(async () => {
    await gateway.close();
    proxy.close();
  });

  const ready = () => fetch(`${gateway.url}/readyz`);

  it('is in force through a pooler that drops the options of a session', async () => {
    const { rest, id } = await gateway.createOrganization('Acme');
    await gateway.createOrganization('Other');
    const database = gateway.app.get(DatabaseService, { strict: false });
    const everything = ({ db }: { db: { organization: { findMany(): Promise<{ id: string }[]> } } }) =>
      db.organization.findMany();
    expect((await database.read(id, everything)).map((row) => row.id)).toEqual([id]);
    expect((await database.inTransaction(id, everything)).map((row) => row.id)).toEqual([id]);
    expect((await rest.get('/organization')).status).toBe(200);
    expect((await ready()).status).toBe(200);
  });

  it('that is off for one table makes the gateway unready, and refuses the next start in a sentence', async () => {
    await queryAsOwner(databaseUrl, 'ALTER TABLE sessions NO FORCE ROW LEVEL SECURITY');
    expect(await (await ready()).json()).toMatchObject({
      code: 'service.not_ready',
      message: expect.stringContaining('does not keep organizations apart'),
    });
    expect(await startRefusal(databaseUrl)).toContain('is off for sessions');
    await queryAsOwner(databaseUrl, 'ALTER TABLE sessions FORCE ROW LEVEL SECURITY');
    expect((await ready()).status).toBe(200);
    await queryAsOwner(databaseUrl, 'ALTER TABLE members DISABLE ROW LEVEL SECURITY');
    expect((await ready()).status).toBe(503);
    await queryAsOwner(databaseUrl, 'ALTER TABLE members ENABLE ROW LEVEL SECURITY');
  });

  it('that is asked for as another role refuses the start, and makes a gateway that runs unready', async () => {
    // An ordinary owner of the tables, whom row-level security binds: all that is wrong is the role.
    const postgresUrl = inject('postgresUrl');
    const owner = `owner_${databaseUrl.split('/').at(-1)}`;
    await queryAsOwner(postgresUrl, `CREATE ROLE "${owner}" LOGIN PASSWORD 'secret'`);
    await queryAsOwner(postgresUrl, `GRANT gateway_app TO "${owner}" WITH SET TRUE`);
    await queryAsOwner(postgresUrl, `CREATE DATABASE "${owner}" OWNER "${owner}"`);
    const url = Object.assign(new URL(postgresUrl), { username: owner, password: 'secret', pathname: `/${owner}` });
    const between = await PostgresProxy.open(url.toString());
    const other = await startGateway({ DATABASE_URL: between.url });
    const otherReady = async () => (await fetch(`${other.url}/readyz`)).status;
    expect(await otherReady()).toBe(200);
    between.keepRole();
    expect(await otherReady()).toBe(503);
    expect(await startRefusal(between.url)).toContain(`Statements run as ${owner} and not as gateway_app`);
    await other.close();
    between.close();
    await queryAsOwner(postgresUrl, `DROP DATABASE "${owner}" WITH (FORCE)`);
    await queryAsOwner(postgresUrl, `DROP ROLE "${owner}"`);
  });

  it('makes an unready gateway of one whose PostgreSQL has fallen silent, and readyz says so all the same', async () => {
    expect((await ready()).status).toBe(200);
    proxy.silence();
    const startedAt = performance.now();
    const answers = await Promise.all(Array.from({ length: 20 }, ready));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(503));
    expect(await answers[0]?.json()).toMatchObject({ code: 'service.not_ready' });
    // Not the limits of statements and transactions, which are many times longer.
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
