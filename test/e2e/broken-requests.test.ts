import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CallLogService } from '../../src/call-log/call-log.service.js';
import { callLogRow } from '../support/call-log-row.js';
import { CallWatcher } from '../support/call-watcher.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { answersIn, openRaw, type RawClient } from '../support/raw-client.js';

const clients: RawClient[] = [];
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

const portOf = ({ url }: TestGateway) => Number(new URL(url).port);
const say = (gateway: TestGateway, said: string | Buffer = '') => {
  const client = openRaw(portOf(gateway), said);
  clients.push(client);
  return client;
};
const request = (line: string, ...headers: string[]) =>
  [`${line} HTTP/1.1`, 'Host: gateway', ...headers, '', ''].join('\r\n');

/** The one error that came, after checking that it has our form: `[status, code, form]`. */
const refusalIn = (text: string) => {
  const [answer, ...others] = answersIn(text);
  if (answer === undefined || others.length > 0) throw new Error(`not one answer: ${text}`);
  const said = JSON.parse(answer.body);
  const { code, request_id: id } = said.error?.data ?? said;
  expect(answer.head).toMatch(/content-type: application\/json/i);
  expect(answer.head).toMatch(/cache-control: no-store/i);
  expect(answer.head).toContain(`x-request-id: ${id}`);
  expect(said.error?.message ?? said.message).toMatch(/\.$/);
  return [answer.status, code, said.jsonrpc === undefined ? 'REST' : 'JSON-RPC'];
};

describe('requests that take too long to arrive', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway({}, { requestMs: 3_000, headersMs: 2_000, checkMs: 100 });
    acme = await gateway.createOrganization('Acme');
  });
  afterAll(() => gateway.close());

  it('twenty that send a byte now and then are answered 408 and ended; a stream that began before them goes on', async () => {
    const watcher = await CallWatcher.open(gateway.url, { authorization: `Bearer ${acme.apiToken}` }, '');
    const json = ['Content-Type: application/json', 'Content-Length: 1000'];
    const kinds = [
      request('POST /session', ...json),
      request('POST /mcp/lmg_url_wrong', ...json),
      request('POST /session', 'Content-Type: application/json', 'Transfer-Encoding: chunked'),
      'GET /member HTTP/1.1\r\nHost: gateway\r\nX-Slow: ',
    ];
    const slow = Array.from({ length: 20 }, (_, index) => say(gateway, kinds[index % 4]));
    const ticking = setInterval(() => {
      for (const [index, { socket }] of slow.entries())
        if (socket.writable) socket.write(index % 4 === 2 ? '1\r\n \r\n' : ' ');
    }, 50);
    await Promise.all(slow.map(({ closed }) => closed));
    clearInterval(ticking);
    const rest = [408, 'request.timed_out', 'REST'];
    const kindOf = (index: number) => (index % 4 === 1 ? [408, 'request.timed_out', 'JSON-RPC'] : rest);
    expect(slow.map(({ text }) => refusalIn(text()))).toEqual(slow.map((_, index) => kindOf(index)));
    const row = callLogRow({ organizationId: acme.id });
    await gateway.app.get(CallLogService, { strict: false }).write(row);
    await expect.poll(() => watcher.calls.map(({ id }) => id)).toEqual([row.id]);
    await watcher.close();
  }, 60_000);

  it('what was refused as late is not done when its rest arrives after all', async () => {
    const body = JSON.stringify({ name: 'Late', scopes: ['logs:read'] });
    const token = `Authorization: Bearer ${acme.apiToken}`;
    const head = request('POST /api-token', 'Content-Type: application/json', `Content-Length: ${body.length}`, token);
    const socket = connect({ port: portOf(gateway), host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
    const closed = new Promise((done) => socket.once('close', done));
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.write(head + body.slice(0, -1));
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 408 /);
    socket.end(body.slice(-1));
    await closed;
    // Many times the way of the request itself, had it gone on.
    for (let asked = 0; asked < 20; asked++)
      expect((await acme.rest.get('/api-token?limit=100')).text).not.toContain('"Late"');
  });

  it('a connection on which nothing was said is closed without a word', async () => {
    const silent = say(gateway);
    await silent.closed;
    expect(silent.text()).toBe('');
  }, 60_000);
});

describe('requests that are refused before any route', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });
  afterAll(() => gateway.close());

  const LONG = 'x'.repeat(9_000);
  const LONGER = 'x'.repeat(20_000);
  const HEADERS = Array.from({ length: 40 }, (_, index) => `X-${index}: ${'h'.repeat(500)}`);
  const CHUNKED = ['Content-Type: application/json', 'Transfer-Encoding: chunked'];

  it.each<[string, string | Buffer, number, string]>([
    ['no HTTP at all', 'hello there, nice to meet you\r\n\r\n', 400, 'request.invalid'],
    ['TLS', Buffer.from('16030100010100', 'hex'), 400, 'request.invalid'],
    ['the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400, 'request.invalid'],
    ['another version', 'GET /member HTTP/9.9\r\nHost: gateway\r\n\r\n', 400, 'request.invalid'],
    ['a header without a colon', request('GET /member', 'Bad Header'), 400, 'request.invalid'],
    ['a blank in the address', request('GET /member /x'), 400, 'request.invalid'],
    ['a length that is no number', request('POST /session', 'Content-Length: many'), 400, 'request.invalid'],
    ['two lengths', request('POST /session', 'Content-Length: 1', ...CHUNKED), 400, 'request.invalid'],
    ['a chunk without a length', `${request('POST /session', ...CHUNKED)}zz\r\n`, 400, 'request.invalid'],
    ['no host', 'GET /member HTTP/1.1\r\nConnection: close\r\n\r\n', 400, 'request.invalid'],
    ['two hosts', request('GET /member', 'Host: other', 'Connection: close'), 400, 'request.invalid'],
    ['a host that is none', 'GET / HTTP/1.1\r\nHost: a/b@c\r\nConnection: close\r\n\r\n', 400, 'request.invalid'],
    ['CONNECT', 'CONNECT gateway:443 HTTP/1.1\r\nHost: gateway\r\n\r\n', 400, 'request.invalid'],
    ['headers that are too large', request('GET /member', ...HEADERS), 431, 'request.headers_too_large'],
    ['a long address', request(`GET /${LONG}`, 'Connection: close'), 414, 'request.address_too_long'],
    ['a long id', request(`GET /member/${LONG}`, 'Connection: close'), 414, 'request.address_too_long'],
    ['a long query', request(`GET /member?x=${LONG}`, 'Connection: close'), 414, 'request.address_too_long'],
    ['an endless address', request(`GET /${LONGER}`), 431, 'request.headers_too_large'],
    ['an expectation', request('GET /member', 'Expect: more', 'Connection: close'), 417, 'request.expectation_failed'],
  ])('%s is answered in our form with a request id', async (_, said, status, code) => {
    const client = say(gateway, said);
    await client.closed;
    expect(refusalIn(client.text())).toEqual([status, code, 'REST']);
  });

  it.each<[string, string, number, string]>([
    ['a broken address', request('GET /mcp/%zz', 'Connection: close'), 400, 'request.invalid'],
    ['a blank in the address', request('GET /mcp/a b'), 400, 'request.invalid'],
    ['a long address', request(`POST /mcp/${LONG}`, 'Connection: close'), 414, 'request.address_too_long'],
    ['an endless address', request(`POST /mcp/${LONGER}`), 431, 'request.headers_too_large'],
    ['headers that are too large', request('POST /mcp/x', ...HEADERS), 431, 'request.headers_too_large'],
    ['an expectation', request('POST /mcp/x', 'Expect: x', 'Connection: close'), 417, 'request.expectation_failed'],
    ['a chunk without a length', `${request('POST /mcp/x', ...CHUNKED)}zz\r\n`, 400, 'request.invalid'],
    ['two hosts', request('POST /mcp/x', 'Host: other', 'Connection: close'), 400, 'request.invalid'],
  ])('%s below /mcp/ is answered in the form of JSON-RPC', async (_, said, status, code) => {
    const client = say(gateway, said);
    await client.closed;
    expect(refusalIn(client.text())).toEqual([status, code, 'JSON-RPC']);
  });

  it.each([
    ['a long address', request(`GET /${LONG}`, 'Connection: close'), 414],
    ['an endless address', request(`GET /${LONGER}`), 431],
    ['headers that are too large', request('GET /member', ...HEADERS), 431],
  ])('%s is answered alike in one packet and in several', async (_, said, status) => {
    const whole = say(gateway, said);
    const inParts = say(gateway, said.slice(0, 6_000));
    for (const begin of [6_000, 12_000]) {
      await pause(50);
      inParts.socket.write(said.slice(begin, begin + 6_000));
    }
    inParts.socket.write(said.slice(18_000));
    for (const client of [whole, inParts]) await client.closed;
    expect(refusalIn(inParts.text())).toEqual(refusalIn(whole.text()));
    expect(refusalIn(whole.text())[0]).toBe(status);
  });

  it('an answer says nothing of a token in the address', async () => {
    for (const said of [request('GET /mcp/lmg_url_secret b'), request('POST /mcp/lmg_url_secret', ...HEADERS)]) {
      const client = say(gateway, said);
      await client.closed;
      expect(client.text()).toMatch(/^HTTP\/1\.1 4/);
      expect(client.text()).not.toContain('secret');
    }
  });

  it('a broken request behind a good one is answered after it, and a client that goes on sending reads both', async () => {
    const client = say(gateway, `${request('GET /healthz')}broken\r\n\r\n${'x'.repeat(1_000_000)}`);
    await client.closed;
    expect(answersIn(client.text()).map(({ status }) => status)).toEqual([200, 400]);
  });

  it('a client that goes on sending after broken HTTP loses its connection after some 32 MB', async () => {
    // It takes no notice of the gateway's end of the connection, as a client that only ends its own would not.
    const socket = connect({ port: portOf(gateway), host: '127.0.0.1', allowHalfOpen: true }).on('error', () => {});
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    socket.write('broken\r\n\r\n');
    let megabytes = 0;
    for (; !socket.destroyed && megabytes < 200; megabytes++)
      await new Promise<unknown>((done) => socket.write('x'.repeat(1_000_000), done));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(megabytes).toBeGreaterThan(32);
    expect(megabytes).toBeLessThan(64);
  });

  it('a request that was answered while it arrived is answered once, however it breaks later', async () => {
    const body = `${(300_000).toString(16)}\r\n${'x'.repeat(300_000)}\r\n`;
    const client = say(gateway, request('POST /session', ...CHUNKED) + body);
    await expect.poll(client.text).toMatch(/request\.body_too_large/);
    client.socket.write('zz\r\n');
    await client.closed;
    expect(refusalIn(client.text())).toEqual([413, 'request.body_too_large', 'REST']);
  });

  it('a connection that is lost while it is refused hurts nobody', async () => {
    for (const said of ['CONNECT gateway:443 HTTP/1.1\r\nHost: gateway\r\n\r\n', 'broken\r\n\r\n']) {
      const lost = Array.from({ length: 20 }, () => say(gateway, said));
      // Paused, a client does not see that the gateway ended its side, and so does not end its own before it breaks off.
      for (const { socket } of lost) socket.pause();
      await Promise.all(lost.map(({ socket }) => expect.poll(() => socket.readableLength).toBeGreaterThan(0)));
      for (const { socket } of lost) socket.resetAndDestroy();
      await Promise.all(lost.map(({ closed }) => closed));
    }
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);
  });

  it('a connection handed over behind a request ends the request: none of 20 holds a place that others wait for', async () => {
    const stream = request('GET /log/stream', `Authorization: Bearer ${acme.apiToken}`);
    const watching = Array.from({ length: 20 }, () => say(gateway, stream));
    await Promise.all(watching.map(({ text }) => expect.poll(text).toMatch(/^HTTP\/1\.1 200 /)));
    for (const { socket } of watching) socket.write('CONNECT gateway:443 HTTP/1.1\r\nHost: gateway\r\n\r\n');
    await Promise.all(watching.map(({ closed }) => closed));
    expect(watching.filter(({ text }) => /HTTP\/1\.1 400 /.test(text()))).toEqual([]);
    const next = say(gateway, stream);
    await expect.poll(next.text).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('100-continue is a good expectation', async () => {
    const said = request(
      'POST /session',
      'Content-Type: application/json',
      'Content-Length: 2',
      'Expect: 100-continue',
    );
    const client = say(gateway, said);
    await expect.poll(client.text).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    client.socket.write('{}');
    await expect.poll(client.text).toMatch(/HTTP\/1\.1 400 [\s\S]*"fields"/);
  });
});
