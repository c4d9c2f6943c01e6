import pg from 'pg';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSampleLooker } from '../../apps/sample-looker/server.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import {
  CLIENT,
  joinAt,
  signInAt,
  startOpenIdProvider,
  TestBrowser,
  type TestOpenIdProvider,
} from '../support/openid-provider.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, CALLBACK, codeVerifier, registerClient } from '../support/sign-in.js';

const GATEWAY_OIDC = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET', 'NAME'].map((name) => `GATEWAY_OIDC_${name}`);
const forget = () => {
  for (const name of [...GATEWAY_OIDC, 'GATEWAY_PASSWORD_SIGN_IN']) delete process.env[name];
};

describe('single sign-on', () => {
  let provider: TestOpenIdProvider;
  let gateway: TestGateway;
  let acme: TestOrganization;
  let database: pg.Client;

  beforeAll(async () => {
    const port = await freePort();
    provider = await startOpenIdProvider(`http://127.0.0.1:${port}/session/single-sign-on/callback`);
    gateway = await startGateway({
      PORT: String(port),
      GATEWAY_OIDC_ISSUER: provider.issuer,
      GATEWAY_OIDC_CLIENT_ID: CLIENT.id,
      GATEWAY_OIDC_CLIENT_SECRET: CLIENT.secret,
      GATEWAY_OIDC_NAME: 'Acme login',
    });
    acme = await gateway.createOrganization('Acme');
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await gateway.close();
    await provider.close();
    forget();
  });

  const signIn = (login: string, path?: string, browser?: TestBrowser) => signInAt(gateway.url, login, path, browser);
  const join = (login: string, token: string, browser?: TestBrowser) => joinAt(gateway.url, login, token, browser);

  it('says how people can sign in', async () => {
    const { body } = await request(gateway.url).get('/session/methods');
    expect(body).toEqual({
      password: true,
      local: false,
      single_sign_on: { name: 'Acme login', path: '/session/single-sign-on' },
    });
  });

  it('a member whom the provider vouches for is signed in, in whichever letters the address is written', async () => {
    provider.people.set('ada', { email: acme.owner.email.toUpperCase(), email_verified: true });
    const { url, session } = await signIn('ada');
    expect(url.href).toBe(`${gateway.url}/app/`);
    expect(session?.status).toBe(200);
    expect(session?.body).toMatchObject({ member: { email: acme.owner.email }, organization: { id: acme.id } });
  });

  it('an address that was given to another person at the provider does not give that person the member', async () => {
    provider.people.set('successor', { email: acme.owner.email, email_verified: true });
    const { problem, session } = await signIn('successor');
    expect(session).toBeUndefined();
    expect(problem.get('error')).toBe('single_sign_on.refused');
    expect((await signIn('ada')).session?.status).toBe(200);
  });

  it('an address with a letter that only looks like that of a member’s, or becomes it in small letters, is another one', async () => {
    const { owner } = await gateway.createOrganization('Kiwi');
    expect(owner.email).toBe('kiwi@example.com');
    provider.people.set('kelvin', { email: '\u212aiwi@example.com', email_verified: true });
    const { problem, session } = await signIn('kelvin');
    expect(session).toBeUndefined();
    expect(problem.get('reason')).toBe('no_member');
  });

  it.each([
    ['an address that is nobody’s here', { email: 'nobody@example.com', email_verified: true }, 'no_member'],
    [
      'an address that the provider has not verified',
      { email: 'acme@example.com', email_verified: false },
      'email_not_verified',
    ],
    ['an address of which the provider does not say so', { email: 'acme@example.com' }, 'email_not_verified'],
    ['no address at all', {}, 'no_email'],
  ])('%s signs nobody in, and the page is told why', async (_, person, reason) => {
    provider.people.set('stranger', person);
    const { problem, session, url } = await signIn('stranger');
    expect(session).toBeUndefined();
    expect(url.href).toMatch(/\/app\/#\/sign-in\?/);
    expect(problem.get('error')).toBe('single_sign_on.refused');
    expect(problem.get('reason')).toBe(reason);
    expect(url.href).not.toContain('example');
    expect(problem.get('request_id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('a member signs in to an MCP server by it, and is asked what to let in', async () => {
    const looker = await startSampleLooker();
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const server = await acme.rest.issue(accountId, { name: 'Sales questions', config: { auth: 'oauth' } });
    const client = await registerClient(gateway.url);
    const browser = new TestBrowser();
    const never = () => false;
    const asked = authorizeUrl(gateway.url, client, server.url, codeVerifier());
    const signInPage = await browser.visit(asked, 'ada', never);
    expect(await signInPage.response?.text()).toContain('Acme login');
    const consent = await browser.visit(`${signInPage.url}/single-sign-on`, 'ada', never);
    expect(consent.url.href).toBe(signInPage.url.href);
    const page = { url: consent.url, text: (await consent.response?.text()) ?? '' };
    expect(page.text).toContain(acme.owner.email);
    const decided = await browser.submit(page, '/consent', { decision: 'allow' });
    const end = await browser.visit(new URL(decided.headers.get('location') ?? '', gateway.url).href, 'ada', (url) =>
      url.href.startsWith(CALLBACK),
    );
    expect(end.url.searchParams.get('code')).toMatch(/^[\w-]+$/);
    const grants = (await acme.rest.get(`/oauth-grant?mcp_server_id=${server.id}`)).body.result;
    expect(grants).toMatchObject([{ person: acme.owner.email }]);
    await looker.close();
  });

  it('an invited person becomes a member without a password, and signs in the same way from then on', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const { token } = (await owner.post('/invitation', { email: 'Grace@example.com', role: 'viewer' })).body;
    provider.people.set('grace', { email: 'grace@example.com', email_verified: true });
    const { session } = await join('grace', token);
    expect(session?.body).toMatchObject({ role: 'viewer', member: { email: 'grace@example.com' } });
    expect((await signIn('grace')).session?.body.member.id).toBe(session?.body.member.id);
    const { rows } = await database.query(`SELECT password_digest FROM people WHERE email = 'grace@example.com'`);
    expect(rows).toEqual([{ password_digest: null }]);
    const guess = await request(gateway.url).post('/session').send({ email: 'grace@example.com', password: 'null' });
    expect(guess.status).toBe(401);
  });

  it('an invitation for another address is not accepted, and stays open', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const invited = (await owner.post('/invitation', { email: 'hedy@example.com', role: 'admin' })).body;
    const { problem, session } = await join('grace', invited.token);
    expect(session).toBeUndefined();
    expect(problem.get('reason')).toBe('somebody_else_invited');
    const open = (await owner.get('/invitation')).body.result;
    expect(open.map(({ id }: { id: string }) => id)).toContain(invited.id);
  });

  it('an invitation is accepted by no page of another site, though its visitor is signed in at the provider and here', async () => {
    provider.people.set('iris', { email: 'iris@example.com', email_verified: true });
    const invite = async ({ rest }: TestOrganization) =>
      (await rest.post('/invitation', { email: 'iris@example.com', role: 'viewer' })).body.token;
    const browser = new TestBrowser();
    const { token: session } = await join('iris', await invite(acme), browser);
    const evil = await gateway.createOrganization('Evil');
    const token = await invite(evil);
    // What another page can do: lead its visitor to an address, and send a form or a text there, with the cookies.
    const { problem } = await signIn('iris', `/session/single-sign-on?invitation=${token}`, browser);
    expect(problem.get('error')).toBe('request.invalid');
    const json = JSON.stringify({ token });
    for (const path of ['/session/single-sign-on', '/invitation/join', '/invitation/accept'])
      for (const [type, body] of [
        ['application/x-www-form-urlencoded', `token=${token}`],
        ['text/plain', json],
        // Without what only a page of the dashboard knows.
        ...(path === '/invitation/join' ? [['application/json', json] as const] : []),
      ] as const) {
        const headers = { 'content-type': type, cookie: `lmg_session=${session}`, origin: 'https://evil.example' };
        const { status } = await fetch(gateway.url + path, { method: 'POST', headers, body });
        expect([status >= 400 && status < 500, path, type]).toEqual([true, path, type]);
      }
    expect((await evil.rest.get('/invitation')).body.result).toHaveLength(1);
    expect((await evil.rest.get('/member')).text).not.toContain('iris@example.com');
    expect((await join('iris', token, browser)).session?.body).toMatchObject({ organization: { id: evil.id } });
  });

  it('an answer of the provider opens nothing in a browser that did not begin the sign-in', async () => {
    const victim = new TestBrowser();
    const attacker = new TestBrowser();
    const toCallback = ({ pathname }: URL) => pathname.endsWith('/callback');
    const { url } = await attacker.visit(`${gateway.url}/session/single-sign-on`, 'ada', toCallback);
    const { problem, session } = await signIn('ada', url.pathname + url.search, victim);
    expect(session).toBeUndefined();
    expect(problem.get('error')).toBe('single_sign_on.refused');
  });

  it('an answer of the provider opens one session, and nothing when it is sent again or altered', async () => {
    const browser = new TestBrowser();
    const toCallback = ({ pathname }: URL) => pathname.endsWith('/callback');
    const { url } = await browser.visit(`${gateway.url}/session/single-sign-on`, 'ada', toCallback);
    const altered = new URL(url);
    altered.searchParams.set('state', 'another');
    expect((await signIn('ada', altered.pathname + altered.search, browser)).problem.get('error')).toBe(
      'single_sign_on.refused',
    );
    // The cookie of the sign-in went with the first answer.
    expect((await signIn('ada', url.pathname + url.search, browser)).session).toBeUndefined();
  });

  it('who refuses at the provider reads so on the sign-in page', async () => {
    const browser = new TestBrowser();
    const path = '/session/single-sign-on/callback?error=access_denied&error_description=Not+today';
    const begun = await browser.visit(
      `${gateway.url}/session/single-sign-on`,
      'ada',
      ({ port }) => port !== new URL(gateway.url).port,
    );
    const state = begun.url.searchParams.get('state');
    const answer = `${path}&state=${state}&iss=${encodeURIComponent(provider.issuer)}`;
    const { problem } = await signIn('ada', answer, browser);
    expect(problem.get('reason')).toBe('refused_by_provider');
    expect([...problem.values()].join()).not.toContain('today');
  });

  it('tells the trail of the sign-in, and the log and the page of no secret', async () => {
    const { token, url } = await signIn('ada');
    const { body } = await acme.rest.get('/audit?limit=1');
    expect(body.result[0]).toMatchObject({
      action: 'session.created',
      actor: { kind: 'member', name: acme.owner.email },
    });
    expect(url.href + JSON.stringify(body)).not.toContain(token);
  });
});

describe('a gateway without single sign-on', () => {
  it('says so', async () => {
    const gateway = await startGateway();
    try {
      expect((await request(gateway.url).get('/session/methods')).body).toEqual({
        password: true,
        local: false,
        single_sign_on: null,
      });
      const answer = await request(gateway.url).get('/session/single-sign-on');
      expect(answer.headers.location).toMatch(/^\/app\/#\/sign-in\?error=sign_in\.method_off&/);
    } finally {
      await gateway.close();
    }
  });
});
