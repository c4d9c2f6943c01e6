import { Injectable } from '@nestjs/common';
import type { Role } from '../../access/roles.js';
import type { Prisma } from '../../database/generated/client.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { lockRow } from '../../database/row-lock.js';
import { columnsOf } from '../../http/answers/record-view.js';
import type { PageWindow } from '../../http/page.js';
import { MemberView } from './members.view.js';

const SELECT = { organizationId: true, ...columnsOf(MemberView) } as const satisfies Prisma.MemberSelect;

export type Member = Prisma.MemberGetPayload<{ select: typeof SELECT }>;
export type NewMember = Omit<Prisma.MemberUncheckedCreateInput, 'organizationId' | 'sessions'>;

@Injectable()
export class MembersRepository {
  insert({ organizationId, db }: OrganizationTransaction, member: NewMember): Promise<Member> {
    return db.member.create({ data: { organizationId, ...member }, select: SELECT });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<Member | null> {
    return db.member.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  async isMember({ organizationId, db }: OrganizationTransaction, email: string): Promise<boolean> {
    return (await db.member.count({ where: { organizationId, email } })) > 0;
  }

  list({ organizationId, db }: OrganizationTransaction, window: PageWindow): Promise<Member[]> {
    return db.member.findMany({
      where: { organizationId, ...window.before },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
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
    return db.member.update({ where, data: { role, version: { increment: 1 } }, select: SELECT });
  }

  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.member.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  /** Whether the password is the one of these digests; if so, it stays so until the transaction ends. */
  async lockPassword(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    digests: readonly string[],
  ): Promise<boolean> {
    const rows = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM members WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid
      AND password_digest = ANY (${[...digests]}) FOR UPDATE`;
    return rows.length > 0;
  }

  /**
   * Ties a member to a subject of the OpenID Connect provider, which has just vouched for it.
   * @returns false for a member who is tied to another one.
   */
  async tieSubject(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    singleSignOnSubject: string,
    at: Date,
  ): Promise<boolean> {
    const { count } = await db.member.updateMany({
      where: { organizationId, id, OR: [{ singleSignOnSubject: null }, { singleSignOnSubject }] },
      data: { singleSignOnSubject, lastSingleSignOnAt: at },
    });
    return count > 0;
  }

  /** Leaves `updated_at` alone: nothing of the record that others see has changed. */
  async updateLastSignedIn({ organizationId, db }: OrganizationTransaction, id: string, at: Date): Promise<void> {
    await db.$executeRaw`
      UPDATE members SET last_signed_in_at = ${at} WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  }

  async updatePassword(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    passwordDigest: string,
  ): Promise<void> {
    await db.member.updateMany({ where: { organizationId, id }, data: { passwordDigest } });
  }
}
