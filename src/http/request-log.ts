import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/** Each answer carries the id under which the log and error bodies name its request. */
export const REQUEST_ID_HEADER = 'x-request-id';

/**
 * Adds the request id to every answer and one line per request to the log. The line names the route, never the address:
 * an MCP address holds a token.
 */
export function registerRequestLog(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header(REQUEST_ID_HEADER, request.id);
  });
  fastify.addHook('onResponse', async (request, reply) => {
    logger.info({
      request_id: request.id,
      method: request.method,
      route: request.routeOptions.url ?? '(none)',
      status: reply.statusCode,
      duration_ms: Math.round(reply.elapsedTime),
    });
  });
}
