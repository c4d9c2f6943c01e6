import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { OauthGrantsRepository } from '../../src/auth/oauth/grants/oauth-grants.repository.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { bearerCall } from '../support/bearer-call.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { locked } from '../support/locked-tables.js';
import { credentialsOf } from '../support/sample.js';
import {
  authorizeUrl,
  CALLBACK,
  codeVerifier,
  letIn,
  type RegisteredClient,
  registerClient,
  signInAt,
  tokenRequest,
} from '../support/sign-in.js';

describe('a consent', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const issue = () => acme.rest.issue(accountId, { config: { auth: 'oauth' } });
  const listed = async (serverId: string) =>
    (await acme.rest.get(`/oauth-grant?mcp_server_id=${serverId}`)).body.result as { id: string; scopes: string[] }[];
  const consentsTo = async (serverId: string) => {
    const { body } = await acme.rest.get('/audit?limit=50');
    const events = body.result as { action: string; after?: { mcp_server_id?: string } }[];
    return events.filter(({ action, after }) => action === 'oauth_grant.created' && after?.mcp_server_id === serverId);
  };
  /** Somebody who stands before the page of consent. */
  const atConsent = async (asked: string) => {
    const browser = new FormBrowser();
    return { browser, page: await browser.send(await browser.open(asked), '/member', acme.owner) };
  };
  const waitingForLocks = async () =>
    (
      await queryAsOwner(
        gateway.databaseUrl,
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'",
        [],
      )
    ).length;
  const tokensFor = async (client: RegisteredClient, end: URL, verifier: string, resource?: string) => {
    const answer = await tokenRequest(gateway.url, {
      ...{ grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: CALLBACK },
      ...{ code: end.searchParams.get('code') ?? '', code_verifier: verifier, ...(resource && { resource }) },
    });
    return { status: answer.status, ...((await answer.json()) as { access_token: string; refresh_token: string }) };
  };

  it.each([
    ['allow', 'allow', 'allow'],
    ['allow', 'deny', 'allow'],
  ])('that is sent several times at once (%s, %s, %s) is one answer to the client', async (...decisions) => {
    const server = await issue();
    const asked = authorizeUrl(gateway.url, await registerClient(gateway.url), server.url, codeVerifier());
    const { browser, page } = await atConsent(asked);
    const ends = await Promise.all(decisions.map((decision) => browser.send(page, '/consent', { decision })));
    const answers = ends.filter(({ url }) => url.startsWith(CALLBACK));
    expect(answers).toHaveLength(1);
    for (const { status, text } of ends.filter((end) => !answers.includes(end)))
      expect([status < 500, text.includes('This sign-in')]).toEqual([true, true]);
    const isLetIn = new URL(answers[0]?.url ?? '').searchParams.has('code');
    expect(await consentsTo(server.id)).toHaveLength(isLetIn ? 1 : 0);
  });

  it('leads on to one code, however many requests go on from it at once', async () => {
    const server = await issue();
    const asked = authorizeUrl(gateway.url, await registerClient(gateway.url), server.url, codeVerifier());
    const { browser, page } = await atConsent(asked);
    const [, form_token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? [];
    const action = `${page.url.split('?')[0]}/consent`;
    const decided = await fetch(action, {
      ...{ method: 'POST', redirect: 'manual', headers: { cookie: browser.cookiesAt(action) } },
      body: new URLSearchParams({ form_token, decision: 'allow' }),
    });
    const next = new URL(decided.headers.get('location') ?? '', gateway.url).href;
    const goOn = () => fetch(next, { redirect: 'manual', headers: { cookie: browser.cookiesAt(next) } });
    // None of them takes the sign-in before most have found it.
    const begun = await locked(gateway.databaseUrl, 'oauth_records', async () => {
      const all = Array.from({ length: 12 }, goOn);
      await expect.poll(waitingForLocks, { interval: 20 }).toBeGreaterThanOrEqual(8);
      return { all };
    });
    const ends = await Promise.all(begun.all);
    const codes = ends.filter(({ headers }) => headers.get('location')?.includes('code='));
    expect(codes).toHaveLength(1);
    expect(ends.filter(({ status }) => status >= 500)).toEqual([]);
  });

  it('that is sent twice, the second time while the first one is on its way, leads on all the same', async () => {
    const server = await issue();
    const asked = authorizeUrl(gateway.url, await registerClient(gateway.url), server.url, codeVerifier());
    const { browser, page } = await atConsent(asked);
    const [, token = ''] = /name="form_token" value="([^"]+)"/.exec(page.text) ?? [];
    const body = () => new URLSearchParams({ form_token: token, decision: 'allow' });
    // The browser has left the page of the first one before it was answered: it sees what the second one leads to.
    const action = `${page.url.split('?')[0]}/consent`;
    const headers = { cookie: browser.cookiesAt(action), 'content-type': 'application/x-www-form-urlencoded' };
    const first = fetch(action, { method: 'POST', body: body(), headers, redirect: 'manual' });
    const end = await browser.open(action, { method: 'POST', body: body() });
    expect(new URL(end.url).searchParams.get('code')).toMatch(/./);
    await first;
    expect(await consentsTo(server.id)).toHaveLength(1);
  });

  it('of one person to one client at one server is listed once, however often it is given, and ended as a whole', async () => {
    const [server, client] = [await issue(), await registerClient(gateway.url)];
    const scopes = ['looker:read', 'looker:read looker:write', 'looker:read'];
    const signIns = await Promise.all(
      scopes.map(async (scope) => {
        const verifier = codeVerifier();
        const end = await letIn(authorizeUrl(gateway.url, client, server.url, verifier, { scope }), acme.owner);
        return tokensFor(client, end, verifier);
      }),
    );
    await signInAt(server.url, acme.owner);
    const all = await listed(server.id);
    expect(all.map((each) => each.scopes)).toEqual([
      ['looker:read', 'looker:write'],
      ['looker:read', 'looker:write'],
    ]);
    const calls = () => Promise.all(signIns.map(({ access_token }) => bearerCall(server.url, access_token)));
    expect((await calls()).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await acme.rest.delete(`/oauth-grant/${all[1]?.id}`)).status).toBe(204);
    await expect.poll(async () => (await calls()).map(({ status }) => status)).toEqual([401, 401, 401]);
    expect((await listed(server.id)).map(({ id }) => id)).toEqual([all[0]?.id]);
  });

  it('that ends while a page of them is read leaves no gap in the page, by which it would pass for the last one', async () => {
    const server = await issue();
    for (let made = 0; made < 3; made++) await signInAt(server.url, acme.owner);
    const repository = gateway.app.get(OauthGrantsRepository, { strict: false });
    const database = gateway.app.get(DatabaseService, { strict: false });
    const endOne = async () => {
      const [newest] = await listed(server.id);
      await queryAsOwner(gateway.databaseUrl, 'DELETE FROM oauth_grants WHERE id = $1', [newest?.id]);
    };
    const rows = await database.read(acme.id, async (tx) => {
      const db = new Proxy(tx.db, {
        get: (target, name, receiver) => {
          const value = Reflect.get(target, name, receiver);
          if (name !== '$queryRaw' || typeof value !== 'function') return value;
          return (...query: unknown[]) => value.apply(target, query).finally(endOne);
        },
      });
      const of = { accountId: null, mcpServerId: server.id, memberId: null };
      return repository.list({ ...tx, db }, { before: {}, take: 3 }, of, new Date());
    });
    expect(rows).toHaveLength(3);
    const first = await acme.rest.get(`/oauth-grant?mcp_server_id=${server.id}&limit=1`);
    expect([first.body.result.length, typeof first.body.next_cursor]).toEqual([1, 'string']);
  });

  describe('names a server', () => {
    const slashes = (url: string) => [url, `${url}/`];

    it('with a slash at the end of its URL as without, at each step anew', async () => {
      const server = await issue();
      const pairs = slashes(server.url).flatMap((asked) => slashes(server.url).map((got) => [asked, got] as const));
      for (const [asked, got] of pairs) {
        const [client, verifier] = [await registerClient(gateway.url), codeVerifier()];
        const end = await letIn(authorizeUrl(gateway.url, client, asked, verifier), acme.owner);
        const tokens = await tokensFor(client, end, verifier, got);
        expect([tokens.status, asked, got]).toEqual([200, asked, got]);
        expect((await bearerCall(server.url, tokens.access_token)).status).toBe(200);
        const again = await tokenRequest(gateway.url, {
          ...{ grant_type: 'refresh_token', client_id: client.client_id, refresh_token: tokens.refresh_token },
          resource: asked,
        });
        expect(again.status).toBe(200);
      }
    });

    it.each(['absent', 'empty'])('or the client is told that it does not (resource is %s)', async (how) => {
      const server = await issue();
      const asked = new URL(authorizeUrl(gateway.url, await registerClient(gateway.url), server.url, codeVerifier()));
      if (how === 'empty') asked.searchParams.set('resource', '');
      else asked.searchParams.delete('resource');
      const answer = await fetch(asked, { redirect: 'manual' });
      const told = new URL(answer.headers.get('location') ?? '', gateway.url);
      expect(told.href.startsWith(CALLBACK)).toBe(true);
      expect(told.searchParams.get('error')).toBe('invalid_target');
      expect(told.searchParams.get('error_description')).toContain('resource is missing');
      expect(told.searchParams.get('state')).toBe('the-state');
    });
  });

  describe('says whose word the name of a client is', () => {
    it('an admin’s who registered it', async () => {
      const server = await issue();
      const { body } = await acme.rest.post('/oauth-client', {
        ...{ name: 'Reports', redirect_uris: [CALLBACK], has_secret: false },
      });
      const { page } = await atConsent(authorizeUrl(gateway.url, { client_id: body.id }, server.url, codeVerifier()));
      expect(page.text).toContain('“Reports”</bdi>, which an administrator of Acme registered.');
      expect(page.text).not.toContain('calls itself so');
    });

    it('its own, where it registered itself', async () => {
      const server = await issue();
      const client = await registerClient(gateway.url, { client_name: 'Acme, registered by an admin' });
      const { page } = await atConsent(authorizeUrl(gateway.url, client, server.url, codeVerifier()));
      expect(page.text).toContain('“Acme, registered by an admin”</bdi>, which calls itself so.');
    });

    it('in few characters, set apart from what the page says, beside the host that the answer goes to', async () => {
      const server = await issue();
      const name = `Claude. An administrator of Acme has checked this program, and ${'it is safe '.repeat(3)}`;
      const client = await registerClient(gateway.url, { client_name: name });
      const { page } = await atConsent(authorizeUrl(gateway.url, client, server.url, codeVerifier()));
      const names = [...page.text.matchAll(/<bdi class="name">“([^<]+)”<\/bdi>/g)].map(([, shown = '']) => shown);
      expect(names).toEqual(Array(2).fill('Claude. An administrator of Acme has checked this…'));
      expect(page.text).not.toContain('this program');
      expect(page.text).toMatch(
        /<dd><bdi[^>]+>[^<]+<\/bdi>, which calls itself so\. Your answer goes to <strong>[^<]+/,
      );
    });

    it('that of the host that describes it', async () => {
      const server = await issue();
      const client = { client_id: 'https://claude.ai/oauth/claude-code-client-metadata' };
      const asked = authorizeUrl(gateway.url, client, server.url, codeVerifier());
      const { page } = await atConsent(asked);
      expect(page.text).toContain('“Claude Code”</bdi>, as claude.ai calls it.');
    });
  });
});
