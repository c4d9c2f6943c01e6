import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import { type LookerExchange, LookerHttp, type LookerHttpOptions } from '../../src/looker/looker-http.js';
import { freePort } from '../support/free-port.js';
import { httpOptions, POLL } from './http-options.js';
import { type Answer, answerHtml, answerJson, gate, StandIn } from './stand-in.js';

const begin: Answer = (_, response) => void response.write('x');

describe('an HTTP exchange with Looker', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  const serve = async (answer: Answer) => {
    const server = await StandIn.start(answer);
    running.push(server);
    return server;
  };
  const client = (change: Partial<LookerHttpOptions> = {}) => {
    const http = new LookerHttp(httpOptions(change));
    running.push(http);
    return http;
  };
  const get = (url: string, change: Partial<LookerExchange> = {}): LookerExchange => ({
    verb: 'GET',
    url,
    headers: { accept: 'application/json' },
    ...change,
  });
  const faultOf = async (exchange: Promise<unknown>): Promise<LookerError> => {
    const failure = await exchange.catch((error: unknown) => error);
    if (failure instanceof LookerError) return failure;
    throw new Error(`no LookerError: ${String(failure)}`);
  };

  it('gives status, headers, parsed JSON and how long it took', async () => {
    const server = await serve((_, response) => answerJson(response, 201, { a: [1, 'ü'] }));
    const answer = await client().exchange(get(`${server.url}/x?a=1`, { verb: 'POST', body: '{"b":2}' }));
    expect(answer).toMatchObject({ status: 201, body: { a: [1, 'ü'] } });
    expect(answer.headers['content-type']).toBe('application/json');
    expect(answer.durationMs).toBeGreaterThan(0);
    expect(server.seen).toEqual([expect.objectContaining({ method: 'POST', url: '/x?a=1', body: '{"b":2}' })]);
  });

  it.each([400, 401, 404, 422, 429, 500, 503])('gives the status %i as an answer, not as a fault', async (status) => {
    const server = await serve((_, response) => answerJson(response, status, { message: 'no' }));
    expect(await client().exchange(get(server.url))).toMatchObject({ status, body: { message: 'no' } });
  });

  it.each(['image/png', 'image/jpeg', 'application/pdf; charset=binary'])('gives %s byte by byte', async (type) => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': type }).end(bytes);
    });
    const { body } = await client().exchange(get(server.url));
    expect(body).toBeInstanceOf(Buffer);
    expect(bytes.equals(body as Buffer)).toBe(true);
    await expect(client().exchange(get(server.url, { bytesMax: 255 }))).rejects.toMatchObject({ fault: 'too_large' });
  });

  it('gives SVG, which is text, as text', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg>ü</svg>');
    });
    expect((await client().exchange(get(server.url))).body).toBe('<svg>ü</svg>');
  });

  it('gives text as it is, an empty JSON body as null, and no body as an empty text', async () => {
    const server = await serve((seen, response) => {
      if (seen.url === '/csv') response.writeHead(200, { 'content-type': 'text/csv' }).end('a,b\n1,2\n');
      else if (seen.url === '/empty') response.writeHead(200, { 'content-type': 'application/json' }).end();
      else response.writeHead(204).end();
    });
    const http = client();
    expect((await http.exchange(get(`${server.url}/csv`))).body).toBe('a,b\n1,2\n');
    expect((await http.exchange(get(`${server.url}/empty`))).body).toBeNull();
    expect((await http.exchange(get(`${server.url}/none`))).body).toBe('');
  });

  it('makes a hundred calls in a row over one connection', async () => {
    const server = await serve((_, response) => answerJson(response, 200, {}));
    const http = client();
    for (let call = 0; call < 100; call++) {
      await http.exchange(get(server.url));
      // The pool rests a connection for one turn of the event loop, lest the server close it after all.
      await setImmediate();
    }
    expect(server.seen).toHaveLength(100);
    expect(server.sockets.size).toBe(1);
  });

  it('opens no more connections than it may, and lets the other calls wait', async () => {
    const go = gate();
    const server = await serve(async (_, response) => {
      await go.opened;
      answerJson(response, 200, {});
    });
    const http = client({ connectionsPerHostMax: 3 });
    const calls = Array.from({ length: 12 }, () => http.exchange(get(server.url)));
    await expect.poll(() => server.seen.length, POLL).toBe(3);
    go.open();
    await Promise.all(calls);
    expect(server.seen).toHaveLength(12);
    expect(server.sockets.size).toBe(3);
  });

  it('is unreachable where nothing listens', async () => {
    const fault = await faultOf(client().exchange(get(`http://127.0.0.1:${await freePort()}`)));
    expect(fault).toMatchObject({ fault: 'unreachable', message: 'nothing listens at that address' });
  });

  it('is unreachable where the name does not exist', async () => {
    const fault = await faultOf(client().exchange(get('https://no-such-host.invalid')));
    expect(fault.fault).toBe('unreachable');
    expect(fault.message).toMatch(/no such host|could not be looked up/);
  });

  it('is unreachable when the connection is dropped before the answer', async () => {
    const server = await serve((_seen, _response, request) => {
      request.socket.destroy();
    });
    const fault = await faultOf(client().exchange(get(server.url)));
    expect(fault).toMatchObject({ fault: 'unreachable', message: expect.stringContaining('was closed') });
  });

  it('is unreachable when the connection is dropped in the middle of the answer', async () => {
    const server = await serve((_seen, response, request) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"half":', () => request.socket.destroy());
    });
    expect((await faultOf(client().exchange(get(server.url)))).fault).toBe('unreachable');
  });

  it('is not Looker when the answer says JSON and is none', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"rows":[1,2');
    });
    const fault = await faultOf(client().exchange(get(server.url)));
    expect(fault).toMatchObject({ fault: 'not_looker', status: 200, message: expect.stringContaining('cut off') });
  });

  it.each([301, 302, 303, 307, 308])(
    'is not Looker when it redirects with %i, and the target is not asked',
    async (status) => {
      const target = await serve((_, response) => answerJson(response, 200, {}));
      const server = await serve((_, response) => {
        response.writeHead(status, { location: `${target.url}/elsewhere` }).end();
      });
      const fault = await faultOf(client().exchange(get(server.url, { headers: { authorization: 'Bearer planted' } })));
      expect(fault).toMatchObject({ fault: 'not_looker', status });
      expect(target.seen).toEqual([]);
    },
  );

  it('takes an answer of exactly the largest size, and refuses one byte more', async () => {
    const server = await serve(({ url }, response) => {
      response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(Number(url.slice(1))));
    });
    const http = client({ answerBytesMax: 70_000 });
    expect((await http.exchange(get(`${server.url}/70000`))).body).toHaveLength(70_000);
    const fault = await faultOf(http.exchange(get(`${server.url}/70001`)));
    expect(fault).toMatchObject({ fault: 'too_large', message: expect.stringContaining('70000 bytes') });
  });

  it('stops reading an endless answer at its bound, and closes the connection', async () => {
    const closed = gate();
    const server = await serve((_, response) => {
      const pump = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', pump).on('close', closed.open);
      pump();
    });
    expect((await faultOf(client({ answerBytesMax: 50_000 }).exchange(get(server.url)))).fault).toBe('too_large');
    await closed.opened;
  });

  it.each([
    ['never begins', 'no answer began', {}, () => undefined],
    ['never begins', 'no answer began', { timeoutMs: 10_000, headersTimeoutMs: 150 }, () => undefined],
    ['begins and never ends', 'the answer did not end', {}, begin],
    ['begins and never goes on', 'the answer stopped', { timeoutMs: 10_000, bodyTimeoutMs: 150 }, begin],
  ])(
    'times out when the answer %s, says that %s, and closes the connection (%j)',
    async (_, words, change, answer: Answer) => {
      const closed = gate();
      const server = await serve((seen, response, request) => {
        request.socket.on('close', closed.open);
        return answer(seen, response, request);
      });
      const fault = await faultOf(client({ timeoutMs: 150, ...change }).exchange(get(server.url)));
      expect(fault).toMatchObject({ fault: 'timed_out', message: expect.stringContaining(words) });
      expect(fault.message).toMatch(/within 0\.15 seconds$/);
      await closed.opened;
    },
  );

  it('is aborted when the caller goes away: the server sees the connection close', async () => {
    const [arrived, closed] = [gate(), gate()];
    const server = await serve((_, response) => {
      response.on('close', closed.open);
      arrived.open();
    });
    const caller = new AbortController();
    const exchange = faultOf(client().exchange(get(server.url, { signal: caller.signal })));
    await arrived.opened;
    caller.abort();
    expect((await exchange).fault).toBe('aborted');
    await closed.opened;
  });

  it('sends nothing for a caller who has already gone away', async () => {
    const server = await serve((_, response) => answerJson(response, 200, {}));
    const fault = await faultOf(client().exchange(get(server.url, { signal: AbortSignal.abort() })));
    expect(fault.fault).toBe('aborted');
    expect(server.seen).toEqual([]);
  });

  it('refuses an address inside a private network, by address and by name, without touching it', async () => {
    const server = await serve((_, response) => answerJson(response, 200, {}));
    const http = client({ loopbackAllowed: false });
    const secure = server.url.replace('http', 'https');
    for (const url of [secure, secure.replace('127.0.0.1', 'localhost'), 'https://169.254.169.254/latest'])
      expect(await faultOf(http.exchange(get(url)))).toMatchObject({
        fault: 'address_refused',
        message: expect.stringMatching(/leads into a private network$/),
      });
    expect(await faultOf(http.exchange(get(server.url)))).toMatchObject({
      fault: 'address_refused',
      message: expect.stringMatching(/https/),
    });
    expect(server.sockets.size).toBe(0);
  });

  it('never repeats a page that is not Looker’s in what it throws', async () => {
    const server = await serve((_, response) => answerHtml(response, 404));
    expect(await client().exchange(get(server.url))).toMatchObject({ status: 404, body: '<h1>planted page</h1>' });
  });
});
