import { Injectable } from '@nestjs/common';
import type { Role } from '../../access/roles.js';
import type { Prisma } from '../../database/generated/client.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { lockRow } from '../../database/row-lock.js';
import { columnsOf } from '../../http/answers/record-view.js';
import type { PageWindow } from '../../http/page.js';
import { MemberView } from './members.view.js';

/** What is read of a member, with what a new session takes from its person. */
export const MEMBER_SELECT = {
  organizationId: true,
  ...columnsOf(MemberView),
  person: { select: { id: true, sessionGeneration: true } },
} as const satisfies Prisma.MemberSelect;

export type Member = Prisma.MemberGetPayload<{ select: typeof MEMBER_SELECT }>;
export type NewMember = Omit<Prisma.MemberUncheckedCreateInput, 'organizationId' | 'sessions'>;

@Injectable()
export class MembersRepository {
  insert({ organizationId, db }: OrganizationTransaction, member: NewMember): Promise<Member> {
    return db.member.create({ data: { organizationId, ...member }, select: MEMBER_SELECT });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<Member | null> {
    return db.member.findUnique({ where: { organizationId_id: { organizationId, id } }, select: MEMBER_SELECT });
  }

  findByPerson({ organizationId, db }: OrganizationTransaction, personId: string): Promise<Member | null> {
    return db.member.findFirst({ where: { organizationId, personId }, select: MEMBER_SELECT });
  }

  async isMember({ organizationId, db }: OrganizationTransaction, email: string): Promise<boolean> {
    return (await db.member.count({ where: { organizationId, email } })) > 0;
  }

  list({ organizationId, db }: OrganizationTransaction, window: PageWindow): Promise<Member[]> {
    return db.member.findMany({
      where: { organizationId, ...window.before },
      orderBy: { id: 'desc' },
      take: window.take,
      select: MEMBER_SELECT,
    });
  }

  /**
   * Waits until nobody else changes who is a member of the organization and with which role, and holds that until the
   * transaction ends: two owners cannot remove each other at once, and nobody is invited who is just joining.
   */
  lockMembership(tx: OrganizationTransaction): Promise<void> {
    return lockRow(tx, 'organizations', tx.organizationId);
  }

  /** Locks one member until the transaction ends; for what is about that member alone. */
  lock(tx: OrganizationTransaction, id: string): Promise<void> {
    return lockRow(tx, 'members', id);
  }

  async listOwnerIds({ organizationId, db }: OrganizationTransaction): Promise<string[]> {
    const owners = await db.member.findMany({ where: { organizationId, role: 'owner' }, select: { id: true } });
    return owners.map(({ id }) => id);
  }

  updateRole({ organizationId, db }: OrganizationTransaction, id: string, role: Role): Promise<Member> {
    const where = { organizationId_id: { organizationId, id } };
    return db.member.update({ where, data: { role, version: { increment: 1 } }, select: MEMBER_SELECT });
  }

  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.member.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  /** When the OpenID Connect provider has vouched for the member. */
  async updateLastSingleSignOn({ organizationId, db }: OrganizationTransaction, id: string, at: Date): Promise<void> {
    await db.member.updateMany({ where: { organizationId, id }, data: { lastSingleSignOnAt: at } });
  }

  /** Leaves `updated_at` alone: nothing of the record that others see has changed. */
  async updateLastSignedIn({ organizationId, db }: OrganizationTransaction, id: string, at: Date): Promise<void> {
    await db.$executeRaw`
      UPDATE members SET last_signed_in_at = ${at} WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  }
}
