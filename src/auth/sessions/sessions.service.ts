import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Principal, RequestOrigin } from '../../access/principal.js';
import { permissionsOf } from '../../access/roles.js';
import { AuditService } from '../../audit/audit.service.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { createToken, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { FoundRecord, OrganizationTransaction } from '../../database/organization-transaction.js';
import { PasswordDigests } from '../../people/password-digests.js';
import { PeopleRepository } from '../../people/people.repository.js';
import { DAY_MS } from '../../values/day-ms.js';
import { writtenAddress } from '../../values/email-address.js';
import { type Member, MembersRepository } from '../members/members.repository.js';
import { OauthGrantsService } from '../oauth/grants/oauth-grants.service.js';
import { csrfTokenOf } from './csrf-token.js';
import type { CurrentSession, SignInOrigin } from './current-session.js';
import { PasswordCheckService, wrongPassword } from './password-check.service.js';
import type { ChangePasswordDto, SignInDto } from './sessions.dto.js';
import { type Session, SessionsRepository } from './sessions.repository.js';
import { type SessionView, sessionRecord, sessionView } from './sessions.view.js';
import { checkPasswordsOn } from './sign-in-methods.js';

const LIFETIME_MS = 30 * DAY_MS;

/** A new session; the token is for its cookie, and is kept nowhere. */
export interface OpenedSession {
  readonly token: string;
  readonly session: Session;
  readonly view: SessionView;
}

@Injectable()
export class SessionsService {
  private readonly logger = new Logger('Sessions');

  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly sessions: SessionsRepository,
    private readonly members: MembersRepository,
    private readonly people: PeopleRepository,
    private readonly passwords: PasswordCheckService,
    private readonly digests: PasswordDigests,
    private readonly digester: TokenDigester,
    private readonly grants: OauthGrantsService,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Signs a member in, in an organization where the address has this password: the one that is asked for, else the one
   * signed in to last. An unknown e-mail address, a wrong password and another organization answer alike, after the same work.
   * @throws AppError `credential.invalid`, `request.rate_limited`, `sign_in.method_off`
   */
  async signIn({ email, password, organization_id }: SignInDto, from: SignInOrigin): Promise<OpenedSession> {
    checkPasswordsOn(this.settings);
    const account = writtenAddress(email);
    return this.passwords.check({ account, address: from.address }, async () => {
      const digests = await this.digests.candidates(account, password);
      const proved = await this.database.findMembersByPassword(account, digests);
      const match = organization_id === undefined ? proved[0] : memberIn(proved, organization_id);
      if (match === undefined) return undefined;
      return this.database.inTransaction(match.organizationId, async (tx) => {
        // The password may have been changed, or the member removed, since it was found.
        const isCurrent = await this.people.lockPassword(tx, match.id, digests);
        const member = isCurrent ? await this.members.find(tx, match.id) : null;
        return member === null ? undefined : this.open(tx, member, from);
      });
    });
  }

  /**
   * Opens a session for a member whose identity was proved, inside the transaction that proved it.
   * @param bySingleSignOn whether the OpenID Connect provider has vouched for it.
   */
  async open(
    tx: OrganizationTransaction,
    member: Member,
    from: SignInOrigin,
    bySingleSignOn = false,
  ): Promise<OpenedSession> {
    const now = new Date();
    const token = createToken('session');
    await this.sessions.removeEnded(tx, member.id, now);
    await this.members.updateLastSignedIn(tx, member.id, now);
    const session = await this.sessions.insert(tx, {
      id: createId(),
      memberId: member.id,
      digest: this.digester.digest(token),
      address: from.address,
      userAgent: from.userAgent,
      generation: member.person.sessionGeneration,
      bySingleSignOn,
      expiresAt: new Date(now.getTime() + LIFETIME_MS),
    });
    const after = sessionRecord(session);
    await this.audit.record(tx, memberPrincipal(member, from), {
      action: 'session.created',
      recordId: session.id,
      after,
    });
    const memberships = await this.people.listMemberships(tx, member.person.id);
    return { token, session, view: sessionView(session, memberships, csrfTokenOf(token)) };
  }

  /** Opens the first session of a member whom this very transaction made. */
  async openFirst(tx: OrganizationTransaction, memberId: string, from: SignInOrigin): Promise<OpenedSession> {
    const member = await this.members.find(tx, memberId);
    if (member === null) throw new Error('the member was not made');
    return this.open(tx, member, from);
  }

  /**
   * Signs out.
   * @returns whether it was this that ended the session.
   */
  async end({ principal, session }: Pick<CurrentSession, 'principal' | 'session'>): Promise<boolean> {
    return this.database.inTransaction(principal.organizationId, async (tx) => {
      // Two requests may sign out at once; the trail tells of it once.
      if ((await this.sessions.remove(tx, session.id)) === 0) return false;
      const before = sessionRecord(session);
      await this.audit.record(tx, principal, { action: 'session.ended', recordId: session.id, before });
      return true;
    });
  }

  /** Signs the person out everywhere, in all organizations, and so each client that the person let in as a member. */
  async endAll(current: CurrentSession): Promise<void> {
    const { principal, session } = current;
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      // Whoever ends several sessions of a member does it alone.
      await this.members.lock(tx, session.member.id);
      await this.people.endSessions(tx, session.member.id);
      const sessions = await this.sessions.removeOfMember(tx, session.member.id);
      if (sessions === 0) return;
      const before = { ...sessionRecord(session), sessions };
      await this.audit.record(tx, principal, { action: 'session.ended', recordId: session.id, before });
    });
    await this.removeEnded(current);
  }

  /**
   * Changes the person's own password and signs the person out everywhere else, in all organizations; so do the clients that the person
   * let in as a member.
   * @throws AppError `credential.invalid`, `request.rate_limited`
   */
  async changePassword(current: CurrentSession, body: ChangePasswordDto): Promise<void> {
    const { principal, session } = current;
    const { id, email } = session.member;
    const inTransaction = <T>(steps: (tx: OrganizationTransaction) => Promise<T>) =>
      this.database.inTransaction(principal.organizationId, steps);
    const attempt = { account: email, address: principal.from.address };
    const proved = await this.passwords.check(attempt, async () => {
      const digests = await this.digests.candidates(email, body.current_password);
      return (await inTransaction((tx) => this.people.lockPassword(tx, id, digests))) ? digests : undefined;
    });
    const passwordDigest = await this.passwords.inTurn(principal.from.address, () =>
      this.digests.digest(email, body.new_password),
    );
    await inTransaction(async (tx) => {
      if (!(await this.people.lockPassword(tx, id, proved))) throw wrongPassword();
      await this.people.updatePassword(tx, id, passwordDigest);
      await this.sessions.renew(tx, session.id);
      const sessionsEnded = await this.sessions.removeOfMember(tx, id, session.id);
      await this.audit.record(tx, principal, {
        action: 'member.password_changed',
        recordId: id,
        after: { sessions_ended: sessionsEnded },
      });
    });
    await this.removeEnded(current);
  }

  /**
   * The person's sessions in other organizations, and what the person let in as a member of any, ended in the moment in which all did;
   * here they leave the tables, and the trail of each organization tells of it. Where that fails, sessions go with the next sign-in there,
   * and what was let in with the hourly clean-up.
   */
  private async removeEnded({ principal, session }: CurrentSession): Promise<void> {
    const { person, email } = session.member;
    const here = principal.organizationId;
    const memberships = await this.database.read(here, (tx) => this.people.listMemberships(tx, person.id));
    for (const { organizationId, memberId } of memberships) {
      const subject = { kind: 'member' as const, id: memberId, name: email };
      const by = { ...principal, organizationId, subject };
      const steps = async () => {
        await this.grants.endWithSessions(by, memberId);
        if (organizationId !== here) await this.removeSessions(by, memberId);
      };
      await steps().catch((error: unknown) =>
        this.logger.warn({ message: 'ended sessions and sign-ins were not removed', err: error }),
      );
    }
  }

  private async removeSessions(by: Principal, memberId: string): Promise<void> {
    await this.database.inTransaction(by.organizationId, async (tx) => {
      await this.members.lock(tx, memberId);
      const sessions = await this.sessions.removeEnded(tx, memberId, new Date());
      if (sessions === 0) return;
      const before = { member_id: memberId, sessions };
      await this.audit.record(tx, by, { action: 'session.ended', recordId: memberId, before });
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
