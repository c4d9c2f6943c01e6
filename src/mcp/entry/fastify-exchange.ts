import { setMaxListeners } from 'node:events';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bodyBytes } from '../../http/bounds/message-sizes.js';
import type { HttpAnswer } from '../protocol/timely-answer.js';
import type { HttpRequest } from './mcp-request.js';

/** A request of Fastify's as plain data. */
export function plainRequest(request: FastifyRequest, reply: FastifyReply): HttpRequest {
  const { headers, body, ip, id } = request;
  const closed = new AbortController();
  // Each message of a batch listens to it; batches are bounded.
  setMaxListeners(0, closed.signal);
  // A client that left while it was found out who it is has been missed by then.
  if (reply.raw.destroyed) closed.abort();
  else reply.raw.on('close', () => closed.abort());
  const plain = { headers, body, bodyBytes: bodyBytes(request) };
  return { ...plain, address: ip, requestId: id, clientAborted: closed.signal };
}

/** Sends a plain answer by Fastify. */
export async function sendAnswer(reply: FastifyReply, { status, headers, body }: HttpAnswer): Promise<void> {
  await reply.code(status).headers(headers).send(body);
}
