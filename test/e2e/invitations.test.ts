import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';

const PASSWORD = 'a password of my own';
const DAY_MS = 24 * 60 * 60 * 1000;

describe('invitations', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let owner: DashboardClient;
  let database: pg.Client;

  beforeAll(async () => {
    gateway = await startGateway();
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    owner = await DashboardClient.signIn(gateway.url, acme.owner);
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await gateway.close();
  });

  const invite = async (email: string, role = 'viewer') => (await owner.post('/invitation', { email, role })).body;
  const accept = (token: unknown, password: unknown = PASSWORD) =>
    request(gateway.url).post('/invitation/accept').send({ token, password });
  const emails = (body: { result: { email: string }[] }) => body.result.map(({ email }) => email);

  it('the link and its token are in the answer to inviting, and nowhere afterwards', async () => {
    const answer = await owner.post('/invitation', { email: 'Ana@Acme.example', role: 'admin' });
    expect(answer.status).toBe(201);
    const { token, url, ...view } = answer.body;
    expect(view).toEqual({
      id: expect.any(String),
      email: 'ana@acme.example',
      role: 'admin',
      created_by: `member:${await owner.memberId()}`,
      expires_at: expect.any(String),
      version: 1,
      created_at: expect.any(String),
    });
    expect(token).toMatch(/^lmg_inv_[0-9A-Za-z]{49}$/);
    expect(url).toBe(`${gateway.url}/app/#/invitation/${token}`);
    const lifetimeDays = (Date.parse(view.expires_at) - Date.now()) / DAY_MS;
    expect(lifetimeDays).toBeGreaterThan(6.9);
    expect(lifetimeDays).toBeLessThanOrEqual(7);
    const listed = await owner.get('/invitation');
    expect(listed.body.result).toContainEqual(view);
    const stored = await database.query('SELECT * FROM invitations, audit_events');
    for (const text of [listed.text, JSON.stringify(stored.rows)]) expect(text).not.toContain(token.slice(8));
  });

  it('whoever holds the link reads what it offers, and of a link that is none nothing', async () => {
    const find = (token: unknown) => request(gateway.url).post('/invitation/find').send({ token });
    const { token, id, expires_at } = await invite('finn@acme.example', 'admin');
    const answer = await find(token);
    expect([answer.status, answer.body]).toEqual([
      200,
      { organization_name: 'Acme', email: 'finn@acme.example', role: 'admin', expires_at },
    ]);
    await owner.delete(`/invitation/${id}`);
    const { token: over } = await invite('gone@acme.example');
    await database.query(`UPDATE invitations SET expires_at = now() WHERE email = 'gone@acme.example'`);
    for (const none of [token, over, `${token}x`, 'lmg_inv_x']) {
      const refused = await find(none);
      expect([refused.status, refused.body.code]).toEqual([404, 'invitation.not_found']);
      expect(refused.text).not.toContain('Acme');
    }
    await database.query(`DELETE FROM invitations WHERE email = 'gone@acme.example'`);
  });

  it.each(['ceo\u200b@victim.example', 'c\u00adeo@victim.example', 'ceo@victim\ufe0f.example'])(
    'no address with a character that nobody sees is invited: %j',
    async (email) => {
      const answer = await owner.post('/invitation', { email, role: 'viewer' });
      expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    },
  );

  it('accepting makes a member with the role offered, signs them in, and ends the invitation', async () => {
    const { token, id } = await invite('ben@acme.example');
    const answer = await accept(token);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      member: { email: 'ben@acme.example', role: 'viewer' },
      organization: { id: acme.id, name: 'Acme' },
    });
    const ben = DashboardClient.of(gateway.url, answer);
    expect((await ben.get('/session')).body).toEqual(answer.body);
    await DashboardClient.signIn(gateway.url, { email: 'BEN@acme.example', password: PASSWORD });
    expect(emails((await owner.get('/invitation')).body)).not.toContain('ben@acme.example');
    expect((await accept(token)).body.code).toBe('invitation.not_found');
    expect((await owner.delete(`/invitation/${id}`)).status).toBe(404);
  });

  it('opened twice at once, it makes one member', async () => {
    const { token } = await invite('twice@acme.example');
    const answers = await Promise.all([accept(token), accept(token), accept(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 404, 404]);
    const listed = emails((await owner.get('/member')).body);
    expect(listed.filter((email) => email === 'twice@acme.example')).toHaveLength(1);
  });

  it('inviting an address again replaces the invitation: the first link opens nothing', async () => {
    const first = await invite('again@acme.example');
    const second = await invite('AGAIN@acme.example', 'admin');
    expect((await accept(first.token)).body.code).toBe('invitation.not_found');
    const listed = (await owner.get('/invitation')).body.result;
    const found = listed.filter(({ email }: { email: string }) => email === 'again@acme.example');
    expect(found.map(({ id, role }: { id: string; role: string }) => [id, role])).toEqual([[second.id, 'admin']]);
    expect((await accept(second.token)).body.role).toBe('admin');
  });

  it('the same address invited many times at once has one invitation in the end, and no answer fails', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => invite('rush@acme.example')));
    const listed = emails((await owner.get('/invitation')).body);
    expect(listed.filter((email) => email === 'rush@acme.example')).toHaveLength(1);
    const statuses = await Promise.all(answers.map(async ({ token }) => (await accept(token)).status));
    expect(statuses.sort()).toEqual([201, 404, 404, 404, 404, 404]);
  });

  it('one that was revoked, expired, mistyped or never made answers alike', async () => {
    const revoked = await invite('revoked@acme.example');
    expect((await owner.delete(`/invitation/${revoked.id}`)).status).toBe(204);
    const expired = await invite('expired@acme.example');
    await database.query('UPDATE invitations SET expires_at = now() WHERE id = $1', [expired.id]);
    const other = await invite('other@acme.example');
    const answers = [];
    for (const token of [revoked.token, expired.token, `${other.token}x`, 'x', acme.apiToken])
      answers.push(await accept(token));
    const words = answers.map(({ status, body }) => [status, body.code, body.message]);
    for (const word of words) expect(word).toEqual(words[0]);
    expect(words[0]?.slice(0, 2)).toEqual([404, 'invitation.not_found']);
  });

  it('the member of another organization joins as anybody does, and the invitation of a colleague is refused', async () => {
    const foreign = await invite(globex.owner.email);
    const answer = await accept(foreign.token);
    expect([answer.status, answer.body.organization?.id]).toEqual([201, acme.id]);
    const own = await owner.post('/invitation', { email: acme.owner.email, role: 'viewer' });
    expect([own.status, own.body.code]).toEqual([409, 'organization.email_taken']);
    await DashboardClient.signIn(gateway.url, globex.owner);
  });

  it('a password that is too short, or longer than bcrypt reads, is refused, and the invitation stays', async () => {
    const { token } = await invite('careful@acme.example');
    for (const password of ['short', 'x'.repeat(73), 'é'.repeat(37), null, 12]) {
      const answer = await accept(token, password);
      expect(answer.body.fields).toEqual([{ path: 'password', rule: 'password must have 12 to 72 bytes' }]);
    }
    expect((await accept(token, 'x'.repeat(72))).status).toBe(201);
  });

  it('an admin can neither revoke nor replace the invitation of an owner', async () => {
    const { id, token } = await invite('boss@acme.example', 'owner');
    const admin = await owner.join('deputy@acme.example', 'admin');
    expect((await admin.delete(`/invitation/${id}`)).body.code).toBe('permission.missing');
    const replaced = await admin.post('/invitation', { email: 'boss@acme.example', role: 'viewer' });
    expect(replaced.body.code).toBe('permission.missing');
    expect((await accept(token)).body.role).toBe('owner');
  });

  it('what is no address or no role is refused', async () => {
    for (const [email, role, path] of [
      ['nobody', 'viewer', 'email'],
      [`${'a'.repeat(320)}@acme.example`, 'viewer', 'email'],
      ['x@acme.example', 'root', 'role'],
    ]) {
      const answer = await owner.post('/invitation', { email, role });
      expect([answer.status, answer.body.fields[0].path]).toEqual([400, path]);
    }
  });

  it('the audit trail tells of inviting, revoking and joining, in the name of who did it', async () => {
    const revoked = await invite('audit-1@acme.example');
    await owner.delete(`/invitation/${revoked.id}`);
    const joined = await owner.join('audit-2@acme.example', 'viewer');
    const { result } = (await owner.get('/audit?limit=5')).body;
    expect(
      result.map(({ action, actor }: { action: string; actor: { name: string } }) => [action, actor.name]),
    ).toEqual([
      ['session.created', 'audit-2@acme.example'],
      ['member.joined', 'audit-2@acme.example'],
      ['member.invited', acme.owner.email],
      ['invitation.revoked', acme.owner.email],
      ['member.invited', acme.owner.email],
    ]);
    expect(result[1].record_id).toBe(await joined.memberId());
  });
});
