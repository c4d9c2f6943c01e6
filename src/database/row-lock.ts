import { Prisma } from './generated/client.js';
import type { OrganizationTransaction } from './organization-transaction.js';

/** The tables whose rows are read and then written. */
export type LockedTable =
  | 'organizations'
  | 'members'
  | 'integrated_accounts'
  | 'mcp_servers'
  | 'api_tokens'
  | 'oauth_clients'
  | 'oauth_grants'
  | 'openid_providers';

/**
 * Locks one record until the transaction ends: what is read of it from now on stays so until it is written. Nothing happens
 * where there is no such record, or none any more once the lock was waited for.
 *
 * It is the lock of an UPDATE (`FOR NO KEY UPDATE`), which the foreign keys of other tables do not wait for: each audit event
 * refers to its organization, so a stronger lock on that would deadlock with every other change.
 */
export async function lockRow(
  { organizationId, db }: OrganizationTransaction,
  table: LockedTable,
  id: string,
): Promise<void> {
  const name = Prisma.raw(table);
  await (table === 'organizations'
    ? db.$executeRaw`SELECT 1 FROM ${name} WHERE id = ${organizationId}::uuid FOR NO KEY UPDATE`
    : db.$executeRaw`SELECT 1 FROM ${name} WHERE organization_id = ${organizationId}::uuid AND id = ${id}::uuid FOR NO KEY UPDATE`);
}
