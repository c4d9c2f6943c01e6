import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { lookerCallback } from '../../src/accounts/looker-apps/app-presets.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { type BrowserAnswer, FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { askLooker, credentialsOf } from '../support/sample.js';
import { authorizeUrl, CALLBACK, codeVerifier, registerClient } from '../support/sign-in.js';

describe('a consent whose page says what is true no more', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let other: { email: string; password: string };

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    other = { email: 'other@acme.example', password: 'a password of the other one' };
    await (await DashboardClient.signIn(gateway.url, acme.owner)).join(other.email, 'viewer', other.password);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const issue = (config = {}) => acme.rest.issue(accountId, { config: { auth: 'oauth', ...config } });
  const begin = async (url: string, browser = new FormBrowser()) => ({
    browser,
    signIn: await browser.open(authorizeUrl(gateway.url, await registerClient(gateway.url), url, codeVerifier())),
  });
  const allow = (browser: FormBrowser, page: BrowserAnswer) => browser.send(page, '/consent', { decision: 'allow' });
  const granted = async (serverId: string) =>
    (await acme.rest.get(`/oauth-grant?mcp_server_id=${serverId}`)).body.result as {
      person: string;
      scopes: string[];
    }[];
  /** Nothing was let in, and the page is there again, as it is now; what is answered to that counts. */
  async function expectAskedAnew(browser: FormBrowser, answer: BrowserAnswer, serverId: string, says: string) {
    expect([answer.status, answer.url.startsWith(CALLBACK)]).toEqual([409, false]);
    expect(answer.text).toContain('Nothing was let in');
    expect(answer.text).toContain(says);
    expect(await granted(serverId)).toEqual([]);
    const end = await allow(browser, answer);
    expect(new URL(end.url).searchParams.get('code')).toMatch(/./);
  }

  it('lets nothing in as somebody else who signed in to it in another window', async () => {
    const server = await issue();
    const { browser, signIn } = await begin(server.url);
    const page = await browser.send(signIn, '/member', acme.owner);
    expect(page.text).toContain(acme.owner.email);
    const again = await browser.open(`${page.url}?again=1`);
    await browser.send(again, '/member', other);
    await expectAskedAnew(browser, await allow(browser, page), server.id, other.email);
    await expect.poll(async () => (await granted(server.id)).map(({ person }) => person)).toEqual([other.email]);
  });

  it('lets nothing in as somebody else whose session has taken the place of the first one', async () => {
    const server = await issue();
    const { browser, signIn } = await begin(server.url);
    const page = await browser.send(signIn, '/member', acme.owner);
    browser.set((await DashboardClient.signIn(gateway.url, other)).cookie);
    await expectAskedAnew(browser, await allow(browser, page), server.id, other.email);
  });

  it('lets nothing in as somebody else who signed in at Looker in another window', async () => {
    await askLooker(looker, 'POST', '/oauth_client_apps/looker-mcp-gateway', {
      ...{ redirect_uri: lookerCallback(gateway.url, looker.baseUrl), display_name: 'The gateway', enabled: true },
    });
    const app = 'UPDATE integrated_accounts SET oauth_client_guid = $1 WHERE id = $2';
    await queryAsOwner(gateway.databaseUrl, app, ['looker-mcp-gateway', accountId]);
    const server = await issue({ methods: ['read'], oauth: { sign_in: ['looker'] }, identity: { kind: 'caller' } });
    const { browser, signIn } = await begin(server.url);
    const as = async (userId: number) => {
      const atLooker = await browser.open(`${signIn.url}/looker`);
      const answer = await fetch(`${atLooker.url}&sample_user_id=${userId}`, { redirect: 'manual' });
      return browser.open(answer.headers.get('location') ?? '');
    };
    const nameOn = ({ text }: BrowserAnswer) => /You are<\/dt><dd>([^<·]+)/.exec(text)?.[1]?.trim() ?? '';
    const [first, second] = [await as(13), await as(14)];
    expect(nameOn(first)).not.toBe(nameOn(second));
    await expectAskedAnew(browser, await allow(browser, first), server.id, nameOn(second));
  });

  it('lets a client change nothing where the page said that it only reads', async () => {
    const server = await issue({ methods: ['read'] });
    const { browser, signIn } = await begin(server.url);
    const page = await browser.send(signIn, '/member', acme.owner);
    expect(page.text).toContain('change nothing');
    const address = `/integrated-account/${accountId}/mcp/${server.id}`;
    expect((await acme.rest.patch(address, { config: { methods: ['read', 'write'] } })).status).toBe(200);
    await expectAskedAnew(browser, await allow(browser, page), server.id, 'create, change or delete');
  });

  it('still says no, whatever has changed', async () => {
    const server = await issue();
    const { browser, signIn } = await begin(server.url);
    const page = await browser.send(signIn, '/member', acme.owner);
    browser.set((await DashboardClient.signIn(gateway.url, other)).cookie);
    const end = await browser.send(page, '/consent', { decision: 'refuse' });
    expect(new URL(end.url).searchParams.get('error')).toBe('access_denied');
  });
});
