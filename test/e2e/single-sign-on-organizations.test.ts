import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DashboardClient } from '../support/dashboard-client.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CLIENT, joinAt, signInAt, startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.js';

describe('single sign-on of a person of several organizations', () => {
  let provider: TestOpenIdProvider;
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startOpenIdProvider(`http://127.0.0.1:${port}/session/single-sign-on/callback`);
    gateway = await startGateway({
      PORT: String(port),
      GATEWAY_OIDC_ISSUER: provider.issuer,
      GATEWAY_OIDC_CLIENT_ID: CLIENT.id,
      GATEWAY_OIDC_CLIENT_SECRET: CLIENT.secret,
    });
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await gateway.close();
    await provider.close();
    for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET']) delete process.env[`GATEWAY_OIDC_${name}`];
  });

  const signIn = (login: string, path?: string) => signInAt(gateway.url, login, path);
  const join = (login: string, token: string) => joinAt(gateway.url, login, token);

  const invite = async ({ rest }: TestOrganization, email: string) =>
    (await rest.post('/invitation', { email, role: 'viewer' })).body.token;

  /** Makes a member with somebody's address, as an organization can by itself, and gives a way to sign in as it. */
  async function takeAddress(organization: TestOrganization, email: string): Promise<() => Promise<void>> {
    const password = `a password of ${organization.id}`;
    const token = await invite(organization, email);
    expect((await request(gateway.url).post('/invitation/accept').send({ token, password })).status).toBe(201);
    return async () => {
      const { body } = await request(gateway.url).post('/session').send({ email, password });
      expect(body.organization.id).toBe(organization.id);
    };
  }

  it('enters the one tied to them before one made with their address', async () => {
    const evil = await gateway.createOrganization('Evil');
    provider.people.set('lin', { email: 'lin@example.com', email_verified: true });
    const signInAtEvil = await takeAddress(evil, 'lin@example.com');
    const token = await invite(acme, 'lin@example.com');
    const joined = await join('lin', token);
    expect(joined.session?.body.organization.id).toBe(acme.id);
    await signInAtEvil();
    expect((await signIn('lin')).session?.body.organization.id).toBe(acme.id);
  });

  it.each(['before', 'after'])(
    'enters none that made its member %s another did, however often it signs in, until one is asked for',
    async (when) => {
      const email = `${when}@example.com`;
      const evil = await gateway.createOrganization('Evil');
      const makers = when === 'before' ? [evil, acme] : [acme, evil];
      const signInAs = new Map<string, () => Promise<void>>();
      for (const maker of makers) signInAs.set(maker.id, await takeAddress(maker, email));
      await signInAs.get(evil.id)?.();
      provider.people.set(when, { email, email_verified: true });
      const { problem, session } = await signIn(when);
      expect(session).toBeUndefined();
      expect(problem.get('error')).toBe('single_sign_on.refused');
      expect(problem.get('reason')).toBe('several_organizations');
      const asked = await signIn(when, `/session/single-sign-on?organization_id=${acme.id}`);
      expect(asked.session?.body.organization.id).toBe(acme.id);
      await signInAs.get(evil.id)?.();
      expect((await signIn(when)).session?.body.organization.id).toBe(acme.id);
    },
  );

  it('enters the one that they entered by single sign-on last, whatever was signed in to by password since', async () => {
    const evil = await gateway.createOrganization('Evil');
    const signInAtEvil = await takeAddress(evil, 'kay@example.com');
    provider.people.set('kay', { email: 'kay@example.com', email_verified: true });
    expect((await signIn('kay')).session?.body.organization.id).toBe(evil.id);
    await join('kay', await invite(acme, 'kay@example.com'));
    await signInAtEvil();
    expect((await signIn('kay')).session?.body.organization.id).toBe(acme.id);
  });

  it('is one person in each that they joined by it, and goes on in another without the provider', async () => {
    const other = await gateway.createOrganization('Another');
    provider.people.set('zoe', { email: 'zoe@example.com', email_verified: true });
    await join('zoe', await invite(acme, 'zoe@example.com'));
    const joined = await join('zoe', await invite(other, 'zoe@example.com'));
    const { body } = joined.session ?? {};
    expect(body.organizations.map(({ name }: { name: string }) => name)).toEqual(['Acme', 'Another']);
    const client = new DashboardClient(gateway.url, `lmg_session=${joined.token}`, body.csrf_token);
    const switched = await client.post('/session/organization', { organization_id: acme.id });
    expect([switched.status, switched.body.organization.id]).toEqual([201, acme.id]);
  });

  it('takes nobody along who made them a member with a password, however they join another one', async () => {
    const [evil, other] = [await gateway.createOrganization('Evil'), await gateway.createOrganization('Another')];
    const email = 'max@example.com';
    await takeAddress(evil, email);
    provider.people.set('max', { email, email_verified: true });
    const { token, session } = await signIn('max');
    expect(session?.body.organization.id).toBe(evil.id);
    const client = new DashboardClient(gateway.url, `lmg_session=${token}`, session?.body.csrf_token);
    const byTheSession = await client.post('/invitation/join', { token: await invite(other, email) });
    expect([byTheSession.status, byTheSession.body.code]).toEqual([403, 'permission.missing']);
    expect(byTheSession.body.message).toContain('somebody else may have set');
    await join('max', await invite(acme, email));
    const password = `a password of ${evil.id}`;
    const { body } = await request(gateway.url).post('/session').send({ email, password });
    expect(body.organizations.map(({ id }: { id: string }) => id)).toEqual([evil.id]);
    const inAcme = await request(gateway.url).post('/session').send({ email, password, organization_id: acme.id });
    expect(inAcme.status).toBe(401);
  });

  it('enters the one asked for, from then on the one entered last', async () => {
    const other = await gateway.createOrganization('Other');
    provider.people.set('mia', { email: 'mia@example.com', email_verified: true });
    for (const { rest } of [other, acme]) {
      const { token } = (await rest.post('/invitation', { email: 'mia@example.com', role: 'viewer' })).body;
      expect((await join('mia', token)).session?.status).toBe(200);
    }
    const entered = async (query = '') =>
      (await signIn('mia', `/session/single-sign-on${query}`)).session?.body.organization.id;
    expect(await entered()).toBe(acme.id);
    expect(await entered(`?organization_id=${other.id}`)).toBe(other.id);
    expect(await entered()).toBe(other.id);
    provider.people.set('next-mia', { email: 'mia@example.com', email_verified: true });
    const strange = [
      await signIn('next-mia', `/session/single-sign-on?organization_id=${acme.id}`),
      await signIn('mia', '/session/single-sign-on?organization_id=01900000-0000-7000-8000-00000000abcd'),
    ];
    for (const { problem, session } of strange) {
      expect(session).toBeUndefined();
      expect(problem.get('reason')).toBe('no_member');
    }
  });
});
