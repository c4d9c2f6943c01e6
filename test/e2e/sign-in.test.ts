import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { OrganizationsService } from '../../src/organizations/organizations.service.js';
import { cookieOf, DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('signing in', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let database: pg.Client;

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await gateway.close();
  });

  const signIn = () => DashboardClient.signIn(gateway.url, acme.owner);
  const post = (body: object) => request(gateway.url).post('/session').send(body);

  it('an owner signs in with the first password, in whichever letters the e-mail address is typed', async () => {
    const answer = await post({ ...acme.owner, email: acme.owner.email.toUpperCase() });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      member: {
        id: expect.any(String),
        email: 'acme@example.com',
        role: 'owner',
        version: 1,
        created_at: expect.any(String),
      },
      role: 'owner',
      permissions: [...PERMISSIONS],
      organization: { id: acme.id, name: 'Acme' },
      organizations: [{ id: acme.id, name: 'Acme', role: 'owner' }],
      expires_at: expect.any(String),
      csrf_token: expect.any(String),
    });
    const lifetimeDays = (Date.parse(answer.body.expires_at) - Date.now()) / DAY_MS;
    expect(lifetimeDays).toBeGreaterThan(29.9);
    expect(lifetimeDays).toBeLessThanOrEqual(30);
    const me = await DashboardClient.of(gateway.url, answer).get('/session');
    expect(me.status).toBe(200);
    expect(me.body).toEqual(answer.body);
  });

  it('the owner that local mode makes signs in, and after a new password only with the new one', async () => {
    const organizations = gateway.app.get(OrganizationsService, { strict: false });
    const ensure = () => organizations.ensure('01900000-0000-7000-8000-000000000001', 'Local', 'admin@localhost');
    const [first, second] = [await ensure(), await ensure()];
    const statusWith = async (password: string) => (await post({ email: 'admin@localhost', password })).status;
    expect(await statusWith(second.ownerPassword)).toBe(201);
    expect(await statusWith(first.ownerPassword)).toBe(401);
  });

  it('the cookie is out of reach of scripts and of other sites, and lasts as long as the session', async () => {
    const answer = await post(acme.owner);
    const [cookie, ...more] = answer.get('Set-Cookie') ?? [];
    expect(more).toEqual([]);
    const [pair, ...flags] = (cookie ?? '').split('; ');
    expect(pair).toMatch(/^lmg_session=lmg_ses_[0-9A-Za-z]{49}$/);
    const expires = new Date(answer.body.expires_at).toUTCString();
    expect(flags.sort()).toEqual([`Expires=${expires}`, 'HttpOnly', 'Path=/', 'SameSite=Lax']);
  });

  it('the token of a session is in no answer’s body, and in the database as a digest only', async () => {
    const answer = await post(acme.owner);
    const token = cookieOf(answer).split('=')[1] ?? '';
    expect(answer.text).not.toContain(token);
    const { rows } = await database.query('SELECT * FROM sessions ORDER BY id DESC LIMIT 1');
    expect(rows[0].digest).toMatch(/^test\.[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(rows)).not.toContain(token.slice(8));
  });

  it('a wrong password and an unknown address answer alike, word for word', async () => {
    const wrong = await post({ ...acme.owner, password: 'not the password' });
    const unknown = await post({ email: 'nobody@example.com', password: 'not the password' });
    expect([wrong.status, wrong.body.code]).toEqual([401, 'credential.invalid']);
    const words = ({ body, status }: typeof wrong) => ({ ...body, request_id: '', status });
    expect(words(unknown)).toEqual(words(wrong));
    expect([wrong.get('Set-Cookie'), unknown.get('Set-Cookie')]).toEqual([undefined, undefined]);
  });

  it('a form of another site cannot sign its visitor in, and a body without its fields is refused', async () => {
    const form = await request(gateway.url).post('/session').type('form').send(acme.owner);
    expect([form.status, form.body.code]).toEqual([415, 'request.media_type_unsupported']);
    const fields = await post({ email: acme.owner.email });
    expect([fields.status, fields.body.code]).toEqual([400, 'request.invalid']);
    const nul = await post({ ...acme.owner, email: 'a\0b' });
    expect([nul.status, nul.body.code]).toEqual([400, 'request.invalid']);
  });

  it('a session that is forged, mistyped or expired answers 401', async () => {
    const client = await signIn();
    const unknown = 'lmg_session=lmg_ses_0000000000000000000000000000000000000000000000000';
    for (const cookie of [unknown, `${client.cookie}x`, 'lmg_session=', `lmg_session=${acme.apiToken}`]) {
      const answer = await new DashboardClient(gateway.url, cookie, client.csrfToken).get('/session');
      expect(answer.status, cookie).toBe(401);
    }
    const id = await client.memberId();
    expect((await client.get('/session')).status).toBe(200);
    await database.query('UPDATE sessions SET expires_at = now() WHERE member_id = $1', [id]);
    const expired = await client.get('/session');
    expect([expired.status, expired.body.code]).toEqual([401, 'credential.invalid']);
    await signIn();
    const { rows } = await database.query('SELECT id FROM sessions WHERE member_id = $1', [id]);
    expect(rows).toHaveLength(1);
  });

  it('a request with an Authorization header never uses the cookie', async () => {
    const { cookie } = await signIn();
    const call = (authorization: string, path: string) => request(gateway.url).get(path).set({ cookie, authorization });
    expect((await call('Bearer lmg_api_wrong', '/member')).body.code).toBe('credential.invalid');
    expect((await call('Basic eDp5', '/member')).body.code).toBe('credential.missing');
    expect((await call('', '/member')).body.code).toBe('credential.missing');
    const token = await call(`Bearer ${acme.apiToken}`, '/session');
    expect([token.status, token.body.code]).toEqual([403, 'permission.missing']);
  });

  it('a change by cookie needs the token against forged requests; reading does not', async () => {
    const { cookie, csrfToken } = await signIn();
    const other = await signIn();
    for (const given of [undefined, '', 'x', other.csrfToken]) {
      const forged = new DashboardClient(gateway.url, cookie, given);
      for (const answer of [
        await forged.post('/invitation', { email: 'forged@example.com', role: 'owner' }),
        await forged.delete('/session'),
        await forged.patch(`/member/${acme.id}`, { role: 'viewer' }),
      ])
        expect([answer.status, answer.body.code]).toEqual([403, 'request.csrf_missing']);
      expect((await forged.get('/member')).status).toBe(200);
    }
    const invitations = await new DashboardClient(gateway.url, cookie, csrfToken).get('/invitation');
    expect(invitations.body.result).toEqual([]);
  });

  it('a member who signed in uses the whole API, and is named as the author', async () => {
    const client = await signIn();
    const created = await client.post('/api-token', { name: 'From the dashboard', scopes: ['accounts:read'] });
    expect(created.status).toBe(201);
    expect(created.body.created_by).toBe(`member:${await client.memberId()}`);
  });

  it('signing out ends this session at once, and no other', async () => {
    const [one, other] = [await signIn(), await signIn()];
    const answer = await one.delete('/session');
    expect(answer.status).toBe(204);
    expect(answer.get('Set-Cookie')?.[0]).toMatch(/^lmg_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await one.get('/session')).status).toBe(401);
    expect((await other.get('/session')).status).toBe(200);
  });

  it('signing out everywhere ends all sessions of the member, and nobody else’s', async () => {
    const [one, other] = [await signIn(), await signIn()];
    const colleague = await one.join('colleague@example.com', 'viewer');
    expect((await one.delete('/session/all')).status).toBe(204);
    for (const client of [one, other]) expect((await client.get('/session')).status).toBe(401);
    expect((await colleague.get('/session')).status).toBe(200);
  });

  it('the audit trail tells of sign-ins and sign-outs, and holds no secret', async () => {
    const client = await signIn();
    await client.delete('/session');
    const { rows } = await database.query(
      'SELECT action, actor, before, after FROM audit_events WHERE organization_id = $1 ORDER BY sequence DESC LIMIT 2',
      [acme.id],
    );
    expect(rows.map(({ action }) => action)).toEqual(['session.ended', 'session.created']);
    expect(rows[1].actor).toMatchObject({ kind: 'member', name: acme.owner.email, address: '127.0.0.1' });
    expect(rows[1].after).toMatchObject({ address: '127.0.0.1', expires_at: expect.any(String) });
    const text = JSON.stringify(rows);
    for (const secret of [client.cookie.split('=')[1], client.csrfToken, acme.owner.password])
      expect(text).not.toContain(secret);
  });
});

describe('behind https', () => {
  it('the cookie is bound to the host and sent over https only', async () => {
    const gateway = await startGateway({ PUBLIC_URL: 'https://gateway.example.com' });
    const { owner } = await gateway.createOrganization('Acme');
    const answer = await request(gateway.url).post('/session').send(owner);
    const [pair, ...flags] = (answer.get('Set-Cookie')?.[0] ?? '').split('; ');
    expect(pair).toMatch(/^__Host-lmg_session=lmg_ses_/);
    expect(flags).toEqual(expect.arrayContaining(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']));
    expect(flags.join()).not.toContain('Domain');
    const client = DashboardClient.of(gateway.url, answer);
    expect((await client.get('/session')).status).toBe(200);
    const plain = new DashboardClient(gateway.url, client.cookie.replace('__Host-', ''), client.csrfToken);
    expect((await plain.get('/session')).status).toBe(401);
    expect((await client.delete('/session')).get('Set-Cookie')?.[0]).toMatch(/^__Host-lmg_session=;.*Secure/);
    await gateway.close();
  });
});
