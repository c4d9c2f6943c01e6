import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { errorBody, LookerError, notFound } from './looker-errors.js';

interface HttpError extends Error {
  statusCode?: number;
}

/** Answers every error in Looker's form, which its SDKs read. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) => answerError(notFound(), request, reply));
  app.setErrorHandler(answerError);
}

/** Also for addresses that no route is looked up for, such as those with `%zz` in them. */
export function answerError(error: HttpError, request: FastifyRequest, reply: FastifyReply): void {
  const known = error instanceof LookerError ? error : new LookerError(error.statusCode ?? 500, error.message);
  reply.code(known.status).send(errorBody(known, request.method, request.url.split('?')[0] ?? ''));
}

const statusOfCode: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** What was sent is no request, so that method and path are not known. */
export function answerUnreadable(error: Error & { code?: string }, socket: Socket): void {
  if (socket.writable && error.code !== 'ECONNRESET') {
    const status = statusOfCode[error.code ?? ''] ?? 400;
    const title = STATUS_CODES[status] ?? '';
    const body = JSON.stringify(errorBody(new LookerError(status, title), 'get', ''));
    const head = [`HTTP/1.1 ${status} ${title}`, 'Content-Type: application/json', `Content-Length: ${body.length}`];
    socket.write([...head, 'Connection: close', '', body].join('\r\n'));
  }
  socket.destroy(error);
}
