import { Inject, Injectable } from '@nestjs/common';
import { authorOf, type Principal } from '../../access/principal.js';
import { AuditService } from '../../audit/audit.service.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { createToken, isTokenOf, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { FoundRecord, OrganizationTransaction } from '../../database/organization-transaction.js';
import { isUniqueViolation } from '../../database/prisma-errors.js';
import { AppError } from '../../errors/app-error.js';
import { networkOf, siteOf } from '../../http/client-network.js';
import { checkIfMatch, type IfMatch } from '../../http/input/if-match.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../../http/page.js';
import { PasswordDigests } from '../../passwords/password-digests.js';
import { checkGivable, checkNotAbove, checkWholeOrganization } from '../members/member-rules.js';
import { MembersRepository } from '../members/members.repository.js';
import { MembersService } from '../members/members.service.js';
import { memberView } from '../members/members.view.js';
import type { SignInOrigin } from '../sessions/current-session.js';
import { PasswordCheckService } from '../sessions/password-check.service.js';
import { memberPrincipal, type OpenedSession, SessionsService } from '../sessions/sessions.service.js';
import { checkPasswordsOn } from '../sessions/sign-in-methods.js';
import type { Identity } from '../single-sign-on/openid-provider.js';
import type { AcceptInvitationDto, CreateInvitationDto } from './invitations.dto.js';
import { InvitationsRepository } from './invitations.repository.js';
import { type CreatedInvitationView, type InvitationView, invitationView } from './invitations.view.js';

const LIFETIME_MS = 7 * 24 * 60 * 60 * 1000;

@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly invitations: InvitationsRepository,
    private readonly members: MembersRepository,
    private readonly membersService: MembersService,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordDigests,
    private readonly passwordCheck: PasswordCheckService,
    private readonly limits: RateLimits,
    private readonly digester: TokenDigester,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Invites somebody for 7 days, in place of an earlier invitation of the same address. Link and token are in this
   * answer only.
   * @throws AppError `permission.missing`, `organization.email_taken`
   */
  async create(principal: Principal, { email, role }: CreateInvitationDto): Promise<CreatedInvitationView> {
    checkWholeOrganization(principal);
    checkGivable(principal, role);
    const address = email.toLowerCase();
    const token = createToken('invitation');
    const now = new Date();
    const view = await this.database.inTransaction(principal.organizationId, async (tx) => {
      await this.members.lockMembership(tx);
      const earlier = await this.invitations.findByEmail(tx, address);
      checkNotAbove(await this.membersService.rankOf(tx, principal), role, ...(earlier ? [earlier.role] : []));
      if (await this.members.isMember(tx, address)) throw emailTaken(address);
      const invitation = await this.invitations.put(tx, {
        id: createId(),
        email: address,
        role,
        digest: this.digester.digest(token),
        createdBy: authorOf(principal),
        expiresAt: new Date(now.getTime() + LIFETIME_MS),
        createdAt: now,
      });
      const after = invitationView(invitation);
      await this.audit.record(tx, principal, { action: 'member.invited', recordId: invitation.id, after });
      return after;
    });
    return { ...view, url: `${this.settings.http.publicUrl}/app/#/invitation/${token}`, token };
  }

  async list(principal: Principal, query: PageQuery): Promise<Page<InvitationView>> {
    checkWholeOrganization(principal);
    const window = pageWindow(query);
    return this.database.read(principal.organizationId, async (tx) =>
      pageOf(await this.invitations.list(tx, window), window, invitationView),
    );
  }

  /**
   * Takes an invitation back; its link opens nothing from then on.
   * @throws AppError `invitation.not_found`, `permission.missing`
   */
  async revoke(principal: Principal, id: string, ifMatch?: IfMatch): Promise<void> {
    checkWholeOrganization(principal);
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      await this.members.lockMembership(tx);
      const invitation = await this.invitations.find(tx, id);
      if (invitation === null) throw notFound();
      checkNotAbove(await this.membersService.rankOf(tx, principal), invitation.role);
      checkIfMatch(ifMatch, invitation);
      await this.invitations.remove(tx, id);
      const before = invitationView(invitation);
      await this.audit.record(tx, principal, { action: 'invitation.revoked', recordId: id, before });
    });
  }

  /**
   * Makes the invited person a member with this password, ends the invitation, and signs the member in.
   * @throws AppError `invitation.not_found`, `organization.email_taken`, `request.rate_limited`
   */
  async accept({ token, password }: AcceptInvitationDto, from: SignInOrigin): Promise<OpenedSession> {
    checkPasswordsOn(this.settings);
    const { organizationId, id } = await this.findOrganization(token, from.address);
    const invitation = await this.database.inTransaction(organizationId, (tx) => this.invitations.find(tx, id));
    if (invitation === null) throw linkInvalid();
    const passwordDigest = await this.passwordCheck.inTurn(from.address, () =>
      this.passwords.digest(invitation.email, password),
    );
    return this.database.inTransaction(organizationId, (tx) => this.join(tx, id, { passwordDigest }, from));
  }

  /**
   * Makes the invited person a member without a password, once the OpenID Connect provider has vouched for the address.
   * @throws AppError `invitation.not_found`, `organization.email_taken`, `single_sign_on.refused`
   */
  async acceptAs(token: string, { subject, email }: Identity, from: SignInOrigin): Promise<OpenedSession> {
    const { organizationId, id } = await this.findOrganization(token, from.address);
    return this.database.inTransaction(organizationId, (tx) =>
      this.join(tx, id, { singleSignOnSubject: subject, lastSingleSignOnAt: new Date(), email }, from),
    );
  }

  private async join(
    tx: OrganizationTransaction,
    invitationId: string,
    { email: proved, ...login }: Login,
    from: SignInOrigin,
  ) {
    await this.members.lockMembership(tx);
    const invitation = await this.invitations.find(tx, invitationId);
    if (invitation === null || invitation.expiresAt <= new Date()) throw linkInvalid();
    if (proved !== undefined && proved !== invitation.email) throw otherPerson(proved, invitation.email);
    await this.invitations.remove(tx, invitationId);
    const { email, role } = invitation;
    const member = await this.members.insert(tx, { id: createId(), email, role, ...login }).catch((error) => {
      throw isUniqueViolation(error) ? emailTaken(email) : error;
    });
    const after = memberView(member);
    const principal = memberPrincipal(member, from);
    await this.audit.record(tx, principal, { action: 'member.joined', recordId: member.id, after });
    return this.sessions.open(tx, member, from);
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

/** What a new member signs in with; an address stands here when the provider has proved it. */
interface Login {
  readonly passwordDigest?: string;
  readonly singleSignOnSubject?: string;
  readonly lastSingleSignOnAt?: Date;
  readonly email?: string;
}

const otherPerson = (proved: string, invited: string) =>
  new AppError(
    'single_sign_on.refused',
    `The invitation is for ${invited}, and you signed in as ${proved}. Sign in as the invited person, or ask for another invitation.`,
  );

const notFound = () =>
  new AppError('invitation.not_found', 'There is no invitation with this id. List them with GET /invitation.');

const linkInvalid = () =>
  new AppError('invitation.not_found', 'This invitation was used, replaced, revoked or expired. Ask for a new one.');

const emailTaken = (email: string) =>
  new AppError(
    'organization.email_taken',
    `${email} is a member of this organization already. Sign in, or use another e-mail address.`,
  );
