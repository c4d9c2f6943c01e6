import { expect, it } from 'vitest';
import { AUDIT_ACTIONS } from '../../src/audit/audit-events.js';

// The trail outlives releases: add actions, never change or remove one.
const actions = [
  'api_token.created',
  'api_token.revoked',
  'integrated_account.changed',
  'integrated_account.created',
  'integrated_account.deleted',
  'integrated_account.needs_reauth',
  'integrated_account.oauth_client_registered',
  'integrated_account.reachable',
  'integrated_account.unreachable',
  'invitation.revoked',
  'mcp_server.acted_as_user',
  'mcp_server.capture_ended',
  'mcp_server.capture_started',
  'mcp_server.changed',
  'mcp_server.created',
  'mcp_server.deleted',
  'mcp_server.expired',
  'mcp_server.rotated',
  'member.changed',
  'member.invited',
  'member.joined',
  'member.password_changed',
  'member.removed',
  'oauth_client.created',
  'oauth_client.deleted',
  'oauth_grant.created',
  'oauth_grant.ended',
  'openid_provider.changed',
  'openid_provider.created',
  'openid_provider.deleted',
  'organization.changed',
  'organization.created',
  'session.created',
  'session.ended',
];

it('the audit actions are exactly these', () => {
  expect(actions.length).toBeGreaterThan(0);
  expect([...AUDIT_ACTIONS].sort()).toEqual(actions);
});
