import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient, tokenRequest } from '../support/sign-in.js';

/** What PostgreSQL takes in no text. */
const UNSTORABLE = ['a\0b', '\ud800'];

describe('a text that cannot be stored', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let resource: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    resource = (await rest.issue(await rest.connect(credentialsOf(looker)), { config: { auth: 'oauth' } })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each(['client_name', 'client_uri', 'redirect_uris'])('in %s of a registration is refused', async (name) => {
    for (const text of UNSTORABLE) {
      const uri = `https://client.example/${text}`;
      const value = { client_name: text, client_uri: uri, redirect_uris: [uri] }[name];
      await expect(registerClient(gateway.url, { [name]: value })).rejects.toThrow('not registered: 400');
    }
  });

  it('in a client id or a code names nothing', async () => {
    for (const text of UNSTORABLE) {
      const basic = {
        authorization: `Basic ${Buffer.from(`${encodeURIComponent('a\0b')}:secret`).toString('base64')}`,
      };
      const grant = { grant_type: 'authorization_code', code: text, redirect_uri: 'https://a.example' };
      const answers = await Promise.all([
        tokenRequest(gateway.url, { ...grant, client_id: text }),
        tokenRequest(gateway.url, grant, basic),
        fetch(authorizeUrl(gateway.url, { client_id: text }, resource, codeVerifier())),
      ]);
      for (const { status } of answers) expect([400, 401]).toContain(status);
    }
  });

  it('in what a client asks for is refused, and the gateway goes on', async () => {
    const client = await registerClient(gateway.url);
    for (const name of ['state', 'login_hint', 'nonce', 'ui_locales']) {
      const asked = authorizeUrl(gateway.url, client, resource, codeVerifier(), { [name]: 'a\0b' });
      const { status, headers } = await fetch(asked, { redirect: 'manual' });
      expect(status, name).toBeLessThan(500);
      expect(headers.get('location') ?? '', name).not.toContain('/oauth/sign-in/');
    }
    const { headers } = await fetch(authorizeUrl(gateway.url, client, resource, codeVerifier()), {
      redirect: 'manual',
    });
    expect(headers.get('location')).toContain('/oauth/sign-in/');
  });
});
