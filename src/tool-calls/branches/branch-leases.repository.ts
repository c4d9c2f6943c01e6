import type { OrganizationTransaction } from '../../database/organization-transaction.js';

/** Whose checkouts: those of a Looker user of an account. */
export interface CheckoutOwner {
  readonly integratedAccountId: string;
  readonly lookerUserId: string;
}

/** A call on the checkout of a project; `projectId` is empty for a call that names none. */
export interface BranchLease {
  readonly projectId: string;
  readonly callId: string;
  readonly isExclusive: boolean;
  readonly homeBranch: string | null;
  /** Whether its time is over: its call ended in the middle. */
  readonly isOver: boolean;
}

/** The rows of `branch_leases`. Times are the database's, so that processes need not agree on theirs. */
export class BranchLeasesRepository {
  /** Until the transaction ends nobody else decides on this owner's checkouts. */
  async lock({ organizationId, db }: OrganizationTransaction, owner: CheckoutOwner): Promise<void> {
    const key = `branch-leases ${organizationId} ${owner.integratedAccountId} ${owner.lookerUserId}`;
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`;
  }

  list({ organizationId, db }: OrganizationTransaction, owner: CheckoutOwner): Promise<BranchLease[]> {
    return db.$queryRaw<BranchLease[]>`
      SELECT project_id AS "projectId", call_id AS "callId", is_exclusive AS "isExclusive", home_branch AS "homeBranch",
        until <= now() AS "isOver"
      FROM branch_leases
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${owner.integratedAccountId}::uuid
        AND looker_user_id = ${owner.lookerUserId}`;
  }

  async insert(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, lookerUserId }: CheckoutOwner,
    lease: Omit<BranchLease, 'isOver'>,
    seconds: number,
  ): Promise<void> {
    await db.$executeRaw`
      INSERT INTO branch_leases (organization_id, integrated_account_id, looker_user_id, project_id, call_id, is_exclusive, home_branch, until)
      VALUES (${organizationId}::uuid, ${integratedAccountId}::uuid, ${lookerUserId}, ${lease.projectId}, ${lease.callId}::uuid,
        ${lease.isExclusive}, ${lease.homeBranch}, now() + make_interval(secs => ${seconds}))`;
  }

  /** @returns whether the call still has a lease. */
  async prolong(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, lookerUserId }: CheckoutOwner,
    callId: string,
    seconds: number,
  ): Promise<boolean> {
    const rows = await db.$executeRaw`
      UPDATE branch_leases SET until = now() + make_interval(secs => ${seconds})
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${integratedAccountId}::uuid
        AND looker_user_id = ${lookerUserId} AND call_id = ${callId}::uuid`;
    return rows > 0;
  }

  /** Writes down what is to be checked out again, before something else is. @returns whether the call still has the lease. */
  async updateHome(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, lookerUserId }: CheckoutOwner,
    { projectId, callId }: Pick<BranchLease, 'projectId' | 'callId'>,
    homeBranch: string | null,
  ): Promise<boolean> {
    const rows = await db.$executeRaw`
      UPDATE branch_leases SET home_branch = ${homeBranch}
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${integratedAccountId}::uuid
        AND looker_user_id = ${lookerUserId} AND project_id = ${projectId} AND call_id = ${callId}::uuid`;
    return rows === 1;
  }

  /** Takes the leases of a call away; those that something is to be checked out for again end, and stay. */
  async release(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, lookerUserId }: CheckoutOwner,
    callId: string,
  ): Promise<void> {
    await db.$executeRaw`
      DELETE FROM branch_leases
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${integratedAccountId}::uuid
        AND looker_user_id = ${lookerUserId} AND call_id = ${callId}::uuid AND home_branch IS NULL`;
    await db.$executeRaw`
      UPDATE branch_leases SET until = now()
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${integratedAccountId}::uuid
        AND looker_user_id = ${lookerUserId} AND call_id = ${callId}::uuid`;
  }

  async remove(
    { organizationId, db }: OrganizationTransaction,
    { integratedAccountId, lookerUserId }: CheckoutOwner,
    { projectId, callId }: Pick<BranchLease, 'projectId' | 'callId'>,
  ): Promise<void> {
    await db.$executeRaw`
      DELETE FROM branch_leases
      WHERE organization_id = ${organizationId}::uuid AND integrated_account_id = ${integratedAccountId}::uuid
        AND looker_user_id = ${lookerUserId} AND project_id = ${projectId} AND call_id = ${callId}::uuid`;
  }
}
