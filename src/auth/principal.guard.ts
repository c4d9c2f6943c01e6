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
import { Credentials } from './rest-credentials/credentials.js';
import type { WithSession } from './sessions/current-session.js';

type Request = FastifyRequest & WithPrincipal & WithSession;

/** Stands before every route. A route that declares none of `@Allow`, `@SignedIn` and `@Public` is refused. */
@Injectable()
export class PrincipalGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly credentials: Credentials,
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
    const isForMembers = this.reflector.getAllAndOverride<boolean>(SIGNED_IN, targets) === true;
    // With a permission besides, the route is for members about themselves, and for whoever has the permission.
    const isByPermission = needed !== undefined && request.currentSession === undefined;
    if (isForMembers && !isByPermission) checkSignedIn(request);
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

  private async resolve(request: Request, now: Date): Promise<Principal> {
    const { method, headers, cookies, ip, id } = request;
    const from = { address: ip, requestId: id };
    const resolve = () => this.credentials.resolve({ method, headers, cookies, from }, now);
    // What else is wrong counts against its address; browsers send cookies of sessions that have ended.
    const isCounted = headers.authorization !== undefined;
    const resolving = isCounted ? this.limits.checkingToken(networkOf(ip), resolve) : resolve();
    const { principal, currentSession } = await resolving;
    if (currentSession !== undefined) request.currentSession = currentSession;
    return principal;
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
