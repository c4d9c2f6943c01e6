import type { FastifyInstance } from 'fastify';
import { type DropBounds, dropInput } from './dropped-input.js';

/**
 * Drops what a client still sends of a body that was answered before it had arrived, within bounds; beyond them the
 * connection ends. Within them the client reads its answer, and its connection goes on. To be called before the server listens.
 */
export function dropUnreadBodies({ server }: FastifyInstance, bounds: DropBounds): void {
  server.on('request', (request, response) => {
    response.once('finish', () => {
      if (request.complete || request.socket.destroyed) return;
      request.once('end', dropInput(request.socket, bounds)).resume();
    });
  });
}
