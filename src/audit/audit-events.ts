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
  'mcp_server.created',
  'mcp_server.changed',
  'mcp_server.rotated',
  'mcp_server.deleted',
  'mcp_server.expired',
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
] as const;

export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** One change, as the service that makes it tells it. `before` and `after` are views: they hold no secrets. */
export interface AuditedChange {
  readonly action: AuditAction;
  readonly recordId: string;
  readonly before?: object | undefined;
  readonly after?: object | undefined;
}

/** What a value is called that is a secret. */
export const SECRET_NAME = /secret|password|token$|digest|credential|sealed/i;

/** The last mask before an event is written: views hold no secrets, and if one ever does, it does not reach the trail. */
export function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      SECRET_NAME.test(key) && typeof inner === 'string' ? '(masked)' : masked(inner),
    ]),
  );
}
