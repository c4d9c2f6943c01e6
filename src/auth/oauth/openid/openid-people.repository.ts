import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../../database/generated/client.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';
import type { ProviderIdentity } from './provider-identity.js';

const SELECT = {
  organizationId: true,
  id: true,
  name: true,
  email: true,
} as const satisfies Prisma.OpenidPersonSelect;

export type OpenidPerson = Prisma.OpenidPersonGetPayload<{ select: typeof SELECT }>;

@Injectable()
export class OpenidPeopleRepository {
  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<OpenidPerson | null> {
    return db.openidPerson.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** Somebody whom the provider names so, with what it calls them now; a new one under this id where nobody is known yet. */
  upsert(
    { organizationId, db }: OrganizationTransaction,
    providerId: string,
    { subject, name, email }: ProviderIdentity,
    newId: string,
  ): Promise<OpenidPerson> {
    return db.openidPerson.upsert({
      where: { organizationId_providerId_subject: { organizationId, providerId, subject } },
      create: { organizationId, id: newId, providerId, subject, name, email },
      update: { name, email },
      select: SELECT,
    });
  }

  /** What the provider calls somebody now who was let in before. @returns null where nobody was. */
  async update(
    { organizationId, db }: OrganizationTransaction,
    providerId: string,
    { subject, name, email }: ProviderIdentity,
  ): Promise<OpenidPerson | null> {
    const key = { organizationId_providerId_subject: { organizationId, providerId, subject } };
    const found = await db.openidPerson.findUnique({ where: key, select: SELECT });
    return found && db.openidPerson.update({ where: key, data: { name, email }, select: SELECT });
  }

  /** Of those whom the provider knows, some who have let nobody in since a time. @returns how many there were. */
  async removeWithoutGrant(
    { organizationId, db }: OrganizationTransaction,
    before: Date,
    atMost: number,
  ): Promise<number> {
    return db.$executeRaw`
      DELETE FROM openid_people WHERE organization_id = ${organizationId}::uuid AND id IN (
        SELECT p.id FROM openid_people p WHERE p.organization_id = ${organizationId}::uuid
          AND p.updated_at < ${before.toISOString()}::timestamptz
          AND NOT EXISTS (SELECT 1 FROM oauth_grants g WHERE g.organization_id = p.organization_id AND g.openid_person_id = p.id)
        LIMIT ${atMost} FOR UPDATE SKIP LOCKED)`;
  }
}
