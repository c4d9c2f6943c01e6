import { Inject, Injectable } from '@nestjs/common';
import { authorOf, type Principal } from '../../access/principal.js';
import { AuditService } from '../../audit/audit.service.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { createToken, TokenDigester } from '../../crypto/bearer-token.js';
import { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import { AppError } from '../../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../../http/input/if-match.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../../http/page.js';
import { DAY_MS } from '../../values/day-ms.js';
import { writtenAddress } from '../../values/email-address.js';
import { checkGivable, checkNotAbove, checkWholeOrganization } from '../members/member-rules.js';
import { MembersRepository } from '../members/members.repository.js';
import { MembersService } from '../members/members.service.js';
import type { CreateInvitationDto } from './invitations.dto.js';
import { InvitationsRepository } from './invitations.repository.js';
import { type CreatedInvitationView, type InvitationView, invitationView } from './invitations.view.js';

const LIFETIME_MS = 7 * DAY_MS;

@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly invitations: InvitationsRepository,
    private readonly members: MembersRepository,
    private readonly membersService: MembersService,
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
    const address = writtenAddress(email);
    const token = createToken('invitation');
    const now = new Date();
    const view = await this.database.inTransaction(principal.organizationId, async (tx) => {
      await this.members.lockMembership(tx);
      const earlier = await this.invitations.findByEmail(tx, address);
      checkNotAbove(await this.membersService.rankOf(tx, principal), role, ...(earlier ? [earlier.role] : []));
      if (await this.members.isMember(tx, address)) throw emailTaken(address);
      const invitation = await this.invitations.upsert(tx, {
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
}

const notFound = () =>
  new AppError('invitation.not_found', 'There is no invitation with this id. List them with GET /invitation.');

export const linkInvalid = () =>
  new AppError('invitation.not_found', 'This invitation was used, replaced, revoked or expired. Ask for a new one.');

export const emailTaken = (email: string) =>
  new AppError(
    'organization.email_taken',
    `${email} is a member of this organization already. Sign in, or use another e-mail address.`,
  );
