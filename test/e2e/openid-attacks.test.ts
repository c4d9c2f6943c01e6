import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import {
  PROVIDER,
  redirectUriOf,
  SignInAtProvider,
  settingsOf,
  signInByProvider,
} from '../support/organization-provider.js';
import { credentialsOf } from '../support/sample.js';

/** An organization with a provider of its own, and a server at which people sign in there. */
interface Tenant {
  readonly organization: TestOrganization;
  readonly provider: ForgingProvider;
  readonly url: string;
}

describe('attacks on the sign-in at an organization’s own OpenID provider', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: Tenant;
  let globex: Tenant;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    [acme, globex] = [await tenant('Acme'), await tenant('Globex')];
  });

  beforeEach(async () => {
    for (const { organization, provider } of [acme, globex]) {
      provider.reset();
      await organization.rest.put(PROVIDER, settingsOf(provider.issuer));
    }
  });

  afterAll(async () => {
    await Promise.all([acme.provider.close(), globex.provider.close()]);
    await gateway.close();
    await looker.close();
  });

  async function tenant(name: string): Promise<Tenant> {
    const organization = await gateway.createOrganization(name);
    const provider = await ForgingProvider.start();
    const account = await organization.rest.connect(credentialsOf(looker));
    const config = { auth: 'oauth', oauth: { sign_in: ['openid_provider'] } };
    return { organization, provider, url: (await organization.rest.issue(account, { config })).url };
  }

  const isRefused = async (signIn = new SignInAtProvider(acme.url)) => {
    const page = await signIn.come('eva');
    expect(page.status, page.text).toBe(401);
    expect(page.text).not.toContain('Let it in');
    return page;
  };

  it('by which nothing is done, since without one people are let in', async () => {
    expect((await new SignInAtProvider(acme.url).come('eva')).text).toContain('eva@partner.com, says Acme Login');
  });

  it.each([
    ['of another sign-in, by its nonce', { nonce: 'another' }],
    ['without a nonce', { nonce: undefined }],
    ['for another client', { aud: 'another' }],
    ['for another client besides, and made out to that one', { aud: ['gateway', 'another'], azp: 'another' }],
    ['of another issuer', { iss: 'https://login.example.com' }],
    ['that has expired', { exp: 1 }],
    ['of nobody', { sub: undefined }],
    ['of a subject that cannot be stored', { sub: 'eva\0' }],
  ])('by an ID token %s let nobody in', async (_, claims) => {
    acme.provider.forge = (good, provider) => provider.signed({ ...good, ...claims });
    await isRefused();
  });

  it('by an ID token that nobody has signed lets nobody in, also where the provider says that it signs none', async () => {
    acme.provider.forge = (claims, provider) => provider.unsigned(claims);
    await isRefused();
  });

  it('by an ID token that somebody else has signed, or its public key as a shared one, lets nobody in', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    acme.provider.forge = (claims, provider) => provider.signed(claims, privateKey);
    await isRefused();
    acme.provider.metadata = { id_token_signing_alg_values_supported: ['HS256', 'RS256'] };
    await acme.organization.rest.put(PROVIDER, settingsOf(acme.provider.issuer));
    acme.provider.forge = (claims, { publicKey }) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', kid: 'key' })
        .sign(new TextEncoder().encode(JSON.stringify(publicKey)));
    await isRefused();
  });

  it('by the answer of another issuer (RFC 9207) let nobody in, and send it no code', async () => {
    const from = acme.provider.codes.length;
    acme.provider.comingBack = { iss: 'https://login.example.com' };
    await isRefused();
    acme.provider.metadata = { authorization_response_iss_parameter_supported: true };
    acme.provider.comingBack = {};
    await acme.organization.rest.put(PROVIDER, settingsOf(acme.provider.issuer));
    await isRefused();
    expect(acme.provider.codes.slice(from)).toEqual([]);
  });

  it('by another state, or none, let nobody in', async () => {
    for (const state of ['another', '']) {
      const signIn = new SignInAtProvider(acme.url);
      const way = await signIn.wayToProvider();
      const back = new URL(way.searchParams.get('redirect_uri') ?? '');
      const begun = way.searchParams.get('state') ?? '';
      back.search = new URLSearchParams({ code: 'code', state: begun.replace(/\..*$/, `.${state}`) }).toString();
      expect((await signIn.comeBack(back.href)).status).toBe(401);
    }
  });

  it('by which a code of one organization’s provider is led to another’s send it nowhere', async () => {
    const signIn = new SignInAtProvider(globex.url);
    const way = await signIn.wayToProvider();
    expect(way.origin).toBe(globex.provider.issuer);
    const from = [acme.provider.codes.length, globex.provider.codes.length];
    // What a hostile provider does that is asked to sign somebody in: it has the person's own provider do it, for the gateway as that knows it.
    const onward = new URL(`${acme.provider.issuer}/authorize${way.search}`);
    onward.searchParams.set('redirect_uri', await redirectUriOf(acme.organization, acme.provider.issuer));
    const answer = await fetch(onward, { redirect: 'manual' });
    const page = await signIn.comeBack(answer.headers.get('location') ?? '');
    expect(page.status).toBe(401);
    expect(page.text).toContain('another provider');
    expect([acme.provider.codes.length, globex.provider.codes.length]).toEqual(from);
  });

  it('find for each organization and issuer an address of its own to come back to', async () => {
    const issuers = [acme.provider.issuer, globex.provider.issuer, `${acme.provider.issuer}/`];
    const addresses = await Promise.all(
      [acme.organization, globex.organization].flatMap((of) => issuers.map((issuer) => redirectUriOf(of, issuer))),
    );
    expect(new Set(addresses).size).toBe(6);
    expect((await acme.organization.rest.get(PROVIDER)).body.redirect_uri).toBe(addresses[0]);
  });

  it('by which somebody of one organization goes to another’s server are answered by that one’s provider alone', async () => {
    const tokens = await signInByProvider(acme.url, 'eva');
    const headers = { authorization: `Bearer ${tokens.access_token}`, 'content-type': 'application/json' };
    expect((await fetch(globex.url, { method: 'POST', headers, body: '{}' })).status).toBe(401);
    // The cookie of who somebody was at Acme counts at no sign-in of Globex.
    const signIn = new SignInAtProvider(acme.url);
    const page = await signIn.come('eva');
    const cookie = signIn.browser.cookie(gateway.url, 'lmg_openid_sign_in');
    const other = new SignInAtProvider(globex.url);
    const begun = await other.begin();
    const kept = other.browser.cookie(gateway.url, 'lmg_oauth_sign_in');
    const answer = await fetch(begun.url, {
      headers: { cookie: `lmg_oauth_sign_in=${kept}; lmg_openid_sign_in=${cookie}` },
    });
    expect(page.text).toContain('eva@partner.com');
    expect(await answer.text()).not.toContain('eva@partner.com');
  });

  it('by a provider that is replaced while somebody signs in there let nobody in, and send its code to no other', async () => {
    const signIn = new SignInAtProvider(acme.url);
    const way = await signIn.wayToProvider();
    const answer = await fetch(way, { redirect: 'manual' });
    const from = [acme.provider.codes.length, globex.provider.codes.length];
    await acme.organization.rest.put(PROVIDER, settingsOf(globex.provider.issuer));
    const page = await signIn.comeBack(answer.headers.get('location') ?? '');
    expect([page.status, /changed its OpenID provider/.test(page.text)]).toEqual([401, true]);
    await acme.organization.rest.put(PROVIDER, settingsOf(acme.provider.issuer));
    expect((await signIn.comeBack(answer.headers.get('location') ?? '')).status).toBe(401);
    expect([acme.provider.codes.length, globex.provider.codes.length]).toEqual(from);
  });

  it('by another claim that is chosen while somebody has come back let nobody in by the claim from before', async () => {
    const signIn = new SignInAtProvider(acme.url);
    const consent = await signIn.come('eva');
    await acme.organization.rest.put(PROVIDER, { ...settingsOf(acme.provider.issuer), person_claim: 'upn' });
    const answer = await signIn.browser.submit(consent, '/consent', { decision: 'allow' });
    expect(new URL(answer.headers.get('location') ?? '', acme.url).pathname).toBe(consent.url.pathname);
    expect((await signIn.comeBack(consent.url.href)).text).toContain('Sign in with Acme Login');
  });

  it('by the secret of one organization’s provider, copied to another’s, open nothing', async () => {
    const sql =
      'UPDATE openid_providers SET sealed_secret = (SELECT sealed_secret FROM openid_providers WHERE organization_id = $1) WHERE organization_id = $2';
    await queryAsOwner(gateway.databaseUrl, sql, [acme.organization.id, globex.organization.id]);
    await globex.organization.rest.put(PROVIDER, {
      ...settingsOf(globex.provider.issuer, 'Renamed'),
      client_secret: undefined,
    });
    const from = globex.provider.requests.length;
    const page = await new SignInAtProvider(globex.url).come('eva');
    expect([page.status, /cannot be opened/.test(page.text)]).toEqual([503, true]);
    expect(globex.provider.requests.slice(from)).toEqual([]);
  });

  it.each([
    ['is down', { status: 503, body: 'away' }],
    ['leads elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.1:1/inside' } }],
    ['says more than anybody reads', { status: 200, body: `{"issuer": "${'x'.repeat(300_000)}"}` }],
    ['says no JSON', { status: 200, body: '<html>' }],
  ])('by a provider that %s let nobody in, and the page says so and lets somebody try again', async (_, answer) => {
    await acme.organization.rest.put(PROVIDER, settingsOf(acme.provider.issuer, 'Away'));
    acme.provider.answer = answer;
    const signIn = new SignInAtProvider(acme.url);
    const page = await signIn.come('eva');
    expect(page.status).toBe(503);
    expect(page.text).toContain('Away does not answer as it should');
    const asked = acme.provider.requests.length;
    acme.provider.reset();
    // Whoever tries again at once has nobody ask it again.
    expect((await signIn.come('eva')).status).toBe(503);
    expect(acme.provider.requests).toHaveLength(asked);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11_000 });
    try {
      expect((await signIn.come('eva')).text).toContain('Let it in');
    } finally {
      vi.useRealTimers();
    }
  });

  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint'])(
    'by a %s inside our network reach nothing there',
    async (endpoint) => {
      // Nobody has told the gateway to trust this address.
      const inside = await ForgingProvider.start('127.0.0.2');
      acme.provider.metadata = { [endpoint]: `${inside.issuer}/inside` };
      acme.provider.claims = { sub: 'eva' };
      await acme.organization.rest.put(PROVIDER, settingsOf(acme.provider.issuer, 'Inside'));
      const page = await new SignInAtProvider(acme.url).come('eva');
      expect(page.status).toBe(503);
      expect(inside.requests).toEqual([]);
      await inside.close();
    },
  );
});
