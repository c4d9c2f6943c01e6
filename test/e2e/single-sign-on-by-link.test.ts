import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DashboardClient } from '../support/dashboard-client.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import {
  CLIENT,
  joinAt,
  signInAt,
  startAt,
  startOpenIdProvider,
  TestBrowser,
  type TestOpenIdProvider,
} from '../support/openid-provider.js';

const PATH = '/session/single-sign-on';

/** A page of somebody else's can send a browser to any link, and the provider asks nobody who is signed in there. */
describe('a link to single sign-on that somebody else made', () => {
  let provider: TestOpenIdProvider;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let evil: TestOrganization;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startOpenIdProvider(`http://127.0.0.1:${port}${PATH}/callback`);
    gateway = await startGateway({
      PORT: String(port),
      GATEWAY_OIDC_ISSUER: provider.issuer,
      GATEWAY_OIDC_CLIENT_ID: CLIENT.id,
      GATEWAY_OIDC_CLIENT_SECRET: CLIENT.secret,
    });
    [acme, evil] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Evil')];
  });

  afterAll(async () => {
    await gateway.close();
    await provider.close();
    for (const name of ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET']) delete process.env[`GATEWAY_OIDC_${name}`];
  });

  const invite = async ({ rest }: TestOrganization, email: string): Promise<string> =>
    (await rest.post('/invitation', { email, role: 'viewer' })).body.token;
  /** Somebody who joined Acme by the provider and is signed in at both. */
  async function signedIn(login: string) {
    const [email, browser] = [`${login}@example.com`, new TestBrowser()];
    provider.people.set(login, { email, email_verified: true });
    await joinAt(gateway.url, login, await invite(acme, email), browser);
    return { email, browser };
  }
  const entered = async (browser: TestBrowser) => {
    const cookie = `lmg_session=${browser.cookie(gateway.url, 'lmg_session')}`;
    const { body } = await request(gateway.url).get('/session').set('cookie', cookie);
    return [body.member?.email, body.organization?.name];
  };

  it('changes nobody who is signed in into another member, until they go on with a click', async () => {
    const { email, browser } = await signedIn('wim');
    await joinAt(gateway.url, 'wim', await invite(evil, email));
    const link = `${PATH}?organization_id=${evil.id}`;
    const { problem, token } = await signInAt(gateway.url, 'wim', link, browser);
    expect([problem.get('reason'), problem.get('organization_id')]).toEqual(['signed_in_as_another', evil.id]);
    expect(await entered(browser)).toEqual([email, 'Acme']);
    expect(token).toBe(browser.cookie(gateway.url, 'lmg_session'));
    await startAt(gateway.url, 'wim', { organization_id: evil.id }, browser);
    expect(await entered(browser)).toEqual([email, 'Evil']);
  });

  it('leaves a session by password of somebody else alone, too', async () => {
    await signedIn('xan');
    const browser = new TestBrowser();
    browser.set(gateway.url, (await DashboardClient.signIn(gateway.url, acme.owner)).cookie);
    const { problem } = await signInAt(gateway.url, 'xan', PATH, browser);
    expect(problem.get('reason')).toBe('signed_in_as_another');
    expect(await entered(browser)).toEqual([acme.owner.email, 'Acme']);
  });

  it('signs in whoever is not signed in, and the same member anew', async () => {
    const { email, browser } = await signedIn('yan');
    for (const each of [new TestBrowser(), browser]) {
      const { url } = await signInAt(gateway.url, 'yan', PATH, each);
      expect(url.href).toBe(`${gateway.url}/app/`);
      expect(await entered(each)).toEqual([email, 'Acme']);
    }
  });

  it.each(['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])(
    'cannot be replaced by a form that is sent as %s',
    async (type) => {
      const answer = await request(gateway.url).post(PATH).set('content-type', type).send('{"organization_id":"x"}');
      expect([answer.status, answer.get('Set-Cookie')]).toEqual([415, undefined]);
    },
  );

  it('cannot be replaced by a form that is sent without a body', async () => {
    const answer = await request(gateway.url).post(PATH);
    expect([answer.status, answer.get('Set-Cookie')]).toEqual([415, undefined]);
  });
});
