import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { accessibilityFaults, cutTexts, launchBrowser, openPage, signInAt, visit } from '../support/browser.js';
import { FaultyProxy, type ProxyFault } from '../support/faulty-proxy.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import type { IssuedServer } from '../support/rest-client.js';
import { askLooker, credentialsOf } from '../support/sample.js';

interface Step {
  readonly name: string;
  readonly state: string;
  readonly message: string;
}

describe('a connection that is checked by REST', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let proxy: FaultyProxy;
  let acme: TestOrganization;
  let account: string;
  let open: IssuedServer;
  let members: IssuedServer;
  let people: IssuedServer;

  beforeAll(async () => {
    looker = await startSampleLooker();
    proxy = await FaultyProxy.open();
    gateway = await startGateway({ PUBLIC_URL: proxy.url, GATEWAY_WRONG_TOKENS_PER_MINUTE: '1000' });
    proxy.target = gateway.url;
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(looker));
    open = await acme.rest.issue(account);
    members = await acme.rest.issue(account, { config: { auth: 'oauth' } });
    const atLooker = { auth: 'oauth', oauth: { sign_in: ['looker'] }, identity: { kind: 'caller' } };
    people = await acme.rest.issue(account, { config: atLooker });
  });

  afterEach(() => {
    proxy.fault = {};
  });

  afterAll(async () => {
    await gateway.close();
    await proxy.close();
    await looker.close();
  });

  /** Each by an organization of its own, as far as its limit goes. */
  const pathOf = ({ id }: IssuedServer, of = account) => `/integrated-account/${of}/mcp/${id}/doctor`;
  const check = (server: IssuedServer, body: Record<string, unknown> = {}) => acme.rest.post(pathOf(server), body);
  const stepsOf = (body: { steps: Step[] }) => body.steps.map(({ name, state }) => `${name}: ${state}`);

  it('has nothing to change at servers with and without sign-in, and tells each step with its time', async () => {
    const [byUrl, bySignIn] = [await check(open, { url: open.url }), await check(members)];
    for (const { status, body, text } of [byUrl, bySignIn]) {
      expect([status, body.healthy, body.fault], text).toEqual([200, true, null]);
      expect(body.steps.length).toBeGreaterThanOrEqual(11);
      for (const step of body.steps) expect(step.duration_ms).toEqual(expect.any(Number));
    }
    expect(stepsOf(byUrl.body)).toContain('A call: ok');
    expect(stepsOf(bySignIn.body)).toContain('Page to sign in: ok');
    expect(byUrl.text).not.toContain(open.token);
  });

  const refused = async (server: IssuedServer, url: string | undefined, says: RegExp) => {
    const answer = await check(server, url === undefined ? {} : { url });
    expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
    expect(answer.body.message).toMatch(says);
  };

  it('asks nothing but this server at the gateway’s own address', async () => {
    const asked: string[] = [];
    proxy.fault = {
      instead: ({ path }) => {
        asked.push(path);
        return undefined;
      },
    };
    await refused(open, undefined, /is needed.*a digest only/);
    await refused(open, 'http://127.0.0.1:1/mcp/x', /must begin with .*PUBLIC_URL/);
    await refused(open, 'http://169.254.169.254/mcp/x', /must begin with .*PUBLIC_URL/);
    await refused(open, `${proxy.url}/readyz`, /opens another server, or none/);
    await refused(open, members.url, /opens another server, or none/);
    await refused(members, open.url, /opens another server, or none/);
    const stranger = await gateway.createOrganization('Stranger');
    const theirs = await stranger.rest.issue(await stranger.rest.connect(credentialsOf(looker)));
    await refused(open, theirs.url, /opens another server, or none/);
    expect((await stranger.rest.post(pathOf(open), { url: open.url })).status).toBe(404);
    expect(asked).toEqual([]);
  });

  it('goes nowhere else, whatever the way names', async () => {
    proxy.fault = {
      comes: (answer, { path }) =>
        path.startsWith('/.well-known/oauth-protected-resource')
          ? {
              ...answer,
              body: JSON.stringify({ ...JSON.parse(String(answer.body)), authorization_servers: [looker.baseUrl] }),
            }
          : answer,
    };
    const before = looker.requests.length;
    const { body } = await check(members);
    expect(body.fault).toMatch(/Clients are sent on to .*and this gateway is at .*PUBLIC_URL/);
    expect(looker.requests.length).toBe(before);
  });

  it.each([
    [
      'a login in front of a server that asks for none',
      () => open,
      {
        instead: ({ path, method }) =>
          path.startsWith('/mcp/') && method === 'POST'
            ? { status: 401, headers: { 'www-authenticate': 'Bearer realm="x"' }, body: '' }
            : undefined,
      },
      /The answer is 401, and this server asks for no sign-in/,
    ],
    [
      'a token that the way adds to a server with sign-in',
      () => members,
      { arrives: () => ({ path: new URL(open.url).pathname }) },
      /lets callers in that did not sign in/,
    ],
  ] as const satisfies readonly (readonly [string, () => IssuedServer, ProxyFault, RegExp])[])(
    'finds %s, since it knows what the server asks for',
    async (_, server, fault, says) => {
      proxy.fault = fault;
      const { body } = await check(server(), server() === open ? { url: open.url } : {});
      expect(body.fault).toMatch(says);
      expect(body.steps.at(-1)).toMatchObject({ state: 'fault', message: body.fault });
    },
  );

  it('finds that Looker lacks the app by which people sign in, or sends them elsewhere', async () => {
    const { rest } = await gateway.createOrganization('Looker people');
    const of = await rest.connect(credentialsOf(looker));
    const config = { auth: 'oauth', oauth: { sign_in: ['looker'] }, identity: { kind: 'caller' } };
    const server = await rest.issue(of, { config });
    const run = async () => (await rest.post(pathOf(server, of), {})).body;
    expect((await run()).fault).toMatch(/Looker does not know this gateway.*“Sign-in at Looker”/);
    const { body } = await rest.post(`/integrated-account/${of}/oauth-client`, {});
    expect(stepsOf(await run())).toContain('OAuth app in Looker: ok');
    await askLooker(looker, 'PATCH', `/oauth_client_apps/${body.client_guid}`, { redirect_uri: 'https://old.example' });
    expect((await run()).fault).toMatch(/sends people back to https:\/\/old\.example in the place of/);
    await rest.patch(`/integrated-account/${of}`, { oauth_client_guid: 'not-there' });
    expect((await run()).fault).toMatch(/no app with the guid that is stored here/);
  });

  it('leaves Looker’s own authorization server alone, and warns where Claude is not registered there', async () => {
    const { rest } = await gateway.createOrganization('Passed on');
    const of = await rest.connect(credentialsOf(looker));
    const server = await rest.issue(of, { config: { auth: 'oauth', oauth: { provider: 'looker' } } });
    const run = async () => (await rest.post(pathOf(server, of), {})).body;
    const first = await run();
    expect([first.healthy, stepsOf(first)]).toEqual([true, expect.arrayContaining(['OAuth app in Looker: warning'])]);
    expect(stepsOf(first).filter((step) => /Registration|Token endpoint/.test(step))).toEqual([]);
    await rest.post(`/integrated-account/${of}/oauth-client`, { preset: 'claude-desktop' });
    expect(stepsOf(await run())).toContain('OAuth app in Looker: ok');
  });

  it('is limited for each organization, and is no work for viewers', async () => {
    const { rest } = await gateway.createOrganization('Busy');
    const of = await rest.connect(credentialsOf(looker));
    const server = await rest.issue(of, { config: { auth: 'oauth' } });
    proxy.fault = { instead: () => ({ status: 502, headers: {}, body: '' }) };
    const statuses = [];
    for (let count = 0; count < 11; count += 1) statuses.push((await rest.post(pathOf(server, of), {})).status);
    expect(statuses).toEqual([...Array<number>(10).fill(200), 429]);
    const { body } = await rest.post('/api-token', { name: 'x', scopes: ['mcp_servers:read'] });
    const headers = { authorization: `Bearer ${body.token}`, 'content-type': 'application/json' };
    const answer = await fetch(`${gateway.url}${pathOf(server, of)}`, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(403);
  });

  it.skipIf(isMissing(CHROMIUM))(
    'in the dashboard shows each step, and at the first fault what to change, without keeping the URL',
    async () => {
      const browser = await launchBrowser();
      const { page } = await openPage(browser);
      await signInAt(page, proxy.url, acme.owner);
      const way = `/servers/${account}/${open.id}/check`;
      await visit(page, proxy.url, way, /^Check the connection of/);
      await page.getByLabel('URL', { exact: true }).fill(open.url);
      await page.getByRole('button', { name: 'Check the connection' }).click();
      await page.getByText('Clients can connect').waitFor();
      await page.getByRole('cell', { name: /^A call/ }).waitFor();
      const looksWell = async () => expect([await accessibilityFaults(page), await cutTexts(page)]).toEqual([[], []]);
      await looksWell();
      proxy.fault = {
        instead: ({ path, headers }) =>
          path.startsWith('/mcp/') && headers['user-agent'] === 'Claude-User'
            ? { status: 403, headers: {}, body: '' }
            : undefined,
      };
      await page.getByRole('button', { name: 'Check the connection' }).click();
      await page.getByText('Change this first').waitFor();
      await page.setViewportSize({ width: 390, height: 844 });
      await page.emulateMedia({ colorScheme: 'dark' });
      await looksWell();
      await visit(page, proxy.url, `/servers/${account}/${people.id}/check`, /^Check the connection of/);
      expect(await page.getByLabel('URL', { exact: true }).inputValue()).toBe(people.url);
      await browser.close();
    },
  );
});
