import { type AddressInfo, connect } from 'node:net';
import { Readable } from 'node:stream';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundExchanges } from '../../src/http/bounds/open-exchanges.js';
import { answersIn, openRaw, type RawClient } from '../support/raw-client.js';

const request = (path: string) => `GET ${path} HTTP/1.1\r\nHost: gateway\r\n\r\n`;
const UNREAD_MS = 300;
const MEGABYTE = 1024 * 1024;

describe('the requests that one connection has open', () => {
  const clients: RawClient[] = [];
  let app: FastifyInstance;
  let streams: Readable[];
  let [begun, gone] = [0, 0];
  let goOn: () => void;

  beforeEach(async () => {
    [streams, begun, gone] = [[], 0, 0];
    app = fastify();
    boundExchanges(app, UNREAD_MS);
    app.get('/quick', async () => 'quick');
    app.get('/file', (_request, reply) => {
      const stream = new Readable({ read: () => {} });
      stream.push('x'.repeat(100));
      streams.push(stream);
      return reply.send(stream);
    });
    app.get('/long', async (_request, reply) => {
      begun += 1;
      reply.raw.once('close', () => {
        gone += 1;
      });
      await new Promise<void>((done) => {
        goOn = done;
      });
      return 'long';
    });
    app.get('/large', async () => 'x'.repeat(64 * MEGABYTE));
    await app.listen({ port: 0, host: '127.0.0.1' });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    goOn?.();
    await app.close();
  });

  const portOf = () => (app.server.address() as AddressInfo).port;
  const say = (said: string) => {
    const client = openRaw(portOf(), said);
    clients.push(client);
    return client;
  };

  it('are answered in order, however many are sent in one after the other', async () => {
    const client = say(request('/quick').repeat(8));
    await expect.poll(() => answersIn(client.text()).length).toBe(8);
    client.socket.write(request('/quick').repeat(8));
    await expect.poll(() => answersIn(client.text()).length).toBe(16);
  });

  it('are eight at most: one that has more loses its connection, and no more than eight were begun', async () => {
    const client = say(request('/long').repeat(900));
    await client.closed;
    expect(begun).toBe(8);
    await expect.poll(() => gone).toBe(8);
  });

  it('all learn that the client is gone, also those whose turn has not come: their files are closed', async () => {
    const client = say(request('/long') + request('/file').repeat(7));
    await expect.poll(() => streams.length).toBe(7);
    client.destroy();
    await expect.poll(() => streams.filter(({ destroyed }) => destroyed).length).toBe(7);
    expect(gone).toBe(1);
  });

  it('end when nobody reads their answer, and not while they are worked on', async () => {
    const working = say(request('/long'));
    await expect.poll(() => begun).toBe(1);
    const deaf = connect(portOf(), '127.0.0.1').on('error', () => {});
    deaf.pause();
    deaf.write(request('/large'));
    const open = () => new Promise((done) => app.server.getConnections((_error, count) => done(count)));
    await expect.poll(open).toBe(2);
    await expect.poll(open).toBe(1);
    goOn();
    await expect.poll(working.text).toMatch(/long$/);
    deaf.destroy();
  });

  it('do not keep a connection open on which nothing is asked any more', async () => {
    const client = say(request('/quick'));
    await expect.poll(client.text).toMatch(/quick$/);
    app.server.keepAliveTimeout = UNREAD_MS;
    client.socket.write(request('/quick'));
    await client.closed;
  });
});
