import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import {
  authorizeUrl,
  CALLBACK,
  codeVerifier,
  letIn,
  registerClient,
  signInAt,
  tokenRequest,
} from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const PAGE = 'https://inspector.example.com';
const ROOT = '/.well-known/oauth-protected-resource';

describe('the addresses of sign-in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let url: string;
  let shared: { readonly id: string; readonly url: string };

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([
      startSampleLooker(),
      startGateway({ GATEWAY_ALLOWED_HOSTS: 'Gateway.Internal.Example' }),
    ]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    url = (await acme.rest.issue(accountId, { config: { auth: 'oauth' } })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('tell at the root where to sign in as long as there is one MCP server and no other', async () => {
    const at = (path: string) => fetch(gateway.url + path);
    const only = await at(ROOT);
    expect(only.status).toBe(200);
    expect(await only.json()).toEqual(await (await at(`${ROOT}${new URL(url).pathname}`)).json());
    shared = await acme.rest.issue(accountId);
    expect((await at(ROOT)).status).toBe(404);
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${shared.id}`);
    expect((await at(ROOT)).status).toBe(200);
    shared = await acme.rest.issue(accountId);
    expect((await at(`${ROOT}/mcp/${shared.id}`)).status).toBe(404);
  });

  it('refuse a token in the query with 400, also a good one, and also beside the header', async () => {
    const { access_token } = await signInAt(url, acme.owner);
    const { headers, ...call } = toolCallRequest(1, 'looker_users_me');
    const authorization = `Bearer ${access_token}`;
    const from = looker.requests.length;
    for (const [address, more] of [
      [`${url}?access_token=${access_token}`, {}],
      [`${url}?a=1&access%5Ftoken=${access_token}`, { authorization }],
      [`${shared.url}?access_token=x`, {}],
      [`${url}?authorization=Bearer%20${access_token}`, {}],
    ] as const) {
      const answer = await fetch(address, { ...call, headers: { ...headers, ...more } });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ error: { data: { code: 'credential.in_query' } } });
    }
    expect(looker.requests.slice(from)).toEqual([]);
    const rest = await fetch(`${gateway.url}/organization?access_token=${acme.apiToken}`);
    expect([rest.status, await rest.json()]).toEqual([400, expect.objectContaining({ code: 'credential.in_query' })]);
  });

  const statusFor = (path: string, host: string, method = 'GET') =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request(gateway.url + path, { method, headers: { host } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end();
    });

  it.each(['evil.example', 'evil.example:3000', 'localhost.evil.example', '127.0.0.1.nip.io'])(
    'are not reached as %s, which leads here by DNS rebinding',
    async (host) => {
      for (const path of [
        '/',
        '/app/',
        '/organization',
        '/oauth/jwks',
        '/.well-known/oauth-authorization-server',
        ROOT,
      ])
        expect(await statusFor(path, host), path).toBe(403);
      for (const path of [new URL(url).pathname, new URL(shared.url).pathname, '/oauth/token', '/session'])
        expect(await statusFor(path, host, 'POST'), path).toBe(403);
    },
  );

  it.each(['127.0.0.1:1', 'localhost', '[::1]:3000', 'gateway:3000', 'gateway.internal.example', '10.0.0.7'])(
    'are reached as %s, and health as anything',
    async (host) => {
      expect(await statusFor('/oauth/jwks', host)).toBe(200);
      for (const path of ['/healthz', '/readyz'])
        for (const name of [host, 'elb.example.net']) expect(await statusFor(path, name), path).toBe(200);
    },
  );

  it('let web pages of any origin ask for metadata and tokens, without cookies, and for no page of ours', async () => {
    const preflight = (path: string, method: string) =>
      fetch(gateway.url + path, {
        method: 'OPTIONS',
        headers: {
          origin: PAGE,
          'access-control-request-method': method,
          'access-control-request-headers': 'content-type,authorization,mcp-protocol-version',
        },
      });
    const open = [
      ['GET', '/.well-known/oauth-authorization-server'],
      ['GET', '/.well-known/openid-configuration'],
      ['GET', `${ROOT}${new URL(url).pathname}`],
      ['GET', '/oauth/jwks'],
      ['POST', '/oauth/token'],
      ['POST', '/oauth/register'],
      ['POST', '/oauth/revoke'],
      ['POST', '/token'],
      ['POST', '/register'],
    ] as const;
    for (const [method, path] of open) {
      const { status, headers } = await preflight(path, method);
      expect(status, path).toBe(204);
      expect(headers.get('access-control-allow-origin'), path).toBe('*');
      expect(headers.get('access-control-allow-methods'), path).toContain(method);
      expect(headers.get('access-control-allow-headers'), path).toContain('mcp-protocol-version');
      const answer = await fetch(gateway.url + path, { method, headers: { origin: PAGE } });
      expect(answer.headers.get('access-control-allow-origin'), path).toBe('*');
      expect(answer.headers.get('access-control-allow-credentials'), path).toBeNull();
    }
    for (const path of ['/oauth/authorize?client_id=x', '/oauth/sign-in/x', '/oauth/sign-in/x/consent', '/session']) {
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(gateway.url + path, { method, headers: { origin: PAGE }, redirect: 'manual' });
        expect(answer.headers.get('access-control-allow-origin'), path).toBeNull();
      }
    }
  });

  it('at an MCP server let in no web page of another origin, whatever its token', async () => {
    const { access_token } = await signInAt(url, acme.owner);
    const { headers, ...call } = toolCallRequest(1, 'looker_users_me');
    const sent = (origin?: string) =>
      fetch(url, {
        ...call,
        headers: { ...headers, authorization: `Bearer ${access_token}`, ...(origin && { origin }) },
      });
    expect([(await sent()).status, (await sent(gateway.url)).status]).toEqual([200, 200]);
    const refused = await sent(PAGE);
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  });

  it('that begin with /mcp lead nowhere else', async () => {
    const { pathname } = new URL(url);
    for (const path of [
      '/mcp',
      '/mcp/',
      '//mcp',
      pathname,
      `${pathname}/`,
      `${pathname}/mcp`,
      `${pathname}/sse`,
      '/MCP/x',
    ])
      for (const method of ['GET', 'POST', 'DELETE', 'HEAD']) {
        const { status } = await fetch(gateway.url + path, { method, redirect: 'manual' });
        expect(status < 300 || status >= 400, `${method} ${path}: ${status}`).toBe(true);
      }
  });

  it('work at the root, too: a client registers, is let in and gets its token there', async () => {
    const registered = await fetch(`${gateway.url}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_name: 'Old', redirect_uris: [CALLBACK], token_endpoint_auth_method: 'none' }),
    });
    expect(registered.status).toBe(201);
    const client = (await registered.json()) as { client_id: string };
    const verifier = codeVerifier();
    const asked = authorizeUrl(gateway.url, client, url, verifier).replace('/oauth/authorize', '/authorize');
    const code = (await letIn(asked, acme.owner)).searchParams.get('code') ?? '';
    const body = {
      grant_type: 'authorization_code',
      client_id: client.client_id,
      redirect_uri: CALLBACK,
      resource: url,
    };
    const answer = await fetch(`${gateway.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({ ...body, code, code_verifier: verifier }),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toContain('no-store');
  });

  it('offer no way of answering that needs a script, and refuse it by one that needs none', async () => {
    for (const path of ['/.well-known/oauth-authorization-server', '/.well-known/openid-configuration']) {
      const metadata = await (await fetch(gateway.url + path)).json();
      expect(metadata).toMatchObject({ issuer: gateway.url, response_modes_supported: ['query', 'fragment'] });
    }
    const client = await registerClient(gateway.url);
    const asked = authorizeUrl(gateway.url, client, url, codeVerifier(), { response_mode: 'form_post' });
    const answer = await fetch(asked, { redirect: 'manual' });
    expect([302, 303]).toContain(answer.status);
    const { searchParams, href } = new URL(answer.headers.get('location') ?? '');
    expect(href.startsWith(CALLBACK)).toBe(true);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      ...{ error: 'unsupported_response_mode', state: 'the-state', iss: gateway.url },
    });
    expect((await tokenRequest(gateway.url, { grant_type: 'x' })).status).toBe(400);
  });
});
