import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../database/generated/client.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { MEMBER_SELECT } from '../members/members.repository.js';

const SELECT = {
  organizationId: true,
  id: true,
  address: true,
  userAgent: true,
  generation: true,
  bySingleSignOn: true,
  expiresAt: true,
  createdAt: true,
  member: {
    select: {
      ...MEMBER_SELECT,
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

  /** Lets one session go on where all of its person were ended. */
  async renew({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.$executeRaw`
      UPDATE sessions s SET generation = p.session_generation
      FROM members m JOIN people p ON p.id = m.person_id
      WHERE s.organization_id = ${organizationId}::uuid AND s.id = ${id}::uuid
      AND m.organization_id = s.organization_id AND m.id = s.member_id`;
  }

  /**
   * Removes the member's sessions that open nothing any more.
   * @returns how many of them were ended together with all others of the person, and not by their time.
   */
  async removeEnded({ organizationId, db }: OrganizationTransaction, memberId: string, now: Date): Promise<number> {
    await db.session.deleteMany({ where: { organizationId, memberId, expiresAt: { lte: now } } });
    return db.$executeRaw`
      DELETE FROM sessions s USING members m JOIN people p ON p.id = m.person_id
      WHERE s.organization_id = ${organizationId}::uuid AND s.member_id = ${memberId}::uuid
      AND m.organization_id = s.organization_id AND m.id = s.member_id AND s.generation <> p.session_generation`;
  }
}
