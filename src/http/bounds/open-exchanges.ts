import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Clients send the next request when they have read the answer; few send some ahead (RFC 9112, section 9.3.2). */
const AT_ONCE_MAX = 8;
/** A client that reads nothing of an answer for this long is gone, or means harm. */
const UNREAD_MS = 30_000;

type Serve = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Bounds the requests that one connection may have open, and how long an answer may wait to be read. Node begins every request
 * that it finds in what was sent, and tells those whose turn has not come nothing when the connection is lost: here they
 * learn it, so that their files and their work end. To be called before other listeners of requests are added.
 */
export function boundExchanges({ server }: FastifyInstance, unreadMs = UNREAD_MS): void {
  const open = new WeakMap<Socket, Set<ServerResponse>>();

  const openOn = (socket: Socket): Set<ServerResponse> => {
    const known = open.get(socket);
    if (known !== undefined) return known;
    const responses = new Set<ServerResponse>();
    open.set(socket, responses);
    // After Node has told the one whose turn it is.
    socket.once('close', () => setImmediate(() => responses.forEach(endLost)));
    return responses;
  };

  const serve: Serve[] = servedBy(server);
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { socket } = request;
    const responses = openOn(socket);
    if (socket.destroyed || responses.size >= AT_ONCE_MAX) {
      socket.destroy();
      return;
    }
    responses.add(response);
    response.once('close', () => responses.delete(response));
    for (const listener of serve) listener(request, response);
  });

  server.setTimeout(unreadMs, (socket: Socket) => {
    // Nothing went either way: an answer that takes its time is waited for, one that nobody reads is not.
    const isWorking = (open.get(socket)?.size ?? 0) > 0 && socket.writableLength === 0;
    if (isWorking) socket.setTimeout(unreadMs);
    else socket.destroy();
  });
}

/** Listeners of this event take a request and its response. */
const servedBy = (server: Server): Serve[] => server.listeners('request').map((listener) => listener as Serve);

function endLost(response: ServerResponse): void {
  if (response.closed) return;
  response.destroy();
  response.emit('close');
}
