import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../database/generated/client.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { lockRow } from '../../database/row-lock.js';
import { columnsOf } from '../../http/answers/record-view.js';
import type { PageWindow } from '../../http/page.js';
import { ApiTokenView } from './api-tokens.view.js';

const SELECT = { organizationId: true, ...columnsOf(ApiTokenView) } as const satisfies Prisma.ApiTokenSelect;

export type ApiToken = Prisma.ApiTokenGetPayload<{ select: typeof SELECT }>;
export type NewApiToken = Omit<Prisma.ApiTokenUncheckedCreateInput, 'organizationId'>;

@Injectable()
export class ApiTokensRepository {
  insert({ organizationId, db }: OrganizationTransaction, token: NewApiToken): Promise<ApiToken> {
    return db.apiToken.create({ data: { organizationId, ...token }, select: SELECT });
  }

  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<ApiToken | null> {
    return db.apiToken.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /** The same, locked until the transaction ends. */
  async findForUpdate(tx: OrganizationTransaction, id: string): Promise<ApiToken | null> {
    await lockRow(tx, 'api_tokens', id);
    return this.find(tx, id);
  }

  list(
    { organizationId, db }: OrganizationTransaction,
    window: PageWindow,
    accountId: string | null,
  ): Promise<ApiToken[]> {
    return db.apiToken.findMany({
      where: {
        organizationId,
        ...window.before,
        ...(accountId !== null && { integratedAccountId: accountId }),
      },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
  }

  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.apiToken.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  /** Moves a token's digest under another key; where it is gone meanwhile, nothing happens. */
  async replaceDigest(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    from: readonly string[],
    to: string,
  ): Promise<void> {
    await db.apiToken.updateMany({ where: { organizationId, id, digest: { in: [...from] } }, data: { digest: to } });
  }

  /** Writes what was not known of a token before it was used. */
  async fillFingerprint(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    fingerprint: string,
  ): Promise<void> {
    await db.apiToken.updateMany({ where: { organizationId, id, fingerprint: null }, data: { fingerprint } });
  }

  async updateLastUsed({ organizationId, db }: OrganizationTransaction, id: string, lastUsedAt: Date): Promise<void> {
    await db.apiToken.updateMany({ where: { organizationId, id }, data: { lastUsedAt } });
  }
}
