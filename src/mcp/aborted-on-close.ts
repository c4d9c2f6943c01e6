import type { FastifyReply } from 'fastify';

/** Aborts when the connection closes, with or without an answer. */
export function abortedOnClose(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.on('close', () => gone.abort());
  return gone.signal;
}
