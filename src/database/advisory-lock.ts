import type { OrganizationTransaction } from './organization-transaction.js';

/**
 * Takes a job's lock on an organization until the transaction ends, unless another process has it.
 * @returns whether it was taken: a job that does not get it leaves the work to who has it.
 */
export async function tryLock({ organizationId, db }: OrganizationTransaction, job: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtext(${job}), hashtext(${organizationId})) AS taken`;
  return row?.taken === true;
}
