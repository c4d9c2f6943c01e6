import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemPrincipal } from '../../src/access/principal.js';
import { MembersService } from '../../src/auth/members/members.service.js';
import { csrfTokenOf } from '../../src/auth/sessions/csrf-token.js';
import { createToken, TokenDigester } from '../../src/crypto/bearer-token.js';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { digestPassword } from '../../src/crypto/password.js';
import { createId } from '../../src/database/ids.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { createEarlierDatabase, type EarlierDatabase } from '../support/earlier-database.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

/** Four rounds of bcrypt in place of twelve: what an address begins with stays its salt. */
const SALT = '$2b$04$abcdefghijklmnopqrstuu';
const KEY = createMasterKey('test');

interface OldMember {
  readonly organization: string;
  readonly email: string;
  readonly password?: string;
  readonly subject?: string;
}

const ANA = { email: 'ana@example.com', password: 'the one that Ana has' };
const OTHERS = { email: 'ana@example.com', password: 'somebody else has this' };
const BEN = { email: 'ben@example.com', password: 'the one that Ben has' };
const EVE = { email: 'eve@example.com', password: 'the one that Eve has' };

/** In the order in which they were made. */
const MEMBERS: readonly OldMember[] = [
  { organization: 'Acme', ...ANA, subject: 'issuer ana' },
  { organization: 'Globex', ...ANA },
  { organization: 'Evil', ...OTHERS },
  { organization: 'Spare', email: ANA.email, subject: 'issuer ana' },
  { organization: 'Acme', ...BEN },
  { organization: 'Globex', email: BEN.email },
  { organization: 'Evil', email: BEN.email },
  { organization: 'Acme', ...EVE, subject: 'issuer eve' },
  { organization: 'Globex', ...EVE, subject: 'issuer mallory' },
  { organization: 'Evil', ...EVE },
  { organization: 'Acme', email: 'kim@example.com', subject: 'issuer kim' },
  { organization: 'Globex', email: 'kim@example.com', subject: 'issuer kim' },
];

describe('members of a release before there were people', () => {
  let database: EarlierDatabase;
  let gateway: TestGateway;
  const ids = new Map<string, string>();
  const sessions = new Map<string, DashboardClient>();

  beforeAll(async () => {
    database = await createEarlierDatabase('people');
    const digester = new TokenDigester(parseMasterKeys(KEY));
    const tokens = new Map<string, string>();
    const query = (sql: string, values: unknown[]) => queryAsOwner(database.adminUrl, sql, values);
    for (const name of new Set(MEMBERS.map(({ organization }) => organization))) {
      ids.set(name, createId());
      await query('INSERT INTO organizations (id, name, updated_at) VALUES ($1, $2, now())', [ids.get(name), name]);
    }
    for (const [index, { organization, email, password, subject }] of MEMBERS.entries()) {
      const [organizationId, id] = [ids.get(organization), createId()];
      const digest = password === undefined ? null : await digestPassword(password, SALT);
      await query(
        `INSERT INTO members (organization_id, id, email, role, password_digest, single_sign_on_subject, last_signed_in_at, updated_at)
         VALUES ($1, $2, $3, 'owner', $4, $5, now() + $6 * interval '1 second', now())`,
        [organizationId, id, email, digest, subject ?? null, index],
      );
      const token = createToken('session');
      tokens.set(`${email} at ${organization}`, token);
      await query(
        `INSERT INTO sessions (organization_id, id, member_id, digest, address, user_agent, expires_at)
         VALUES ($1, $2, $3, $4, '192.0.2.1', 'a browser', now() + interval '1 day')`,
        [organizationId, createId(), id, digester.digest(token)],
      );
    }
    gateway = await startGateway({ DATABASE_URL: database.url, GATEWAY_MASTER_KEYS: KEY });
    for (const [whose, token] of tokens)
      sessions.set(whose, new DashboardClient(gateway.url, `lmg_session=${token}`, csrfTokenOf(token)));
  });

  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  const signIn = (body: object) => request(gateway.url).post('/session').send(body);
  const statusOf = async (whose: string) => (await sessions.get(whose)?.get('/session'))?.status;

  it('are people by what they prove: one password, or one subject where there is none, and never by the address alone', async () => {
    const rows = await queryAsOwner<{ email: string; subject: string | null; has_password: boolean; at: string[] }>(
      database.adminUrl,
      `SELECT p.email, p.single_sign_on_subject AS subject, p.password_digest IS NOT NULL AS has_password, array_agg(o.name ORDER BY m.id) AS at
       FROM people p JOIN members m ON m.person_id = p.id JOIN organizations o ON o.id = m.organization_id
       GROUP BY p.id ORDER BY min(m.last_signed_in_at)`,
    );
    expect(rows.map(({ email, subject, has_password, at }) => [email, subject, has_password, at.join()])).toEqual([
      [ANA.email, 'issuer ana', true, 'Acme,Globex'],
      [ANA.email, null, true, 'Evil'],
      [ANA.email, 'issuer ana', false, 'Spare'],
      [BEN.email, null, true, 'Acme'],
      [BEN.email, null, false, 'Globex'],
      [BEN.email, null, false, 'Evil'],
      [EVE.email, 'issuer eve', true, 'Acme'],
      [EVE.email, 'issuer mallory', true, 'Globex'],
      [EVE.email, null, true, 'Evil'],
      ['kim@example.com', 'issuer kim', false, 'Acme,Globex'],
    ]);
  });

  it('stay signed in, and sign in as before: with the password, where it was last, or where it is asked for', async () => {
    for (const { organization, email } of MEMBERS) {
      const answer = await sessions.get(`${email} at ${organization}`)?.get('/session');
      expect(answer?.body).toMatchObject({ member: { email, role: 'owner' }, organization: { name: organization } });
    }
    expect((await signIn(ANA)).body.organization.name).toBe('Globex');
    expect((await signIn({ ...ANA, organization_id: ids.get('Acme') })).body.organization.name).toBe('Acme');
    expect((await signIn({ ...ANA, organization_id: ids.get('Evil') })).status).toBe(401);
    expect((await signIn(OTHERS)).body.organization.name).toBe('Evil');
    expect((await signIn({ ...OTHERS, organization_id: ids.get('Acme') })).status).toBe(401);
    expect((await signIn({ ...OTHERS, password: 'none of the two' })).status).toBe(401);
  });

  it('one new password ends the sessions in all organizations of the person, and no other opens any of them', async () => {
    const acme = DashboardClient.of(gateway.url, await signIn({ ...ANA, organization_id: ids.get('Acme') }));
    const body = { current_password: ANA.password, new_password: 'the next one that Ana has' };
    expect((await acme.post('/session/password', body)).status).toBe(204);
    expect((await acme.get('/session')).status).toBe(200);
    expect([await statusOf('ana@example.com at Acme'), await statusOf('ana@example.com at Globex')]).toEqual([
      401, 401,
    ]);
    expect([await statusOf('ana@example.com at Evil'), await statusOf('ana@example.com at Spare')]).toEqual([200, 200]);
    const next = { email: ANA.email, password: body.new_password };
    for (const organization of ['Acme', 'Globex']) {
      const organization_id = ids.get(organization);
      expect((await signIn({ ...next, organization_id })).status).toBe(201);
      expect((await signIn({ ...ANA, organization_id })).status).toBe(401);
    }
    expect((await signIn(OTHERS)).status).toBe(201);
  });

  it('who leaves one organization stays in the other, and is forgotten with the last one', async () => {
    const people = () =>
      queryAsOwner(database.adminUrl, `SELECT 1 FROM people WHERE email = $1 AND single_sign_on_subject IS NOT NULL`, [
        'kim@example.com',
      ]);
    const remove = async (organization: string) => {
      const members = gateway.app.get(MembersService, { strict: false });
      const principal = systemPrincipal(ids.get(organization) ?? '', 'test');
      const { result } = await members.list(principal, { limit: 10 });
      const kim = result.find(({ email }) => email === 'kim@example.com');
      await members.remove(principal, kim?.id ?? '');
    };
    await remove('Acme');
    expect([await statusOf('kim@example.com at Acme'), await statusOf('kim@example.com at Globex')]).toEqual([
      401, 200,
    ]);
    expect(await people()).toHaveLength(1);
    await remove('Globex');
    expect(await people()).toHaveLength(0);
  });
});
