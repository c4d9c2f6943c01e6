import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { type Rank, rankOf } from '../../access/roles.js';
import { AuditService } from '../../audit/audit.service.js';
import { Broadcast } from '../../cache/broadcast.js';
import { DatabaseService } from '../../database/database.service.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { AppError } from '../../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../../http/input/if-match.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../../http/page.js';
import { checkGivable, checkNotAbove, checkWholeOrganization } from './member-rules.js';
import type { ChangeMemberDto } from './members.dto.js';
import { type Member, MembersRepository } from './members.repository.js';
import { type MemberView, memberView } from './members.view.js';

@Injectable()
export class MembersService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly members: MembersRepository,
    private readonly broadcast: Broadcast,
  ) {}

  async list(principal: Principal, query: PageQuery): Promise<Page<MemberView>> {
    checkWholeOrganization(principal);
    const window = pageWindow(query);
    return this.database.read(principal.organizationId, async (tx) =>
      pageOf(await this.members.list(tx, window), window, memberView),
    );
  }

  /**
   * Gives a member another role; it holds from the member's next request on, and ends what it no longer allows.
   * @throws AppError `member.not_found`, `member.last_owner`, `permission.missing`,
   * `request.precondition_failed`
   */
  async change(principal: Principal, id: string, { role }: ChangeMemberDto, ifMatch?: IfMatch): Promise<MemberView> {
    checkWholeOrganization(principal);
    const { organizationId } = principal;
    const changed = await this.database.inTransaction(organizationId, async (tx) => {
      await this.members.lockMembership(tx);
      const member = await this.getRecord(tx, id);
      checkNotAbove(await this.rankOf(tx, principal), member.role, role);
      checkIfMatch(ifMatch, member);
      const before = memberView(member);
      if (role === member.role) return before;
      checkGivable(principal, role);
      checkNotLastOwner(await this.members.listOwnerIds(tx), id);
      const after = memberView(await this.members.updateRole(tx, id, role));
      await this.audit.record(tx, principal, { action: 'member.changed', recordId: id, before, after });
      return after;
    });
    this.broadcast.publish({ record: 'member', organizationId, id });
    return changed;
  }

  /**
   * Removes a member with all sessions and sign-ins, at once.
   * @throws AppError `member.not_found`, `member.last_owner`, `permission.missing`,
   * `request.precondition_failed`
   */
  async remove(principal: Principal, id: string, ifMatch?: IfMatch): Promise<void> {
    checkWholeOrganization(principal);
    await this.database.inTransaction(principal.organizationId, async (tx) => {
      await this.members.lockMembership(tx);
      const member = await this.getRecord(tx, id);
      checkNotAbove(await this.rankOf(tx, principal), member.role);
      checkIfMatch(ifMatch, member);
      checkNotLastOwner(await this.members.listOwnerIds(tx), id);
      await this.members.remove(tx, id);
      const before = memberView(member);
      await this.audit.record(tx, principal, { action: 'member.removed', recordId: id, before });
    });
    this.broadcast.publish({ record: 'member', organizationId: principal.organizationId, id });
  }

  /**
   * How a caller ranks: a member by the role that it has now, the gateway itself as an owner, an API token by its permissions.
   * @throws AppError `credential.invalid` for a member who was removed meanwhile.
   */
  async rankOf(tx: OrganizationTransaction, { subject, permissions }: Principal): Promise<Rank> {
    if (subject.kind === 'system') return 'owner';
    if (subject.kind !== 'member') return rankOf(permissions);
    const member = await this.members.find(tx, subject.id);
    if (member === null) throw new AppError('credential.invalid', 'You are no longer a member of this organization.');
    return member.role;
  }

  private async getRecord(tx: OrganizationTransaction, id: string): Promise<Member> {
    const member = await this.members.find(tx, id);
    if (member === null)
      throw new AppError('member.not_found', 'There is no member with this id. List them with GET /member.');
    return member;
  }
}

function checkNotLastOwner(owners: readonly string[], id: string): void {
  if (owners.length === 1 && owners[0] === id)
    throw new AppError(
      'member.last_owner',
      'This is the last owner, and an organization without one could not be governed. Make another member an owner first.',
    );
}
