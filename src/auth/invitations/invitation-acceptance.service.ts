import { Inject, Injectable } from '@nestjs/common';
import { AuditService } from '../../audit/audit.service.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { isTokenOf, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { FoundRecord, OrganizationTransaction } from '../../database/organization-transaction.js';
import { isUniqueViolation } from '../../database/prisma-errors.js';
import { AppError } from '../../errors/app-error.js';
import { networkOf, siteOf } from '../../http/client-network.js';
import { PasswordDigests } from '../../people/password-digests.js';
import { type NewPerson, PeopleRepository, type ProvedPerson } from '../../people/people.repository.js';
import { type Member, MembersRepository } from '../members/members.repository.js';
import { memberView } from '../members/members.view.js';
import type { CurrentSession, SignInOrigin } from '../sessions/current-session.js';
import { PasswordCheckService } from '../sessions/password-check.service.js';
import { PersonSessionsService, signedOut } from '../sessions/person-sessions.service.js';
import { memberPrincipal, type OpenedSession, SessionsService } from '../sessions/sessions.service.js';
import { checkPasswordsOn } from '../sessions/sign-in-methods.js';
import type { Identity } from '../single-sign-on/openid-provider.js';
import { SingleSignOnRefused } from '../single-sign-on/single-sign-on-refused.js';
import type { AcceptInvitationDto, FindInvitationDto, JoinByInvitationDto } from './invitations.dto.js';
import { type Invitation, InvitationsRepository } from './invitations.repository.js';
import { emailTaken, linkInvalid } from './invitations.service.js';
import type { FoundInvitationView } from './invitations.view.js';

/** How somebody who opens an invitation proves who they are. */
interface Proof {
  /** Whose address it is, where that is proved; else whoever has the link is taken for the invited person. */
  readonly email?: string;
  /** Finds the person who has proved it, in any organization. */
  find(tx: OrganizationTransaction, email: string): Promise<ProvedPerson | null>;
  /** Whether the provider vouches for it. */
  readonly bySingleSignOn?: boolean;
  /** Somebody new, where there is no such person. */
  readonly newcomer?: Pick<NewPerson, 'passwordDigest' | 'singleSignOnSubject'>;
}

interface Joined {
  readonly opened: OpenedSession;
  /** Whether it is a person who was there before. */
  readonly isProved: boolean;
}

/**
 * How an invited person becomes a member. The link alone makes somebody new: a person who is there already joins with what
 * only that person has, and keeps the password.
 */
@Injectable()
export class InvitationAcceptanceService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly invitations: InvitationsRepository,
    private readonly members: MembersRepository,
    private readonly people: PeopleRepository,
    private readonly sessions: SessionsService,
    private readonly ofPerson: PersonSessionsService,
    private readonly passwords: PasswordDigests,
    private readonly passwordCheck: PasswordCheckService,
    private readonly limits: RateLimits,
    private readonly digester: TokenDigester,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * What the holder of a link is offered.
   * @throws AppError `invitation.not_found`, `request.rate_limited`
   */
  async find({ token }: FindInvitationDto, { address }: SignInOrigin): Promise<FoundInvitationView> {
    const { organizationId, id } = await this.findOrganization(token, address);
    const found = await this.database.read(organizationId, (tx) => this.invitations.findOffered(tx, id));
    if (found === null || found.expiresAt <= new Date()) throw linkInvalid();
    const { organization, email, role, expiresAt } = found;
    return { organization_name: organization.name, email, role, expires_at: expiresAt.toISOString() };
  }

  /**
   * Makes a member, ends the invitation, and signs the member in. A person of the address who has this password already joins;
   * else somebody new does, with this password, whoever else has the address.
   * @throws AppError `invitation.not_found`, `organization.email_taken`, `request.rate_limited`, `sign_in.method_off`
   */
  async accept({ token, password }: AcceptInvitationDto, from: SignInOrigin): Promise<OpenedSession> {
    checkPasswordsOn(this.settings);
    const { organizationId, id } = await this.findOrganization(token, from.address);
    const invitation = await this.database.inTransaction(organizationId, (tx) => this.invitations.find(tx, id));
    if (invitation === null) throw linkInvalid();
    const attempt = { account: invitation.email, address: from.address };
    const { opened } = await this.passwordCheck.guess(attempt, async () => {
      const digests = await this.passwords.candidates(invitation.email, password);
      const [passwordDigest = null] = digests;
      return this.join(
        { organizationId, id },
        { find: (tx, email) => this.people.lockByPassword(tx, email, digests), newcomer: { passwordDigest } },
        from,
      );
    });
    return opened;
  }

  /**
   * Makes a member of whom the OpenID Connect provider has vouched for: the person who is tied to the subject, or somebody new.
   * @throws AppError `invitation.not_found`, `organization.email_taken`, `single_sign_on.refused`
   */
  async acceptAs(token: string, { subject, email }: Identity, from: SignInOrigin): Promise<OpenedSession> {
    const { opened } = await this.join(
      await this.findOrganization(token, from.address),
      {
        email,
        find: (tx) => this.people.lockByIdentity(tx, email, subject),
        newcomer: { singleSignOnSubject: subject },
        bySingleSignOn: true,
      },
      from,
    );
    return opened;
  }

  /**
   * Makes the person who is signed in a member of the organization that invites them, and goes on there.
   * @throws AppError `invitation.not_found`, `organization.email_taken`, `permission.missing`, `credential.invalid`
   */
  async joinAs(current: CurrentSession, { token }: JoinByInvitationDto, from: SignInOrigin): Promise<OpenedSession> {
    const { generation, member, bySingleSignOn } = current.session;
    const { opened } = await this.join(
      await this.findOrganization(token, from.address),
      {
        email: member.email,
        bySingleSignOn,
        find: async (tx) => {
          const person = await this.people.lockBySession(tx, { id: member.person.id, sessionGeneration: generation });
          if (person === null) throw signedOut();
          // Whoever made this person with the address may have set the password, and would come along.
          if (bySingleSignOn && person.hasPassword) throw passwordNotProved();
          return person;
        },
      },
      from,
    );
    return this.ofPerson.replace(current, opened);
  }

  private join({ organizationId, id }: FoundRecord, proof: Proof, from: SignInOrigin): Promise<Joined> {
    return this.database.inTransaction(organizationId, async (tx) => {
      await this.members.lockMembership(tx);
      const invitation = await this.invitations.find(tx, id);
      if (invitation === null || invitation.expiresAt <= new Date()) throw linkInvalid();
      checkInvited(proof, invitation);
      await this.people.lockAddress(tx, invitation.email);
      const known = await proof.find(tx, invitation.email);
      const member = await this.insert(
        tx,
        known?.id ?? (await this.makePerson(tx, proof, invitation)),
        proof,
        invitation,
      );
      await this.invitations.remove(tx, id);
      const after = memberView(member);
      const principal = memberPrincipal(member, from);
      await this.audit.record(tx, principal, { action: 'member.joined', recordId: member.id, after });
      const opened = await this.sessions.open(tx, member, from, proof.bySingleSignOn);
      return { opened, isProved: known !== null };
    });
  }

  private async makePerson(tx: OrganizationTransaction, { newcomer }: Proof, { email }: Invitation): Promise<string> {
    const id = createId();
    await this.people.insert(tx, { id, email, ...newcomer });
    return id;
  }

  private insert(
    tx: OrganizationTransaction,
    personId: string,
    { bySingleSignOn }: Proof,
    { email, role }: Invitation,
  ): Promise<Member> {
    const lastSingleSignOnAt = bySingleSignOn ? new Date() : null;
    return this.members.insert(tx, { id: createId(), personId, email, role, lastSingleSignOnAt }).catch((error) => {
      throw isUniqueViolation(error) ? emailTaken(email) : error;
    });
  }

  private findOrganization(token: string, address: string): Promise<FoundRecord> {
    return this.limits.checkingToken(networkOf(address), async () => {
      const digests = isTokenOf('invitation', token) ? this.digester.candidates(token) : [];
      const match =
        digests.length > 0
          ? await this.database.findOrganizationOf('organization_of_invitation', digests, siteOf(address))
          : null;
      if (match === null) throw linkInvalid();
      return match;
    });
  }
}

/** @throws AppError `single_sign_on.refused`, `permission.missing` for who is not the invited person. */
function checkInvited({ email, newcomer }: Proof, invitation: Invitation): void {
  if (email === undefined || email === invitation.email) return;
  const message = `The invitation is for ${invitation.email}, and you signed in as ${email}. Sign in as the invited person, or ask for another invitation.`;
  throw newcomer === undefined
    ? new AppError('permission.missing', message)
    : new SingleSignOnRefused('somebody_else_invited', message);
}

const passwordNotProved = () =>
  new AppError(
    'permission.missing',
    'You signed in by single sign-on, and there is a password for you here too, which somebody else may have set. Sign in with that ' +
      'password and open the link again to join as the same person, or join by single sign-on from the link, apart from it.',
  );
