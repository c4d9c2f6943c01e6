import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type SignInOrigin, signInOrigin } from '../../sessions/current-session.js';
import type { SessionCookie } from '../../sessions/session-cookie.js';
import type { OpenedSession } from '../../sessions/sessions.service.js';

/** A page, or where the browser goes. */
export interface SignInAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export const redirect = (location: string): SignInAnswer => ({
  status: 303,
  headers: { location, 'cache-control': 'no-store' },
  body: '',
});

/** A request of a browser that signs in, and what its answer may set. */
export interface SignInExchange {
  readonly uid: string;
  /** What the authorization server reads its cookies from. */
  readonly raw: { readonly request: IncomingMessage; readonly response: ServerResponse };
  readonly headers: IncomingHttpHeaders;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly query: string;
  /** The fields of the form; of several of one name, the last. */
  readonly form: Readonly<Record<string, string | undefined>>;
  readonly from: SignInOrigin;
  /** Takes the cookies of the answer. */
  readonly reply: FastifyReply;
  setSession(opened: OpenedSession): void;
}

export function signInExchange(
  uid: string,
  request: FastifyRequest,
  reply: FastifyReply,
  session: SessionCookie,
): SignInExchange {
  const form = typeof request.body === 'string' ? Object.fromEntries(new URLSearchParams(request.body)) : {};
  return {
    uid,
    raw: { request: request.raw, response: reply.raw },
    headers: request.headers,
    cookies: request.cookies,
    query: request.url.split('?').slice(1).join('?'),
    form,
    from: signInOrigin(request),
    reply,
    setSession: (opened) => void session.set(reply, opened),
  };
}
