import { once } from 'node:events';
import { createServer, connect as openSocket, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** A proxy before a PostgreSQL that does to it what poolers and networks do. */
export class PostgresProxy {
  private readonly sockets = new Set<Socket>();
  private isKeepingRole = false;

  private constructor(
    private readonly server: Server,
    /** The address of the PostgreSQL, through this proxy. */
    readonly url: string,
  ) {}

  static async open(postgresUrl: string): Promise<PostgresProxy> {
    const target = new URL(postgresUrl);
    const server = createServer((client) => {
      const postgres = openSocket(Number(target.port), target.hostname);
      for (const socket of [client, postgres]) {
        proxy.sockets.add(socket);
        socket.on('error', () => undefined).on('close', () => proxy.sockets.delete(socket));
      }
      client.once('data', (startup: Buffer) => {
        postgres.write(withoutOptions(startup));
        client.pipe(proxy.roleKeeper()).pipe(postgres);
        postgres.pipe(client);
      });
      client.on('close', () => postgres.destroy());
      postgres.on('close', () => client.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
    const url = Object.assign(new URL(postgresUrl), { hostname: '127.0.0.1', port: String(address.port) }).toString();
    const proxy = new PostgresProxy(server, url);
    return proxy;
  }

  /** From now on no transaction gets another role than its connection has: what sets one sets a name that nobody reads. */
  keepRole(): void {
    this.isKeepingRole = true;
  }

  private roleKeeper(): Transform {
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        const said = chunk.toString('latin1').replaceAll("set_config('role'", "set_config('r.le'");
        done(null, this.isKeepingRole ? Buffer.from(said, 'latin1') : chunk);
      },
    });
  }

  /** From now on no byte passes, and no connection is closed. */
  silence(): void {
    this.server.removeAllListeners('connection').on('connection', (socket: Socket) => this.sockets.add(socket));
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

/** The first message of a connection without its parameter `options`, which PgBouncer ignores where it is told to. */
function withoutOptions(startup: Buffer): Buffer {
  const parameters = startup.subarray(8).toString('latin1').split('\0');
  const kept: string[] = [];
  for (let index = 0; (parameters[index] ?? '') !== ''; index += 2)
    if (parameters[index] !== 'options') kept.push(parameters[index] ?? '', parameters[index + 1] ?? '');
  const body = Buffer.from(`${kept.join('\0')}\0\0`, 'latin1');
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length);
  startup.copy(head, 4, 4, 8);
  return Buffer.concat([head, body]);
}
