import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../database/database.service.js';
import type { Prisma } from '../database/generated/client.js';
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
  constructor(private readonly database: DatabaseService) {}

  insert(organizationId: string, account: NewAccount): Promise<IntegratedAccount> {
    return this.database.client.integratedAccount.create({ data: { organizationId, ...account }, select: SELECT });
  }

  find(organizationId: string, id: string): Promise<IntegratedAccount | null> {
    return this.database.client.integratedAccount.findUnique({
      where: { organizationId_id: { organizationId, id } },
      select: SELECT,
    });
  }

  list(organizationId: string, window: PageWindow): Promise<IntegratedAccount[]> {
    return this.database.client.integratedAccount.findMany({
      where: { organizationId, ...(window.beforeId !== undefined && { id: { lt: window.beforeId } }) },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
  }

  update(organizationId: string, id: string, change: AccountChange): Promise<IntegratedAccount> {
    return this.database.client.integratedAccount.update({
      where: { organizationId_id: { organizationId, id } },
      data: change,
      select: SELECT,
    });
  }

  async remove(organizationId: string, id: string): Promise<void> {
    await this.database.client.integratedAccount.delete({ where: { organizationId_id: { organizationId, id } } });
  }
}
