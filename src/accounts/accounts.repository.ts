import { Injectable } from '@nestjs/common';
import { Prisma } from '../database/generated/client.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { lockRow } from '../database/row-lock.js';
import type { PageWindow } from '../http/page.js';
import type { CatalogueDifference } from '../tools/instance-catalogue/catalogue-difference.js';

const SELECT = {
  organizationId: true,
  id: true,
  name: true,
  baseUrl: true,
  sealedCredentials: true,
  release: true,
  lookerUserId: true,
  lookerUserName: true,
  oauthClientGuid: true,
  webUrl: true,
  deploymentType: true,
  actsAssociatively: true,
  state: true,
  stateReason: true,
  stateChangedAt: true,
  catalogueDifference: true,
  catalogueCheckedAt: true,
  catalogueProblem: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const satisfies Prisma.IntegratedAccountSelect;

type Row = Prisma.IntegratedAccountGetPayload<{ select: typeof SELECT }>;
/** The difference was checked when it was written. */
interface WithDifference {
  readonly catalogueDifference?: CatalogueDifference | null;
}

export type AccountState = Row['state'];
export type IntegratedAccount = Omit<Row, 'catalogueDifference'> & Required<WithDifference>;

type Fixed = 'organizationId' | 'mcpServers' | 'apiTokens' | 'catalogueDifference' | 'version';
export type NewAccount = Omit<Prisma.IntegratedAccountUncheckedCreateInput, Fixed> & WithDifference;
export type AccountChange = Omit<Prisma.IntegratedAccountUncheckedUpdateInput, Fixed | 'id'> & WithDifference;

const read = (row: Row): IntegratedAccount => ({
  ...row,
  catalogueDifference: row.catalogueDifference as CatalogueDifference | null,
});

/** Left out: unchanged. */
const written = <T extends WithDifference>({ catalogueDifference: difference, ...rest }: T) => ({
  ...rest,
  ...(difference !== undefined && {
    catalogueDifference: difference === null ? Prisma.DbNull : (difference as unknown as Prisma.InputJsonObject),
  }),
});

@Injectable()
export class AccountsRepository {
  async insert({ organizationId, db }: OrganizationTransaction, account: NewAccount): Promise<IntegratedAccount> {
    return read(await db.integratedAccount.create({ data: { organizationId, ...written(account) }, select: SELECT }));
  }

  async find({ organizationId, db }: OrganizationTransaction, id: string): Promise<IntegratedAccount | null> {
    const where = { organizationId_id: { organizationId, id } };
    const row = await db.integratedAccount.findUnique({ where, select: SELECT });
    return row && read(row);
  }

  /** The same, locked until the transaction ends. */
  async findForUpdate(tx: OrganizationTransaction, id: string): Promise<IntegratedAccount | null> {
    await lockRow(tx, 'integrated_accounts', id);
    return this.find(tx, id);
  }

  async list(
    { organizationId, db }: OrganizationTransaction,
    window: PageWindow,
    onlyId: string | null,
  ): Promise<IntegratedAccount[]> {
    const rows = await db.integratedAccount.findMany({
      where: {
        organizationId,
        ...window.before,
        ...(onlyId !== null && { AND: { id: onlyId } }),
      },
      orderBy: { id: 'desc' },
      take: window.take,
      select: SELECT,
    });
    return rows.map(read);
  }

  /** A change that a caller makes: it raises the version. */
  async update(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    change: AccountChange,
  ): Promise<IntegratedAccount> {
    const where = { organizationId_id: { organizationId, id } };
    const data = { ...written(change), version: { increment: 1 } };
    return read(await db.integratedAccount.update({ where, data, select: SELECT }));
  }

  /** What the gateway finds out by itself. */
  async updateState(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    state: Pick<IntegratedAccount, 'state' | 'stateReason' | 'stateChangedAt'>,
  ): Promise<IntegratedAccount> {
    const where = { organizationId_id: { organizationId, id } };
    return read(await db.integratedAccount.update({ where, data: state, select: SELECT }));
  }

  async remove({ organizationId, db }: OrganizationTransaction, id: string): Promise<void> {
    await db.integratedAccount.delete({ where: { organizationId_id: { organizationId, id } } });
  }

  /** Every account's sealed value, a piece at a time, in the order of ids. */
  listSealed({ organizationId, db }: OrganizationTransaction, afterId: string | undefined, take: number) {
    return db.integratedAccount.findMany({
      where: { organizationId, ...(afterId !== undefined && { id: { gt: afterId } }) },
      orderBy: { id: 'asc' },
      take,
      select: { organizationId: true, id: true, baseUrl: true, sealedCredentials: true },
    });
  }

  /** Puts one sealed value in the place of another, unless it was replaced meanwhile. */
  async replaceSealed(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    from: string,
    to: string,
  ): Promise<boolean> {
    const { count } = await db.integratedAccount.updateMany({
      where: { organizationId, id, sealedCredentials: from },
      data: { sealedCredentials: to },
    });
    return count === 1;
  }
}
