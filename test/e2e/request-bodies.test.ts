import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });

describe('the body of a request', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    ({ url } = await rest.issue(await rest.connect(credentialsOf(looker))));
  });
  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const post = (to: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
    fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

  it.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['gzip, gzip', (text: string) => gzipSync(gzipSync(text))],
    ['unknown', (text: string) => Buffer.from(text)],
  ] as const)(
    'that is compressed with %s is refused as such, everywhere and however large it would become',
    async (coding, pack) => {
      for (const text of [PING, JSON.stringify({ a: 'x'.repeat(50 * 1024 * 1024) })]) {
        const packed = new Uint8Array(pack(text)).slice(0, 200_000);
        for (const path of [url, `${gateway.url}/session`]) {
          const answer = await post(path, packed, { 'content-encoding': coding });
          expect([answer.status, answer.headers.get('accept-encoding')]).toEqual([415, 'identity']);
          const said = await answer.text();
          expect(said).toContain('"code":"request.media_type_unsupported"');
          expect(said).toContain('The body is compressed');
          expect(said.includes('jsonrpc')).toBe(path === url);
        }
      }
    },
  );

  it.each(['identity', 'Identity', ''])('that is not compressed, and says so with "%s", is read', async (coding) => {
    expect(await (await post(url, PING, { 'content-encoding': coding })).json()).toMatchObject({ result: {} });
  });

  it.each([
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"looker_users_me","arguments":{"__proto__":{"a":1}}}}',
    '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x","arguments":{"constructor":{"prototype":1}}}}',
    '{"a":[{"\\u005f_proto__":1}]}',
  ])('that has a name which means every object is told so: %s', async (body) => {
    for (const path of [url, `${gateway.url}/session`]) {
      const answer = await post(path, body);
      expect(answer.status).toBe(400);
      const said = await answer.text();
      expect(said).toContain('__proto__');
      expect(said).not.toContain('JSON.');
      expect(said).toContain('"code":"request.invalid"');
    }
  });

  it('that is no JSON is still told so', async () => {
    for (const body of ['{"__proto__":1', "{'a':1}"])
      expect(await (await post(url, body)).json()).toMatchObject({
        error: { code: -32700, data: { code: 'request.json_broken' } },
      });
  });
});
