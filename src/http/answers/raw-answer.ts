import type { Socket } from 'node:net';
import type { AppError } from '../../errors/app-error.js';
import { REQUEST_ID_HEADER } from '../request-log.js';

/** The last answer of a connection on which no request is known, as it goes over the wire (RFC 9112, section 2.1). */
export function sendRawAnswer(socket: Socket, error: AppError, requestId: string, body: object): void {
  const text = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    [REQUEST_ID_HEADER]: requestId,
    ...(error.retryAfterSeconds !== undefined && { 'retry-after': error.retryAfterSeconds }),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${error.kind.status} ${error.kind.title}\r\n${lines.join('')}\r\n${text}`);
}
