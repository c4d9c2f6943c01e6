import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlternatingProxy } from '../support/alternating-proxy.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { startOpenIdProvider, type TestOpenIdProvider } from '../support/openid-provider.js';
import {
  PROVIDER,
  redirectUriOf,
  refreshed,
  SignInAtProvider,
  settingsOf,
  signInByProvider,
} from '../support/organization-provider.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

/** No Redis: what one replica changed the other finds in the database. */
describe('sign-in at an organization’s OpenID provider, with two replicas behind a load balancer', () => {
  let looker: SampleLooker;
  let proxy: AlternatingProxy;
  let a: TestGateway;
  let b: TestGateway;
  let acme: TestOrganization;
  let first: TestOpenIdProvider;
  let second: TestOpenIdProvider;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    proxy = await AlternatingProxy.open();
    a = await startGateway({ PUBLIC_URL: proxy.url });
    b = await startGateway({
      PUBLIC_URL: proxy.url,
      DATABASE_URL: a.databaseUrl,
      GATEWAY_MASTER_KEYS: process.env.GATEWAY_MASTER_KEYS ?? '',
    });
    proxy.targets = [a.url, b.url];
    acme = await a.createOrganization('Acme');
    const account = await acme.rest.connect(credentialsOf(looker));
    [first, second] = await Promise.all([provider(), provider()]);
    await setAt(a, first);
    const config = { methods: ['read'], auth: 'oauth', oauth: { sign_in: ['openid_provider'] } };
    ({ url } = await new RestClient(proxy.url, acme.apiToken).issue(account, { config }));
  });

  afterAll(async () => {
    await Promise.all([a.close(), b.close(), first.close(), second.close()]);
    await proxy.close();
    await looker.close();
  });

  const provider = async () => {
    const started = await startOpenIdProvider((issuer) => redirectUriOf(acme, issuer));
    started.people.set('eva', { email: 'eva@partner.com', email_verified: true });
    return started;
  };
  const setAt = async (replica: TestGateway, { issuer }: TestOpenIdProvider) => {
    const { status } = await new RestClient(replica.url, acme.apiToken).put(PROVIDER, settingsOf(issuer));
    expect(status).toBe(200);
  };
  const at = (...replicas: TestGateway[]) => {
    proxy.targets = replicas.map((replica) => replica.url);
  };

  /** Signs in at the provider, as far as the address to which it sends the browser back. */
  const toCallback = ({ browser }: SignInAtProvider, way: URL) =>
    browser.visit(way.href, 'eva', ({ origin }) => origin === proxy.url, proxy.url);

  it('each step may be served by either', async () => {
    at(a, b);
    proxy.given.clear();
    expect((await signInByProvider(url, 'eva')).access_token).toBeTruthy();
    expect(Math.min(...[a, b].map((replica) => proxy.given.get(replica.url) ?? 0))).toBeGreaterThan(2);
  });

  it('one that is begun at one ends at the other, and no second time', async () => {
    at(a);
    const signIn = new SignInAtProvider(url);
    const way = await signIn.wayToProvider();
    expect(way.origin).toBe(new URL(first.issuer).origin);
    at(b);
    const callback = await toCallback(signIn, way);
    const page = await signIn.comeBack(callback.url.href);
    expect(page.text).toContain('eva@partner.com, says Acme Login');
    expect((await signIn.allow(page)).searchParams.get('code')).toBeTruthy();
    at(a);
    expect((await signIn.comeBack(callback.url.href)).status).toBeGreaterThanOrEqual(400);
  });

  it('goes at once to the provider that was set at the other, and what was begun at the one before opens nothing', async () => {
    at(b);
    await setAt(b, first);
    const tokens = await signInByProvider(url, 'eva');
    const begun = new SignInAtProvider(url);
    const way = await begun.wayToProvider();
    await setAt(a, second);
    expect((await new SignInAtProvider(url).wayToProvider()).origin).toBe(new URL(second.issuer).origin);
    expect((await refreshed(url, tokens)).status).toBe(400);
    const late = await toCallback(begun, way);
    const page = await begun.comeBack(late.url.href);
    expect([page.status >= 400, page.text.includes('Let it in')]).toEqual([true, false]);
    expect((await signInByProvider(url, 'eva')).access_token).toBeTruthy();
  });

  it('is offered at none as soon as the provider is removed at one', async () => {
    at(b);
    await setAt(b, second);
    expect((await new SignInAtProvider(url).begin()).text).toMatch(/href="[^"]+\/openid"/);
    expect((await new RestClient(a.url, acme.apiToken).delete(PROVIDER)).status).toBe(204);
    expect((await new SignInAtProvider(url).begin()).text).not.toMatch(/href="[^"]+\/openid"/);
  });
});
