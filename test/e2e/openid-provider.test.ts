import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { PROVIDER, settingsOf } from '../support/organization-provider.js';

const SECRET = 'a secret that no answer shows';

describe('the OpenID provider of an organization', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let provider: ForgingProvider;

  beforeAll(async () => {
    [gateway, provider] = await Promise.all([startGateway(), ForgingProvider.start()]);
    acme = await gateway.createOrganization('Acme');
    globex = await gateway.createOrganization('Globex');
  });

  beforeEach(() => provider.reset());

  afterAll(async () => {
    await provider.close();
    await gateway.close();
  });

  const settings = (more: object = {}) => ({ ...settingsOf(provider.issuer), client_secret: SECRET, ...more });
  const set = (more: object = {}, headers?: Record<string, string>) => acme.rest.put(PROVIDER, settings(more), headers);
  /** By an organization of its own each time: how many each may make in a minute is bounded. */
  const check = async (issuer = provider.issuer) => {
    const { rest } = await gateway.createOrganization('Looks');
    return (await rest.post(`${PROVIDER}/check`, { issuer })).body;
  };

  it('is set, shown without its secret, changed and removed, and each is audited', async () => {
    expect([(await acme.rest.get(PROVIDER)).status, (await acme.rest.delete(PROVIDER)).status]).toEqual([404, 404]);
    const made = await set();
    expect([made.status, made.headers.etag]).toEqual([200, '"1"']);
    expect(made.body).toMatchObject({
      ...{ name: 'Acme Login', issuer: provider.issuer, client_id: 'gateway', has_client_secret: true },
      ...{ person_claim: 'email', redirect_uri: expect.stringContaining('/oauth/openid/callback/') },
    });
    expect((await set({ name: 'New' }, { 'if-match': '"1"' })).body).toMatchObject({ name: 'New', version: 2 });
    expect((await set({ name: 'Stale' }, { 'if-match': '"1"' })).status).toBe(412);
    expect((await acme.rest.get(PROVIDER)).body).toMatchObject({ name: 'New' });
    expect((await globex.rest.get(PROVIDER)).status).toBe(404);
    expect((await acme.rest.delete(PROVIDER)).status).toBe(204);
    const { text, body } = await acme.rest.get('/audit?limit=3');
    expect(body.result.map(({ action }: { action: string }) => action)).toEqual([
      ...['openid_provider.deleted', 'openid_provider.changed', 'openid_provider.created'],
    ]);
    expect(text).not.toContain(SECRET);
  });

  it('has its secret sealed for it alone, and tells nobody', async () => {
    const { text } = await set();
    expect(text).not.toContain(SECRET);
    const rows = await queryAsOwner(gateway.databaseUrl, 'SELECT * FROM openid_providers');
    expect(JSON.stringify(rows)).not.toContain(SECRET);
    expect(rows).toMatchObject([{ sealed_secret: expect.stringContaining('ciphertext') }]);
  });

  it('keeps its secret where issuer and client stay, and has it sent to no other', async () => {
    await set();
    const kept = await set({ name: 'Renamed', client_secret: undefined });
    expect([kept.status, kept.body.has_client_secret]).toEqual([200, true]);
    for (const change of [{ issuer: 'https://login.example.com' }, { client_id: 'another' }]) {
      const refused = await set({ ...change, client_secret: undefined });
      expect([refused.status, refused.body.fields?.[0]?.path]).toEqual([400, 'client_secret']);
    }
    expect((await acme.rest.get(PROVIDER)).body).toMatchObject({ issuer: provider.issuer, client_id: 'gateway' });
    expect((await set({ client_secret: null })).body.has_client_secret).toBe(false);
  });

  it.each([
    ['inside our network', 'https://10.1.2.3'],
    ['over plain http elsewhere', 'http://login.example.com'],
    ['with a query', 'https://login.example.com/?tenant=1'],
    ['of a discovery document', 'https://login.example.com/.well-known/openid-configuration'],
    ['with a password', 'https://user:password@login.example.com'],
    ['of no site', 'urn:login'],
  ])('is refused at an address %s, which nobody asks', async (_, issuer) => {
    for (const answer of [await set({ issuer }), await acme.rest.post(`${PROVIDER}/check`, { issuer })])
      expect([answer.status, answer.body.fields?.[0]?.path], answer.text).toEqual([400, 'issuer']);
  });

  it('is looked at with what it says of itself, and changed by none of it', async () => {
    const trail = async () => (await acme.rest.get('/audit?limit=1')).body.result[0].sequence;
    const before = await trail();
    expect(await check()).toMatchObject({ issuer: provider.issuer, problems: [], remarks: [] });
    expect(await trail()).toBe(before);
  });

  it.each([
    ['names itself otherwise', { issuer: 'https://login.example.com' }, /names itself https:\/\/login\.example\.com/],
    ['has no token endpoint', { token_endpoint: undefined }, /has no token_endpoint/],
    ['has keys inside our network', { jwks_uri: 'https://10.1.2.3/jwks' }, /leads into a private network/],
    ['offers no code', { response_types_supported: ['id_token'] }, /no sign-in by a code/],
    ['offers no PKCE', { code_challenge_methods_supported: ['plain'] }, /no PKCE with S256/],
    ['signs with shared secrets', { id_token_signing_alg_values_supported: ['HS256'] }, /Choose RS256/],
  ])('that %s is told what is wrong with it', async (_, metadata, said) => {
    provider.metadata = metadata;
    const { problems } = await check();
    expect(problems).toEqual([expect.stringMatching(said)]);
  });

  it.each([
    ['is away', { status: 503, body: '' }, /answers 503/],
    ['has no document', { status: 404, body: '' }, /nothing at this address/],
    ['leads elsewhere', { status: 302, body: '', headers: { location: 'http://127.0.0.2/' } }, /not followed/],
    ['answers a page', { status: 200, body: '<html>' }, /no JSON object/],
    ['answers without end', { status: 200, body: 'x'.repeat(300_000) }, /more than/],
  ])('that %s is told so', async (_, answer, said) => {
    provider.answer = answer;
    const { problems } = await check();
    expect(problems).toEqual([expect.stringMatching(said)]);
  });

  it('where everybody can have an account comes with a warning, and the lack of verified addresses with another', async () => {
    provider.metadata = { claims_supported: ['sub', 'email'] };
    expect((await check()).remarks).toEqual([expect.stringContaining('email_verified')]);
  });

  it('is for owners and admins to change, and for no token that is limited to one account', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@acme.example', 'viewer');
    await set();
    expect((await viewer.get(PROVIDER)).status).toBe(200);
    expect((await viewer.delete(PROVIDER)).status).toBe(403);
    const admin = await owner.join('admin@acme.example', 'admin');
    expect((await admin.delete(PROVIDER)).status).toBe(204);
  });
});
