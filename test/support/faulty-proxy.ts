import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** An answer as a proxy sends it. */
export interface ProxiedAnswer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: string | Buffer;
}

export interface ProxiedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What a proxy does wrong. */
export interface ProxyFault {
  /** Answers in the place of the server; null: never answers. */
  readonly instead?: (asked: ProxiedRequest) => ProxiedAnswer | null | undefined;
  /** What arrives of a request. */
  readonly arrives?: (asked: ProxiedRequest) => Partial<ProxiedRequest>;
  /** Whether event streams are collected to their end, as other answers are. */
  readonly isHoldingStreams?: true;
  /** What comes of an answer that is collected. */
  readonly comes?: (answer: ProxiedAnswer, asked: ProxiedRequest) => ProxiedAnswer;
}

/** A proxy in front of a gateway that can be told to do one thing wrong. */
export class FaultyProxy {
  target = '';
  fault: ProxyFault = {};

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async open(certificate?: { readonly key: string; readonly cert: string }): Promise<FaultyProxy> {
    const handle = (asked: IncomingMessage, answer: ServerResponse) => void proxy.serve(asked, answer);
    const server: Server = certificate === undefined ? createServer(handle) : createTlsServer(certificate, handle);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const proxy = new FaultyProxy(server, `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`);
    return proxy;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const asked = { method, path, headers, body: Buffer.concat(chunks) };
    const instead = this.fault.instead?.(asked);
    if (instead === null) return;
    if (instead !== undefined) return send(outgoing, instead);
    this.forward({ ...asked, ...this.fault.arrives?.(asked) }, outgoing);
  }

  private forward(asked: ProxiedRequest, outgoing: ServerResponse): void {
    const { comes = (answer) => answer, isHoldingStreams = false } = this.fault;
    const { method, path, body } = asked;
    const { 'transfer-encoding': _, ...kept } = asked.headers;
    const headers = {
      ...kept,
      ...(body.length > 0 || 'content-length' in kept ? { 'content-length': String(body.length) } : {}),
    };
    const onward = request(`${this.target}${path}`, { method, headers }, async (answer) => {
      const head = { status: answer.statusCode ?? 502, headers: answer.headers };
      if (answer.headers['content-type']?.startsWith('text/event-stream') && !isHoldingStreams) {
        outgoing.writeHead(head.status, head.headers);
        answer.pipe(outgoing);
        return;
      }
      const chunks: Uint8Array[] = [];
      for await (const chunk of answer) chunks.push(chunk);
      send(outgoing, comes({ ...head, body: Buffer.concat(chunks) }, asked));
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    onward.end(body);
  }
}

function send(outgoing: ServerResponse, { status, headers, body }: ProxiedAnswer): void {
  const { 'content-length': _, 'transfer-encoding': __, ...kept } = headers;
  const present = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  outgoing.writeHead(status, { ...present, 'content-length': Buffer.byteLength(body) });
  outgoing.end(body);
}
