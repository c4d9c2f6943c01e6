import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { type Rank, rankOf } from '../../access/roles.js';
import { AuditService } from '../../audit/audit.service.js';
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
  ) {}

  async list(principal: Principal, query: PageQuery): Promise<Page<MemberView>> {
    checkWholeOrganization(principal);
    const window = pageWindow(query);
    return this.database.read(principal.organizationId, async (tx) =>
      pageOf(await this.members.list(tx, window), window, memberView),
    );
  }

  /**
   * Gives a member another role; it holds from the member's next request on.
   * @throws AppError `member.not_found`, `member.last_owner`, `permission.missing`,
   * `request.precondition_failed`
   */
  async change(principal: Principal, id: string, { role }: ChangeMemberDto, ifMatch?: IfMatch): Promise<MemberView> {
    checkWholeOrganization(principal);
    return this.database.inTransaction(principal.organizationId, async (tx) => {
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
  }

  /**
   * Removes a member with all sessions, at once.
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
