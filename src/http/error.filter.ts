import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '../errors/app-error.js';
import { asAppError, errorBody } from './error-body.js';
import { REQUEST_ID_HEADER } from './request-log.js';

/** Writes an error in the form that the callers of some part of the address space expect. */
export type ErrorWriter = (error: AppError, requestId: string) => object;

/**
 * The one place where errors become answers. Our own faults are logged with their cause. Refusals are not faults, nor is a
 * 503 that has no cause: it says what state the gateway is in.
 */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger('ErrorFilter');

  /** @param writers by address prefix, for doors that do not speak REST. */
  constructor(private readonly writers: Readonly<Record<string, ErrorWriter>>) {}

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
    const prefix = Object.keys(this.writers).find((path) => request.url.startsWith(path));
    const write = (prefix === undefined ? undefined : this.writers[prefix]) ?? errorBody;
    if (error.code === 'credential.missing' || error.code === 'credential.invalid')
      reply.header('www-authenticate', 'Bearer');
    // The rest of the body is read and dropped, for as long as receiving a request may take: a client that is still
    // sending when its connection is closed sees the end of the connection, and not the answer.
    if (error.code === 'request.body_too_large') reply.removeHeader('connection');
    if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
    reply.headers(error.headers);
    reply.status(status).send(write(error, request.id));
  }
}

/** Answers what never reaches a route, such as an address with broken percent encoding. */
export function answerOutsideRoutes(thrown: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const error = asAppError(thrown);
  reply.headers({ [REQUEST_ID_HEADER]: request.id, 'cache-control': 'no-store' });
  reply.status(error.kind.status).send(errorBody(error, request.id));
}
