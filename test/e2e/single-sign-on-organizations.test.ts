import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CLIENT, signInAt, startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.js';

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

  it('enters the one tied to them before one made with their address', async () => {
    const evil = await gateway.createOrganization('Evil');
    provider.people.set('lin', { email: 'lin@example.com', email_verified: true });
    const invite = async ({ rest }: TestOrganization) =>
      (await rest.post('/invitation', { email: 'lin@example.com', role: 'viewer' })).body.token;
    const made = await request(gateway.url)
      .post('/invitation/accept')
      .send({ token: await invite(evil), password: 'a password of evil' });
    expect(made.status).toBe(201);
    const joined = await signIn('lin', `/session/single-sign-on?invitation=${await invite(acme)}`);
    expect(joined.session?.body.organization.id).toBe(acme.id);
    const again = await request(gateway.url)
      .post('/session')
      .send({ email: 'lin@example.com', password: 'a password of evil' });
    expect(again.body.organization.id).toBe(evil.id);
    expect((await signIn('lin')).session?.body.organization.id).toBe(acme.id);
  });

  it('enters the one asked for, from then on the one entered last', async () => {
    const other = await gateway.createOrganization('Other');
    provider.people.set('mia', { email: 'mia@example.com', email_verified: true });
    for (const { rest } of [other, acme]) {
      const { token } = (await rest.post('/invitation', { email: 'mia@example.com', role: 'viewer' })).body;
      expect((await signIn('mia', `/session/single-sign-on?invitation=${token}`)).session?.status).toBe(200);
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
      expect(problem.get('message')).toMatch(/^mia@example\.com is no member here/);
    }
  });
});
