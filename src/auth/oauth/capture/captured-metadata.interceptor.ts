import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { OauthCapture } from './oauth-capture.js';

/** Records who asks where to sign in. */
@Injectable()
export class CapturedMetadata implements NestInterceptor {
  constructor(private readonly capture: OauthCapture) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    return from(this.capture.watch(request, reply, () => lastValueFrom(next.handle())));
  }
}
