import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { etagOf, type Versioned } from '../input/if-match.js';

const isVersionedRecord = (body: unknown): body is Versioned =>
  typeof body === 'object' && body !== null && 'id' in body && 'version' in body && typeof body.version === 'number';

/** Puts the `ETag` on every answer that is one record: a body with an `id` and a `version`. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap((body: unknown) => {
        if (isVersionedRecord(body)) context.switchToHttp().getResponse<FastifyReply>().header('etag', etagOf(body));
      }),
    );
  }
}
