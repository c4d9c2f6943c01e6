import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import type { DropBounds } from '../../src/http/dropped-input.js';
import { dropUnreadBodies } from '../../src/http/unread-bodies.js';
import { answersIn, openRaw, type RawClient } from '../support/raw-client.js';

const MB = 1024 * 1024;
const NEVER_MS = 600_000;
const HEAD = 'POST / HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\n';

describe('the rest of a body that was refused', () => {
  let app: FastifyInstance;
  let client: RawClient | undefined;

  afterEach(async () => {
    client?.destroy();
    await app.close();
  });

  const start = async (bounds: DropBounds) => {
    app = fastify({ keepAliveTimeout: NEVER_MS });
    dropUnreadBodies(app, bounds);
    app.addHook('onSend', async (_request, reply) => {
      reply.removeHeader('connection');
    });
    app.addHook('onRequest', async ({ headers }, reply) => {
      if (headers.authorization === 'wrong') await reply.status(401).send('no');
    });
    app.post('/', { bodyLimit: 10 }, async () => 'taken');
    app.get('/', async () => 'the next');
    await app.listen({ port: 0, host: '127.0.0.1' });
    return (app.server.address() as AddressInfo).port;
  };
  /** Sends pieces until the connection is lost or all are sent; each is sent when the one before has left. */
  const sendOn = async ({ socket }: RawClient, pieces: number, piece = 'x'.repeat(64 * 1024)) => {
    for (let sent = 0; sent < pieces; sent++) {
      if (!socket.writable) return sent;
      await new Promise((done) => {
        socket.write(piece, done);
      });
    }
    return pieces;
  };

  it.each([
    ['too large by its length', `Content-Length: ${4 * MB}\r\n\r\n`, 413],
    ['refused for its credential', `Authorization: wrong\r\nContent-Length: ${4 * MB}\r\n\r\n`, 401],
  ])('is dropped within the bounds, and the connection goes on: %s', async (_, head, status) => {
    client = openRaw(await start({ bytesMax: 8 * MB, ms: NEVER_MS }), HEAD + head);
    await expect.poll(client.text).toMatch(/HTTP/);
    expect(await sendOn(client, 64)).toBe(64);
    client.socket.write('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n');
    await expect.poll(client.text).toMatch(/the next$/);
    expect(answersIn(client.text()).map((answer) => answer.status)).toEqual([status, 200]);
  });

  it('is dropped too when its length was not told before', async () => {
    client = openRaw(await start({ bytesMax: 8 * MB, ms: NEVER_MS }), `${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    expect(await sendOn(client, 64, `10000\r\n${'x'.repeat(64 * 1024)}\r\n`)).toBe(64);
    client.socket.write('0\r\n\r\nGET / HTTP/1.1\r\nHost: gateway\r\n\r\n');
    await expect.poll(client.text).toMatch(/the next$/);
    expect(answersIn(client.text()).map((answer) => answer.status)).toEqual([413, 200]);
  });

  it('ends the connection beyond the bytes, after the answer', async () => {
    const port = await start({ bytesMax: MB, ms: NEVER_MS });
    let received = 0;
    app.server.on('connection', (socket) => socket.once('close', () => (received = socket.bytesRead)));
    client = openRaw(port, `${HEAD}Content-Length: ${1_000 * MB}\r\n\r\n`);
    await expect.poll(client.text).toMatch(/^HTTP\/1\.1 413 /);
    const sent = await sendOn(client, 16_000);
    await client.closed;
    expect(sent).toBeLessThan(16_000);
    await expect.poll(() => received).toBeGreaterThan(MB);
    expect(received).toBeLessThan(2 * MB);
    expect(answersIn(client.text()).map((answer) => answer.status)).toEqual([413]);
  });

  it('ends the connection after the time, also when nothing comes any more', async () => {
    client = openRaw(await start({ bytesMax: MB, ms: 200 }), `${HEAD}Content-Length: ${4 * MB}\r\n\r\n`);
    await client.closed;
    expect(answersIn(client.text()).map((answer) => answer.status)).toEqual([413]);
  });
});
