import { Inject, Injectable } from '@nestjs/common';
import type { Principal, RequestOrigin } from '../../access/principal.js';
import { permissionsOf } from '../../access/roles.js';
import { AuditService } from '../../audit/audit.service.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { createToken, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { FoundRecord, OrganizationTransaction } from '../../database/organization-transaction.js';
import { PasswordDigests } from '../../passwords/password-digests.js';
import { type Member, MembersRepository } from '../members/members.repository.js';
import type { CurrentSession, SignInOrigin } from './current-session.js';
import { PasswordCheckService, wrongPassword } from './password-check.service.js';
import type { ChangePasswordDto, SignInDto } from './sessions.dto.js';
import { SessionsRepository } from './sessions.repository.js';
import { type SessionView, sessionRecord, sessionView } from './sessions.view.js';
import { checkPasswordsOn } from './sign-in-methods.js';

const LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;

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
    private readonly digests: PasswordDigests,
    private readonly digester: TokenDigester,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Signs a member in, in an organization where the address has this password: the one that is asked for, else the one
   * signed in to last. An unknown e-mail address, a wrong password and another organization answer alike, after the same work.
   * @throws AppError `credential.invalid`, `request.rate_limited`, `sign_in.method_off`
   */
  async signIn({ email, password, organization_id }: SignInDto, from: SignInOrigin): Promise<OpenedSession> {
    checkPasswordsOn(this.settings);
    const account = email.toLowerCase();
    return this.passwords.check({ account, address: from.address }, async () => {
      const digests = await this.digests.candidates(account, password);
      const proved = await this.database.findMembersByPassword(account, digests);
      const match = organization_id === undefined ? proved[0] : memberIn(proved, organization_id);
      if (match === undefined) return undefined;
      return this.database.inTransaction(match.organizationId, async (tx) => {
        // The password may have been changed, or the member removed, since it was found.
        const isCurrent = await this.members.lockPassword(tx, match.id, digests);
        const member = isCurrent ? await this.members.find(tx, match.id) : null;
        return member === null ? undefined : this.open(tx, member, from);
      });
    });
  }

  /** Opens a session for a member whose identity was proved, inside the transaction that proved it. */
  async open(tx: OrganizationTransaction, member: Member, from: SignInOrigin): Promise<OpenedSession> {
    const now = new Date();
    const token = createToken('session');
    await this.sessions.removeExpired(tx, member.id, now);
    await this.members.updateLastSignedIn(tx, member.id, now);
    const session = await this.sessions.insert(tx, {
      id: createId(),
      memberId: member.id,
      digest: this.digester.digest(token),
      address: from.address,
      userAgent: from.userAgent,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
    });
    const after = sessionRecord(session);
    await this.audit.record(tx, memberPrincipal(member, from), {
      action: 'session.created',
      recordId: session.id,
      after,
    });
    return { token, expiresAt: session.expiresAt, view: sessionView(session, token) };
  }

  /** Opens the first session of a member whom this very transaction made. */
  async openFirst(tx: OrganizationTransaction, memberId: string, from: SignInOrigin): Promise<OpenedSession> {
    const member = await this.members.find(tx, memberId);
    if (member === null) throw new Error('the member was not made');
    return this.open(tx, member, from);
  }

  /** Signs out. */
  async end({ principal, session }: CurrentSession): Promise<void> {
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      // Two requests may sign out at once; the trail tells of it once.
      if ((await this.sessions.remove(tx, session.id)) === 0) return;
      const before = sessionRecord(session);
      await this.audit.record(tx, principal, { action: 'session.ended', recordId: session.id, before });
    });
  }

  /** Signs the member out everywhere. */
  async endAll({ principal, session }: CurrentSession): Promise<void> {
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      // Whoever ends several sessions of a member does it alone.
      await this.members.lock(tx, session.member.id);
      const sessions = await this.sessions.removeOfMember(tx, session.member.id);
      if (sessions === 0) return;
      const before = { ...sessionRecord(session), sessions };
      await this.audit.record(tx, principal, { action: 'session.ended', recordId: session.id, before });
    });
  }

  /**
   * Changes the member's own password and signs the member out everywhere else.
   * @throws AppError `credential.invalid`, `request.rate_limited`
   */
  async changePassword({ principal, session }: CurrentSession, body: ChangePasswordDto): Promise<void> {
    const { id, email } = session.member;
    const inTransaction = <T>(steps: (tx: OrganizationTransaction) => Promise<T>) =>
      this.database.inTransaction(principal.organizationId, steps);
    const attempt = { account: email, address: principal.from.address };
    const current = await this.passwords.check(attempt, async () => {
      const digests = await this.digests.candidates(email, body.current_password);
      return (await inTransaction((tx) => this.members.lockPassword(tx, id, digests))) ? digests : undefined;
    });
    const passwordDigest = await this.passwords.inTurn(principal.from.address, () =>
      this.digests.digest(email, body.new_password),
    );
    await inTransaction(async (tx) => {
      if (!(await this.members.lockPassword(tx, id, current))) throw wrongPassword();
      await this.members.updatePassword(tx, id, passwordDigest);
      const sessionsEnded = await this.sessions.removeOfMember(tx, id, session.id);
      await this.audit.record(tx, principal, {
        action: 'member.password_changed',
        recordId: id,
        after: { sessions_ended: sessionsEnded },
      });
    });
  }
}

/** Of the members that somebody proved to be, the one in the organization that was asked for. */
export const memberIn = (proved: readonly FoundRecord[], organizationId: string): FoundRecord | undefined =>
  proved.find((match) => match.organizationId === organizationId);

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
