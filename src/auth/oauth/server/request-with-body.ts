import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** A request whose body was read, so that it can be read once more. */
export function withBody(request: IncomingMessage, body: string): IncomingMessage {
  const bytes = Buffer.from(body);
  const { method, url, socket, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const headers = { ...request.headers, 'content-length': String(bytes.length) };
  const head = { method, url, socket, httpVersion, httpVersionMajor, httpVersionMinor, headers };
  // It has all that is read of a request: its head, and its body as a stream.
  return Object.assign(Readable.from([bytes], { objectMode: false }), head) as unknown as IncomingMessage;
}
