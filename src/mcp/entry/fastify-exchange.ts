import { setMaxListeners } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpAnswer } from '../protocol/timely-answer.js';
import type { HttpRequest } from './mcp-entry.service.js';

/** A request of Fastify's as plain data. */
export function plainRequest({ headers, body, ip, id }: FastifyRequest, reply: FastifyReply): HttpRequest {
  const closed = new AbortController();
  // Each message of a batch listens to it; batches are bounded.
  setMaxListeners(0, closed.signal);
  reply.raw.on('close', () => closed.abort());
  return { headers, body, address: ip, requestId: id, clientAborted: closed.signal };
}

/** Sends a plain answer by Fastify. */
export async function sendAnswer(reply: FastifyReply, { status, headers, body }: HttpAnswer): Promise<void> {
  await reply.code(status).headers(headers).send(body);
}
