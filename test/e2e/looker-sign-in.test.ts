import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { lookerCallback } from '../../src/accounts/looker-apps/app-presets.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { type SignedInClient, SignInMemory, signInModern } from '../support/oauth-clients.js';
import { askLooker, credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { asLookerUser, authorizeUrl, CALLBACK, codeVerifier, registerClient } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('sign-in at Looker', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    await registerApp(looker);
    acme = await gateway.createOrganization('Acme');
    url = (await connect()).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const registerApp = (at: SampleLooker) =>
    askLooker(at, 'POST', '/oauth_client_apps/looker-mcp-gateway', {
      redirect_uri: lookerCallback(gateway.url, at.baseUrl),
      display_name: 'looker-mcp-gateway',
      enabled: true,
    });
  /** An account whose Looker has an app of the gateway, and a URL where people sign in there. */
  const connect = async (to = looker) => {
    const accountId = await acme.rest.connect(credentialsOf(to));
    await queryAsOwner(gateway.databaseUrl, 'UPDATE integrated_accounts SET oauth_client_guid = $1 WHERE id = $2', [
      'looker-mcp-gateway',
      accountId,
    ]);
    const config = { methods: ['read'], auth: 'oauth', oauth: { sign_in: ['looker'] }, identity: { kind: 'caller' } };
    return { accountId, url: (await acme.rest.issue(accountId, { config })).url };
  };
  const signIn = (userId: string, memory = new SignInMemory(CALLBACK), at = url): Promise<SignedInClient> =>
    signInModern(at, memory, asLookerUser(userId));
  const ask = (memory: SignInMemory, at = url) => {
    const request = toolCallRequest(1, 'looker_query_run_inline', TOP_TEN_STATES);
    const authorization = `Bearer ${memory.kept?.access_token}`;
    return fetch(at, { ...request, headers: { ...request.headers, authorization } });
  };

  it('two people ask one URL the same question, and each gets the rows that Looker lets them see', async () => {
    const [ana, ben] = [await signIn('13'), await signIn('14')];
    const answers = await Promise.all(
      [ana, ben].map((person) => person.callTool('looker_query_run_inline', TOP_TEN_STATES)),
    );
    expect(answers.map(({ isError }) => isError)).toEqual([false, false]);
    expect(answers[0]?.text).not.toBe(answers[1]?.text);
    await Promise.all([ana.close(), ben.close()]);
  });

  it('whom Looker cannot sign in comes back to the page where they can try again, and is let in then', async () => {
    const browser = new FormBrowser();
    const asked = authorizeUrl(gateway.url, await registerClient(gateway.url), url, codeVerifier());
    const toLooker = async (page: { text: string; url: string }) => {
      const link = /href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '';
      return (await browser.open(new URL(link, page.url).href)).url;
    };
    const atLooker = new URL(await toLooker(await browser.open(asked)));
    const refused = new URL(atLooker.searchParams.get('redirect_uri') ?? '');
    refused.searchParams.set('error', 'server_error');
    refused.searchParams.set('state', atLooker.searchParams.get('state') ?? '');
    const back = await browser.open(refused.href);
    expect(back.text).toContain('role="alert"');
    const answer = await fetch(`${await toLooker(back)}&sample_user_id=13`, { redirect: 'manual' });
    expect((await browser.open(answer.headers.get('location') ?? '')).text).toContain('Let it in');
  });

  it('a person who signs in for the first time in many browsers at once is let in by each', async () => {
    const { url: fresh } = await connect();
    const memories = Array.from({ length: 6 }, () => new SignInMemory(CALLBACK));
    const clients = await Promise.all(memories.map((memory) => signIn('14', memory, fresh)));
    expect((await Promise.all(memories.map((memory) => ask(memory, fresh)))).map(({ status }) => status)).toEqual(
      Array(6).fill(200),
    );
    await Promise.all(clients.map((client) => client.close()));
  });

  it('whoever is disabled at Looker is asked to sign in again with the next call, and nobody else notices', async () => {
    const [ana, ben] = [new SignInMemory(CALLBACK), new SignInMemory(CALLBACK)];
    for (const [id, memory] of [
      ['13', ana],
      ['14', ben],
    ] as const)
      await (await signIn(id, memory)).close();
    await askLooker(looker, 'PATCH', '/users/13', { is_disabled: true });
    const refused = await ask(ana);
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toContain('resource_metadata=');
    expect((await ask(ana)).status).toBe(401);
    expect((await ask(ben)).status).toBe(200);
    await askLooker(looker, 'PATCH', '/users/13', { is_disabled: false });
  });

  it('whoever says no at Looker sends the client away, with what it needs to know which answer this is', async () => {
    const browser = new FormBrowser();
    const { origin } = new URL(url);
    const page = await browser.open(authorizeUrl(origin, await registerClient(origin), url, codeVerifier()));
    const link = /href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '';
    const { searchParams } = new URL((await browser.open(new URL(link, page.url).href)).url);
    const denied = await fetch(new URL('/auth', looker.baseUrl), {
      ...{ method: 'POST', redirect: 'manual' },
      body: new URLSearchParams({ ...Object.fromEntries(searchParams), answer: 'deny' }),
    });
    const back = new URL(denied.headers.get('location') ?? '');
    expect(back.searchParams.get('error')).toBe('access_denied');
    // Another page can end nobody's sign-in so.
    const forged = new URL(back);
    forged.searchParams.set('state', `${back.searchParams.get('state')?.split('.')[0]}.x`);
    const refused = await browser.open(forged.href);
    expect([refused.url.startsWith(CALLBACK), refused.status >= 400]).toEqual([false, true]);
    const end = new URL((await browser.open(back.href)).url);
    expect(end.href.startsWith(CALLBACK)).toBe(true);
    expect(Object.fromEntries(end.searchParams)).toMatchObject({
      ...{ error: 'access_denied', state: 'the-state', iss: origin },
    });
    expect(end.searchParams.has('code')).toBe(false);
  });

  it('a code with which somebody comes back from one Looker is sent to no other, also where that one led them there', async () => {
    const hostile = await startSampleLooker();
    try {
      await registerApp(hostile);
      const account = await connect(hostile);
      const { origin } = new URL(account.url);
      const browser = new FormBrowser();
      const page = await browser.open(authorizeUrl(origin, await registerClient(origin), account.url, codeVerifier()));
      const link = /href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '';
      const asked = new URL((await browser.open(new URL(link, page.url).href)).url);
      expect(asked.origin).not.toBe(new URL(looker.baseUrl).origin);
      const from = hostile.requests.length;
      // What a hostile page does that is asked to sign somebody in: it has the person's own Looker do it.
      const onward = new URL(`/auth${asked.search}&sample_user_id=13`, looker.baseUrl);
      const refused = await fetch(onward, { redirect: 'manual' });
      expect(refused.headers.get('location')).toBeNull();
      onward.searchParams.set('redirect_uri', lookerCallback(gateway.url, looker.baseUrl));
      const answer = await fetch(onward, { redirect: 'manual' });
      const back = new URL(answer.headers.get('location') ?? '');
      expect(back.searchParams.get('code')).toMatch(/./);
      const end = await browser.open(back.href);
      expect(end.text).toContain('another Looker');
      expect(hostile.requests.slice(from)).toEqual([]);
    } finally {
      await hostile.close();
    }
  });

  it('the tokens of a person stay with the Looker that gave them when the account is given another one, where their number is somebody else', async () => {
    const other = await startSampleLooker();
    try {
      await registerApp(other);
      const account = await connect();
      const [ana, somebody] = [new SignInMemory(CALLBACK), new SignInMemory(CALLBACK)];
      await (await signIn('13', ana, account.url)).close();
      expect((await ask(ana, account.url)).status).toBe(200);
      const { status } = await acme.rest.patch(`/integrated-account/${account.accountId}`, {
        looker: credentialsOf(other),
        oauth_client_guid: 'looker-mcp-gateway',
      });
      expect(status).toBe(200);
      const from = other.requests.length;
      expect((await ask(ana, account.url)).status).toBe(401);
      expect(other.requests.slice(from)).toEqual([]);
      await (await signIn('13', somebody, account.url)).close();
      expect((await ask(somebody, account.url)).status).toBe(200);
      expect((await ask(ana, account.url)).status).toBe(401);
    } finally {
      await other.close();
    }
  });
});
