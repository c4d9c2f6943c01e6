import { Inject, Injectable } from '@nestjs/common';
import type { Principal, RequestOrigin } from '../../access/principal.js';
import { permissionsOf } from '../../access/roles.js';
import { AuditService } from '../../audit/audit.service.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { createToken, isTokenOf, TokenDigester } from '../../crypto/bearer-token.js';
import { digestPassword } from '../../crypto/password.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { Located, Tenant } from '../../database/tenant.js';
import { AppError } from '../../errors/app-error.js';
import { type Member, MembersRepository } from '../members/members.repository.js';
import type { CurrentSession, SignInOrigin } from './current-session.js';
import { PasswordCheckService, wrongPassword } from './password-check.service.js';
import type { ChangePasswordDto, SignInDto } from './sessions.dto.js';
import { type Session, SessionsRepository } from './sessions.repository.js';
import { type SessionView, sessionRecord, sessionView } from './sessions.view.js';
import { checkPasswordsOn } from './sign-in-methods.js';

const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
/** No record has this id: looked up for an unknown address, so that it takes the same steps as a known one. */
const NOWHERE: Located = {
  organizationId: '00000000-0000-0000-0000-000000000000',
  id: '00000000-0000-0000-0000-000000000000',
};

/** A new session; the token is for its cookie, and is kept nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
  readonly view: SessionView;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly sessions: SessionsRepository,
    private readonly members: MembersRepository,
    private readonly passwords: PasswordCheckService,
    private readonly digester: TokenDigester,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Signs a member in. An unknown e-mail address and a wrong password answer alike, after the same work.
   * @throws AppError `credential.invalid`, `request.rate_limited`, `sign_in.method_off`
   */
  async signIn({ email, password }: SignInDto, from: SignInOrigin): Promise<OpenedSession> {
    checkPasswordsOn(this.settings);
    const account = email.toLowerCase();
    const { organizationId, id } = (await this.database.locate('organization_of_member', account)) ?? NOWHERE;
    const digest = await this.database.within(organizationId, (tenant) => this.members.findPasswordDigest(tenant, id));
    await this.passwords.check({ account, address: from.address }, password, digest);
    return this.database.within(organizationId, async (tenant) => {
      // The password may have been changed, or the member removed, while this one was compared.
      const isCurrent = digest !== undefined && (await this.members.lockPassword(tenant, id, digest));
      const member = isCurrent ? await this.members.find(tenant, id) : null;
      if (member === null) throw wrongPassword();
      return this.open(tenant, member, from);
    });
  }

  /** Opens a session for a member whose identity was proved, inside the transaction that proved it. */
  async open(tenant: Tenant, member: Member, from: SignInOrigin): Promise<OpenedSession> {
    const now = new Date();
    const token = createToken('session');
    await this.sessions.removeExpired(tenant, member.id, now);
    const session = await this.sessions.insert(tenant, {
      id: createId(),
      memberId: member.id,
      digest: this.digester.digest(token),
      address: from.address,
      userAgent: from.userAgent,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
    });
    const after = sessionRecord(session);
    await this.audit.record(tenant, memberPrincipal(member, from), {
      action: 'session.created',
      recordId: session.id,
      after,
    });
    return { token, expiresAt: session.expiresAt, view: sessionView(session, token) };
  }

  /** Opens the first session of a member whom this very transaction made. */
  async openFirst(tenant: Tenant, memberId: string, from: SignInOrigin): Promise<OpenedSession> {
    const member = await this.members.find(tenant, memberId);
    if (member === null) throw new Error('the member was not made');
    return this.open(tenant, member, from);
  }

  /**
   * The session that a cookie's token stands for. Read anew for each request, so that sign-outs, removals and changes of
   * roles hold at once, in every process.
   * @throws AppError `credential.invalid`
   */
  async resolve(token: string, from: RequestOrigin, now: Date): Promise<CurrentSession> {
    const session = isTokenOf('session', token) ? await this.find(token) : null;
    if (session === null || session.expiresAt <= now)
      throw new AppError('credential.invalid', 'You are signed out. Sign in again with POST /session.');
    return { principal: memberPrincipal(session.member, from), session, view: sessionView(session, token) };
  }

  /** Signs out. */
  async end({ principal, session }: CurrentSession): Promise<void> {
    await this.database.within(principal.organizationId, async (tenant) => {
      // Two requests may sign out at once; the trail tells of it once.
      if ((await this.sessions.remove(tenant, session.id)) === 0) return;
      const before = sessionRecord(session);
      await this.audit.record(tenant, principal, { action: 'session.ended', recordId: session.id, before });
    });
  }

  /** Signs the member out everywhere. */
  async endAll({ principal, session }: CurrentSession): Promise<void> {
    await this.database.within(principal.organizationId, async (tenant) => {
      const sessions = await this.sessions.removeOfMember(tenant, session.member.id);
      if (sessions === 0) return;
      const before = { ...sessionRecord(session), sessions };
      await this.audit.record(tenant, principal, { action: 'session.ended', recordId: session.id, before });
    });
  }

  /**
   * Changes the member's own password and signs the member out everywhere else.
   * @throws AppError `credential.invalid`, `request.rate_limited`
   */
  async changePassword({ principal, session }: CurrentSession, body: ChangePasswordDto): Promise<void> {
    const { id, email } = session.member;
    const digest = await this.database.within(principal.organizationId, (tenant) =>
      this.members.findPasswordDigest(tenant, id),
    );
    const attempt = { account: email, address: principal.from.address };
    await this.passwords.check(attempt, body.current_password, digest);
    const passwordDigest = await digestPassword(body.new_password);
    await this.database.within(principal.organizationId, async (tenant) => {
      if (digest === undefined || !(await this.members.lockPassword(tenant, id, digest))) throw wrongPassword();
      await this.members.updatePassword(tenant, id, passwordDigest);
      const sessionsEnded = await this.sessions.removeOfMember(tenant, id, session.id);
      await this.audit.record(tenant, principal, {
        action: 'member.password_changed',
        recordId: id,
        after: { sessions_ended: sessionsEnded },
      });
    });
  }

  private async find(token: string): Promise<Session | null> {
    const located = await this.database.locate('organization_of_session', this.digester.candidates(token));
    if (located === null) return null;
    return this.database.within(located.organizationId, (tenant) => this.sessions.find(tenant, located.id));
  }
}

/** A member as principal. */
export const memberPrincipal = (
  { organizationId, id, email, role }: Member,
  { address, requestId }: RequestOrigin,
): Principal => ({
  organizationId,
  subject: { kind: 'member', id, name: email },
  permissions: permissionsOf(role),
  integratedAccountId: null,
  from: { address, requestId },
});
