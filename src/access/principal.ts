import type { Permission } from './permissions.js';

/** Who is calling, whatever credential proved it. Nothing after the guard knows how the caller proved itself. */
export interface Principal {
  readonly organizationId: string;
  readonly subject: { readonly kind: 'api_token' | 'mcp_server'; readonly id: string };
  readonly permissions: ReadonlySet<Permission>;
}
