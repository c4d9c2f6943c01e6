import { Injectable } from '@nestjs/common';
import type { CredentialRequest, CredentialResolver } from '../../access/credential-resolver.js';
import { isTokenOf, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { AppError } from '../../errors/app-error.js';
import { siteOf } from '../../http/client-network.js';
import { CSRF_HEADER, csrfTokenOf, isRequestOwn } from '../sessions/csrf-token.js';
import type { CurrentSession, ResolvedCaller } from '../sessions/current-session.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { type Session, SessionsRepository } from '../sessions/sessions.repository.js';
import { memberPrincipal } from '../sessions/sessions.service.js';

/** The member that a session's cookie stands for. */
@Injectable()
export class SessionResolver implements CredentialResolver<ResolvedCaller> {
  readonly kind = 'session';
  readonly wrong = () => new AppError('credential.invalid', 'You are signed out. Sign in again with POST /session.');

  constructor(
    private readonly cookie: SessionCookie,
    private readonly database: DatabaseService,
    private readonly sessions: SessionsRepository,
    private readonly digester: TokenDigester,
  ) {}

  /**
   * The session is read anew for each request, so that sign-outs, removals and changes of roles hold at once, in every process.
   * @throws AppError `credential.invalid`, `request.csrf_missing`
   */
  async resolve({ method, headers, cookies, from }: CredentialRequest, now: Date): Promise<ResolvedCaller | undefined> {
    const token = this.cookie.read(cookies);
    if (token === undefined) return undefined;
    const session = isTokenOf('session', token) ? await this.find(token, from.address) : null;
    if (session === null || session.expiresAt <= now) throw this.wrong();
    if (!isRequestOwn(method, headers[CSRF_HEADER], token))
      throw new AppError(
        'request.csrf_missing',
        `Send the header ${CSRF_HEADER} with the csrf_token that GET /session answers. Nothing was changed.`,
      );
    const principal = memberPrincipal(session.member, from);
    return { principal, currentSession: { principal, session, csrfToken: csrfTokenOf(token) } };
  }

  /** Whoever is signed in in a browser that reads a page; undefined: nobody. */
  async findCurrent(
    request: Pick<CredentialRequest, 'headers' | 'cookies' | 'from'>,
    now: Date,
  ): Promise<CurrentSession | undefined> {
    const caller = await this.resolve({ ...request, method: 'GET' }, now).catch((error: unknown) => {
      if (error instanceof AppError) return undefined;
      throw error;
    });
    return caller?.currentSession;
  }

  private async find(token: string, address: string): Promise<Session | null> {
    const digests = this.digester.candidates(token);
    const match = await this.database.findOrganizationOf('organization_of_session', digests, siteOf(address));
    if (match === null) return null;
    return this.database.read(match.organizationId, (tx) => this.sessions.find(tx, match.id));
  }
}
