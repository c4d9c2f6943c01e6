import { Injectable } from '@nestjs/common';
import type { Prisma } from '../database/generated/client.js';
import type { Tenant } from '../database/tenant.js';
import type { PageWindow } from '../http/page.js';

const SELECT = {
  organizationId: true,
  id: true,
  name: true,
  baseUrl: true,
  sealedCredentials: true,
  release: true,
  lookerUserId: true,
  lookerUserName: true,
  state: true,
  stateReason: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.IntegratedAccountSelect;

export type IntegratedAccount = Prisma.IntegratedAccountGetPayload<{ select: typeof SELECT }>;

export type NewAccount = Omit<Prisma.IntegratedAccountUncheckedCreateInput, 'organizationId' | 'mcpServers'>;
export type AccountChange = Omit<Prisma.IntegratedAccountUncheckedUpdateInput, 'organizationId' | 'id' | 'mcpServers'>;

@Injectable()
export class AccountsRepository {
  insert({ organizationId, db }: Tenant, account: NewAccount): Promise<IntegratedAccount> {
    return db.integratedAccount.create({ data: { organizationId, ...account }, select: SELECT });
  }

  find({ organizationId, db }: Tenant, id: string): Promise<IntegratedAccount | null> {
    return db.integratedAccount.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  list({ organizationId, db }: Tenant, window: PageWindow, onlyId: string | null): Promise<IntegratedAccount[]> {
    return db.integratedAccount.findMany({
      where: {
        organizationId,
        ...(window.beforeId !== undefined && { id: { lt: window.beforeId } }),
        ...(onlyId !== null && { AND: { id: onlyId } }),
      },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
  }

  update({ organizationId, db }: Tenant, id: string, change: AccountChange): Promise<IntegratedAccount> {
    return db.integratedAccount.update({
      where: { organizationId_id: { organizationId, id } },
      data: change,
      select: SELECT,
    });
  }

  async remove({ organizationId, db }: Tenant, id: string): Promise<void> {
    await db.integratedAccount.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  /** Every account's sealed value, a piece at a time, in the order of ids. */
  listSealed({ organizationId, db }: Tenant, afterId: string | undefined, take: number) {
    return db.integratedAccount.findMany({
      where: { organizationId, ...(afterId !== undefined && { id: { gt: afterId } }) },
      orderBy: { id: 'asc' },
      take,
      select: { organizationId: true, id: true, baseUrl: true, sealedCredentials: true },
    });
  }

  /** Puts one sealed value in the place of another, unless it was replaced meanwhile. */
  async replaceSealed({ organizationId, db }: Tenant, id: string, from: string, to: string): Promise<boolean> {
    const { count } = await db.integratedAccount.updateMany({
      where: { organizationId, id, sealedCredentials: from },
      data: { sealedCredentials: to },
    });
    return count === 1;
  }
}
