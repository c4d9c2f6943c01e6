import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ALLOW, PUBLIC, SIGNED_IN, type WithPrincipal } from '../access/access.decorators.js';
import type { Permission } from '../access/permissions.js';
import type { Principal } from '../access/principal.js';
import { rateLimitHeaders } from '../cache/rate-limit-answer.js';
import { RateLimits } from '../cache/rate-limits.js';
import { AppError } from '../errors/app-error.js';
import { networkOf } from '../http/client-network.js';
import { ApiTokensService } from './api-tokens/api-tokens.service.js';
import { CSRF_HEADER, isRequestOwn } from './sessions/csrf-token.js';
import type { WithSession } from './sessions/current-session.js';
import { SessionCookie } from './sessions/session-cookie.js';
import { SessionsService } from './sessions/sessions.service.js';

type Request = FastifyRequest & WithPrincipal & WithSession;

/** Stands before every route. A route that declares none of `@Allow`, `@SignedIn` and `@Public` is refused. */
@Injectable()
export class PrincipalGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiTokens: ApiTokensService,
    private readonly sessions: SessionsService,
    private readonly cookie: SessionCookie,
    private readonly limits: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const principal = await this.resolve(request, new Date());
    if (principal.subject.kind === 'api_token') await this.checkRate(principal, http.getResponse<FastifyReply>());
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(ALLOW, targets);
    if (this.reflector.getAllAndOverride<boolean>(SIGNED_IN, targets)) checkSignedIn(request);
    else checkAllowed(principal, needed);
    request.principal = principal;
    request.isStillAllowed = async () => {
      const isAllowed = async () => checkAllowed(await this.resolve(request, new Date()), needed);
      return isAllowed().then(
        () => true,
        () => false,
      );
    };
    return true;
  }

  /** By the Authorization header; only without one by the cookie, which browsers send along unasked. */
  private async resolve(request: Request, now: Date): Promise<Principal> {
    const { authorization } = request.headers;
    const from = { address: request.ip, requestId: request.id };
    const token = authorization === undefined ? this.cookie.read(request) : undefined;
    if (token === undefined)
      return this.limits.checkingToken(networkOf(request.ip), () => this.apiTokens.resolve(authorization, from, now));
    const current = await this.sessions.resolve(token, from, now);
    if (!isRequestOwn(request.method, request.headers[CSRF_HEADER], token))
      throw new AppError(
        'request.csrf_missing',
        `Send the header ${CSRF_HEADER} with the csrf_token that GET /session answers. Nothing was changed.`,
      );
    request.currentSession = current;
    return current.principal;
  }

  private async checkRate({ organizationId, subject }: Principal, reply: FastifyReply): Promise<void> {
    reply.headers(rateLimitHeaders(await this.limits.pass('api-token', `${organizationId}:${subject.id}`)));
  }
}

function checkAllowed({ permissions }: Principal, needed: Permission | undefined): void {
  if (needed === undefined || !permissions.has(needed))
    throw new AppError('permission.missing', `This needs the permission ${needed ?? '(none can be given)'}.`);
}

function checkSignedIn({ currentSession }: Request): void {
  if (currentSession === undefined)
    throw new AppError(
      'permission.missing',
      'This is for members who signed in with POST /session, not for API tokens.',
    );
}
