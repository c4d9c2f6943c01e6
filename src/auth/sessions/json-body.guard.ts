import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { AppError } from '../../errors/app-error.js';

/**
 * Lets only JSON in, on routes that sign in. Pages of other sites can send forms here unasked, which would sign their
 * visitor in as somebody else; for JSON their browser asks first, and is refused (CORS).
 */
@Injectable()
export class JsonBodyGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) return true;
    throw new AppError(
      'request.media_type_unsupported',
      'Send the body as JSON, with the header Content-Type: application/json.',
    );
  }
}
