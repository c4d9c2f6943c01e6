import type { Prisma } from './generated/client.js';

/**
 * What a repository runs its query on: a transaction that sees the rows of one organization only, together with that
 * organization. The condition in each query and PostgreSQL's row-level security check the same thing twice.
 */
export interface OrganizationTransaction {
  readonly organizationId: string;
  readonly db: Prisma.TransactionClient;
}

/** The functions of the migrations that find an organization from a credential, which cannot be known before. */
export type OrganizationLookUp =
  | 'organization_of_mcp_token'
  | 'organization_of_api_token'
  | 'organization_of_session'
  | 'organization_of_invitation'
  | 'organization_of_mcp_server'
  | 'organization_of_only_mcp_server'
  | 'organization_of_oauth_grant';

/** Where a credential or an address was found, before anything of it is read. */
export interface FoundRecord {
  readonly organizationId: string;
  readonly id: string;
}

/** A member that an identity of single sign-on fits. */
export interface IdentifiedMember extends FoundRecord {
  readonly personId: string;
  /** Whether the identity signed in as this member before; else any organization may have made it with the address. */
  readonly isTied: boolean;
}
