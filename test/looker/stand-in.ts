import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ApiKey, LookerConnection } from '../../src/looker/looker-connection.js';

interface KeyConnection extends LookerConnection {
  readonly credentials: ApiKey;
}

export interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly contentType: string | undefined;
  readonly body: string;
}

/** Writes the answer to one request, `/api/4.0/login` included. */
export type Answer = (seen: SeenRequest, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

/** A small HTTP server that says what its test tells it to, and remembers what it was asked. */
export class StandIn {
  readonly seen: SeenRequest[] = [];
  readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  static async start(answer: Answer): Promise<StandIn> {
    const server = createServer(async (request, response) => {
      const seen = await read(request);
      standIn.seen.push(seen);
      await answer(seen, response, request);
    });
    const standIn = new StandIn(server);
    server.on('connection', (socket) => standIn.sockets.add(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get logins(): SeenRequest[] {
    return this.seen.filter(isLogin);
  }

  get calls(): SeenRequest[] {
    return this.seen.filter((seen) => !isLogin(seen));
  }

  connection(change: Partial<KeyConnection> = {}): KeyConnection {
    const credentials = { kind: 'api_key', clientId: 'the-id', clientSecret: 'the-secret' } as const;
    return { key: 'account', baseUrl: this.url, credentials, ...change };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }
}

export const isLogin = ({ url }: SeenRequest): boolean => url === '/api/4.0/login';

export const answerJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};

export const answerHtml = (response: ServerResponse, status: number): void => {
  response.writeHead(status, { 'content-type': 'text/html' }).end('<h1>planted page</h1>');
};

/** A Looker that lets everyone in with a token of its own for each login, and answers calls as told. */
export function lettingIn(onCall: Answer = (_, response) => answerJson(response, 200, { ok: true })): Answer {
  let logins = 0;
  return (seen, response, request) => {
    if (!isLogin(seen)) return onCall(seen, response, request);
    logins++;
    answerJson(response, 200, { access_token: `token-${logins}`, token_type: 'Bearer', expires_in: 3600 });
  };
}

/** Resolves when told to: for answers that come exactly when the test wants them. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return {
    method: request.method ?? '',
    url: request.url ?? '',
    authorization: request.headers.authorization,
    contentType: request.headers['content-type'],
    body: Buffer.concat(chunks).toString(),
  };
}
