import { applyDecorators, createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiCookieAuth } from '@nestjs/swagger';
import type { Permission } from './permissions.js';
import type { Principal } from './principal.js';

export const ALLOW = 'access:allow';
export const PUBLIC = 'access:public';
export const SIGNED_IN = 'access:signed-in';

/** The request property in which the guard leaves the caller. */
export interface WithPrincipal {
  principal?: Principal;
  /** Proves the credential anew. */
  isStillAllowed?: IsStillAllowed;
}

/** Whether the caller would be let in now, too: for answers that last longer than a sign-out or a revocation takes. */
export type IsStillAllowed = () => Promise<boolean>;

/** The permission that a route needs. A route with none of `@Allow`, `@SignedIn` and `@Public` is refused. */
export const Allow = (permission: Permission) =>
  applyDecorators(ApiCookieAuth(), ApiBearerAuth(), SetMetadata(ALLOW, permission));

/**
 * Opens a route to members signed in at the dashboard, whatever their role: for what is about themselves. Beside `@Allow`, others need that permission,
 * and the rule says what a member may do without it.
 */
export const SignedIn = () => applyDecorators(ApiCookieAuth(), SetMetadata(SIGNED_IN, true));

/** Opens a route to callers without a credential. A test holds the literal list of such routes. */
export const Public = () => SetMetadata(PUBLIC, true);

/** The caller, as the guard found it. */
export const CurrentPrincipal = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<WithPrincipal>();
  if (principal === undefined) throw new Error('a public route asked for a principal');
  return principal;
});

/** How to ask whether the caller, once let in, still may. */
export const StillAllowed = createParamDecorator((_: unknown, context: ExecutionContext): IsStillAllowed => {
  const { isStillAllowed } = context.switchToHttp().getRequest<WithPrincipal>();
  if (isStillAllowed === undefined) throw new Error('a public route asked whether its caller still may');
  return isStillAllowed;
});
