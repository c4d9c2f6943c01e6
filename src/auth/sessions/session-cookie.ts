import '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { SETTINGS, type Settings } from '../../config/settings.js';
import type { OpenedSession } from './sessions.service.js';
import type { SessionView } from './sessions.view.js';

/** The cookie that holds the token of a session: out of the reach of scripts, and not sent with other sites' requests. */
@Injectable()
export class SessionCookie {
  private readonly name: string;
  private readonly options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean };

  constructor(@Inject(SETTINGS) settings: Settings) {
    const secure = settings.http.publicUrl.startsWith('https:');
    // Browsers take a `__Host-` cookie from the host itself only (RFC 6265bis, 4.1.3.2), and over https only.
    this.name = secure ? '__Host-lmg_session' : 'lmg_session';
    this.options = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  }

  read(cookies: Readonly<Record<string, string | undefined>> = {}): string | undefined {
    return cookies[this.name];
  }

  /** Adds the cookie of a new session to an answer, and hands back what the answer's body shows. */
  set(reply: FastifyReply, { token, session, view }: OpenedSession): SessionView {
    reply.setCookie(this.name, token, { ...this.options, expires: session.expiresAt });
    return view;
  }

  /** Makes the browser forget the cookie, once the session has ended. */
  clear(reply: FastifyReply): void {
    reply.clearCookie(this.name, this.options);
  }
}
