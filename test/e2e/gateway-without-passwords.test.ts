import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSampleLooker } from '../../apps/sample-looker/server.js';
import { FormBrowser } from '../support/form-browser.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CLIENT } from '../support/openid-provider.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient } from '../support/sign-in.js';

const SETTINGS = ['GATEWAY_OIDC_ISSUER', 'GATEWAY_OIDC_CLIENT_ID', 'GATEWAY_OIDC_NAME', 'GATEWAY_PASSWORD_SIGN_IN'];

describe('a gateway without passwords', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({
      GATEWAY_OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
      GATEWAY_OIDC_CLIENT_ID: CLIENT.id,
      GATEWAY_OIDC_NAME: 'Acme login',
      GATEWAY_PASSWORD_SIGN_IN: 'off',
    });
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await gateway.close();
    for (const name of SETTINGS) delete process.env[name];
  });

  it('signs nobody in by password, neither a member nor somebody invited', async () => {
    expect((await request(gateway.url).get('/session/methods')).body.password).toBe(false);
    const { token } = (await acme.rest.post('/invitation', { email: 'ana@example.com', role: 'viewer' })).body;
    const attempts = [
      await request(gateway.url).post('/session').send(acme.owner),
      await request(gateway.url).post('/invitation/accept').send({ token, password: 'a long enough password' }),
    ];
    for (const { status, body } of attempts) {
      expect(status).toBe(403);
      expect(body).toMatchObject({ code: 'sign_in.method_off', message: expect.stringContaining('single-sign-on') });
    }
  });

  it('offers and takes none on the way to an MCP server either, and says how members sign in instead', async () => {
    const looker = await startSampleLooker();
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const server = await acme.rest.issue(accountId, { config: { auth: 'oauth' } });
    for (const resource of [`${gateway.url}/mcp`, server.url]) {
      const [browser, client] = [new FormBrowser(), await registerClient(gateway.url)];
      const page = await browser.open(authorizeUrl(gateway.url, client, resource, codeVerifier()));
      const [, form_token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? [];
      const body = new URLSearchParams({ ...acme.owner, form_token });
      const refused = await browser.open(`${page.url}/member`, { method: 'POST', body });
      expect([page.status, refused.status]).toEqual([200, 403]);
      // A page without a form has no token, by which one could be sent.
      for (const { text } of form_token === '' ? [page] : [page, refused]) {
        expect(text).not.toContain('type="password"');
        expect(text).toContain('Passwords are not taken here: members sign in with Acme login.');
        expect(text).toContain('/single-sign-on">Sign in with Acme login</a>');
      }
      if (form_token !== '') expect(refused.text).toContain('A password signs nobody in here.');
      expect((await browser.open(page.url)).text).not.toContain(acme.owner.email);
    }
    await looker.close();
  });

  it('leads to the sign-in page with the reason while the provider is away, and serves everything else', async () => {
    const answer = await request(gateway.url).get('/session/single-sign-on');
    expect(answer.status).toBe(302);
    expect(answer.headers.location).toMatch(/^\/app\/#\/sign-in\?error=single_sign_on\.unavailable&/);
    expect((await acme.rest.get('/organization')).status).toBe(200);
  });
});
