import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../../database/generated/client.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';
import { lockRow } from '../../../database/row-lock.js';

const SELECT = {
  organizationId: true,
  id: true,
  name: true,
  issuer: true,
  clientId: true,
  sealedSecret: true,
  personClaim: true,
  generation: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.OpenidProviderSelect;

export type OpenidProvider = Prisma.OpenidProviderGetPayload<{ select: typeof SELECT }>;
export type OpenidProviderValues = Pick<
  OpenidProvider,
  'name' | 'issuer' | 'clientId' | 'sealedSecret' | 'personClaim'
>;

/** A sign-in by the provider, by our id and by the authorization server's. */
export interface ProviderGrant {
  readonly id: string;
  readonly grantId: string;
}

@Injectable()
export class OpenidProvidersRepository {
  find({ organizationId, db }: OrganizationTransaction): Promise<OpenidProvider | null> {
    return db.openidProvider.findUnique({ where: { organizationId }, select: SELECT });
  }

  /** The same, locked until the transaction ends: nobody is let in by it meanwhile. */
  async findForUpdate(tx: OrganizationTransaction): Promise<OpenidProvider | null> {
    const found = await this.find(tx);
    if (found === null) return null;
    await lockRow(tx, 'openid_providers', found.id);
    return this.find(tx);
  }

  /** Whoever sets or removes it waits here for others who do, also while there is none. */
  async findWithOrganization(tx: OrganizationTransaction): Promise<OpenidProvider | null> {
    await lockRow(tx, 'organizations', tx.organizationId);
    return this.findForUpdate(tx);
  }

  insert(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    values: OpenidProviderValues,
  ): Promise<OpenidProvider> {
    return db.openidProvider.create({ data: { organizationId, id, ...values }, select: SELECT });
  }

  /** @param isOther whether it has other people from now on. */
  update(
    { organizationId, db }: OrganizationTransaction,
    values: OpenidProviderValues,
    isOther: boolean,
  ): Promise<OpenidProvider> {
    const data = { ...values, version: { increment: 1 }, ...(isOther && { generation: { increment: 1 } }) };
    return db.openidProvider.update({ where: { organizationId }, data, select: SELECT });
  }

  /** @returns false where the secret is another one by now. */
  async replaceSecret(
    { organizationId, db }: OrganizationTransaction,
    before: string,
    sealedSecret: string,
  ): Promise<boolean> {
    const where = { organizationId, sealedSecret: before };
    return (await db.openidProvider.updateMany({ where, data: { sealedSecret } })).count > 0;
  }

  async remove({ organizationId, db }: OrganizationTransaction): Promise<void> {
    await db.openidProvider.delete({ where: { organizationId } });
  }

  listGrants({ organizationId, db }: OrganizationTransaction): Promise<ProviderGrant[]> {
    const where = { organizationId, openidPersonId: { not: null } };
    return db.oauthGrant.findMany({ where, select: { id: true, grantId: true } });
  }

  /** With all that they let in. */
  async removePeople({ organizationId, db }: OrganizationTransaction): Promise<void> {
    await db.openidPerson.deleteMany({ where: { organizationId } });
  }
}
