import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Principal, RequestOrigin } from '../../access/principal.js';
import type { Session } from './sessions.repository.js';

/** The session that a request's cookie stands for. */
export interface CurrentSession {
  readonly principal: Principal;
  readonly session: Session;
  /** What a page has to send along with the session's cookie. */
  readonly csrfToken: string;
}

/** The request property in which the guard leaves the session. */
export interface WithSession {
  currentSession?: CurrentSession;
}

/** A caller, and the session where a cookie proved who it is. */
export interface ResolvedCaller extends WithSession {
  readonly principal: Principal;
}

/** The address and program from which somebody signs in. */
export interface SignInOrigin extends RequestOrigin {
  readonly userAgent: string;
}

const USER_AGENT_CHARACTERS_MAX = 200;

/** The session of the caller, on routes with `@SignedIn`. */
export const SessionOfCaller = createParamDecorator((_: unknown, context: ExecutionContext): CurrentSession => {
  const { currentSession } = context.switchToHttp().getRequest<WithSession>();
  if (currentSession === undefined) throw new Error('a route without @SignedIn asked for a session');
  return currentSession;
});

export const signInOrigin = ({ ip, id, headers }: FastifyRequest): SignInOrigin => ({
  address: ip,
  requestId: id,
  userAgent: (headers['user-agent'] ?? '').slice(0, USER_AGENT_CHARACTERS_MAX),
});

/** From where the caller signs in, on open routes. */
export const OriginOfCaller = createParamDecorator(
  (_: unknown, context: ExecutionContext): SignInOrigin =>
    signInOrigin(context.switchToHttp().getRequest<FastifyRequest>()),
);
