import bcrypt from 'bcrypt';
import pg from 'pg';
import request, { type Response } from 'supertest';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { DashboardClient, type SignIn } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';

/** Bcrypt takes a quarter of a second a password, and several times that on a busy machine. */
const TIMEOUT_MS = 120_000;
const WRONG = 'not the password';

describe('an e-mail address in several organizations', { timeout: TIMEOUT_MS }, () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let database: pg.Client;

  beforeAll(async () => {
    gateway = await startGateway({ GATEWAY_TRUSTED_PROXIES: '127.0.0.1' });
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
  });

  afterEach(() => vi.restoreAllMocks());

  afterAll(async () => {
    await database.end();
    await gateway.close();
  });

  const signIn = (body: SignIn & { organization_id?: string }, from = '192.0.2.1') =>
    request(gateway.url).post('/session').set('x-forwarded-for', from).send(body);
  const invite = ({ rest }: TestOrganization, email: string) => rest.post('/invitation', { email, role: 'viewer' });
  const accept = (invited: Response, password: string) =>
    request(gateway.url).post('/invitation/accept').send({ token: invited.body.token, password });
  const join = async (organization: TestOrganization, { email, password }: SignIn) =>
    DashboardClient.of(gateway.url, await accept(await invite(organization, email), password));
  const organizationOf = ({ status, body }: Response) => [status, body.organization?.id ?? body.code];
  const words = ({ status, body }: Response) => ({ ...body, request_id: '', status });

  /** Members that other organizations made with an address, as many as they like. */
  const addElsewhere = (email: string, count: number) =>
    database.query(
      `WITH made AS (INSERT INTO organizations (id, name, updated_at)
         SELECT gen_random_uuid(), 'Elsewhere', now() FROM generate_series(1, $2) RETURNING id),
       others AS (INSERT INTO people (id, email, password_digest, updated_at)
         SELECT made.id, $1, left(p.password_digest, 29) || repeat('x', 31), now()
         FROM made, (SELECT password_digest FROM people WHERE email = $1 LIMIT 1) p RETURNING id)
       INSERT INTO members (organization_id, id, person_id, email, role, last_signed_in_at, updated_at)
       SELECT id, gen_random_uuid(), id, $1, 'owner', now(), now() FROM others`,
      [email, count],
    );

  it('is invited and joins in one whatever the other did with it, and no answer tells of the other', async () => {
    const shown = async (organization: TestOrganization, email: string) => {
      const invited = await invite(organization, email);
      const joined = await accept(invited, `${email} has a password`);
      return [invited, joined].map(({ status, body }) => [status, Object.keys(body)]);
    };
    const unknown = await shown(acme, 'new@victim.example');
    await join(globex, { email: 'ceo@victim.example', password: 'chosen by globex' });
    expect(await shown(acme, 'ceo@victim.example')).toEqual(unknown);
    expect(unknown.map(([status]) => status)).toEqual([201, 201]);
    const emails = async ({ rest }: TestOrganization) =>
      (await rest.get('/member')).body.result.map(({ email }: { email: string }) => email);
    expect(await emails(globex)).not.toContain('new@victim.example');
    expect(await emails(acme)).toContain('ceo@victim.example');
  });

  it('has a password in each, which opens that organization and no other', async () => {
    const email = 'both@example.com';
    await join(acme, { email, password: 'the one of acme' });
    await join(globex, { email, password: 'the one of globex' });
    expect(organizationOf(await signIn({ email, password: 'the one of acme' }))).toEqual([201, acme.id]);
    const opened = await signIn({ email, password: 'the one of globex' });
    expect(organizationOf(opened)).toEqual([201, globex.id]);
    const client = DashboardClient.of(gateway.url, opened);
    expect((await client.get('/session')).body.organization).toEqual({ id: globex.id, name: 'Globex' });
    const wrong = await signIn({ email, password: WRONG });
    for (const organization_id of [acme.id, '01900000-0000-7000-8000-00000000abcd'])
      expect(words(await signIn({ email, password: 'the one of globex', organization_id }))).toEqual(words(wrong));
    expect(wrong.status).toBe(401);
  });

  it('with one password in both opens the one signed in to last, or the one that is asked for', async () => {
    const owner = { email: 'same@example.com', password: 'one password for both' };
    await join(acme, owner);
    await join(globex, owner);
    expect(organizationOf(await signIn(owner))).toEqual([201, globex.id]);
    expect(organizationOf(await signIn({ ...owner, organization_id: acme.id }))).toEqual([201, acme.id]);
    expect(organizationOf(await signIn(owner))).toEqual([201, acme.id]);
  });

  it('changes its password, is removed and is signed out in one, and stays in the other', async () => {
    const email = 'leaving@example.com';
    const there = await join(globex, { email, password: 'the one of globex' });
    const here = await join(acme, { email, password: 'the one of acme' });
    const changed = { current_password: 'the one of acme', new_password: 'the next one of acme' };
    expect((await there.post('/session/password', changed)).status).toBe(401);
    expect((await here.post('/session/password', changed)).status).toBe(204);
    expect((await signIn({ email, password: 'the one of acme' })).status).toBe(401);
    expect(organizationOf(await signIn({ email, password: 'the next one of acme' }))).toEqual([201, acme.id]);
    expect((await there.get('/session')).status).toBe(200);
    expect((await acme.rest.delete(`/member/${await here.memberId()}`)).status).toBe(204);
    expect((await here.get('/session')).status).toBe(401);
    expect((await there.get('/session')).status).toBe(200);
    expect(organizationOf(await signIn({ email, password: 'the one of globex' }))).toEqual([201, globex.id]);
  });

  it('signs in however many other organizations made members with it', async () => {
    const member = { email: 'crowded@example.com', password: 'the real one' };
    await join(acme, member);
    await addElsewhere(member.email, 50);
    expect(organizationOf(await signIn(member))).toEqual([201, acme.id]);
  });

  it('costs one computation to sign in, whether it has no member, one or fifty', async () => {
    await join(acme, { email: 'one@example.com', password: 'a password of one' });
    await join(acme, { email: 'fifty@example.com', password: 'a password of fifty' });
    await addElsewhere('fifty@example.com', 50);
    const computed = vi.spyOn(bcrypt, 'hash');
    const compared = vi.spyOn(bcrypt, 'compare');
    for (const [index, name] of ['nobody', 'one', 'fifty'].entries()) {
      expect((await signIn({ email: `${name}@example.com`, password: WRONG })).status).toBe(401);
      expect([computed.mock.calls.length, compared.mock.calls.length], name).toEqual([index + 1, 0]);
    }
  });

  it('keeps one salt, also where a member was there before addresses had one', async () => {
    const email = 'old@example.com';
    await join(acme, { email, password: 'the one from before' });
    await database.query('UPDATE people SET password_digest = $1 WHERE email = $2', [
      await bcrypt.hash('the one from before', 12),
      email,
    ]);
    await join(globex, { email, password: 'the one of globex' });
    const { rows } = await database.query(
      'SELECT DISTINCT left(password_digest, 29) AS salt FROM people WHERE email = $1',
      [email],
    );
    expect(rows).toHaveLength(1);
    expect(organizationOf(await signIn({ email, password: 'the one from before' }))).toEqual([201, acme.id]);
    expect(organizationOf(await signIn({ email, password: 'the one of globex' }))).toEqual([201, globex.id]);
  });

  it('is locked after ten passwords that it did not have, those of invitations among them, also for who has another', async () => {
    const email = 'guessed@example.com';
    const own = { email, password: 'the one of globex' };
    await join(acme, { email, password: 'the one of acme' });
    await join(globex, own);
    const statuses: number[] = [];
    // Two were tried, and set, with the invitations.
    for (let index = 0; index < 8; index++) {
      statuses.push((await signIn({ email, password: WRONG }, `198.51.100.${index}`)).status);
      if (index % 3 === 0) statuses.push((await signIn(own, `198.51.100.${index}`)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(8);
    expect(statuses.filter((status) => status === 201).length).toBeGreaterThanOrEqual(3);
    expect((await signIn({ email, password: 'the one of acme' }, '198.51.100.99')).status).toBe(429);
  });
});
