import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { fastify } from 'fastify';
import { afterEach, describe, expect, it } from 'vitest';
import { endConnectionsOnClose } from '../../src/http/bounds/closing-connections.js';
import { gate } from '../looker/stand-in.js';

/** Far below the minute that Node would wait, far above what closing takes. */
const PATIENCE_MS = 10_000;

describe('a server that closes', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  const start = async (answer: () => Promise<string> = async () => '') => {
    const app = fastify();
    endConnectionsOnClose(app);
    app.get('/', answer);
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const open = async () => {
      const socket = connect(port, '127.0.0.1');
      sockets.push(socket);
      await Promise.all([once(socket, 'connect'), once(app.server, 'connection')]);
      return socket;
    };
    return { app, open };
  };

  it(
    'does not wait for connections on which nothing was sent',
    async () => {
      const { app, open } = await start();
      const unused = [await open(), await open()].map((socket) => once(socket, 'close'));
      await app.close();
      await Promise.all(unused);
    },
    PATIENCE_MS,
  );

  it(
    'answers the requests under way before it ends their connections',
    async () => {
      const [arrived, go] = [gate(), gate()];
      const { app, open } = await start(async () => {
        arrived.open();
        await go.opened;
        return 'the answer';
      });
      const [busy, unused] = [await open(), await open()];
      const received: Buffer[] = [];
      busy.on('data', (chunk: Buffer) => received.push(chunk));
      busy.write('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n');
      await arrived.opened;
      const [closing, ended] = [app.close(), once(busy, 'close')];
      await once(unused, 'close');
      expect(received).toEqual([]);
      go.open();
      await Promise.all([closing, ended]);
      expect(Buffer.concat(received).toString()).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*the answer$/);
    },
    PATIENCE_MS,
  );
});
