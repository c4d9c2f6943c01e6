import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../database/generated/client.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { columnsOf } from '../../http/answers/record-view.js';
import type { PageWindow } from '../../http/page.js';
import { InvitationView } from './invitations.view.js';

const SELECT = { organizationId: true, ...columnsOf(InvitationView) } as const satisfies Prisma.InvitationSelect;

export type Invitation = Prisma.InvitationGetPayload<{ select: typeof SELECT }>;
export type NewInvitation = Omit<Prisma.InvitationUncheckedCreateInput, 'organizationId'>;

@Injectable()
export class InvitationsRepository {
  /** Takes the place of an earlier invitation of the same address, whose link opens nothing from then on. */
  upsert({ organizationId, db }: OrganizationTransaction, invitation: NewInvitation): Promise<Invitation> {
    return db.invitation.upsert({
      where: { organizationId_email: { organizationId, email: invitation.email } },
      create: { organizationId, ...invitation },
      update: invitation,
      select: SELECT,
    });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<Invitation | null> {
    return db.invitation.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** With what the organization is called. */
  findOffered({ organizationId, db }: OrganizationTransaction, id: string) {
    return db.invitation.findUnique({
      where: { organizationId_id: { organizationId, id } },
      select: { ...SELECT, organization: { select: { name: true } } },
    });
  }

  findByEmail({ organizationId, db }: OrganizationTransaction, email: string): Promise<Invitation | null> {
    return db.invitation.findUnique({ where: { organizationId_email: { organizationId, email } }, select: SELECT });
  }

  list({ organizationId, db }: OrganizationTransaction, window: PageWindow): Promise<Invitation[]> {
    return db.invitation.findMany({
      where: { organizationId, ...window.before },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
  }

  /** @returns how many there were: one or none. */
  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<number> {
    return (await db.invitation.deleteMany({ where: { organizationId, id } })).count;
  }
}
