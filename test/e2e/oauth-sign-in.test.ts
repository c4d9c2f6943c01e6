import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { SignInMemory, signInFirst, signInModern } from '../support/oauth-clients.js';
import { runningTasks } from '../support/running-queries.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const CALLBACK = 'http://localhost:53369/callback';

describe('sign-in at an MCP server', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    const issued = await acme.rest.issue(accountId, { config: { methods: ['read', 'write'], auth: 'oauth' } });
    url = issued.url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** Somebody signs in by password and lets the client in. */
  const letIn = async (asked: URL, member: { readonly email: string; readonly password: string }): Promise<URL> => {
    const browser = new FormBrowser();
    const signIn = await browser.open(asked.href);
    const consent = await browser.send(signIn, '/member', { ...member });
    const end = await browser.send(consent, '/consent', { decision: 'allow' });
    if (!end.url.startsWith(CALLBACK))
      throw new Error(`${end.status} ${end.url} ${end.text} ${consent.text.slice(-1500)}`);
    return new URL(end.url);
  };
  const owner = (asked: URL) => letIn(asked, acme.owner);

  it.each([
    { client: 'v1 client', signIn: signInFirst },
    { client: 'v2 client, 2026-07-28', signIn: signInModern },
    {
      client: 'v2 client, 2025 revision',
      signIn: (...args: Parameters<typeof signInFirst>) => signInModern(...args, 'legacy'),
    },
  ])('the $client registers itself, is let in by a member, and calls', async ({ signIn }) => {
    const client = await signIn(url, new SignInMemory(CALLBACK), owner);
    expect((await client.listTools()).length).toBeGreaterThan(10);
    expect(await client.callTool('list_all_looker_folders', {})).toMatchObject({ isError: false });
    await client.close();
  });

  it('opens nothing from the moment on that its member is removed, and a call under way ends', async () => {
    const admin = await DashboardClient.signIn(gateway.url, acme.owner);
    const [email, password] = ['leaver@acme.example', 'leaver has a password'];
    const leaver = await admin.join(email, 'admin', password);
    const memory = new SignInMemory(CALLBACK);
    const client = await signInModern(url, memory, (asked) => letIn(asked, { email, password }));
    const post = () =>
      fetch(url, {
        ...toolCallRequest(1, 'looker_query_run_inline', TOP_TEN_STATES),
        headers: { authorization: `Bearer ${memory.kept?.access_token}`, 'content-type': 'application/json' },
      });
    await client.close();
    looker.holdQueries();
    const answering = post();
    await expect.poll(() => runningTasks(looker), { interval: 20 }).toHaveLength(1);
    expect((await admin.delete(`/member/${await leaver.memberId()}`)).status).toBe(204);
    expect((await post()).status).toBe(401);
    await expect.poll(() => runningTasks(looker), { interval: 20 }).toEqual([]);
    looker.letQueriesGo();
    expect(await (await answering).text()).toContain('"isError":true');
  });

  it('is written down for nobody whom the server does not name, whatever form was sent', async () => {
    const oauth = { sign_in: ['member'], domains: ['elsewhere.example'] };
    const server = await acme.rest.issue(accountId, { config: { auth: 'oauth', oauth } });
    const refused = signInModern(server.url, new SignInMemory(CALLBACK), async (asked) => {
      const browser = new FormBrowser();
      const signIn = await browser.open(asked.href);
      expect(await browser.send(signIn, '/member', { ...acme.owner })).toMatchObject({ status: 403 });
      const asConsent = { ...signIn, text: signIn.text.replace('/member"', '/consent"') };
      const decided = await browser.send(asConsent, '/consent', { decision: 'allow' });
      expect([decided.status, decided.text]).toEqual([403, expect.stringContaining('may not sign in')]);
      throw new Error('not let in');
    });
    await expect(refused).rejects.toThrow('not let in');
    expect((await acme.rest.get(`/oauth-grant?mcp_server_id=${server.id}`)).body.result).toEqual([]);
  });

  it('can be left for the page where people sign in, and taken up again from there', async () => {
    const [browser, client] = [new FormBrowser(), await registerClient(gateway.url)];
    const signIn = await browser.open(authorizeUrl(gateway.url, client, url, codeVerifier()));
    const consent = await browser.send(signIn, '/member', acme.owner);
    const again = await browser.open(`${consent.url}?again=1`);
    expect(again.text).toContain('name="password"');
    const [, back = ''] = /href="([^"]+)">go on as/.exec(again.text) ?? [];
    expect((await browser.open(new URL(back, again.url).href)).text).toContain('Let it in');
  });

  it('lets somebody whom the server does not name be somebody else on the page that says so', async () => {
    const admin = await DashboardClient.signIn(gateway.url, acme.owner);
    const invited = { email: 'invited@acme.example', password: 'invited has a password' };
    await admin.join(invited.email, 'viewer', invited.password);
    const oauth = { sign_in: ['member'], emails: [invited.email] };
    const server = await acme.rest.issue(accountId, { config: { methods: ['read'], auth: 'oauth', oauth } });
    const client = await signInModern(server.url, new SignInMemory(CALLBACK), async (asked) => {
      const browser = new FormBrowser();
      const refused = await browser.send(await browser.open(asked.href), '/member', { ...acme.owner });
      expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('may not sign in to')]);
      const consent = await browser.send(refused, '/member', invited);
      expect(consent.status).toBe(200);
      return new URL((await browser.send(consent, '/consent', { decision: 'allow' })).url);
    });
    expect((await client.listTools()).length).toBeGreaterThan(0);
    await client.close();
  });
});
