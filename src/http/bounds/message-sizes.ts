import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';

const counted = new WeakMap<FastifyRequest, number>();

/** To be called with each body that was read: of one that came in pieces nobody else knows its size. */
export function countBody(request: FastifyRequest, text: string): void {
  if (request.headers['content-length'] === undefined) counted.set(request, Buffer.byteLength(text));
}

/** How many bytes the body of a request has, which Node has made sure of; undefined: there is none, or it was not read. */
export function bodyBytes(request: FastifyRequest): number | undefined {
  const length = request.headers['content-length'];
  return length === undefined ? counted.get(request) : Number(length);
}

/**
 * Counts the body of an answer as it leaves, compressed where it is. To be called before it begins.
 * @returns the bytes, fulfilled when the answer has left or its client has.
 */
export function countAnswer(raw: ServerResponse): Promise<number> {
  let bytes = 0;
  const count = ([chunk, encoding]: readonly unknown[]) => {
    if (typeof chunk === 'string')
      bytes += Buffer.byteLength(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8');
    else if (chunk instanceof Uint8Array) bytes += chunk.byteLength;
  };
  for (const name of ['write', 'end'] as const) {
    // Of the many forms of both methods the first arguments alone matter here; all are passed on.
    const method = raw[name].bind(raw) as (...args: unknown[]) => never;
    raw[name] = (...args: unknown[]) => {
      count(args);
      return method(...args);
    };
  }
  return new Promise((resolve) => raw.once('close', () => resolve(bytes)));
}
