import { PERMISSIONS, type Permission } from './permissions.js';

/** From where a request came: the client's address, and the id under which log and answer name the request. */
export interface RequestOrigin {
  readonly address: string;
  readonly requestId: string;
}

/** Who is calling, whatever credential proved it. Nothing after the guard knows how the caller proved itself. */
export interface Principal {
  readonly organizationId: string;
  readonly subject: {
    readonly kind:
      | 'api_token'
      | 'mcp_server'
      | 'member'
      | 'looker_user'
      | 'openid_user'
      | 'oauth_client'
      | 'external_user'
      | 'system';
    readonly id: string;
    /** What people call it, for the audit trail. */
    readonly name: string;
  };
  readonly permissions: ReadonlySet<Permission>;
  /** The one integrated account that the caller is limited to; null: all of the organization. */
  readonly integratedAccountId: string | null;
  readonly from: RequestOrigin;
}

/** How a record names the one who made it. */
export const authorOf = ({ subject }: Principal): string => `${subject.kind}:${subject.id}`;

/** The gateway itself, at work for an organization: a command, a job, or local mode's first records. */
export const systemPrincipal = (organizationId: string, work: string): Principal => ({
  organizationId,
  subject: { kind: 'system', id: work, name: work },
  permissions: new Set(PERMISSIONS),
  integratedAccountId: null,
  from: { address: 'gateway', requestId: work },
});
