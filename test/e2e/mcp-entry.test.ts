import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectFirst, connectModern } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };

describe('the entry at an MCP URL', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_ALLOWED_ORIGINS: 'https://inspector.example.com' });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const post = (url: string, headers: Record<string, string> = {}, body: unknown = LIST) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
      body: JSON.stringify(body),
    });

  it('an unknown token, a mistyped one and a deleted one answer 404 alike but for the request id', async () => {
    const deleted = await acme.rest.issue(accountId);
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${deleted.id}`);
    const urls = [`${gateway.url}/mcp/${createToken('mcp_server')}`, `${gateway.url}/mcp/typo`, deleted.url];
    const answers = await Promise.all(urls.map((url) => post(url)));
    const bodies = await Promise.all(answers.map(async (answer) => (await answer.text()).replace(/[0-9a-f-]{36}/, '')));
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 404]);
    expect(new Set(bodies).size).toBe(1);
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({
      jsonrpc: '2.0',
      id: null,
      error: { data: { code: 'mcp_server.not_found' } },
    });
  });

  it('a deleted server that was just in use ends at once', async () => {
    const server = await acme.rest.issue(accountId);
    expect((await post(server.url)).status).toBe(200);
    await acme.rest.delete(`/integrated-account/${accountId}/mcp/${server.id}`);
    expect((await post(server.url)).status).toBe(404);
  });

  it('a narrowed filter holds for the next request', async () => {
    const server = await acme.rest.issue(accountId);
    const client = await connectModern(server.url);
    expect((await client.listTools()).some((tool) => tool.annotations?.readOnlyHint !== true)).toBe(true);
    await client.close();
    await acme.rest.patch(`/integrated-account/${accountId}/mcp/${server.id}`, { config: { methods: ['read'] } });
    const again = await connectModern(server.url);
    expect((await again.listTools()).every((tool) => tool.annotations?.readOnlyHint === true)).toBe(true);
    await again.close();
  });

  it('all methods but POST answer 405 and name it, whether or not there is such a URL', async () => {
    const { url } = await acme.rest.issue(accountId);
    for (const method of ['GET', 'DELETE', 'PUT', 'PATCH'])
      for (const address of [url, `${gateway.url}/mcp/typo`]) {
        const answer = await fetch(address, { method });
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('POST');
        expect(await answer.json()).toMatchObject({
          jsonrpc: '2.0',
          error: { data: { code: 'route.method_not_allowed' } },
        });
      }
  });

  it.each(['*/*', 'application/json', 'text/event-stream', ''])('Accept "%s" is answered', async (accept) => {
    const { url } = await acme.rest.issue(accountId);
    expect((await post(url, { accept })).status).toBe(200);
  });

  it('broken JSON answers a JSON-RPC parse error', async () => {
    const { url } = await acme.rest.issue(accountId);
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"jsonrpc"',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ jsonrpc: '2.0', error: { code: -32700 } });
  });

  it('web pages of a foreign origin are refused; configured ones and programs come in', async () => {
    const { url } = await acme.rest.issue(accountId);
    expect((await post(url, { origin: 'https://evil.example.com' })).status).toBe(403);
    expect((await post(url, { origin: 'https://inspector.example.com' })).status).toBe(200);
    expect((await post(url)).status).toBe(200);
  });

  it('a browser client of a configured origin may ask before it calls; a foreign one gets no leave', async () => {
    const { url } = await acme.rest.issue(accountId);
    const wanted = 'content-type,mcp-protocol-version,mcp-method,mcp-name,mcp-session-id';
    for (const method of ['POST', 'DELETE'])
      for (const address of [url, `${url}/`, `${url}/mcp`, url.replace('/mcp/', '/MCP/')]) {
        const ask = (origin: string) =>
          fetch(address, {
            method: 'OPTIONS',
            headers: { origin, 'access-control-request-method': method, 'access-control-request-headers': wanted },
          });
        const allowed = await ask('https://inspector.example.com');
        expect(allowed.status).toBe(204);
        expect(allowed.headers.get('access-control-allow-origin')).toBe('https://inspector.example.com');
        expect(allowed.headers.get('access-control-allow-methods')).toBe('POST, DELETE');
        expect(allowed.headers.get('access-control-allow-headers')).toBe(wanted);
        expect(allowed.headers.get('access-control-max-age')).toBe('7200');
        const refused = await ask('https://evil.example.com');
        expect([refused.status, refused.headers.get('allow')]).toEqual([204, 'POST']);
        expect(refused.headers.get('access-control-allow-origin')).toBeNull();
      }
    const ended = await fetch(url, { method: 'DELETE', headers: { origin: 'https://inspector.example.com' } });
    expect(ended.status).toBe(405);
    expect(ended.headers.get('access-control-allow-origin')).toBe('https://inspector.example.com');
    const answer = await post(url, { origin: 'https://inspector.example.com' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://inspector.example.com');
  });

  describe('with require_api_token_auth', () => {
    it('the URL alone answers 401, an API token of the organization opens it', async () => {
      const { url } = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
      const refused = await post(url);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toBe('Bearer');
      const client = await connectFirst(url, { headers: { authorization: `Bearer ${acme.apiToken}` } });
      expect(await client.listTools()).not.toHaveLength(0);
      await client.close();
    });

    it("another organization's API token answers exactly as an unknown one", async () => {
      const { url } = await acme.rest.issue(accountId, { config: { require_api_token_auth: true } });
      const globex = await gateway.createOrganization('Globex');
      const [foreign, unknown] = await Promise.all(
        [globex.apiToken, createToken('api_token')].map((token) => post(url, { authorization: `Bearer ${token}` })),
      );
      const text = async (answer: Response | undefined) => (await answer?.text())?.replace(/[0-9a-f-]{36}/, '');
      expect(foreign?.status).toBe(401);
      expect(await text(foreign)).toBe(await text(unknown));
    });
  });

  it('an expired URL answers 404 from the very second on, though it is cached', async () => {
    const expiresAt = new Date(Date.now() + 600_000);
    const { url } = await acme.rest.issue(accountId, { expires_at: expiresAt.toISOString() });
    expect((await post(url)).status).toBe(200);
    const { ServerDirectory } = await import('../../src/tool-calls/server-directory.js');
    const directory = gateway.app.get(ServerDirectory, { strict: false });
    const token = url.split('/').at(-1) ?? '';
    await expect(directory.resolve(token, new Date(expiresAt.getTime() - 1), '127.0.0.1')).resolves.toBeDefined();
    await expect(directory.resolve(token, expiresAt, '127.0.0.1')).rejects.toMatchObject({
      code: 'mcp_server.not_found',
    });
  });
});
