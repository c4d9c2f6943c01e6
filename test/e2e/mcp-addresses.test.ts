import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });
/** Each with what is pasted for an MCP URL with the token T. */
const TAKEN = [
  '/mcp/T',
  '/mcp/T/',
  '/Mcp/T',
  '/MCP/T/',
  '/mcp/T/mcp',
  '/mcp/T/mcp/',
  '/MCP/T/Mcp',
  '/mcp/T/?utm_source=x',
  '//mcp/T',
];
const WITH_MORE = ['/mcp/T/sse', '/mcp/T//', '/mcp/T/mcp/mcp', '/MCP/T/messages/', '/mcp//T', '/mcp/T/%2F'];
const WITHOUT_TOKEN = ['/mcp', '/MCP', '/mcp?x=1', '/mcp/', '/MCP/?x=1', '//mcp/'];

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

describe('the address of an MCP server', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let token: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({ GATEWAY_ALLOWED_ORIGINS: 'https://inspector.example.com' });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    ({ token } = await acme.rest.issue(accountId));
  });
  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** One request to exactly this path, which a library would put right. */
  const send = (method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const length =
        body === '' ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(gateway.url, { method, path, headers: { ...length, ...headers } }, async (answer) => {
        const pieces: Buffer[] = [];
        for await (const piece of answer) pieces.push(piece);
        const { statusCode: status, headers: got } = answer;
        resolve({ status, headers: got, text: Buffer.concat(pieces).toString() });
      });
      sent.on('error', reject).end(body);
    });
  const at = (path: string, of = token) => path.replace('T', of);

  it('is taken in other letters, with one slash behind it, and with /mcp behind it, and each form counts as one URL', async () => {
    const server = await acme.rest.issue(accountId);
    for (const [index, path] of TAKEN.entries()) {
      const { status, headers, text } = await send('POST', at(path, server.token), {}, PING);
      expect([status, text], path).toEqual([200, '{"result":{},"jsonrpc":"2.0","id":1}']);
      expect(headers['ratelimit-remaining'], path).toBe(String(600 - index - 1));
    }
  });

  it.each(OFFICIAL_CLIENTS)('is taken so from a $client', async ({ connect }) => {
    for (const path of ['/mcp/T/', '/mcp/T/mcp', '/Mcp/T']) {
      const client = await connect(gateway.url + at(path));
      expect((await client.callTool('looker_users_me')).isError, path).toBe(false);
      await client.close();
    }
  });

  it('answers other methods with 405 in each of its forms, whatever their headers and body', async () => {
    const json = { 'content-type': 'application/json' };
    for (const path of TAKEN)
      for (const [method, headers, body] of [
        ['GET', {}, ''],
        ['GET', { accept: 'text/event-stream' }, ''],
        ['DELETE', json, ''],
        ['DELETE', json, PING],
        ['DELETE', { ...json, 'mcp-session-id': 'x', 'mcp-protocol-version': '2027-01-01' }, '{'],
        ['DELETE', { 'content-encoding': 'gzip' }, 'x'],
        ['DELETE', { 'content-type': 'text/xml' }, '<x/>'],
        ['PUT', json, ''],
        ['PATCH', json, '{}'],
      ] as const) {
        const { status, headers: got, text } = await send(method, at(path), headers, body);
        expect([status, got.allow], `${method} ${path}`).toEqual([405, 'POST']);
        expect(JSON.parse(text), `${method} ${path}`).toMatchObject({ jsonrpc: '2.0', error: { code: -32000 } });
      }
  });

  it('says what is wrong with more behind the token, and with none, to every method and alike for every token', async () => {
    for (const [paths, said] of [
      [WITH_MORE, 'An MCP URL ends after the token.'],
      [WITHOUT_TOKEN, 'has a token behind /mcp/, and this one has none.'],
    ] as const)
      for (const path of paths)
        for (const method of ['POST', 'GET', 'DELETE', 'PROPFIND']) {
          const answers = [token, createToken('mcp_server')].map((each) => send(method, at(path, each), {}, PING));
          const [known, unknown] = await Promise.all(answers);
          expect(known?.status, `${method} ${path}`).toBe(404);
          expect(known?.text, `${method} ${path}`).toContain(said);
          expect(JSON.parse(known?.text ?? '')).toMatchObject({
            jsonrpc: '2.0',
            error: { data: { code: 'route.not_found' } },
          });
          const blank = (text: string | undefined) => text?.replace(/[0-9a-f-]{36}/, '');
          expect(blank(unknown?.text)).toBe(blank(known?.text));
        }
    expect((await send('GET', '/mcp-server/nothing')).text).not.toContain('jsonrpc');
  });

  it('stands in no answer, whatever is wrong with it', async () => {
    const secret = token.slice(-20);
    for (const path of [
      ...[...TAKEN, ...WITH_MORE].map((each) => at(each)),
      at('/mcp/T%zz'),
      at('/MCP/T%zz/'),
      at('/mcp/%FFT'),
      at('/mcp/T/%'),
      at(`/mcp/T${'x'.repeat(600)}`),
      at(`/mcp/T${'x'.repeat(9_000)}`),
      at(`/MCP/T/${'x'.repeat(9_000)}`),
      at(`/mcp/T${'x'.repeat(15_000)}`),
    ])
      for (const [method, headers] of [
        ['POST', {}],
        ['POST', { origin: 'https://evil.example.com' }],
        ['GET', { accept: 'text/html' }],
        ['DELETE', {}],
        ['OPTIONS', {}],
      ] as const) {
        const { headers: got, text, status } = await send(method, path, headers, method === 'POST' ? PING : '');
        const label = `${method} ${path.slice(0, 60)} ${status}`;
        expect(JSON.stringify([got, text]).includes(secret), label).toBe(false);
        if (status !== 200 && status !== 204)
          expect(JSON.parse(text), label).toMatchObject({ jsonrpc: '2.0', id: null });
      }
  });
});
