import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { lookerCallback } from '../../src/accounts/looker-apps/app-presets.js';
import { createId } from '../../src/database/ids.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { type BrowserAnswer, FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { askLooker, credentialsOf } from '../support/sample.js';
import { CALLBACK, codeVerifier, registerClient, tokenRequest } from '../support/sign-in.js';
import { SingleAddress, type Tokens } from '../support/single-address.js';

describe('who is no member, at the address of all servers', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let single: SingleAddress;
  let url: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    single = new SingleAddress(gateway.url, acme.owner);
    await askLooker(looker, 'POST', '/oauth_client_apps/looker-mcp-gateway', {
      redirect_uri: lookerCallback(gateway.url, looker.baseUrl),
      ...{ display_name: 'looker-mcp-gateway', enabled: true },
    });
    accountId = await acme.rest.connect(credentialsOf(looker));
    await queryAsOwner(gateway.databaseUrl, 'UPDATE integrated_accounts SET oauth_client_guid = $1 WHERE id = $2', [
      'looker-mcp-gateway',
      accountId,
    ]);
    url = await issue('Of Looker people');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const issue = async (name: string, oauth: object = {}) => {
    const config = { methods: ['read'], auth: 'oauth', oauth: { sign_in: ['looker'], ...oauth } };
    return String(
      (await acme.rest.issue(accountId, { name, config: { ...config, identity: { kind: 'caller' } } })).url,
    );
  };
  const begin = async (verifier = codeVerifier()) => {
    const [browser, client] = [new FormBrowser(), await registerClient(gateway.url)];
    return { browser, client, page: await single.open(client, browser, verifier) };
  };
  /** Signs in at the sample Looker from a page that offers it. */
  const signInAtLooker = async (browser: FormBrowser, page: BrowserAnswer, userId: string) => {
    const link = /href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '';
    const atLooker = await browser.open(new URL(link, page.url).href);
    const answer = await fetch(`${atLooker.url}&sample_user_id=${userId}`, { redirect: 'manual' });
    return browser.open(answer.headers.get('location') ?? '');
  };

  it('gives the URL of the server, signs in at its Looker, and is let in at the address of all', async () => {
    const verifier = codeVerifier();
    const { browser, client, page } = await begin(verifier);
    const server = await browser.send(page, '/choose', { server_url: url });
    expect(server.text).toContain('Sign in to Of Looker people');
    const consent = await signInAtLooker(browser, server, '13');
    expect(consent.text).toContain('<strong>Of Looker people</strong>');
    const end = new URL((await browser.send(consent, '/consent', { decision: 'allow' })).url);
    const answer = await tokenRequest(gateway.url, {
      ...{ grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: CALLBACK },
      ...{ code: end.searchParams.get('code') ?? '', code_verifier: verifier, resource: single.url },
    });
    const { access_token } = (await answer.json()) as Tokens;
    expect((await single.post(access_token)).status).toBe(200);
    const { body } = await acme.rest.get('/oauth-grant?limit=1');
    expect(body.result[0]).toMatchObject({ mcp_server_id: url.split('/').at(-1), sign_in: 'looker' });
  });

  it.each<[string, (given: string) => string]>([
    ['a slash', (given) => `${given}/`],
    ['the ending that some clients need', (given) => `${given}/mcp`],
    ['spaces', (given) => `  ${given} `],
  ])('may give the URL with %s', async (_, written) => {
    const { browser, page } = await begin();
    expect((await browser.send(page, '/choose', { server_url: written(url) })).text).toContain('Of Looker people');
  });

  it('is told nothing of any organization, Looker or server whose URL they do not have', async () => {
    const secret = String((await acme.rest.issue(accountId, { name: 'By secret URL' })).url);
    const passed = await issue('Passed on', { provider: 'looker', sign_in: ['member'] });
    const { browser, page } = await begin();
    const withoutUrl = [page];
    for (const given of [
      `${gateway.url}/mcp/${createId()}`,
      secret,
      passed,
      looker.baseUrl,
      'a\0b',
      '',
      'x'.repeat(300),
    ])
      withoutUrl.push(await browser.send(page, '/choose', { server_url: given }));
    for (const { text } of withoutUrl)
      for (const told of ['Acme', 'Of Looker people', 'By secret URL', 'Passed on', new URL(looker.baseUrl).host])
        expect(text).not.toContain(told);
    const [, first, ...others] = withoutUrl.map(({ status, text }) => ({ status, text }));
    expect(first?.status).toBe(404);
    expect(first?.text).toContain('There is no MCP server with sign-in at this URL');
    for (const other of others) expect(other).toEqual(first);
  });

  it('is led to a server by no page but that of this sign-in', async () => {
    const { browser, page } = await begin();
    const forged = await browser.send(page, '/choose', { server_url: url, form_token: 'x' });
    expect(forged.status).toBe(403);
    expect((await browser.open(page.url)).text).toContain('name="server_url"');
  });

  it('is let in by the URL alone at no server that does not name them, and may give another', async () => {
    const named = await issue('For others', { emails: ['somebody@else.example'] });
    const { browser, page } = await begin();
    const server = await browser.send(page, '/choose', { server_url: named });
    const refused = await signInAtLooker(browser, server, '14');
    expect([refused.status, refused.text.includes('Let it in')]).toEqual([403, false]);
    const another = /href="([^"]+choose=1)"/.exec(refused.text)?.[1] ?? '';
    const again = await browser.open(new URL(another, page.url).href);
    expect((await browser.send(again, '/choose', { server_url: url })).text).toContain('Of Looker people');
  });

  it('is told at once where their client is let in at no server of the organization', async () => {
    await acme.rest.patch('/organization', { dynamic_client_registration: false });
    try {
      const { browser, page } = await begin();
      const refused = await browser.send(page, '/choose', { server_url: url });
      expect(refused.status).toBe(403);
      expect(refused.text).toContain('only clients that an administrator registered');
      expect(refused.text).toContain('name="server_url"');
    } finally {
      await acme.rest.patch('/organization', { dynamic_client_registration: true });
    }
  });
});
