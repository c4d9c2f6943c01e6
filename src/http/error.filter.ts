import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { headProblem } from './bounds/request-head.js';
import { type AddressErrorWriter, asAppError } from './error-body.js';
import { REQUEST_ID_HEADER } from './request-log.js';

/**
 * The one place where errors become answers. Our own faults are logged with their cause. Refusals are not faults, nor is a
 * 503 that has no cause: it says what state the gateway is in.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('ErrorFilter');

  constructor(private readonly write: AddressErrorWriter) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const error = asAppError(thrown);
    const { status } = error.kind;
    if (status >= 500 && (status !== 503 || error.cause !== undefined))
      this.logger.error({
        code: error.code,
        note: error.internalNote,
        request_id: request.id,
        err: error.cause ?? error,
      });
    if (reply.sent || reply.raw.headersSent) return;
    // One that says more stands among the error's own headers.
    if (error.code === 'credential.missing' || error.code === 'credential.invalid')
      reply.header('www-authenticate', 'Bearer');
    // A client that is still sending when its connection is closed sees the end of the connection, and not the answer.
    // Node reads and drops what it sends, for as long as receiving a request may take.
    if (error.code === 'request.body_too_large') reply.removeHeader('connection');
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
    reply.headers(error.headers);
    reply.status(status).send(this.write(error, request.id, request.url));
  }
}

/** Answers what never reaches a route, such as an address with broken percent encoding. */
export const answerOutsideRoutes =
  (write: AddressErrorWriter) =>
  (thrown: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = headProblem(request.raw) ?? asAppError(thrown);
    reply.headers({ [REQUEST_ID_HEADER]: request.id, 'cache-control': 'no-store' });
    reply.status(error.kind.status).send(write(error, request.id, request.url));
  };
