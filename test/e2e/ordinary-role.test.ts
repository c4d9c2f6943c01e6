import { readdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres } from '../../src/database/embedded-postgres.js';
import { prepareDatabase } from '../../src/database/prepare-database.js';
import { QUEUE_REVISION } from '../../src/database/queue/queue-schema.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { POSTGRES_15, startPostgres15 } from '../support/debian-postgres.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { isMissing } from '../support/requirements.js';
import { createTestDir } from '../support/test-database.js';

/** Of the installed library, one file for each revision. */
const QUEUE_MIGRATIONS = join(createRequire(import.meta.url).resolve('graphile-worker/package.json'), '..', 'sql');

interface Postgres {
  readonly url: string;
  stop(): Promise<void>;
}

async function startPostgres18(): Promise<Postgres> {
  const folder = await createTestDir();
  const { url, stop } = await startEmbeddedPostgres(folder);
  return { url, stop: () => stop().then(() => rm(folder, { recursive: true, force: true })) };
}

describe.each([
  { version: 18, start: startPostgres18, isSkipped: false },
  { version: 15, start: startPostgres15, isSkipped: isMissing(POSTGRES_15) },
])('an ordinary role on PostgreSQL $version', ({ version, start, isSkipped }) => {
  let postgres: Postgres;
  let count = 0;
  let user: string;
  let url: string;

  if (isSkipped) return void it.skip(`needs ${POSTGRES_15}`, () => undefined);

  beforeAll(async () => {
    postgres = await start();
  });
  afterAll(() => postgres.stop());

  const asAdministrator = (sql: string, database = 'postgres') =>
    queryAsOwner(Object.assign(new URL(postgres.url), { pathname: `/${database}` }).toString(), sql);

  beforeEach(async () => {
    user = `user-${++count}`;
    await asAdministrator(`CREATE ROLE "${user}" LOGIN PASSWORD 'secret' NOSUPERUSER NOCREATEROLE`);
    await asAdministrator(`CREATE DATABASE "${user}" OWNER "${user}"`);
    url = Object.assign(new URL(postgres.url), { username: user, password: 'secret', pathname: `/${user}` }).toString();
  });
  afterEach(async () => {
    await asAdministrator(`DROP DATABASE "${user}" WITH (FORCE)`);
    await asAdministrator('DROP ROLE IF EXISTS gateway_app');
  });

  const preparation = () =>
    prepareDatabase(url).then(
      () => 'ready',
      (error: Error) => error.message,
    );
  /** The statements that a sentence ends with. */
  const remedyIn = (sentence: string) => /\brun(?: there)?: (.*)$/.exec(sentence)?.[1] ?? '';
  const tables = () =>
    asAdministrator(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`, user).then((rows) => rows.length);

  it('that may make no roles is told what to have run, before anything is made, and that is enough', async () => {
    const told = await preparation();
    expect(told).toContain(`${user} may not create roles`);
    expect(told).not.toContain('\n');
    expect(await tables()).toBe(0);
    await asAdministrator(remedyIn(told));
    expect(await preparation()).toBe('ready');
    expect(await preparation()).toBe('ready');
  });

  it('that may make roles needs nothing else', async () => {
    await asAdministrator(`ALTER ROLE "${user}" CREATEROLE`);
    expect(await preparation()).toBe('ready');
  });

  it('takes a role made beforehand, once it may work as it', async () => {
    await asAdministrator('CREATE ROLE gateway_app NOLOGIN');
    const told = await preparation();
    expect(told).toContain(`${user} may not`);
    expect(await tables()).toBe(0);
    await asAdministrator(remedyIn(told));
    expect(await preparation()).toBe('ready');
  });

  it('is refused a role that would bypass row-level security', async () => {
    await asAdministrator(`CREATE ROLE gateway_app NOLOGIN BYPASSRLS; GRANT gateway_app TO "${user}"`);
    const told = await preparation();
    await asAdministrator(remedyIn(told));
    expect(await preparation()).toBe('ready');
  });

  it('that may make no tables is told so', async () => {
    await asAdministrator(
      `ALTER DATABASE "${user}" OWNER TO gateway; CREATE ROLE gateway_app; GRANT gateway_app TO "${user}"`,
    );
    await asAdministrator('REVOKE CREATE ON SCHEMA public FROM PUBLIC', user);
    const told = await preparation();
    expect(told).toContain(`GRANT CREATE ON SCHEMA public TO "${user}"`);
    await asAdministrator(remedyIn(told), user);
    expect(await preparation()).toBe('ready');
  });

  it('that does not own the tables of the job queue is told so', async () => {
    await asAdministrator(`ALTER ROLE "${user}" CREATEROLE`);
    expect(await preparation()).toBe('ready');
    await asAdministrator(
      `CREATE ROLE "other ${user}"; ALTER SCHEMA graphile_worker OWNER TO "other ${user}";
       ALTER TABLE graphile_worker.migrations OWNER TO "other ${user}"`,
      user,
    );
    const told = await preparation();
    expect(told).toContain(`they belong to other ${user}`);
    await asAdministrator(/REASSIGN .*/.exec(told)?.[0] ?? '', user);
    expect(await preparation()).toBe('ready');
    await asAdministrator(`DROP OWNED BY "other ${user}"; DROP ROLE "other ${user}"`, user);
  });

  it('has the tables of the job queue made, where an earlier release made none', async () => {
    await asAdministrator(`ALTER ROLE "${user}" CREATEROLE`);
    expect(await preparation()).toBe('ready');
    await asAdministrator('DROP SCHEMA graphile_worker CASCADE', user);
    expect(await Promise.all([preparation(), preparation()])).toEqual(['ready', 'ready']);
    const [newest] = await queryAsOwner<{ id: number }>(url, 'SELECT max(id) AS id FROM graphile_worker.migrations');
    expect(newest?.id).toBe(QUEUE_REVISION);
    expect(await readdir(QUEUE_MIGRATIONS)).toHaveLength(QUEUE_REVISION);
  });

  it('takes a failed migration up again', async () => {
    await asAdministrator(`CREATE ROLE gateway_app; GRANT gateway_app TO "${user}"`);
    // In the way of a later migration, so that those before it are applied.
    const inTheWay = 'FUNCTION current_organizations()';
    await asAdministrator(`CREATE ${inTheWay} RETURNS int LANGUAGE sql AS 'SELECT 1'`, user);
    for (const told of [await preparation(), await preparation()]) expect(told).toContain('already exists');
    await asAdministrator(`DROP ${inTheWay}`, user);
    expect(await preparation()).toBe('ready');
  });

  it('is migrated by one process at a time', async () => {
    await asAdministrator(`ALTER ROLE "${user}" CREATEROLE`);
    expect(await Promise.all([preparation(), preparation(), preparation()])).toEqual(['ready', 'ready', 'ready']);
  });

  describe('runs a gateway', () => {
    let gateway: TestGateway;

    beforeEach(async () => {
      await asAdministrator(`ALTER ROLE "${user}" CREATEROLE`);
      gateway = await startGateway({ DATABASE_URL: url });
    });
    afterEach(() => gateway.close());

    it('that signs in, makes tokens and logs, and shows its tables to nobody who does not say for whom', async () => {
      const { rest, owner, apiToken } = await gateway.createOrganization('Acme');
      const session = await rest.post('/session', { ...owner });
      expect(session.status).toBe(201);
      expect((await rest.get('/api-token')).body.result).toHaveLength(1);
      expect((await rest.get('/audit')).body.result.length).toBeGreaterThanOrEqual(2);
      expect(apiToken).toBeTruthy();
      for (const table of ['organizations', 'members', 'api_tokens', 'audit_events'])
        expect(await queryAsOwner(url, `SELECT * FROM ${table}`)).toEqual([]);
      // Nothing was written that the owner would see if it said so.
      const asOwner = new pg.Client(url);
      await asOwner.connect();
      await asOwner.query(`BEGIN; SELECT set_config('gateway.as_owner', 'on', true)`);
      expect((await asOwner.query('SELECT FROM organizations')).rowCount).toBe(1);
      await asOwner.end();
    });

    it(`is ready on version ${version}`, async () => {
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    });
  });
});
