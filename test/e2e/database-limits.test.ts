import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { createId } from '../../src/database/ids.js';
import type { OrganizationTransaction } from '../../src/database/organization-transaction.js';
import { AppError } from '../../src/errors/app-error.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { locked } from '../support/locked-tables.js';
import { credentialsOf } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** Longer than Prisma waits for a connection by itself, shorter than the gateway does. */
const LOCKED_MS = 2500;

const nowhere = '00000000-0000-7000-8000-000000000009';

describe('the database and its limits', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let database: DatabaseService;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({
      GATEWAY_DATABASE_CONNECTIONS: '3',
      GATEWAY_DATABASE_WAIT_SECONDS: '4',
      GATEWAY_DATABASE_LOCK_SECONDS: '4',
      GATEWAY_DATABASE_STATEMENT_SECONDS: '5',
      GATEWAY_DATABASE_TRANSACTION_SECONDS: '6',
    });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    database = gateway.app.get(DatabaseService, { strict: false });
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const refusalOf = (steps: (tx: OrganizationTransaction) => Promise<unknown>) =>
    database.inTransaction(acme.id, steps).then(
      () => expect.fail('it was not refused'),
      (error: unknown) => {
        expect(error).toBeInstanceOf(AppError);
        const { code, kind, retryAfterSeconds } = error as AppError;
        return { code, status: kind.status, mayRetry: retryAfterSeconds !== undefined };
      },
    );

  const account = { baseUrl: 'https://a.example', sealedCredentials: 'x', state: 'connected', createdBy: 'x' } as const;
  const insert = (id: string, name: string) => (tx: OrganizationTransaction) =>
    tx.db.integratedAccount.create({ data: { organizationId: tx.organizationId, id, name, ...account } });

  it.each<[string, string, number, (tx: OrganizationTransaction) => Promise<unknown>]>([
    ['a key that is taken', 'record.conflict', 409, (tx) => insert(accountId, 'Acme')(tx)],
    [
      'the same by hand',
      'record.conflict',
      409,
      ({ db }) => db.$executeRaw`INSERT INTO organizations SELECT * FROM organizations`,
    ],
    [
      'a reference to a record that is not there',
      'record.conflict',
      409,
      ({ organizationId, db }) =>
        db.runningQuery.create({
          data: {
            organizationId,
            integratedAccountId: nowhere,
            digest: 'x',
            taskId: 'x',
            queryId: 'x',
            until: new Date(),
          },
        }),
    ],
    [
      'a reference by hand',
      'record.conflict',
      409,
      ({ organizationId, db }) => db.$executeRaw`
        INSERT INTO running_queries (organization_id, integrated_account_id, digest, task_id, query_id, until)
        VALUES (${organizationId}::uuid, ${nowhere}::uuid, 'x', 'x', 'x', now())`,
    ],
    [
      'a change of a record that is not there',
      'record.not_found',
      404,
      ({ organizationId, db }) =>
        db.integratedAccount.delete({ where: { organizationId_id: { organizationId, id: nowhere } } }),
    ],
    ['a NUL in a text', 'request.invalid', 400, (tx) => insert(createId(), 'a\0b')(tx)],
    ['a NUL in a statement by hand', 'request.invalid', 400, ({ db }) => db.$queryRaw`SELECT ${'a\0b'}::text`],
    [
      'a number out of range',
      'request.invalid',
      400,
      ({ organizationId, db }) =>
        db.auditEvent.findMany({ where: { organizationId, sequence: { lt: 99_999_999_999 } } }),
    ],
    ['a number beyond all ranges', 'request.invalid', 400, ({ db }) => db.auditEvent.findMany({ take: 1e20 })],
    ['an id that is none', 'request.invalid', 400, ({ db }) => db.organization.findUnique({ where: { id: 'zz' } })],
  ])('%s is told by its code, %s', async (_, code, status, steps) => {
    expect(await refusalOf(steps)).toEqual({ code, status, mayRetry: false });
  });

  const busy = { code: 'service.busy', status: 503, mayRetry: true };

  it('a statement that takes too long is ended in PostgreSQL, and may be tried again', async () => {
    const slow = refusalOf(({ db }) => db.$queryRaw`SELECT pg_sleep(60)::text`);
    expect(await slow).toEqual(busy);
    const running = await queryAsOwner(
      gateway.databaseUrl,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`,
    );
    expect(running).toEqual([]);
  });

  it('a transaction that takes too long holds nothing, and may be tried again', async () => {
    const id = createId();
    const slow = refusalOf(async (tx) => {
      await insert(id, 'Slow')(tx);
      await new Promise((resolve) => setTimeout(resolve, 6500));
      await insert(createId(), 'Later')(tx);
    });
    expect(await slow).toEqual(busy);
    expect((await acme.rest.get(`/integrated-account/${id}`)).status).toBe(404);
  });

  it('a connection that the database ends is told as that, and the next one works', async () => {
    const ended = refusalOf(async ({ db }) => {
      const [session] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await queryAsOwner(gateway.databaseUrl, `SELECT pg_terminate_backend(${session?.pid})`);
      await db.integratedAccount.findMany();
    });
    const away = { code: 'service.not_ready', status: 503, mayRetry: true };
    expect(await ended).toEqual(away);
    const endedWhileAtWork = refusalOf(({ db }) => db.$queryRaw`SELECT pg_sleep(60)::text AS at_work`);
    const endIt = () =>
      queryAsOwner(
        gateway.databaseUrl,
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE '%AS at_work' AND pid <> pg_backend_pid()`,
      );
    await expect.poll(endIt).toHaveLength(1);
    expect(await endedWhileAtWork).toEqual(away);
    expect((await acme.rest.get('/integrated-account')).status).toBe(200);
  });

  it('of two transactions that wait for each other, the one that the database ends is run again', async () => {
    const [one, two] = [createId(), createId()];
    for (const id of [one, two]) await database.inTransaction(acme.id, insert(id, 'Mine'));
    let runs = 0;
    let bothHold = () => {};
    const both = new Promise<void>((resolve) => {
      bothHold = resolve;
    });
    const renamed = (first: string, second: string, name: string) =>
      database.inTransaction(acme.id, async ({ organizationId, db }) => {
        const rename = (id: string) =>
          db.integratedAccount.update({ where: { organizationId_id: { organizationId, id } }, data: { name } });
        await rename(first);
        if (++runs === 2) bothHold();
        await both;
        await rename(second);
      });
    await Promise.all([renamed(one, two, 'Left'), renamed(two, one, 'Right')]);
    expect(runs).toBeGreaterThanOrEqual(3);
    const names = await Promise.all(
      [one, two].map(async (id) => (await acme.rest.get(`/integrated-account/${id}`)).body.name),
    );
    expect(new Set(names).size).toBe(1);
  });

  it('a read holds no connection between its queries, and can change nothing', async () => {
    const reads = (depth: number): Promise<number> =>
      database.read(acme.id, async ({ db }) => {
        await db.integratedAccount.findMany();
        return depth === 0 ? 0 : 1 + (await reads(depth - 1));
      });
    // More than there are connections, one inside of the other.
    expect(await reads(10)).toBe(10);
    const write = database.read(acme.id, (tx) => insert(createId(), 'Sneaked in')(tx));
    await expect(write).rejects.toThrow(AppError);
    expect((await acme.rest.get('/integrated-account?limit=100')).text).not.toContain('Sneaked in');
  });

  it('a read sees the rows of its organization only, also beside reads of another one in the same moment', async () => {
    const other = await gateway.createOrganization('Other');
    const counts = await Promise.all(
      [acme.id, other.id, acme.id, other.id].map((organizationId) =>
        database.read(organizationId, ({ db }) =>
          db.integratedAccount.findUnique({ where: { organizationId_id: { organizationId: acme.id, id: accountId } } }),
        ),
      ),
    );
    expect(counts.map((row) => row?.id)).toEqual([accountId, undefined, accountId, undefined]);
  });

  it('what waits too long is answered 503 with Retry-After, by REST and by MCP', async () => {
    const { url } = await acme.rest.issue(accountId);
    const [rest, mcp] = await locked(gateway.databaseUrl, 'integrated_accounts, mcp_servers', () =>
      Promise.all([
        Promise.all(Array.from({ length: 6 }, () => acme.rest.get('/integrated-account'))),
        fetch(url, toolCallRequest(1, 'looker_user_get_me')),
      ]),
    );
    for (const answer of rest) {
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBe('1');
      expect(answer.body).toMatchObject({ code: 'service.busy', message: expect.stringContaining('Try again') });
    }
    expect(mcp.status).toBe(503);
    expect(mcp.headers.get('retry-after')).toBe('1');
    expect(await mcp.json()).toMatchObject({ jsonrpc: '2.0', error: { data: { code: 'service.busy' } } });
  });
});

describe('a gateway with few connections and much time', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({
      GATEWAY_DATABASE_CONNECTIONS: '3',
      GATEWAY_DATABASE_WAIT_SECONDS: '60',
      GATEWAY_DATABASE_LOCK_SECONDS: '60',
      GATEWAY_DATABASE_STATEMENT_SECONDS: '60',
      GATEWAY_DATABASE_TRANSACTION_SECONDS: '60',
    });
  });

  afterAll(() => gateway.close());

  it('answers a hundred reads at once, however long they wait for a connection', async () => {
    const { rest } = await gateway.createOrganization('Acme');
    const reads = await locked(gateway.databaseUrl, 'integrated_accounts', async () => {
      const started = Array.from({ length: 100 }, () => rest.get('/integrated-account'));
      await new Promise((resolve) => setTimeout(resolve, LOCKED_MS));
      return { started };
    });
    const answers = await Promise.all(reads.started);
    expect(answers.map(({ status }) => status)).toEqual(Array(100).fill(200));
  });
});
