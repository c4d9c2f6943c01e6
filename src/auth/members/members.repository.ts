import { Injectable } from '@nestjs/common';
import type { Role } from '../../access/roles.js';
import type { Prisma } from '../../database/generated/client.js';
import type { Tenant } from '../../database/tenant.js';
import type { PageWindow } from '../../http/page.js';

const SELECT = {
  organizationId: true,
  id: true,
  email: true,
  role: true,
  createdAt: true,
} as const satisfies Prisma.MemberSelect;

export type Member = Prisma.MemberGetPayload<{ select: typeof SELECT }>;
export type NewMember = Omit<Prisma.MemberUncheckedCreateInput, 'organizationId' | 'sessions'>;

@Injectable()
export class MembersRepository {
  insert({ organizationId, db }: Tenant, member: NewMember): Promise<Member> {
    return db.member.create({ data: { organizationId, ...member }, select: SELECT });
  }

  find({ organizationId, db }: Tenant, id: string): Promise<Member | null> {
    return db.member.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  async isMember({ organizationId, db }: Tenant, email: string): Promise<boolean> {
    return (await db.member.count({ where: { organizationId, email } })) > 0;
  }

  list({ organizationId, db }: Tenant, window: PageWindow): Promise<Member[]> {
    return db.member.findMany({
      where: { organizationId, ...(window.beforeId !== undefined && { id: { lt: window.beforeId } }) },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
  }

  /** The ids of all owners, locked until the transaction ends, so that two owners cannot remove each other at once. */
  async lockOwners({ organizationId, db }: Tenant): Promise<string[]> {
    const rows = await db.$queryRaw<{ id: string }[]>`
      SELECT id FROM members WHERE organization_id = ${organizationId}::uuid AND role = 'owner' ORDER BY id FOR UPDATE`;
    return rows.map(({ id }) => id);
  }

  updateRole({ organizationId, db }: Tenant, id: string, role: Role): Promise<Member> {
    return db.member.update({ where: { organizationId_id: { organizationId, id } }, data: { role }, select: SELECT });
  }

  async remove({ organizationId, db }: Tenant, id: string): Promise<void> {
    await db.member.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  /** Whether the password is the one of these digests; if so, it stays so until the transaction ends. */
  async lockPassword({ organizationId, db }: Tenant, id: string, digests: readonly string[]): Promise<boolean> {
    const rows = await db.$queryRaw<unknown[]>`
      SELECT 1 FROM members WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid
      AND password_digest = ANY (${[...digests]}) FOR UPDATE`;
    return rows.length > 0;
  }

  /** Ties a member to a subject of the OpenID Connect provider. @returns false for a member who is tied to another one. */
  async tieSubject({ organizationId, db }: Tenant, id: string, singleSignOnSubject: string): Promise<boolean> {
    const { count } = await db.member.updateMany({
      where: { organizationId, id, OR: [{ singleSignOnSubject: null }, { singleSignOnSubject }] },
      data: { singleSignOnSubject },
    });
    return count > 0;
  }

  /** Leaves `updated_at` alone: nothing of the record that others see has changed. */
  async updateLastSignedIn({ organizationId, db }: Tenant, id: string, at: Date): Promise<void> {
    await db.$executeRaw`
      UPDATE members SET last_signed_in_at = ${at} WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid`;
  }

  async updatePassword({ organizationId, db }: Tenant, id: string, passwordDigest: string): Promise<void> {
    await db.member.updateMany({ where: { organizationId, id }, data: { passwordDigest } });
  }
}
