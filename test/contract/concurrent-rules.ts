import { systemPrincipal } from '../../src/access/principal.js';
import { AccountStatesService } from '../../src/accounts/account-states.service.js';
import { AccountsService } from '../../src/accounts/accounts.service.js';
import { ExpiryJob } from '../../src/mcp-servers/expiry.job.js';
import { CAPTURE_RULES } from './concurrent-capture-rules.js';
import type { Answer, Rule } from './concurrent-rule.js';
import { SIGN_IN_RULES } from './concurrent-sign-in-rules.js';
import { USER_SERVER_RULES } from './concurrent-user-server-rules.js';
import type { World } from './concurrent-world.js';

/** An answer of what the gateway does by itself, with the request id that its events have. */
const ownAnswer = (requestId: string): Answer => ({
  status: 204,
  headers: { 'x-request-id': requestId },
  body: {},
  text: '',
});

const at = ({ accountId, serverId }: World) => `/integrated-account/${accountId}/mcp/${serverId}`;
const account = ({ accountId }: World) => `/integrated-account/${accountId}`;

const ORGANIZATION: Rule = {
  name: 'change the organization',
  route: 'PATCH /organization',
  run: ({ rest }, turn) => rest.patch('/organization', turn === 0 ? { name: 'A' } : { call_log_retention_days: 30 }),
  events: ['organization.changed'],
  changes: ['name', 'call_log_retention_days'],
};

/** Rules about an account, what was issued on it, and the organization. */
export const ACCESS_RULES: readonly Rule[] = [
  ORGANIZATION,
  {
    name: 'rename the account',
    route: 'PATCH /integrated-account/:id',
    run: (world, turn) => world.rest.patch(account(world), { name: `BI ${turn}` }),
    events: ['integrated_account.changed'],
    changes: ['name'],
  },
  {
    name: 'move the account to another address',
    route: 'PATCH /integrated-account/:id',
    run: (world, turn) => world.rest.patch(account(world), { looker: world.connections[turn] }),
    events: ['integrated_account.changed'],
    changes: ['looker', 'state', 'state_reason', 'state_changed_at', 'oauth_client_guid'],
  },
  {
    name: 'register the gateway in Looker',
    route: 'POST /integrated-account/:id/oauth-client',
    run: (world) => world.rest.post(`${account(world)}/oauth-client`, {}),
    events: ['integrated_account.oauth_client_registered'],
    changes: ['oauth_client_guid'],
  },
  {
    name: 'refresh the account',
    route: 'POST /integrated-account/:id/refresh',
    run: (world) => world.rest.post(`${account(world)}/refresh`, {}),
    events: ['integrated_account.changed'],
    // The address is looked at in the test: a refresh that puts an old one back is what this is about.
    changes: ['looker', 'state', 'state_reason', 'state_changed_at'],
  },
  {
    name: 'find the account unreachable',
    run: async ({ gateway, organizationId, accountId }, turn) => {
      const accounts = gateway.app.get(AccountsService, { strict: false });
      const { connection } = await accounts.getInstance(organizationId, accountId);
      const principal = systemPrincipal(organizationId, `unreachable ${accountId} ${turn}`);
      await gateway.app
        .get(AccountStatesService, { strict: false })
        .change(principal, accountId, 'unreachable', 'it does not answer', connection);
      return ownAnswer(principal.from.requestId);
    },
    events: ['integrated_account.unreachable'],
    mayBeQuiet: true,
    changes: ['state', 'state_reason', 'state_changed_at'],
  },
  {
    name: 'delete the account',
    route: 'DELETE /integrated-account/:id',
    run: (world) => world.rest.delete(account(world)),
    events: ['integrated_account.deleted'],
  },
  {
    name: 'issue a server',
    route: 'POST /integrated-account/:account_id/mcp',
    run: (world) => world.rest.post(`${account(world)}/mcp`, { name: 'Another', config: { methods: ['read'] } }),
    events: ['mcp_server.created'],
  },
  {
    name: 'change the config of the server',
    route: 'PATCH /integrated-account/:account_id/mcp/:mcp_id',
    run: (world, turn) =>
      world.rest.patch(at(world), {
        config: turn === 0 ? { require_api_token_auth: true } : { tags: ['dashboards'] },
      }),
    events: ['mcp_server.changed'],
    changes: ['config.auth', 'config.require_api_token_auth', 'config.tags'],
  },
  {
    name: 'log the arguments of the server',
    route: 'PATCH /integrated-account/:account_id/mcp/:mcp_id',
    run: (world, turn) => world.rest.patch(at(world), { config: { log_arguments: turn === 0 } }),
    events: ['mcp_server.changed'],
    changes: ['config.log_arguments'],
  },
  {
    name: 'rename the server and let it last',
    route: 'PATCH /integrated-account/:account_id/mcp/:mcp_id',
    run: (world, turn) => world.rest.patch(at(world), { name: `S ${turn}`, expires_at: null }),
    events: ['mcp_server.changed'],
    changes: ['name', 'expires_at'],
  },
  {
    name: 'rotate the server with a grace',
    route: 'POST /integrated-account/:account_id/mcp/:mcp_id/rotate',
    run: (world) => world.rest.post(`${at(world)}/rotate`, { grace_seconds: 3600 }),
    events: ['mcp_server.rotated'],
  },
  {
    name: 'rotate the server without a grace',
    route: 'POST /integrated-account/:account_id/mcp/:mcp_id/rotate',
    run: (world) => world.rest.post(`${at(world)}/rotate`, {}),
    events: ['mcp_server.rotated'],
  },
  ...CAPTURE_RULES,
  ...USER_SERVER_RULES,
  {
    name: 'delete the server',
    route: 'DELETE /integrated-account/:account_id/mcp/:mcp_id',
    run: (world) => world.rest.delete(at(world)),
    events: ['mcp_server.deleted'],
  },
  {
    name: 'remove the server because its time is over',
    run: async ({ gateway, serverExpiresAt }) => {
      await gateway.app.get(ExpiryJob, { strict: false }).run(serverExpiresAt);
      return ownAnswer('expiry');
    },
    events: ['mcp_server.expired'],
    mayBeQuiet: true,
    isSkipping: true,
  },
  {
    name: 'make an API token for the account',
    route: 'POST /api-token',
    run: ({ rest, accountId }) =>
      rest.post('/api-token', { name: 'New', scopes: ['accounts:read'], integrated_account_id: accountId }),
    events: ['api_token.created'],
  },
  {
    name: 'revoke an API token of the account',
    route: 'DELETE /api-token/:id',
    run: ({ rest, tokenId }) => rest.delete(`/api-token/${tokenId}`),
    events: ['api_token.revoked'],
  },
  ...SIGN_IN_RULES,
];

/** Rules about who is a member, and about a member's own password and sessions. */
export const PEOPLE_RULES: readonly Rule[] = [
  ORGANIZATION,
  {
    name: 'give the member another role',
    route: 'PATCH /member/:id',
    run: ({ owner, memberId }, turn) => owner.patch(`/member/${memberId}`, { role: turn === 0 ? 'viewer' : 'owner' }),
    events: ['member.changed'],
    changes: ['role'],
  },
  {
    name: 'remove the member',
    route: 'DELETE /member/:id',
    run: ({ owner, memberId }) => owner.delete(`/member/${memberId}`),
    events: ['member.removed'],
  },
  {
    name: 'invite an address that is invited already',
    route: 'POST /invitation',
    run: ({ owner, invitation }, turn) =>
      owner.post('/invitation', { email: invitation.email, role: turn === 0 ? 'viewer' : 'admin' }),
    events: ['member.invited'],
  },
  {
    name: 'take the invitation back',
    route: 'DELETE /invitation/:id',
    run: ({ owner, invitation }) => owner.delete(`/invitation/${invitation.id}`),
    events: ['invitation.revoked'],
  },
  {
    name: 'accept the invitation',
    route: 'POST /invitation/accept',
    run: ({ anybody, invitation }) =>
      anybody.post('/invitation/accept', { token: invitation.token, password: 'a password of my own' }),
    events: ['member.joined', 'session.created'],
  },
  {
    name: 'join as who is signed in elsewhere',
    route: 'POST /invitation/join',
    run: ({ invited, invitation }) => invited.post('/invitation/join', { token: invitation.token }),
    events: ['member.joined', 'session.created'],
  },
  {
    name: 'go on in another organization',
    route: 'POST /session/organization',
    run: ({ member, elsewhereId }) => member.post('/session/organization', { organization_id: elsewhereId }),
    events: ['session.ended'],
  },
  {
    name: 'sign in',
    route: 'POST /session',
    run: ({ anybody, email, password, organizationId }) =>
      anybody.post('/session', { email, password, organization_id: organizationId }),
    events: ['session.created'],
  },
  {
    name: 'sign out',
    route: 'DELETE /session',
    run: ({ member }) => member.delete('/session'),
    events: ['session.ended'],
    mayBeQuiet: true,
  },
  {
    name: 'sign out everywhere',
    route: 'DELETE /session/all',
    run: ({ member }) => member.delete('/session/all'),
    events: ['session.ended'],
    mayBeQuiet: true,
  },
  {
    name: 'change the own password',
    route: 'POST /session/password',
    run: ({ member, password }, turn) =>
      member.post('/session/password', { current_password: password, new_password: `the next password ${turn}` }),
    events: ['member.password_changed'],
  },
];

/** Routes that are no rules of their own here, and why. */
export const EXCEPTIONS: Readonly<Record<string, string>> = {
  'POST /mcp': 'calls tools; the records stay as they are',
  'POST /mcp/:token': 'calls tools; the records stay as they are',
  'POST /integrated-account/:account_id/mcp/:mcp_id/try': 'calls a tool; the records stay as they are',
  'POST /integrated-account/:account_id/mcp/:mcp_id/least-privilege/replay': 'reads',
  'POST /integrated-account/:account_id/mcp/:mcp_id/doctor': 'connects to the server; the records stay as they are',
  'POST /invitation/find': 'reads',
  'POST /mcp-server/find': 'reads',
  'POST /session/single-sign-on': 'changes nothing but a cookie',
  'POST /organization/openid-provider/check': 'reads what a provider says of itself',
  'POST /integrated-account': 'makes a record that nobody else knows yet',
  'POST /setup': 'works once in the life of a gateway; setup.test.ts runs it at once',
};
