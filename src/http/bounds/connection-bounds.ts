import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors/app-error.js';
import { sendRawAnswer } from '../answers/raw-answer.js';
import { isIn, networksOf, siteOf } from '../client-network.js';
import { errorBody } from '../error-body.js';
import { type DropBounds, dropInput } from './dropped-input.js';

/** How many connections may be open at once. */
export interface ConnectionBounds {
  /** To this process. */
  readonly connectionsMax: number;
  /** From one client: an IPv4 address, or the /48 of an IPv6 address. */
  readonly connectionsPerAddressMax: number;
  /** Addresses and networks that stand for many clients, and are not counted as one. */
  readonly trustedProxies: readonly string[];
}

/** Beyond these, connections are closed without a word. */
const REFUSALS_MAX = 100;
/** Enough for the request that a client sends before it reads. */
const REFUSAL_DROP: DropBounds = { bytesMax: 64 * 1024, ms: 2_000 };
const RETRY_AFTER_SECONDS = 5;

/**
 * Bounds the connections to a server, so that no client takes the places of all others. One too many is answered 503 at
 * once, whatever it sends, and closed; those that are open live on. To be called before other listeners of connections
 * are added, and before the server listens.
 */
export function boundConnections(
  { server }: FastifyInstance,
  bounds: ConnectionBounds,
  createRequestId: () => string,
): void {
  const byClient = new Map<string, number>();
  const proxies = networksOf(bounds.trustedProxies);
  let open = 0;
  let refusals = 0;

  const takePlace = (socket: Socket, client: string | undefined) => {
    open += 1;
    if (client !== undefined) byClient.set(client, (byClient.get(client) ?? 0) + 1);
    socket.once('close', () => {
      open -= 1;
      if (client === undefined) return;
      const remaining = (byClient.get(client) ?? 1) - 1;
      if (remaining > 0) byClient.set(client, remaining);
      else byClient.delete(client);
    });
  };

  const refuse = (socket: Socket, whose: string) => {
    socket.on('error', () => socket.destroy());
    if (refusals >= REFUSALS_MAX) {
      socket.destroy();
      return;
    }
    refusals += 1;
    socket.once('close', () => {
      refusals -= 1;
    });
    const error = new AppError(
      'service.busy',
      `Too many connections are open ${whose}. Close some, or try again later.`,
      {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      },
    );
    const requestId = createRequestId();
    sendRawAnswer(socket, error, requestId, errorBody(error, requestId));
    dropInput(socket, REFUSAL_DROP);
  };

  // What is refused must not reach the parser, whose listener is the first.
  const served = server.listeners('connection');
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? '';
    const client = isIn(address, proxies) ? undefined : siteOf(address);
    if (open >= bounds.connectionsMax) return refuse(socket, 'at this gateway');
    if (client !== undefined && (byClient.get(client) ?? 0) >= bounds.connectionsPerAddressMax)
      return refuse(socket, 'from your address');
    takePlace(socket, client);
    for (const listener of served) Reflect.apply(listener, server, [socket]);
  });
}
