import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../database/generated/client.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { columnsOf } from '../../http/answers/record-view.js';
import { MemberView } from '../members/members.view.js';

const SELECT = {
  organizationId: true,
  id: true,
  address: true,
  userAgent: true,
  expiresAt: true,
  createdAt: true,
  member: {
    select: {
      organizationId: true,
      ...columnsOf(MemberView),
      organization: { select: { id: true, name: true } },
    },
  },
} as const satisfies Prisma.SessionSelect;

/** A session with the member that it signs in and the member's organization. */
export type Session = Prisma.SessionGetPayload<{ select: typeof SELECT }>;
export type NewSession = Omit<Prisma.SessionUncheckedCreateInput, 'organizationId'>;

@Injectable()
export class SessionsRepository {
  insert({ organizationId, db }: OrganizationTransaction, session: NewSession): Promise<Session> {
    return db.session.create({ data: { organizationId, ...session }, select: SELECT });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<Session | null> {
    return db.session.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** @returns how many there were: one or none. */
  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<number> {
    return (await db.session.deleteMany({ where: { organizationId, id } })).count;
  }

  /** @returns how many there were. */
  async removeOfMember(
    { organizationId, db }: OrganizationTransaction,
    memberId: string,
    exceptId?: string,
  ): Promise<number> {
    const where = { organizationId, memberId, ...(exceptId !== undefined && { id: { not: exceptId } }) };
    return (await db.session.deleteMany({ where })).count;
  }

  async removeExpired({ organizationId, db }: OrganizationTransaction, memberId: string, now: Date): Promise<void> {
    await db.session.deleteMany({ where: { organizationId, memberId, expiresAt: { lte: now } } });
  }
}
