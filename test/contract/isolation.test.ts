import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

describe('row-level security', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let owner: pg.Client;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    for (const { rest } of [acme, globex]) await rest.issue(await rest.connect(credentialsOf(looker)));
    owner = new pg.Client(gateway.databaseUrl);
    await owner.connect();
  });

  afterAll(async () => {
    await owner.end();
    await gateway.close();
    await looker.close();
  });

  const tenantTables = async (): Promise<string[]> =>
    (
      await owner.query(`SELECT DISTINCT table_name FROM information_schema.columns
        WHERE table_schema = 'public' AND column_name = 'organization_id' ORDER BY 1`)
    ).rows.map(({ table_name }) => table_name);

  it('is on for every table with an organization, and for the organizations themselves', async () => {
    const tables = [...(await tenantTables()), 'organizations'];
    const { rows } = await owner.query(
      'SELECT relname FROM pg_class WHERE relrowsecurity AND relname = ANY ($1) ORDER BY 1',
      [tables],
    );
    expect(tables.length).toBeGreaterThanOrEqual(10);
    expect(rows.map(({ relname }) => relname)).toEqual([...tables].sort());
  });

  it('holds for the role that the gateway works as, which can neither bypass it nor change it', async () => {
    const { rows } = await owner.query(`SELECT rolsuper, rolbypassrls, rolcanlogin,
      (SELECT count(*)::int FROM pg_class WHERE relowner = pg_roles.oid) AS owned FROM pg_roles WHERE rolname = 'gateway_app'`);
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false, rolcanlogin: false, owned: 0 }]);
    const [{ current_user }] = await database().inTransaction(
      acme.id,
      ({ db }) => db.$queryRaw<[{ current_user: string }]>`SELECT current_user`,
    );
    expect(current_user).toBe('gateway_app');
  });

  it("a query that forgets its condition sees its own organization's rows and no others", async () => {
    const total = async (table: string) => Number((await owner.query(`SELECT count(*) FROM ${table}`)).rows[0].count);
    for (const table of ['integrated_accounts', 'mcp_servers', 'api_tokens', 'members', 'audit_events']) {
      const seen = await database().inTransaction(acme.id, ({ db }) =>
        db.$queryRawUnsafe<{ organization_id: string }[]>(`SELECT organization_id FROM ${table}`),
      );
      expect(seen.length, table).toBeGreaterThan(0);
      expect(seen.length, table).toBeLessThan(await total(table));
      expect(new Set(seen.map((row) => row.organization_id))).toEqual(new Set([acme.id]));
    }
  });

  it('a query outside of any organization sees nothing', async () => {
    for (const table of [...(await tenantTables()), 'organizations']) {
      const seen = await database().inTransaction('', ({ db }) =>
        db.$queryRawUnsafe<unknown[]>(`SELECT * FROM ${table}`),
      );
      expect(seen, table).toEqual([]);
    }
  });

  it('a row of another organization cannot be written, changed or removed', async () => {
    const insert = database().inTransaction(
      acme.id,
      ({ db }) =>
        db.$executeRaw`INSERT INTO audit_heads (organization_id, sequence, hash) VALUES (gen_random_uuid(), 1, 'x')`,
    );
    await expect(insert).rejects.toThrow(/row-level security/);
    const touched = await database().inTransaction(acme.id, async ({ db }) => [
      await db.$executeRaw`UPDATE mcp_servers SET name = 'stolen' WHERE organization_id = ${globex.id}::uuid`,
      await db.$executeRaw`DELETE FROM mcp_servers WHERE organization_id = ${globex.id}::uuid`,
    ]);
    expect(touched).toEqual([0, 0]);
  });

  it.each([
    'UPDATE audit_events SET action = action',
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
    'UPDATE call_log SET status = status',
    'INSERT INTO call_log SELECT * FROM call_log',
    'ALTER TABLE audit_events DISABLE ROW LEVEL SECURITY',
  ])('"%s" is refused to the role of the gateway', async (statement) => {
    const attempt = database().inTransaction(acme.id, ({ db }) => db.$executeRawUnsafe(statement));
    await expect(attempt).rejects.toThrow(/permission denied|must be owner/);
  });

  const database = () => gateway.app.get(DatabaseService, { strict: false });
});
