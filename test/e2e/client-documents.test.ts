import { readFile, rm } from 'node:fs/promises';
import { createServer as createInside, type Server } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalRecord } from '../../src/local-mode/local-record.js';
import { certificates, type TestCertificates } from '../support/certificates.js';
import { GatewayProcess } from '../support/gateway-process.js';
import { RestClient } from '../support/rest-client.js';
import { authorizeUrl, CALLBACK, codeVerifier, registerClient } from '../support/sign-in.js';
import { createTestDir } from '../support/test-database.js';

const LIMIT = 12;

/** The gateway as `npm start` runs it, which reaches loopback, so that a fetch that it should not make would arrive. */
describe('documents that describe clients', () => {
  let folder: string;
  let gateway: GatewayProcess;
  let authority: TestCertificates;
  let documents: Server;
  let inside: Server;
  let url: string;
  let origin: string;
  const asked: string[] = [];
  const askedInside: string[] = [];

  const listening = async (server: Server) => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return (server.address() as AddressInfo).port;
  };

  beforeAll(async () => {
    [folder, authority] = await Promise.all([createTestDir(), certificates()]);
    inside = createInside((request, answer) => {
      askedInside.push(request.url ?? '');
      answer.setHeader('content-type', 'application/json').end(JSON.stringify(documentOf(`${origin}/moved.json`)));
    });
    const insidePort = await listening(inside);
    documents = createServer(authority.pairs.valid, (request, answer) => {
      const path = request.url ?? '';
      asked.push(path);
      const to = { '/moved.json': `http://127.0.0.1:${insidePort}/secret`, '/moved-here.json': '/found.json' }[path];
      if (to !== undefined) return answer.writeHead(302, { location: to }).end();
      if (!path.startsWith('/found')) return answer.writeHead(404).end();
      answer.setHeader('content-type', 'application/json').end(JSON.stringify(documentOf(`${origin}${path}`)));
    });
    origin = `https://127.0.0.1:${await listening(documents)}`;
    const { DATABASE_URL: _, GATEWAY_MASTER_KEYS: __, ...inherited } = process.env as Record<string, string>;
    const extra = {
      GATEWAY_DATA_DIR: folder,
      NODE_EXTRA_CA_CERTS: authority.authority,
      GATEWAY_SIGN_INS_PER_MINUTE: String(LIMIT),
    };
    gateway = await GatewayProcess.start({ ...inherited, ...extra }, () => {});
    const record = JSON.parse(await readFile(join(folder, 'local.json'), 'utf8')) as LocalRecord;
    const rest = new RestClient(gateway.url, record.api_token);
    ({ url } = await rest.issue(record.integrated_account_id ?? '', { config: { auth: 'oauth' } }));
  });

  afterAll(async () => {
    await gateway.stop();
    await Promise.all([
      authority.remove(),
      ...[documents, inside].map((each) => new Promise((done) => each.close(done))),
    ]);
    await rm(folder, { recursive: true, force: true });
  });

  const documentOf = (id: string) => ({
    ...{ client_id: id, client_name: 'Client with a document', redirect_uris: [CALLBACK] },
    ...{
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
  });
  const timesAsked = (path: string) => asked.filter((each) => each === path).length;
  const bodies = {
    '/oauth/token': { grant_type: 'refresh_token', refresh_token: 'x' },
    '/oauth/revoke': { token: 'x' },
    '/oauth/introspect': { token: 'x' },
  };
  type Endpoint = keyof typeof bodies;
  const ENDPOINTS = Object.keys(bodies) as Endpoint[];
  const send = async (endpoint: Endpoint, clientId: string, how: 'form' | 'basic' = 'form') => {
    const proof = how === 'form' ? { client_id: clientId } : {};
    const authorization = `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:x`).toString('base64')}`;
    const answer = await fetch(`${gateway.url}${endpoint}`, {
      ...{ method: 'POST', body: new URLSearchParams({ ...bodies[endpoint], ...proof }) },
      headers: how === 'basic' ? { authorization } : {},
    });
    const { error } = (await answer.json().catch(() => ({}))) as { error?: string };
    return { status: answer.status, error, retryAfter: answer.headers.get('retry-after') };
  };

  it.each(['/moved.json', '/moved-here.json'])('that lead elsewhere are not followed (%s)', async (path) => {
    const { error } = await send('/oauth/token', `${origin}${path}`);
    expect(error).toBe('invalid_client');
    expect([timesAsked(path), askedInside, timesAsked('/found.json')]).toEqual([1, [], 0]);
  });

  it('are asked for once, also where there is none, however often and wherever a client names them', async () => {
    for (const how of ['form', 'basic'] as const)
      for (const endpoint of [...ENDPOINTS, ...ENDPOINTS]) {
        const { error } = await send(endpoint, `${origin}/none.json`, how);
        expect(error).toBe('invalid_client');
      }
    const answers = await Promise.all(ENDPOINTS.map((endpoint) => send(endpoint, `${origin}/found.json`)));
    expect(answers[0]?.error).toBe('invalid_grant');
    const page = await fetch(authorizeUrl(gateway.url, { client_id: `${origin}/none.json` }, url, codeVerifier()));
    expect(page.status).toBe(400);
    expect([timesAsked('/none.json'), timesAsked('/found.json')]).toEqual([1, 1]);
  });

  it('are fetched for one address so often in a minute and no more, and whoever needs none goes on', async () => {
    const client = await registerClient(gateway.url);
    expect((await send('/oauth/token', `${origin}/found.json`)).error).toBe('invalid_grant');
    const before = asked.length;
    const answers = [];
    for (let named = 0; named < 2 * LIMIT; named++) {
      const endpoint = ENDPOINTS[named % ENDPOINTS.length] ?? '/oauth/token';
      answers.push(await send(endpoint, `${origin}/other-${named}.json`, named % 2 === 0 ? 'form' : 'basic'));
    }
    expect(asked.length - before).toBeLessThanOrEqual(LIMIT);
    expect(answers.at(-1)).toMatchObject({ status: 429, error: 'temporarily_unavailable' });
    expect(Number(answers.at(-1)?.retryAfter)).toBeGreaterThan(0);
    const page = await fetch(authorizeUrl(gateway.url, { client_id: `${origin}/more.json` }, url, codeVerifier()));
    expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
    expect(await page.text()).toContain('descriptions of clients');
    expect(timesAsked('/more.json')).toBe(0);
    expect((await send('/oauth/token', client.client_id)).error).toBe('invalid_grant');
    expect((await send('/oauth/token', `${origin}/found.json`)).error).toBe('invalid_grant');
  });
});
