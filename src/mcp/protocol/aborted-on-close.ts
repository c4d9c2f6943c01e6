import { setMaxListeners } from 'node:events';
import type { FastifyReply } from 'fastify';

/** Aborts when the connection closes, with or without an answer. */
export function abortedOnClose(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  // Each message of a batch listens to it; batches are bounded.
  setMaxListeners(0, gone.signal);
  reply.raw.on('close', () => gone.abort());
  return gone.signal;
}
