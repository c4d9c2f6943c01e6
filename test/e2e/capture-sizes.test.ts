import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { Captured } from '../support/captured.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient, tokenRequest } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('what is captured', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const captured = async (config: Record<string, unknown> = {}) => {
    const server = await acme.rest.issue(accountId, { config: { methods: ['read'], ...config } });
    const capture = new Captured(gateway, acme.rest, accountId, server.id);
    await capture.start(15);
    return { ...server, capture };
  };
  const sizes = async (capture: Captured) =>
    (await capture.messages()).map((message) =>
      (['request', 'answer'] as const).map((side) => Number(capture.fact(message, side, 'bytes') ?? Number.NaN)),
    );
  const soon = async (capture: Captured, count: number) => {
    await expect.poll(async () => (await capture.messages()).length, { interval: 20 }).toBeGreaterThanOrEqual(count);
    return capture.messages();
  };
  const bytes = async (answer: Response) => (await answer.arrayBuffer()).byteLength;

  it('tells the bytes of each request and answer, refused ones too', async () => {
    const { url, capture } = await captured({ require_api_token_auth: true });
    const asked = toolCallRequest(1, 'looker_users_me', {});
    const authorization = `Bearer ${acme.apiToken}`;
    const answered = await bytes(await fetch(url, { ...asked, headers: { ...asked.headers, authorization } }));
    const refused = await bytes(await fetch(url, asked));
    expect(Math.min(answered, refused)).toBeGreaterThan(100);
    const sent = Buffer.byteLength(String(asked.body));
    expect(await sizes(capture)).toEqual([
      [sent, answered],
      [sent, refused],
    ]);
  });

  it('counts a body that comes in pieces, in bytes and not in characters', async () => {
    const { url, capture } = await captured();
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping', params: { _meta: { name: 'Zoë ☂' } } });
    const { headers } = toolCallRequest(1, 'x');
    await new Promise<void>((resolve, reject) => {
      const asking = request(
        url,
        { method: 'POST', headers: { ...headers, 'transfer-encoding': 'chunked' } },
        (answer) => answer.resume().on('end', resolve),
      ).on('error', reject);
      asking.write(body.slice(0, 10));
      asking.end(body.slice(10));
    });
    expect((await sizes(capture))[0]?.[0]).toBe(Buffer.byteLength(body));
    expect(Buffer.byteLength(body)).toBeGreaterThan(body.length);
  });

  it('tells the bytes of OAuth’s requests and answers, pages too', async () => {
    const { url, capture } = await captured({ auth: 'oauth' });
    const { origin } = new URL(url);
    const client = await registerClient(origin);
    const page = await new FormBrowser().open(authorizeUrl(origin, client, url, codeVerifier()));
    const form = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token: 'x', resource: url };
    const refused = await tokenRequest(origin, form);
    const metadata = await fetch(url.replace('/mcp/', '/.well-known/oauth-protected-resource/mcp/'));
    const messages = await soon(capture, 5);
    const of = (step: string, side: 'request' | 'answer') =>
      Number(
        capture.fact(
          messages.find((each) => each.step === step),
          side,
          'bytes',
        ),
      );
    expect(of('token refresh', 'request')).toBe(Buffer.byteLength(String(new URLSearchParams(form))));
    expect(of('token refresh', 'answer')).toBe(await bytes(refused));
    expect(of('resource metadata', 'answer')).toBe(await bytes(metadata));
    expect(of('page of the sign-in', 'answer')).toBeGreaterThan(300);
    expect(page.text.length).toBeGreaterThan(300);
  });

  it('tells of metadata that is refused with which status', async () => {
    const { id, url, capture } = await captured({ auth: 'oauth' });
    const path = url.replace('/mcp/', '/.well-known/oauth-protected-resource/mcp/');
    await queryAsOwner(gateway.databaseUrl, 'UPDATE mcp_servers SET expires_at = now() WHERE id = $1', [id]);
    await expect.poll(async () => (await fetch(path)).status, { interval: 100 }).toBe(404);
    await expect
      .poll(async () => (await capture.messages()).at(-1), { interval: 20 })
      .toMatchObject({ step: 'resource metadata', status: 404, is_fault: true });
  });

  it.each([
    ['more behind it', (url: string) => `${url}/sse`, 'this server, with more behind its address'],
    [
      'another host than PUBLIC_URL',
      (url: string) => url.replace(/^http:\/\/[^/]+/, 'https://old.example.com'),
      'this server, at another address than PUBLIC_URL',
    ],
  ])('shows a sign-in for the server’s address with %s, which is refused', async (_, wrong, shown) => {
    const { url, capture } = await captured({ auth: 'oauth' });
    const sister = await captured({ auth: 'oauth' });
    const { origin } = new URL(url);
    const client = await registerClient(origin);
    const authorize = authorizeUrl(origin, client, wrong(url), codeVerifier());
    await fetch(authorize, { redirect: 'manual' });
    const messages = await soon(capture, 2);
    expect(messages.map(({ step }) => step)).toEqual(['registration of the client', 'authorization']);
    expect(messages[1]).toMatchObject({ error: 'invalid_target', is_fault: true });
    expect(capture.fact(messages[1], 'request', 'resource')).toBe(shown);
    expect(await sister.capture.messages()).toEqual([]);
  });
});
