import type { AddressInfo } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { boundConnections, type ConnectionBounds } from '../../src/http/bounds/connection-bounds.js';
import { openRaw, type RawClient } from '../support/raw-client.js';

const REQUEST = 'GET / HTTP/1.1\r\nHost: gateway\r\n\r\n';

describe('the bounds of connections', () => {
  const clients: RawClient[] = [];
  let app: FastifyInstance;

  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await app.close();
  });

  const start = async (bounds: Partial<ConnectionBounds>) => {
    app = fastify({ keepAliveTimeout: 60_000 });
    const all = { connectionsMax: 100, connectionsPerAddressMax: 100, trustedProxies: [], ...bounds };
    boundConnections(app, all, () => 'the id');
    app.get('/', async () => 'the answer');
    app.get('/stream', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    });
    await app.listen({ port: 0, host: '0.0.0.0' });
  };
  const open = (localAddress: string, said = REQUEST): RawClient => {
    const { port } = app.server.address() as AddressInfo;
    const client = openRaw(port, said, localAddress);
    clients.push(client);
    return client;
  };
  const connectionCount = () =>
    new Promise((done) => {
      app.server.getConnections((_error, count) => done(count));
    });
  const answered = async (client: RawClient) => {
    await expect.poll(client.text).toMatch(/the answer$/);
    return client;
  };

  it('one too many from an address is answered 503 and closed, whether or not it says anything; another address comes in', async () => {
    await start({ connectionsPerAddressMax: 3 });
    for (let count = 0; count < 3; count++) await answered(open('127.0.0.1'));
    for (const refused of [open('127.0.0.1'), open('127.0.0.1', ''), open('127.0.0.1', 'x'.repeat(30_000))]) {
      await refused.closed;
      const [head = '', body = ''] = refused.text().split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*retry-after: 5/);
      const said = JSON.parse(body);
      expect(said).toMatchObject({ statusCode: 503, code: 'service.busy' });
      expect(head).toContain(`x-request-id: ${said.request_id}`);
    }
    await answered(open('127.0.0.2'));
  });

  it('a closed connection gives its place back, and a refused one had none', async () => {
    await start({ connectionsPerAddressMax: 2, connectionsMax: 2 });
    for (let round = 0; round < 5; round++) {
      const [first, second] = [await answered(open('127.0.0.1')), await answered(open('127.0.0.1'))];
      const refused = Array.from({ length: 5 }, () => open('127.0.0.1'));
      await Promise.all(refused.map(({ closed }) => closed));
      expect(refused.map(({ text }) => text().slice(9, 12))).toEqual(Array(5).fill('503'));
      for (const { socket } of [first, second]) socket.destroy();
      await expect.poll(connectionCount).toBe(0);
    }
  });

  it('all addresses together have connectionsMax places', async () => {
    await start({ connectionsMax: 3, connectionsPerAddressMax: 2 });
    await answered(open('127.0.0.1'));
    await answered(open('127.0.0.1'));
    await answered(open('127.0.0.2'));
    const refused = open('127.0.0.3');
    await refused.closed;
    expect(refused.text()).toMatch(/^HTTP\/1\.1 503 [\s\S]*at this gateway/);
  });

  it('a trusted proxy has as many as there are, and others their own', async () => {
    await start({ connectionsPerAddressMax: 1, trustedProxies: ['10.0.0.1', '127.0.0.4/30', '::1'] });
    for (let count = 0; count < 5; count++) await answered(open('127.0.0.5'));
    await answered(open('127.0.0.1'));
    const refused = open('127.0.0.1');
    await refused.closed;
    expect(refused.text()).toMatch(/^HTTP\/1\.1 503 [\s\S]*from your address/);
  });

  it('a thousand too many neither cut an open stream nor keep a place', async () => {
    await start({ connectionsPerAddressMax: 2 });
    const stream = open('127.0.0.1', REQUEST.replace('/', '/stream'));
    await expect.poll(stream.text).toContain('data: 1');
    const idle = await answered(open('127.0.0.1'));
    const refused = Array.from({ length: 1_000 }, () => open('127.0.0.1', ''));
    await Promise.all(refused.map(({ closed }) => closed));
    expect(refused.filter(({ text }) => !/^(HTTP\/1\.1 503 |$)/.test(text()))).toEqual([]);
    expect(stream.socket.destroyed).toBe(false);
    idle.socket.write(REQUEST);
    await expect.poll(() => idle.text().match(/the answer/g)?.length).toBe(2);
    idle.socket.destroy();
    await idle.closed;
    await expect.poll(connectionCount).toBe(1);
    await answered(open('127.0.0.1'));
  });
});
