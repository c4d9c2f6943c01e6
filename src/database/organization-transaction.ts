import type { Prisma } from './generated/client.js';

/**
 * What a repository runs its query on: a transaction that sees the rows of one organization only, together with that
 * organization. The condition in the query and row-level security in PostgreSQL say the same thing twice.
 */
export interface OrganizationTransaction {
  readonly organizationId: string;
  readonly db: Prisma.TransactionClient;
}

/** Where a credential or an address was found, before anything of it is read. */
export interface FoundRecord {
  readonly organizationId: string;
  readonly id: string;
}

/** A member that an identity of single sign-on fits. */
export interface IdentifiedMember extends FoundRecord {
  /** Whether the identity signed in as this member before; else any organization may have made it with the address. */
  readonly isTied: boolean;
}
