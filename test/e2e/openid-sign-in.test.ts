import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import type { TestOpenIdProvider } from '../support/openid-provider.js';
import {
  PROVIDER,
  refreshed,
  SignInAtProvider,
  settingsOf,
  signInByProvider,
  startProviderOf,
} from '../support/organization-provider.js';
import { credentialsOf } from '../support/sample.js';
import type { SignedIn } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('sign-in at an organization’s own OpenID provider', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let account: string;
  let provider: TestOpenIdProvider;
  let url: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(looker));
    provider = await startProviderOf(acme);
  });

  beforeEach(async () => {
    await acme.rest.put(PROVIDER, settingsOf(provider.issuer));
    provider.people.set('eva', { email: 'eva@partner.com', email_verified: true });
    ({ url } = await issue());
  });

  afterAll(async () => {
    await provider.close();
    await gateway.close();
    await looker.close();
  });

  const issue = (oauth: Record<string, unknown> = {}) =>
    acme.rest.issue(account, { config: { auth: 'oauth', oauth: { sign_in: ['openid_provider'], ...oauth } } });
  const call = ({ access_token }: SignedIn, at = url) => {
    const asked = toolCallRequest(1, 'looker_users_me', {});
    return fetch(at, { ...asked, headers: { ...asked.headers, authorization: `Bearer ${access_token}` } });
  };
  const grants = async (serverUrl = url) =>
    (await acme.rest.get(`/oauth-grant?mcp_server_id=${serverUrl.split('/').at(-1)}`)).body.result;

  it('lets in whoever the provider vouches for, who is no member and becomes none, and has no session of the dashboard', async () => {
    const members = (await acme.rest.get('/member')).body.result.length;
    const signIn = new SignInAtProvider(url);
    const tokens = await signIn.signIn('eva');
    expect((await call(tokens)).status).toBe(200);
    expect(await grants()).toMatchObject([
      { person: 'eva@partner.com', sign_in: 'openid_provider', member_id: null, client_name: 'Test client' },
    ]);
    expect((await acme.rest.get('/member')).body.result).toHaveLength(members);
    expect(signIn.browser.cookie(gateway.url, 'lmg_session')).toBeUndefined();
    const { body: log } = await acme.rest.get('/log?log_type=mcp&limit=1');
    expect(log.result[0]).toMatchObject({ person: 'eva@partner.com', member_id: null, tool_name: 'looker_users_me' });
    const { body: trail } = await acme.rest.get('/audit?action=oauth_grant.created&limit=1');
    expect(trail.result[0]).toMatchObject({
      actor: { kind: 'openid_user', name: 'eva@partner.com' },
      after: { person: 'eva@partner.com', sign_in: 'openid_provider' },
    });
  });

  it('says on the page of consent who somebody is, by whose word, and as whom Looker is called', async () => {
    const page = await new SignInAtProvider(url).come('eva');
    expect(page.text).toContain('eva@partner.com, says Acme Login');
    expect(page.text).toContain('as the service account of this server');
  });

  it('lets in whom the server names by address or domain, and nobody else', async () => {
    const named = await issue({ emails: ['Eva@Partner.com'], domains: ['example.com'] });
    provider.people.set('kim', { email: 'kim@EXAMPLE.com', email_verified: true });
    for (const login of ['eva', 'kim'])
      expect((await call(await signInByProvider(named.url, login), named.url)).status).toBe(200);
    for (const email of [
      'kim@evil-example.com',
      'kim@example.com.evil.com',
      'kim@sub.example.com',
      'kim@example.comm',
      '"kim@example.com"@evil.com',
      'kim@evil.com@example.com',
      // A letter of another script, one that is not seen, and wide ones.
      '\u0435va@partner.com',
      'eva@partner.com\u200b',
      'kim@\uff45xample.com',
      'not-an-address',
    ]) {
      provider.people.set('mallory', { email, email_verified: true });
      const page = await new SignInAtProvider(named.url).come('mallory');
      expect([email, page.status >= 400]).toEqual([email, true]);
      expect(page.text).not.toContain('Let it in');
    }
    const people = (await grants(named.url)).map(({ person }: { person: string }) => person);
    expect(people.sort()).toEqual(['eva@partner.com', 'kim@example.com']);
  });

  it('compares domains in letters of other scripts as DNS does, and folds no sign into a letter', async () => {
    const named = await issue({ emails: ['kate@acme.com'], domains: ['EXÄMPLE.com'] });
    provider.people.set('jo', { email: 'jo@xn--exmple-cua.com', email_verified: true });
    expect((await call(await signInByProvider(named.url, 'jo'), named.url)).status).toBe(200);
    provider.people.set('jo', { email: 'jo@exämple.com', email_verified: true });
    expect((await call(await signInByProvider(named.url, 'jo'), named.url)).status).toBe(200);
    provider.people.set('jo', { email: '\u212Aate@acme.com', email_verified: true });
    expect((await new SignInAtProvider(named.url).come('jo')).status).toBe(403);
  });

  it.each([
    ['is not verified', { email: 'eva@partner.com', email_verified: false }, /does not say that your e-mail address/],
    ['is told without a word of that', { email: 'eva@partner.com' }, /does not say that your e-mail address/],
    ['is not told', {}, /told no e-mail address/],
  ])(
    'refuses whose address %s, and says what to do on the page where another way can be taken',
    async (_, person, said) => {
      provider.people.set('ann', person);
      const page = await new SignInAtProvider(url).come('ann');
      expect(page.status).toBe(401);
      expect(page.text).toMatch(said);
      expect(page.text).toContain('Sign in with Acme Login');
    },
  );

  it('judges whoever was let in by the address that the provider told last, also in sign-ins from before', async () => {
    const named = await issue({ domains: ['partner.com'] });
    const tokens = await signInByProvider(named.url, 'eva');
    expect((await call(tokens, named.url)).status).toBe(200);
    provider.people.set('eva', { email: 'eva@elsewhere.com', email_verified: true });
    expect((await new SignInAtProvider(named.url).come('eva')).status).toBe(403);
    expect((await call(tokens, named.url)).status).toBe(401);
    const refusal = await refreshed(named.url, tokens);
    expect([refusal.status, ((await refusal.json()) as { error: string }).error]).toEqual([400, 'invalid_grant']);
  });

  it('is over for whom the server lets in no more, at the next call and at the next refresh', async () => {
    const named = await issue({ domains: ['partner.com'] });
    const path = `/integrated-account/${account}/mcp/${named.id}`;
    for (const oauth of [{ domains: ['other.com'] }, { domains: [], sign_in: ['member'] }]) {
      const tokens = await signInByProvider(named.url, 'eva');
      expect((await call(tokens, named.url)).status).toBe(200);
      expect((await acme.rest.patch(path, { config: { oauth } })).status).toBe(200);
      expect((await call(tokens, named.url)).status).toBe(401);
      expect((await refreshed(named.url, tokens)).status).toBe(400);
      await acme.rest.patch(path, { config: { oauth: { domains: ['partner.com'], sign_in: ['openid_provider'] } } });
    }
  });

  it.each([
    ['another issuer', { issuer: 'https://login.example.com' }],
    ['another client id', { client_id: 'another' }],
    ['another claim', { person_claim: 'upn' }],
  ])('ends with all that it let in when the provider gets %s', async (_, change) => {
    const tokens = await signInByProvider(url, 'eva');
    const set = await acme.rest.put(PROVIDER, { ...settingsOf(provider.issuer), ...change });
    expect(set.status).toBe(200);
    expect((await call(tokens)).status).toBe(401);
    expect((await refreshed(url, tokens)).status).toBe(400);
    expect(await grants()).toEqual([]);
  });

  it('goes on with another name or secret of the provider', async () => {
    const tokens = await signInByProvider(url, 'eva');
    const set = await acme.rest.put(PROVIDER, { ...settingsOf(provider.issuer, 'New name'), client_secret: 'new' });
    expect(set.status).toBe(200);
    expect((await call(tokens)).status).toBe(200);
    const again = await refreshed(url, tokens);
    expect(again.status).toBe(200);
    expect((await refreshed(url, { ...tokens, ...((await again.json()) as object) })).status).toBe(200);
  });

  it('ends when the provider is removed, and the page then says that there is none', async () => {
    const tokens = await signInByProvider(url, 'eva');
    expect((await acme.rest.delete(PROVIDER)).status).toBe(204);
    expect((await call(tokens)).status).toBe(401);
    expect((await refreshed(url, tokens)).status).toBe(400);
    expect((await new SignInAtProvider(url).begin()).text).toContain('has not set its OpenID provider yet');
    const { body } = await acme.rest.get('/audit?action=openid_provider.deleted&limit=1');
    expect(body.result[0]).toMatchObject({ actor: { kind: 'api_token' }, before: { issuer: provider.issuer } });
  });

  it('is judged by the claim that the organization names, and its person shown by it', async () => {
    await acme.rest.put(PROVIDER, { ...settingsOf(provider.issuer), person_claim: 'sub' });
    const tokens = await signInByProvider(url, 'eva-4711');
    expect((await call(tokens)).status).toBe(200);
    expect(await grants()).toMatchObject([{ person: 'eva-4711' }]);
    // It is no address, so no server that names addresses or domains knows the person.
    const named = await issue({ domains: ['partner.com'] });
    expect((await new SignInAtProvider(named.url).come('eva-4711')).status).toBe(403);
  });

  it('stands beside the other ways: members sign in as ever, and are asked for by their own name', async () => {
    const both = await issue({ sign_in: ['openid_provider', 'member'] });
    const page = await new SignInAtProvider(both.url).begin();
    expect(page.text).toContain('or as a member of Acme');
    const tokens = await signInByProvider(both.url, 'eva');
    expect((await call(tokens, both.url)).status).toBe(200);
    const signIn = new SignInAtProvider(both.url);
    const asMember = await signIn.browser.submit(
      await signIn.come('eva').then(() => signIn.begin()),
      '/member',
      acme.owner,
    );
    expect(asMember.status).toBe(303);
    const consent = await signIn.comeBack(new URL(asMember.headers.get('location') ?? '', both.url).href);
    expect(consent.text).toContain(acme.owner.email);
    expect(consent.text).not.toContain('says Acme Login');
  });

  it('keeps nobody who was let in nowhere: a stranger leaves no trace', async () => {
    const named = await issue({ emails: ['eva@partner.com'] });
    provider.people.set('stranger', { email: 'stranger@partner.com', email_verified: true });
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const sequence = async () => (await owner.get('/audit?limit=1')).body.result[0].sequence;
    const before = await sequence();
    expect((await new SignInAtProvider(named.url).come('stranger')).status).toBe(403);
    expect(await sequence()).toBe(before);
    expect(await grants(named.url)).toEqual([]);
  });
});
