import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '../../src/access/roles.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { nameOf, routesOf } from '../support/routes.js';

const ANY_ID = '01900000-0000-7000-8000-00000000dead';

describe('members', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let owner: DashboardClient;
  let admin: DashboardClient;
  let viewer: DashboardClient;
  let ids: { owner: string; admin: string; viewer: string };

  beforeAll(async () => {
    gateway = await startGateway();
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    owner = await DashboardClient.signIn(gateway.url, acme.owner);
    admin = await owner.join('admin@acme.example', 'admin');
    viewer = await owner.join('viewer@acme.example', 'viewer');
    ids = { owner: await owner.memberId(), admin: await admin.memberId(), viewer: await viewer.memberId() };
  });

  afterAll(() => gateway.close());

  const memberCount = async () => (await acme.rest.get('/member')).body.result.length;
  const tokenWith = async (body: Record<string, unknown>) =>
    new RestClient(gateway.url, (await acme.rest.post('/api-token', { name: 'few', ...body })).body.token);

  it('are listed newest first, with their roles and nothing secret, a page at a time', async () => {
    const { body } = await viewer.get('/member');
    expect(body.result.map(({ email, role }: { email: string; role: string }) => [email, role])).toEqual([
      ['viewer@acme.example', 'viewer'],
      ['admin@acme.example', 'admin'],
      [acme.owner.email, 'owner'],
    ]);
    for (const member of body.result)
      expect(Object.keys(member)).toEqual(['id', 'email', 'role', 'version', 'created_at']);
    const first = (await viewer.get('/member?limit=2')).body;
    const second = (await viewer.get(`/member?limit=2&next_cursor=${first.next_cursor}`)).body;
    expect([...first.result, ...second.result]).toEqual(body.result);
    expect(second.next_cursor).toBeNull();
  });

  it('a viewer can read everything', async () => {
    const routes = routesOf(gateway).filter(({ permission }) => permission !== undefined);
    const reading = routes.filter(
      // A stream has no end that could be waited for here.
      ({ method, path }) => method === 'GET' && !path.includes(':') && path !== '/log/stream',
    );
    expect(reading.length).toBeGreaterThanOrEqual(5);
    for (const route of reading) expect((await viewer.get(route.path)).status, nameOf(route)).not.toBe(403);
  });

  it('an admin cannot change or remove an owner, nor make one, not even of themselves', async () => {
    for (const answer of [
      await admin.patch(`/member/${ids.owner}`, { role: 'viewer' }),
      await admin.delete(`/member/${ids.owner}`),
      await admin.patch(`/member/${ids.viewer}`, { role: 'owner' }),
      await admin.patch(`/member/${ids.admin}`, { role: 'owner' }),
      await admin.post('/invitation', { email: 'new@acme.example', role: 'owner' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'permission.missing']);
  });

  it('an API token with all scopes acts as an admin does, and with fewer does no more than they allow', async () => {
    for (const answer of [
      await acme.rest.patch(`/member/${ids.owner}`, { role: 'viewer' }),
      await acme.rest.delete(`/member/${ids.owner}`),
      await acme.rest.patch(`/member/${ids.viewer}`, { role: 'owner' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([403, 'permission.missing']);
    const few = await tokenWith({ scopes: ['members:read', 'members:write'] });
    const invited = await few.post('/invitation', { email: 'friend@acme.example', role: 'admin' });
    expect([invited.status, invited.body.code]).toEqual([403, 'permission.missing']);
    expect((await few.patch(`/member/${ids.viewer}`, { role: 'admin' })).status).toBe(403);
    const reading = await tokenWith({ scopes: ['members:read'] });
    expect((await reading.get('/member')).status).toBe(200);
    expect((await reading.delete(`/member/${ids.viewer}`)).status).toBe(403);
    expect((await (await tokenWith({ scopes: ['accounts:read'] })).get('/member')).status).toBe(403);
  });

  it('the last owner can neither leave nor step down, before there is another one', async () => {
    for (const answer of [
      await owner.delete(`/member/${ids.owner}`),
      await owner.patch(`/member/${ids.owner}`, { role: 'admin' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([409, 'member.last_owner']);
    expect((await owner.patch(`/member/${ids.owner}`, { role: 'owner' })).status).toBe(200);
  });

  it('two owners who remove each other at once leave one behind', async () => {
    for (let round = 0; round < 5; round++) {
      const { owner: first } = await gateway.createOrganization(`Duel ${round}`);
      const one = await DashboardClient.signIn(gateway.url, first);
      const other = await one.join(`second-${round}@duel.example`, 'owner');
      const [oneId, otherId] = [await one.memberId(), await other.memberId()];
      const answers = await Promise.all([one.delete(`/member/${otherId}`), other.delete(`/member/${oneId}`)]);
      const statuses = answers.map(({ status }) => status).sort();
      expect(statuses[0]).toBe(204);
      expect([401, 409]).toContain(statuses[1]);
      const left = [await one.get('/session'), await other.get('/session')].filter(({ status }) => status === 200);
      expect(left.map(({ body }) => body.role)).toEqual(['owner']);
    }
  });

  it('another role holds from the next request on, in both directions', async () => {
    const climber = await owner.join('climber@acme.example', 'viewer');
    const id = await climber.memberId();
    const body = { name: 'x', scopes: ['accounts:read'] };
    expect((await climber.post('/api-token', body)).status).toBe(403);
    const promoted = await admin.patch(`/member/${id}`, { role: 'admin' });
    expect([promoted.status, promoted.body.role, promoted.body.id]).toEqual([200, 'admin', id]);
    expect((await climber.post('/api-token', body)).status).toBe(201);
    expect((await climber.patch(`/member/${id}`, { role: 'viewer' })).status).toBe(200);
    expect((await climber.post('/api-token', body)).status).toBe(403);
    expect((await climber.get('/session')).body.role).toBe('viewer');
  });

  it('a removed member is signed out at once and cannot sign in again', async () => {
    const password = 'leaving soon, alas';
    const leaver = await owner.join('leaver@acme.example', 'admin', password);
    const id = await leaver.memberId();
    const before = await memberCount();
    expect((await admin.delete(`/member/${id}`)).status).toBe(204);
    expect((await leaver.get('/session')).status).toBe(401);
    expect(await memberCount()).toBe(before - 1);
    await expect(DashboardClient.signIn(gateway.url, { email: 'leaver@acme.example', password })).rejects.toThrow(
      'credential.invalid',
    );
    expect((await admin.delete(`/member/${id}`)).body.code).toBe('member.not_found');
  });

  it('a role that there is not is refused, with those that there are', async () => {
    for (const role of ['root', '', null, 1, ['owner'], undefined]) {
      const answer = await owner.patch(`/member/${ids.viewer}`, { role });
      expect(answer.body.fields).toEqual([{ path: 'role', rule: `role must be one of ${ROLES.join(', ')}` }]);
    }
  });

  it('members of another organization and missing ones answer alike, byte for byte', async () => {
    const stranger = await DashboardClient.signIn(gateway.url, globex.owner);
    const bare = (answer: { text: string; headers: Record<string, string> }) =>
      answer.text.replace(answer.headers['x-request-id'] ?? '?', '');
    for (const id of [ids.owner, ids.admin, ids.viewer]) {
      const removed = await stranger.delete(`/member/${id}`);
      expect([removed.status, removed.body.code]).toEqual([404, 'member.not_found']);
      expect(bare(removed)).toBe(bare(await stranger.delete(`/member/${ANY_ID}`)));
      const changed = await stranger.patch(`/member/${id}`, { role: 'viewer' });
      expect(bare(changed)).toBe(bare(await stranger.patch(`/member/${ANY_ID}`, { role: 'viewer' })));
    }
    const { body } = await stranger.get('/member');
    expect(body.result.map(({ email }: { email: string }) => email)).toEqual([globex.owner.email]);
  });

  it('the audit trail tells who changed and removed whom, and is whole', async () => {
    const guest = await (await owner.join('guest@acme.example', 'viewer')).memberId();
    await admin.patch(`/member/${guest}`, { role: 'admin' });
    await admin.delete(`/member/${guest}`);
    const { result } = (await viewer.get('/audit?limit=2')).body;
    const told = result.map(({ action, record_id, actor }: Record<string, unknown>) => ({ action, record_id, actor }));
    const actor = expect.objectContaining({ kind: 'member', id: ids.admin, name: 'admin@acme.example' });
    expect(told).toEqual([
      { action: 'member.removed', record_id: guest, actor },
      { action: 'member.changed', record_id: guest, actor },
    ]);
    expect([result[1].before.role, result[1].after.role]).toEqual(['viewer', 'admin']);
    expect((await viewer.get('/audit/verification')).body.broken).toBeNull();
  });
});
