import { brotliCompressSync, createGzip, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import { LookerHttp } from '../../src/looker/looker-http.js';
import { httpOptions } from './http-options.js';
import { type Answer, gate, StandIn } from './stand-in.js';

describe('a compressed answer of Looker', () => {
  const running: { close(): Promise<void> }[] = [];
  afterEach(() => Promise.all(running.splice(0).map((one) => one.close())));

  const ask = async (answer: Answer, answerBytesMax = 100_000) => {
    const server = await StandIn.start(answer);
    const http = new LookerHttp(httpOptions({ answerBytesMax }));
    running.push(http, server);
    return http.exchange({ verb: 'GET', url: server.url, headers: {} }).catch((error: unknown) => {
      if (error instanceof LookerError) return error;
      throw error;
    });
  };
  const packed =
    (bytes: Buffer, encoding = 'gzip', type = 'application/json'): Answer =>
    (_, response) =>
      void response.writeHead(200, { 'content-type': type, 'content-encoding': encoding }).end(bytes);
  const json = JSON.stringify({ rows: Array.from({ length: 1000 }, (_, at) => ({ id: at, name: 'ü' })) });

  it('is asked for, and unpacked', async () => {
    let accepted: unknown;
    const answer = await ask((seen, response, request) => {
      accepted = request.headers['accept-encoding'];
      return packed(gzipSync(json))(seen, response, request);
    });
    expect(accepted).toBe('gzip');
    expect(answer).toMatchObject({ status: 200, body: JSON.parse(json) });
  });

  it('may be of exactly the largest size unpacked, and no byte more', async () => {
    const answer = packed(gzipSync('x'.repeat(50_000)), 'gzip', 'text/plain');
    expect(await ask(answer, 50_000)).toMatchObject({ body: 'x'.repeat(50_000) });
    expect(await ask(answer, 49_999)).toMatchObject({ fault: 'too_large' });
  });

  it('that is a bomb is unpacked no further than the bound, and its connection is closed', async () => {
    const closed = gate();
    const outcome = await ask((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }).on('close', closed.open);
      const gzip = createGzip();
      gzip.pipe(response);
      const pump = () => {
        while (!response.destroyed && gzip.write(Buffer.alloc(65_536)));
      };
      gzip.on('drain', pump);
      pump();
    });
    expect(outcome).toMatchObject({ fault: 'too_large' });
    await closed.opened;
  });

  it.each([
    ['is cut off', packed(gzipSync(json).subarray(0, 500)), /broken or cut off/],
    ['is no gzip', packed(Buffer.from(json)), /broken or cut off/],
    ['has a packing that was not asked for', packed(brotliCompressSync(json), 'br'), /not asked for/],
  ])('that %s is not Looker’s', async (_, answer, words) => {
    expect(await ask(answer)).toMatchObject({ fault: 'not_looker', message: expect.stringMatching(words) });
  });

  it('breaks with its connection', async () => {
    const outcome = await ask((_, response, request) => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-encoding': 'gzip',
        'content-length': '900',
      });
      response.write(gzipSync(json).subarray(0, 500), () => request.socket.resetAndDestroy());
    });
    expect(outcome).toMatchObject({ fault: 'unreachable' });
  });

  it('may be empty', async () => {
    expect(await ask(packed(Buffer.alloc(0)))).toMatchObject({ status: 200, body: null });
  });

  it('that announces too much is not read at all', async () => {
    const closed = gate();
    const outcome = await ask((_, response) => {
      response.on('close', closed.open);
      response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '200000000' }).write('x');
    });
    expect(outcome).toMatchObject({ fault: 'too_large' });
    await closed.opened;
  });
});
