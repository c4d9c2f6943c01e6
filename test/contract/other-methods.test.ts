import { METHODS as KNOWN, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { apiDocument } from '../../src/app.description.js';
import { isMcpAddress } from '../../src/mcp/entry/mcp-address.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

/** A proxy is asked with CONNECT, and no server. */
const METHODS = KNOWN.filter((name) => name !== 'CONNECT');
const OTHER_TYPE: Record<string, string> = { 'content-type': 'text/xml' };
const ID = '01900000-0000-7000-8000-00000000dead';

interface Answer {
  readonly status: number | undefined;
  readonly allow: string | undefined;
  readonly requestId: unknown;
  readonly body: string;
}

describe('methods that an address does not have', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let apiToken: string;
  /** The declared methods of each path of the description; HEAD goes with GET. */
  let declared: [path: string, methods: string[]][];

  beforeAll(async () => {
    gateway = await startGateway({ GATEWAY_ALLOWED_ORIGINS: 'https://inspector.example.com' });
    const { apiToken: token, rest } = await gateway.createOrganization('Acme');
    apiToken = token;
    looker = await startSampleLooker();
    // Without a server with sign-in there is nothing at /mcp.
    await rest.issue(await rest.connect(credentialsOf(looker)), { config: { auth: 'oauth' } });
    declared = Object.entries(apiDocument(gateway.app).paths).map(([path, operations]) => {
      const methods = Object.keys(operations).map((method) => method.toUpperCase());
      return [path.replaceAll(/\{\w+\}/g, ID), [...methods, ...(methods.includes('GET') ? ['HEAD'] : [])].sort()];
    });
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const send = (method: string, path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = request(gateway.url + path, { method, headers }, async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece);
        const { statusCode: status, headers: got } = answer;
        resolve({ status, allow: got.allow, requestId: got['x-request-id'], body: Buffer.concat(pieces).toString() });
      });
      call.on('error', reject);
      call.end();
    });

  it('are 405 with Allow at every path of the description, in our error form, with and without a credential', async () => {
    const undeclared = declared.flatMap(([path, methods]) =>
      METHODS.filter((name) => name !== 'OPTIONS' && !methods.includes(name)).flatMap((method) =>
        [{}, { authorization: `Bearer ${apiToken}` }, OTHER_TYPE].map((headers) => ({
          path,
          methods,
          method,
          headers,
        })),
      ),
    );
    for (const { path, methods, method, headers } of undeclared) {
      const { status, allow, requestId, body } = await send(method, `${path}?a=1`, headers);
      expect([status, allow], `${method} ${path}`).toEqual([405, methods.join(', ')]);
      if (method === 'HEAD') continue;
      const said = JSON.parse(body);
      expect(isMcpAddress(path) ? said.error.data : said).toMatchObject({
        code: 'route.method_not_allowed',
        request_id: requestId,
      });
    }
    process.stdout.write(`undeclared methods asked: ${undeclared.length}\n`);
    expect(undeclared.length).toBeGreaterThan(500);
  });

  it('OPTIONS is 204 and names the methods', async () => {
    for (const [path, methods] of declared) {
      const { status, allow, body } = await send('OPTIONS', path);
      expect([status, allow, body], path).toEqual([204, methods.join(', '), '']);
    }
  });

  it('HEAD answers as GET does, without a body', async () => {
    for (const path of ['/healthz', '/member', `/member/${ID}`, '/openapi.json', '/app/']) {
      const headers = { authorization: `Bearer ${apiToken}` };
      const [head, get] = [await send('HEAD', path, headers), await send('GET', path, headers)];
      expect([head.status, head.allow, head.body], path).toEqual([get.status, get.allow, '']);
    }
  });

  it('addresses that there are not stay 404, whatever the method', async () => {
    // A QUERY without a content type is malformed before it leads anywhere.
    for (const path of ['/nowhere', '/member/x/y/z', '/integrated-accounts', `/member/${'x'.repeat(600)}`])
      for (const method of METHODS.filter((name) => name !== 'QUERY')) {
        const { status, allow, body } = await send(method, path);
        expect([status, allow], `${method} ${path}`).toEqual([404, undefined]);
        if (method !== 'HEAD') expect(JSON.parse(body).code, `${method} ${path}`).toBe('route.not_found');
      }
  });

  it('of pages and files are 405 too', async () => {
    for (const path of ['/', '/app', '/app/', '/app/index.html', '/docs', '/openapi.json'])
      expect(await send('POST', path), path).toMatchObject({ status: 405, allow: 'GET, HEAD' });
  });

  it('a question of a browser beforehand is still answered to pages that may call, and to no other', async () => {
    const ask = (origin: string, path: string) =>
      fetch(gateway.url + path, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
    const may = await ask('https://inspector.example.com', `/mcp/${ID}`);
    expect([may.status, may.headers.get('access-control-allow-methods')]).toEqual([204, 'POST, DELETE']);
    for (const [origin, path] of [
      ['https://evil.example.com', `/mcp/${ID}`],
      ['https://inspector.example.com', '/member'],
    ] as const) {
      const { headers } = await ask(origin, path);
      expect([headers.get('access-control-allow-origin'), headers.get('access-control-allow-methods')]).toEqual([
        null,
        null,
      ]);
    }
  });
});
