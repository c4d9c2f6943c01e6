import request from 'supertest';
import { afterEach, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { SetupCodes } from '../../src/crypto/setup-code.js';
import { readDatabaseIdentity } from '../../src/database/database-identity.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { createTestDatabase } from '../support/test-database.js';

const OWNER = { organization_name: 'Acme', email: 'Ada@Acme.example', password: 'correct horse battery' };
const CODE = /setup code ((?:[0-9A-Z]{4}-){4}[0-9A-Z]{4})/;

describe('POST /setup', () => {
  let gateway: TestGateway;
  let code: string;

  beforeEach(async () => {
    gateway = await startGateway();
    code = gateway.app.get(SetupCodes, { strict: false }).codeOf(await readDatabaseIdentity(gateway.databaseUrl));
  });

  afterEach(() => gateway.close());

  const setUp = (body: object) => request(gateway.url).post('/setup').send(body);
  const needed = async () => (await request(gateway.url).get('/setup')).body;
  const organizations = async () =>
    (await queryAsOwner<{ name: string }>(gateway.databaseUrl, 'SELECT name FROM organizations')).map(
      ({ name }) => name,
    );

  it('makes the first organization with its owner, signs the owner in, and is closed from then on', async () => {
    expect(await needed()).toEqual({ needed: true });
    const answer = await setUp({ code, ...OWNER });
    expect(answer.body).toMatchObject({
      role: 'owner',
      organization: { name: 'Acme' },
      member: { email: 'ada@acme.example' },
    });
    const owner = DashboardClient.of(gateway.url, answer);
    expect((await owner.patch('/organization', { name: 'Acme Inc' })).status).toBe(200);
    await DashboardClient.signIn(gateway.url, OWNER);
    expect(await needed()).toEqual({ needed: false });
    const again = await setUp({ code, ...OWNER, email: 'eve@acme.example' });
    expect([again.status, again.body.code]).toEqual([409, 'setup.closed']);
    expect(await organizations()).toEqual(['Acme Inc']);
  });

  it('is in the audit trail, with the address that it came from', async () => {
    const owner = DashboardClient.of(gateway.url, await setUp({ code, ...OWNER }));
    const { result } = (await owner.get('/audit')).body;
    expect(result.map(({ action }: { action: string }) => action)).toEqual(['session.created', 'organization.created']);
    expect(result[1]).toMatchObject({
      actor: { kind: 'system', name: 'setup', address: '127.0.0.1' },
      after: { name: 'Acme', owner: 'ada@acme.example' },
    });
    expect(JSON.stringify(result)).not.toContain(code);
  });

  it('of many at once makes one organization, and refuses the others as too late', async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => setUp({ code, ...OWNER, email: `owner-${index % 2}@acme.example` })),
    );
    expect(answers.map(({ body, status }) => body.code ?? status).sort()).toEqual([
      201,
      ...Array(5).fill('setup.closed'),
    ]);
    expect(await organizations()).toEqual(['Acme']);
  });

  it('takes the code as people type it', async () => {
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}`;
    expect((await setUp({ code: typed, ...OWNER })).status).toBe(201);
  });

  it('refuses a wrong code, and after ten of them any code from the same address', async () => {
    for (let guess = 0; guess < 10; guess += 1) {
      const answer = await setUp({ code: `0000-0000-0000-0000-000${guess}`, ...OWNER });
      expect([answer.status, answer.body.code]).toEqual([403, 'setup.code_wrong']);
    }
    const limited = await setUp({ code, ...OWNER });
    expect([limited.status, limited.body.code]).toEqual([429, 'request.rate_limited']);
    expect(limited.headers['retry-after']).toMatch(/^\d+$/);
    expect(await organizations()).toEqual([]);
  });

  it('refuses the code of another database, and one made with other keys', async () => {
    const identity = await readDatabaseIdentity(gateway.databaseUrl);
    const elsewhere = await readDatabaseIdentity(await createTestDatabase(inject('postgresUrl')));
    const codes = gateway.app.get(SetupCodes, { strict: false });
    expect(codes.isCodeOf(identity, codes.codeOf(elsewhere))).toBe(false);
    expect((await setUp({ code: codes.codeOf(elsewhere), ...OWNER })).body.code).toBe('setup.code_wrong');
  });

  it.each([
    ['a short password', { password: 'short' }, 'password'],
    ['no password', { password: undefined }, 'password'],
    ['no e-mail address', { email: 'ada' }, 'email'],
    ['a blank name', { organization_name: '  ' }, 'organization_name'],
    ['an unknown field', { role: 'owner' }, 'role'],
  ])('refuses %s, naming the field, and makes nothing', async (_, change, path) => {
    const answer = await setUp({ code, ...OWNER, ...change });
    expect([answer.status, answer.body.fields[0].path]).toEqual([400, path]);
    expect(await organizations()).toEqual([]);
  });

  it('takes JSON only, which no page of another site can send', async () => {
    const answer = await request(gateway.url)
      .post('/setup')
      .type('form')
      .send({ code, ...OWNER });
    expect(answer.status).toBe(415);
  });

  it('is closed where an organization was made by the command, also for a gateway that asked before', async () => {
    expect(await needed()).toEqual({ needed: true });
    await gateway.createOrganization('Made by command');
    expect(await needed()).toEqual({ needed: false });
    expect((await setUp({ code, ...OWNER })).body.code).toBe('setup.closed');
  });
});

describe('the setup of a gateway', () => {
  const keys = createMasterKey('k1');
  let environment: Record<string, string>;
  const running: GatewayProcess[] = [];

  beforeAll(async () => {
    environment = { DATABASE_URL: await createTestDatabase(inject('postgresUrl')), GATEWAY_MASTER_KEYS: keys };
  });

  afterEach(async () => {
    await Promise.all(running.splice(0).map((gateway) => gateway.stop()));
  });

  async function start(change: Record<string, string> = {}) {
    const lines: string[] = [];
    const gateway = await GatewayProcess.start({ ...environment, ...change }, (text) => lines.push(text));
    running.push(gateway);
    return { url: gateway.url, log: () => lines.join('') };
  }
  const codeIn = ({ log }: { log: () => string }) => CODE.exec(log())?.[1];

  it('is off by its setting: no code is told, and none is taken', async () => {
    const on = await start();
    await expect.poll(() => codeIn(on)).toBeDefined();
    const off = await start({ GATEWAY_SETUP: 'off' });
    expect((await request(off.url).get('/setup')).body).toEqual({ needed: false });
    const answer = await request(off.url)
      .post('/setup')
      .send({ code: codeIn(on), ...OWNER });
    expect([answer.status, answer.body.code]).toEqual([409, 'setup.closed']);
    expect(codeIn(off)).toBeUndefined();
  });

  it('takes at any process the code that another one told, before and after a change of keys, once', async () => {
    const [a, b] = [await start(), await start({ GATEWAY_MASTER_KEYS: `${createMasterKey('k2')},${keys}` })];
    await expect.poll(() => [codeIn(a), codeIn(b)]).toEqual([expect.any(String), expect.any(String)]);
    expect(a.log()).toContain(`${a.url}/app/#/setup?code=${codeIn(a)}`);
    const answer = await request(b.url)
      .post('/setup')
      .send({ code: codeIn(a), ...OWNER });
    expect(answer.status).toBe(201);
    for (const { url } of [a, b]) {
      const again = await request(url)
        .post('/setup')
        .send({ code: codeIn(a), ...OWNER });
      expect(again.body.code).toBe('setup.closed');
    }
    const later = await start();
    expect((await request(later.url).get('/setup')).body).toEqual({ needed: false });
    expect(codeIn(later)).toBeUndefined();
  });

  it('makes an owner without a password where the gateway takes none, and refuses one', async () => {
    const gateway = await start({
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_OIDC_ISSUER: 'http://127.0.0.1:1',
      GATEWAY_OIDC_CLIENT_ID: 'gateway',
      GATEWAY_PASSWORD_SIGN_IN: 'off',
    });
    await expect.poll(() => codeIn(gateway)).toBeDefined();
    const { password, ...owner } = OWNER;
    const setUp = (body: object) =>
      request(gateway.url)
        .post('/setup')
        .send({ code: codeIn(gateway), ...owner, ...body });
    expect((await setUp({ password })).body.fields[0].path).toBe('password');
    const answer = await setUp({});
    expect([answer.status, answer.body.role]).toEqual([201, 'owner']);
  });
});
