import { request } from 'node:http';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { openRaw } from '../support/raw-client.js';
import { credentialsOf } from '../support/sample.js';

const HELLO = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
const META = 'io.modelcontextprotocol/';
const ENVELOPE = {
  [`${META}protocolVersion`]: '2026-07-28',
  [`${META}clientInfo`]: { name: 'x', version: '1' },
  [`${META}clientCapabilities`]: {},
};
const QUICK: readonly (readonly [method: string, params?: object])[] = [
  ['initialize', HELLO],
  ['ping'],
  ['tools/list'],
  ['tools/list', { _meta: ENVELOPE }],
  ['tools/call', { name: 'looker_users_me', arguments: {} }],
  ['server/discover', { _meta: ENVELOPE }],
  ['no/such/method'],
];
const body = (method: string, params?: object, id: unknown = 7) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, ...(params && { params }) });

describe('the form of an answer over MCP', () => {
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
    ({ url } = await acme.rest.issue(accountId, { config: { tool_exposure: 'all' } }));
  });
  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });
  afterEach(() => vi.restoreAllMocks());

  const post = (headers: Record<string, string>, text: string, to = url) =>
    fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });

  it.each(['application/json', 'application/json, text/event-stream', '*/*', '', 'text/html'])(
    'that is quick is JSON to "Accept: %s", whatever was asked',
    async (accept) => {
      for (const [method, params] of QUICK) {
        const answer = await post({ accept }, body(method, params));
        expect(answer.headers.get('content-type'), method).toBe('application/json');
        expect(await answer.json(), method).toMatchObject({ jsonrpc: '2.0', id: 7 });
      }
    },
  );

  it('is an event to who reads nothing else', async () => {
    for (const [method, params] of QUICK.slice(0, 5)) {
      const answer = await post({ accept: 'text/event-stream' }, body(method, params));
      expect(answer.headers.get('content-type'), method).toBe('text/event-stream');
      const [, json = ''] = /^event: message\ndata: (.*)\n\n$/.exec(await answer.text()) ?? [];
      expect(JSON.parse(json), method).toMatchObject({ id: 7, result: {} });
    }
  });

  it('a session is given to whose initialize was taken, and to no other', async () => {
    expect((await post({}, body('initialize', HELLO))).headers.get('mcp-session-id')).toMatch(/^[0-9a-f-]{36}\./);
    for (const params of [undefined, {}, { ...HELLO, protocolVersion: 5 }])
      expect((await post({}, body('initialize', params))).headers.get('mcp-session-id')).toBeNull();
  });

  it('a connection is closed when its client asks for that, and lives on otherwise', async () => {
    const { port, pathname } = new URL(url);
    for (const [method, params] of QUICK)
      for (const accept of ['application/json', 'text/event-stream']) {
        const text = body(method, params);
        const head = ['Host: gateway', 'Content-Type: application/json', `Accept: ${accept}`];
        const lines = [`POST ${pathname} HTTP/1.1`, ...head, `Content-Length: ${Buffer.byteLength(text)}`];
        const closing = openRaw(Number(port), [...lines, 'Connection: close', '', text].join('\r\n'));
        await closing.closed;
        expect(closing.text(), method).toMatch(/^connection: close\r$/im);
        const staying = openRaw(Number(port), [...lines, '', text].join('\r\n'));
        await expect.poll(staying.text).toMatch(/\r\n\r\n/);
        expect(staying.text()).toMatch(/^connection: keep-alive\r$/im);
        staying.destroy();
      }
  });

  /** A list as it came over the wire, and as it is read. */
  const listed = (to: string, encoding: string, id: unknown, params?: object) =>
    new Promise<{ encoding: string | undefined; bytes: number; message: Record<string, unknown> }>(
      (resolve, reject) => {
        const headers = { 'content-type': 'application/json', 'accept-encoding': encoding };
        const sent = request(to, { method: 'POST', headers }, async (answer) => {
          const pieces: Buffer[] = [];
          for await (const piece of answer) pieces.push(piece);
          const raw = Buffer.concat(pieces);
          const used = answer.headers['content-encoding'];
          const text = used === 'br' ? zlib.brotliDecompressSync(raw) : used === 'gzip' ? zlib.gunzipSync(raw) : raw;
          resolve({ encoding: used, bytes: raw.length, message: JSON.parse(text.toString()) });
        });
        sent.on('error', reject).end(body('tools/list', params, id));
      },
    );

  it.each([
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['deflate', undefined],
  ] as const)('a list is the same to "Accept-Encoding: %s", with the id of its request', async (accepted, encoding) => {
    const plain = await listed(url, 'identity', 1);
    const { tools } = plain.message.result as { tools: unknown[] };
    expect(tools.length).toBeGreaterThan(400);
    const asked = [undefined, { _meta: ENVELOPE }].flatMap((params) =>
      [2, 'seven', 1e15].map((id) => ({ id, params })),
    );
    for (const { id, params } of asked) {
      const { encoding: used, bytes, message } = await listed(url, accepted, id, params);
      const current = { resultType: 'complete', ttlMs: 60_000, cacheScope: 'private', _meta: expect.anything() };
      expect(message).toEqual({ jsonrpc: '2.0', id, result: { tools, ...(params && current) } });
      expect([used, bytes * 6 < plain.bytes]).toEqual([encoding, encoding !== undefined]);
    }
    const long = await listed(url, accepted, 'x'.repeat(70_000));
    expect([long.encoding, (long.message.id as string).length]).toEqual([undefined, 70_000]);
  });

  it('a list is written and compressed once, however often and by whichever of its servers it is asked for', async () => {
    const config = { methods: ['read'], tags: ['looks'] };
    const [one, two] = [await acme.rest.issue(accountId, { config }), await acme.rest.issue(accountId, { config })];
    await Promise.all([one, two].map((server) => listed(server.url, 'identity', 0)));
    const brotli = vi.spyOn(zlib, 'brotliCompress');
    const gzip = vi.spyOn(zlib, 'gzip');
    const stringify = vi.spyOn(JSON, 'stringify');
    const again = (id: number) =>
      [one, two].flatMap(({ url: to }) => ['br', 'gzip'].map((each) => listed(to, each, id)));
    for (let round = 0; round < 5; round++) await Promise.all(again(round));
    const lists = stringify.mock.calls.filter(([value]) => Array.isArray(value) && value.length > 5);
    expect([brotli.mock.calls.length, gzip.mock.calls.length, lists.length]).toEqual([1, 1, 0]);
  });

  it('a list changes with the filter of its server', async () => {
    const server = await acme.rest.issue(accountId, { config: { methods: ['read'], tool_exposure: 'all' } });
    const namesAt = async (id: number) => {
      const { message } = await listed(server.url, 'br', id);
      return (message.result as { tools: { name: string }[] }).tools.map(({ name }) => name);
    };
    const before = await namesAt(1);
    const config = { methods: ['read'], tags: ['looks'] };
    await acme.rest.patch(`/integrated-account/${accountId}/mcp/${server.id}`, { config });
    const after = await namesAt(2);
    expect(after.length).toBeLessThan(before.length);
    expect(before).toEqual(expect.arrayContaining(after));
  });

  it('a cursor that is none of a list is -32602, and none at all is the list', async () => {
    for (const cursor of ['garbage', 'MQ==', '0'])
      for (const params of [{ cursor }, { cursor, _meta: ENVELOPE }]) {
        const { error } = (await (await post({}, body('tools/list', params))).json()) as {
          error: { code: number; message: string };
        };
        expect([error.code, error.message]).toEqual([-32602, expect.stringMatching(/^The cursor .*\.$/)]);
      }
    for (const params of [{ cursor: null }, { cursor: '' }, {}, null]) {
      const text = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list', params });
      expect(await (await post({}, text)).json()).toMatchObject({ result: { tools: expect.any(Array) } });
    }
  });
});
