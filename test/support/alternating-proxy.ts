import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A load balancer that knows no sessions: each request goes to the next replica. */
export class AlternatingProxy {
  /** Origins of the replicas. */
  targets: readonly string[] = [];
  /** How many requests each replica was given. */
  readonly given = new Map<string, number>();
  private next = 0;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<AlternatingProxy> {
    const server = createServer();
    const proxy = new AlternatingProxy(server);
    server.on('request', (asked, answer) => {
      const target = proxy.targets[proxy.next++ % proxy.targets.length] ?? '';
      proxy.given.set(target, (proxy.given.get(target) ?? 0) + 1);
      const { method, url = '/', headers } = asked;
      const forwarded = request(new URL(url, target), { method, headers }, (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers);
        got.pipe(answer);
      });
      forwarded.on('error', () => answer.destroy());
      asked.pipe(forwarded);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}
