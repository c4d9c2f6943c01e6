import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SampleAddress } from './sample.js';

/** What was asked of it: the path is below /api/4.0 and has no query. */
export interface AskedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The sample Looker behind a server that answers some paths as a test says, and remembers what it was asked. */
export class AlteredLooker implements SampleAddress {
  readonly asked: AskedRequest[] = [];
  /** Bodies by "GET /dashboards/900". */
  readonly answers = new Map<string, unknown>();
  /** The same as they are sent, whatever they are. */
  readonly texts = new Map<string, string>();

  private constructor(
    private readonly server: Server,
    private readonly sample: SampleAddress,
  ) {}

  static async start(sample: SampleAddress): Promise<AlteredLooker> {
    const server = createServer((request, response) => {
      const left = new AbortController();
      response.on('close', () => left.abort());
      looker.answer(request, left.signal).then(
        ({ status, headers, body }) => response.writeHead(status, headers).end(body),
        // Whoever asked, or the sample, went away.
        () => response.destroy(),
      );
    });
    const looker = new AlteredLooker(server, sample);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return looker;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get clientId(): string {
    return this.sample.clientId;
  }

  get clientSecret(): string {
    return this.sample.clientSecret;
  }

  /** The queries that were defined for it, in their order. */
  get queries(): Record<string, unknown>[] {
    const isDefinition = ({ method, path }: AskedRequest) =>
      method === 'POST' && (path === '/queries' || path.startsWith('/queries/run/'));
    return this.asked.filter(isDefinition).map(({ body }) => body as Record<string, unknown>);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(request: IncomingMessage, signal: AbortSignal) {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const sent = Buffer.concat(chunks).toString();
    const { pathname, searchParams } = new URL(request.url ?? '', this.baseUrl);
    const path = decodeURIComponent(pathname.replace('/api/4.0', ''));
    const isJson = request.headers['content-type'] === 'application/json';
    const query = Object.fromEntries(searchParams);
    this.asked.push({
      method: request.method ?? '',
      path,
      query,
      body: isJson && sent !== '' ? JSON.parse(sent) : sent,
    });
    const own = this.answers.get(`${request.method} ${path}`);
    const headers = { 'content-type': 'application/json' };
    const text = this.texts.get(`${request.method} ${path}`);
    if (text !== undefined) return { status: 200, headers, body: text };
    if (own !== undefined) return { status: 200, headers, body: JSON.stringify(own) };
    return this.passedOn(request, sent, signal);
  }

  private async passedOn({ method = 'GET', url, headers }: IncomingMessage, sent: string, signal: AbortSignal) {
    const named = ['authorization', 'content-type', 'accept'].flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const answer = await fetch(`${this.sample.baseUrl}${url}`, {
      ...{ method, signal },
      headers: Object.fromEntries(named),
      ...(sent !== '' && { body: sent }),
    });
    const type = answer.headers.get('content-type') ?? 'application/json';
    return { status: answer.status, headers: { 'content-type': type }, body: Buffer.from(await answer.arrayBuffer()) };
  }
}
