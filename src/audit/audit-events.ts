/** Every action that the audit trail can tell of: `<record>.<what happened>`. Names are never changed. */
export const AUDIT_ACTIONS = [
  'organization.created',
  'organization.changed',
  'integrated_account.created',
  'integrated_account.changed',
  'integrated_account.deleted',
  'integrated_account.needs_reauth',
  'integrated_account.unreachable',
  'integrated_account.reachable',
  'integrated_account.oauth_client_registered',
  'mcp_server.created',
  'mcp_server.changed',
  'mcp_server.rotated',
  'mcp_server.deleted',
  'mcp_server.expired',
  'mcp_server.capture_started',
  'mcp_server.capture_ended',
  'mcp_server.acted_as_user',
  'api_token.created',
  'api_token.revoked',
  'member.invited',
  'member.joined',
  'member.changed',
  'member.removed',
  'member.password_changed',
  'invitation.revoked',
  'session.created',
  'session.ended',
  'oauth_client.created',
  'oauth_client.deleted',
  'oauth_grant.created',
  'oauth_grant.ended',
  'openid_provider.created',
  'openid_provider.changed',
  'openid_provider.deleted',
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One change, as the service that makes it tells it. `before` and `after` are views: they hold no secrets. */
export interface AuditedChange {
  readonly action: AuditAction;
  readonly recordId: string;
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}
