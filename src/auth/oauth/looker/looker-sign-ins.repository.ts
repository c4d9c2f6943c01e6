import { Injectable } from '@nestjs/common';
import type { Prisma } from '../../../database/generated/client.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';

const SELECT = {
  organizationId: true,
  id: true,
  integratedAccountId: true,
  baseUrl: true,
  lookerUserId: true,
  name: true,
  email: true,
  sealedTokens: true,
  version: true,
  endedAt: true,
} as const satisfies Prisma.LookerSignInSelect;

export type LookerSignIn = Prisma.LookerSignInGetPayload<{ select: typeof SELECT }>;
export type NewLookerSignIn = Omit<LookerSignIn, 'organizationId' | 'version' | 'endedAt'>;

@Injectable()
export class LookerSignInsRepository {
  find({ organizationId, db }: OrganizationTransaction, id: string): Promise<LookerSignIn | null> {
    return db.lookerSignIn.findUnique({ where: { organizationId_id: { organizationId, id } }, select: SELECT });
  }

  /**
   * The id under which a user of an account's Looker is known here; a new one where there is none. At another address the account has another
   * Looker, where the same number is another person's.
   */
  async idOf(
    { organizationId, db }: OrganizationTransaction,
    user: Pick<LookerSignIn, 'integratedAccountId' | 'baseUrl' | 'lookerUserId'>,
    newId: string,
  ): Promise<string> {
    const found = await db.lookerSignIn.findUnique({
      where: { organizationId_integratedAccountId_baseUrl_lookerUserId: { organizationId, ...user } },
      select: { id: true },
    });
    return found?.id ?? newId;
  }

  /** Writes down a sign-in: whoever signs in again has new tokens, also for the clients that were let in before. */
  upsert({ organizationId, db }: OrganizationTransaction, { id, ...values }: NewLookerSignIn): Promise<LookerSignIn> {
    return db.lookerSignIn.upsert({
      where: { organizationId_id: { organizationId, id } },
      create: { organizationId, id, ...values },
      update: { ...values, version: { increment: 1 }, endedAt: null, refreshingUntil: null },
      select: SELECT,
    });
  }

  /**
   * Takes it on to refresh these tokens: nobody else does until the time is over.
   * @returns false where somebody else has it, or has refreshed them.
   */
  async claimRefresh(
    { organizationId, db }: OrganizationTransaction,
    { id, version }: Pick<LookerSignIn, 'id' | 'version'>,
    now: Date,
    until: Date,
  ): Promise<boolean> {
    const isFree = { OR: [{ refreshingUntil: null }, { refreshingUntil: { lt: now } }] };
    const { count } = await db.lookerSignIn.updateMany({
      where: { organizationId, id, version, ...isFree },
      data: { refreshingUntil: until },
    });
    return count > 0;
  }

  /** @returns false where the person has signed in anew meanwhile. */
  async updateTokens(
    { organizationId, db }: OrganizationTransaction,
    { id, version }: Pick<LookerSignIn, 'id' | 'version'>,
    sealedTokens: string,
  ): Promise<boolean> {
    const { count } = await db.lookerSignIn.updateMany({
      where: { organizationId, id, version },
      data: { sealedTokens, version: { increment: 1 }, refreshingUntil: null },
    });
    return count > 0;
  }

  /** Those that go on, one part after the other. */
  listSealed(
    { organizationId, db }: OrganizationTransaction,
    afterId: string | undefined,
    take: number,
  ): Promise<Pick<LookerSignIn, 'organizationId' | 'id' | 'sealedTokens'>[]> {
    return db.lookerSignIn.findMany({
      where: { organizationId, endedAt: null, ...(afterId !== undefined && { id: { gt: afterId } }) },
      orderBy: { id: 'asc' },
      take,
      select: { organizationId: true, id: true, sealedTokens: true },
    });
  }

  /** @returns false where the tokens are others by now. */
  async replaceTokens(
    { organizationId, db }: OrganizationTransaction,
    { id, sealedTokens: before }: Pick<LookerSignIn, 'id' | 'sealedTokens'>,
    sealedTokens: string,
  ): Promise<boolean> {
    const where = { organizationId, id, sealedTokens: before };
    return (await db.lookerSignIn.updateMany({ where, data: { sealedTokens } })).count > 0;
  }

  /** Leaves the claim to the next one. */
  async releaseRefresh({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.lookerSignIn.updateMany({ where: { organizationId, id }, data: { refreshingUntil: null } });
  }

  /** @returns false where the person has signed in anew meanwhile. */
  async end(
    { organizationId, db }: OrganizationTransaction,
    { id, version }: Pick<LookerSignIn, 'id' | 'version'>,
    endedAt: Date,
  ): Promise<boolean> {
    const { count } = await db.lookerSignIn.updateMany({
      where: { organizationId, id, version },
      data: { endedAt, refreshingUntil: null },
    });
    return count > 0;
  }
}
