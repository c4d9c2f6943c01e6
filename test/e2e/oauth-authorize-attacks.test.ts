import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { lookerKey } from '../../src/accounts/looker-apps/app-presets.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, CALLBACK, codeVerifier, letIn, registerClient } from '../support/sign-in.js';

describe('an attack on the way to a sign-in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    url = (await acme.rest.issue(accountId, { config: { auth: 'oauth' } })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each<[string, Record<string, string>]>([
    ['plain', { code_challenge_method: 'plain' }],
    ['none', { code_challenge: '', code_challenge_method: '' }],
    ['no method named', { code_challenge_method: '' }],
  ])('that downgrades PKCE (%s) is sent back with an error, before anybody is asked', async (_, downgraded) => {
    const client = await registerClient(gateway.url);
    const asked = new URL(authorizeUrl(gateway.url, client, url, codeVerifier()));
    for (const [name, value] of Object.entries(downgraded))
      if (value === '') asked.searchParams.delete(name);
      else asked.searchParams.set(name, value);
    const answer = await fetch(asked, { redirect: 'manual' });
    const { searchParams } = new URL(answer.headers.get('location') ?? '');
    expect([searchParams.get('error'), searchParams.get('code')]).toEqual(['invalid_request', null]);
  });

  it('by another issuer shows: each answer to a client names ours, as its metadata does', async () => {
    const { issuer, authorization_response_iss_parameter_supported: isNamed } = (await (
      await fetch(`${gateway.url}/.well-known/oauth-authorization-server`)
    ).json()) as Record<string, unknown>;
    expect([issuer, isNamed]).toEqual([gateway.url, true]);
    const registered = await registerClient(gateway.url);
    const end = await letIn(authorizeUrl(gateway.url, registered, url, codeVerifier()), acme.owner);
    expect(end.searchParams.get('iss')).toBe(issuer);
    const browser = new FormBrowser();
    const client = await registerClient(gateway.url);
    const signIn = await browser.open(authorizeUrl(gateway.url, client, url, codeVerifier()));
    const consent = await browser.send(signIn, '/member', acme.owner);
    const refused = new URL((await browser.send(consent, '/consent', { decision: 'deny' })).url).searchParams;
    expect([refused.get('error'), refused.get('iss')]).toEqual(['access_denied', issuer]);
  });

  it.each([
    'https://evil.example/callback',
    'http://localhost.evil.example:53369/callback',
    'http://localhost:53369@evil.example/callback',
    'http://localhost:53369/callback/../other',
    'http://localhost:53369/callback?next=https://evil.example',
    'https://localhost:53369/callback',
    '//evil.example/callback',
    'javascript:alert(1)',
  ])('that has the answer sent to %s ends at a page, and leads nowhere', async (redirect_uri) => {
    const client = await registerClient(gateway.url);
    const asked = authorizeUrl(gateway.url, client, url, codeVerifier(), { redirect_uri });
    const answer = await fetch(asked, { redirect: 'manual' });
    expect([answer.status, answer.headers.get('location')]).toEqual([400, null]);
    expect(answer.headers.get('content-type')).toContain('text/html');
  });

  it('by the way back from Looker leads to no other site', async () => {
    const states = ['//evil.example', 'https://evil.example', '..%2F..%2Fevil', `${'a'.repeat(21)}.x`, ''];
    const keys = [lookerKey('https://acme.looker.com'), '%2F%2Fevil.example', '..%2F..%2Fevil'];
    for (const path of keys.flatMap((key) => states.map((state) => `${key}?state=${state}&code=x`))) {
      const answer = await fetch(`${gateway.url}/oauth/looker/callback/${path}`, { redirect: 'manual' });
      const target = new URL(answer.headers.get('location') ?? '', gateway.url);
      expect(target.origin).toBe(gateway.url);
      expect(target.pathname).toMatch(/^\/(app\/|oauth\/sign-in\/)/);
    }
  });

  describe('by a page that sends the consent of somebody', () => {
    /** Somebody who stands before the page of consent. */
    const atConsent = async () => {
      const browser = new FormBrowser();
      const client = await registerClient(gateway.url);
      const signIn = await browser.open(authorizeUrl(gateway.url, client, url, codeVerifier()));
      const consent = await browser.send(signIn, '/member', acme.owner);
      const formToken = /name="form_token" value="([^"]+)"/.exec(consent.text)?.[1] ?? '';
      return { browser, consent, action: `${consent.url.split('?')[0]}/consent`, formToken };
    };
    const consents = async () => (await acme.rest.get('/audit?limit=100')).text.split('oauth_grant.created').length;

    it('without the token of its form, or with that of another sign-in, lets nobody in', async () => {
      const [mine, other] = [await atConsent(), await atConsent()];
      const before = await consents();
      for (const form_token of ['', 'x', other.formToken]) {
        const body = new URLSearchParams({ decision: 'allow', ...(form_token !== '' && { form_token }) });
        const answer = await mine.browser.open(mine.action, {
          ...{ method: 'POST', body },
          headers: { origin: 'https://evil.example' },
        });
        expect(answer.status).toBe(403);
      }
      expect(await consents()).toBe(before);
    });

    it('with its token, but from another browser, lets nobody in', async () => {
      const { action, formToken } = await atConsent();
      const before = await consents();
      const body = new URLSearchParams({ decision: 'allow', form_token: formToken });
      const answer = await new FormBrowser().open(action, { method: 'POST', body });
      expect([400, 403, 404]).toContain(answer.status);
      expect(await consents()).toBe(before);
    });

    it('is shown in no frame, and sends its form to nobody but us and the client', async () => {
      const { consent } = await atConsent();
      const policy = consent.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain(`form-action 'self' ${new URL(CALLBACK).origin}`);
    });
  });

  it('that counts on a consent given before is asked for it again', async () => {
    const browser = new FormBrowser();
    const client = await registerClient(gateway.url);
    const asked = () => authorizeUrl(gateway.url, client, url, codeVerifier());
    await letIn(asked(), acme.owner, browser);
    const again = await browser.open(asked());
    expect([again.status, new URL(again.url).origin]).toEqual([200, gateway.url]);
    expect(again.text).toContain('/consent"');
    for (const prompt of ['none', 'consent']) {
      const page = await browser.open(authorizeUrl(gateway.url, client, url, codeVerifier(), { prompt }));
      expect(new URL(page.url).searchParams.get('code')).toBeNull();
    }
  });

  it('by a client whose description is inside our network reaches nothing there', async () => {
    let connections = 0;
    const inside = createServer(() => connections++).listen(0, '127.0.0.1');
    await new Promise((resolve) => inside.once('listening', resolve));
    const { port } = inside.address() as { port: number };
    for (const client_id of [
      `https://127.0.0.1:${port}/client.json`,
      `https://localhost:${port}/client.json`,
      `http://127.0.0.1:${port}/client.json`,
      `https://[::1]:${port}/client.json`,
      'https://10.1.2.3/client.json',
      'https://169.254.169.254/latest/meta-data',
      'https://[fd00::1]/client.json',
    ]) {
      const asked = authorizeUrl(gateway.url, { client_id }, url, codeVerifier());
      const answer = await fetch(asked, { redirect: 'manual' });
      expect([answer.status, answer.headers.get('location')], client_id).toEqual([400, null]);
    }
    expect(connections).toBe(0);
    inside.close();
  });
});
