import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ALLOW, PUBLIC, type WithPrincipal } from '../access/access.decorators.js';
import type { Permission } from '../access/permissions.js';
import { AppError } from '../errors/app-error.js';
import { ApiTokensService } from './api-tokens/api-tokens.service.js';

/** Stands before every route. A route that declares neither `@Allow` nor `@Public` is refused. */
@Injectable()
export class PrincipalGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly apiTokens: ApiTokensService,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(ALLOW, targets);
    const request = context.switchToHttp().getRequest<FastifyRequest & WithPrincipal>();
    const principal = await this.apiTokens.resolve(
      request.headers.authorization,
      { address: request.ip, requestId: request.id },
      new Date(),
    );
    if (needed === undefined || !principal.permissions.has(needed))
      throw new AppError('permission.missing', `This needs the permission ${needed ?? '(none can be given)'}.`);
    request.principal = principal;
    return true;
  }
}
