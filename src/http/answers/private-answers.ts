import type { FastifyInstance } from 'fastify';

/** Keeps answers out of every cache, unless a route says otherwise, as the files of the dashboard do. */
export function forbidCaching(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
}
