import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import type { FastifyReply } from 'fastify';

/** Streams a JSON text of this many bytes, one long string, without holding it in memory. */
const filler = Buffer.alloc(65_536, 'x');
const dripPieces = 40;
const headerPieces = 20;

function* jsonOf(bytes: number): Generator<Buffer> {
  yield Buffer.from('"');
  for (let left = bytes - 2; left > 0; left -= filler.length) yield filler.subarray(0, Math.min(left, filler.length));
  yield Buffer.from('"');
}

/** Answers with a body of this many bytes; with `chunked` there is no Content-Length. */
export function sendBytes(reply: FastifyReply, bytes: number, chunked: boolean): FastifyReply {
  if (!chunked) reply.header('content-length', bytes);
  return reply.type('application/json; charset=utf-8').send(Readable.from(jsonOf(bytes)));
}

/** Answers with a small body that unpacks to this many bytes. */
export function sendBomb(reply: FastifyReply, bytes: number): FastifyReply {
  return reply
    .type('application/json; charset=utf-8')
    .header('content-encoding', 'gzip')
    .send(Readable.from(jsonOf(bytes)).pipe(createGzip()));
}

/** Sends the headers of an empty object one by one over this time. */
export function dribbleHeaders(reply: FastifyReply, overMs: number): FastifyReply {
  reply.hijack();
  const { socket } = reply.raw;
  const send = async () => {
    socket?.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n');
    for (let piece = 0; piece < headerPieces && socket?.destroyed === false; piece += 1) {
      await delay(overMs / headerPieces, undefined, { ref: false });
      if (socket.writable) socket.write(`x-sample-${piece}: slow\r\n`);
    }
    socket?.end('connection: close\r\ncontent-length: 2\r\n\r\n{}');
  };
  // A connection that the client closes meanwhile needs no more headers.
  send().catch(() => socket?.destroy());
  return reply;
}

/** Sends a body in small pieces over this time. */
export function dripBody(reply: FastifyReply, bytes: Buffer, overMs: number): void {
  begin(reply, bytes.length);
  const size = Math.max(1, Math.ceil(bytes.length / dripPieces));
  const send = async () => {
    for (let start = 0; start < bytes.length && !reply.raw.destroyed; start += size) {
      await delay((overMs * size) / bytes.length, undefined, { ref: false });
      reply.raw.write(bytes.subarray(start, start + size));
    }
    reply.raw.end();
  };
  send().catch(() => reply.raw.destroy());
}

/** Announces the whole body, sends the first half and closes or resets the connection. */
export function hangUpInside(reply: FastifyReply, bytes: Buffer, { withReset }: { withReset: boolean }): void {
  begin(reply, bytes.length + 1);
  const { socket } = reply.raw;
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    if (withReset) socket?.resetAndDestroy();
    else socket?.destroy();
  });
}

function begin(reply: FastifyReply, contentLength: number): void {
  reply.hijack();
  const type = String(reply.getHeader('content-type') ?? 'application/json');
  reply.raw.writeHead(reply.statusCode, { 'content-type': type, 'content-length': String(contentLength) });
}
