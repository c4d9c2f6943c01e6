import { Injectable } from '@nestjs/common';
import type { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { lockRow } from '../database/row-lock.js';
import { columnsOf } from '../http/answers/record-view.js';
import { OrganizationRecordView } from './organizations.view.js';

const SELECT = columnsOf(OrganizationRecordView) satisfies Prisma.OrganizationSelect;

export type Organization = Prisma.OrganizationGetPayload<{ select: typeof SELECT }>;
export type OrganizationChange = Pick<
  Prisma.OrganizationUncheckedUpdateInput,
  'name' | 'callLogRetentionDays' | 'dynamicClientRegistration' | 'accessTokenMinutes' | 'refreshTokenDays'
>;

const SIGN_IN = {
  name: true,
  dynamicClientRegistration: true,
  accessTokenMinutes: true,
  refreshTokenDays: true,
} as const satisfies Prisma.OrganizationSelect;

/** What an organization says of signing in at its MCP servers. */
export type OrganizationSignIn = Prisma.OrganizationGetPayload<{ select: typeof SIGN_IN }>;

export interface NewOwner {
  readonly id: string;
  readonly personId: string;
  readonly email: string;
}

@Injectable()
export class OrganizationsRepository {
  /** One statement for both: an organization without an owner could never be entered. */
  async insert({ organizationId, db }: OrganizationTransaction, name: string, owner: NewOwner): Promise<void> {
    await db.organization.create({
      data: { id: organizationId, name, members: { create: { ...owner, role: 'owner' } } },
    });
  }

  /**
   * Whether the gateway has any organization. Until the transaction ends, nobody else who asks is answered, so that of two
   * who would make the first one the second finds it.
   */
  async lockFirst({ db }: OrganizationTransaction): Promise<boolean> {
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('first organization'))`;
    const [row] = await db.$queryRaw<{ some: boolean }[]>`SELECT EXISTS (SELECT FROM organization_ids()) AS some`;
    return row?.some === true;
  }

  /** The row, locked until the transaction ends. */
  async getForUpdate(tx: OrganizationTransaction): Promise<Organization> {
    await lockRow(tx, 'organizations', tx.organizationId);
    return this.get(tx);
  }

  get({ organizationId, db }: OrganizationTransaction): Promise<Organization> {
    return db.organization.findUniqueOrThrow({ where: { id: organizationId }, select: SELECT });
  }

  async hasOpenidProvider({ organizationId, db }: OrganizationTransaction): Promise<boolean> {
    return (await db.openidProvider.count({ where: { organizationId } })) > 0;
  }

  getSignIn({ organizationId, db }: OrganizationTransaction): Promise<OrganizationSignIn> {
    return db.organization.findUniqueOrThrow({ where: { id: organizationId }, select: SIGN_IN });
  }

  update({ organizationId, db }: OrganizationTransaction, change: OrganizationChange): Promise<Organization> {
    const data = { ...change, version: { increment: 1 } };
    return db.organization.update({ where: { id: organizationId }, data, select: SELECT });
  }

  async isKnown({ organizationId, db }: OrganizationTransaction): Promise<boolean> {
    return (await db.organization.count({ where: { id: organizationId } })) > 0;
  }

  async updatePassword(
    { organizationId, db }: OrganizationTransaction,
    email: string,
    passwordDigest: string,
  ): Promise<void> {
    await db.person.updateMany({ where: { members: { some: { organizationId, email } } }, data: { passwordDigest } });
  }
}
