import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { BY_CURSOR, PAGE_ROWS, pageQuery } from '../api/all-pages.ts';
import { answer, api, type Schemas } from '../api/client.ts';

export type Change = Schemas['AuditEventView'];
export type ChangeAction = Change['action'];

/** Every action in words. */
export const ACTIONS: Record<ChangeAction, string> = {
  'organization.created': 'Organization created',
  'organization.changed': 'Organization changed',
  'integrated_account.created': 'Looker connected',
  'integrated_account.changed': 'Integrated account changed',
  'integrated_account.deleted': 'Integrated account deleted',
  'integrated_account.needs_reauth': 'Looker refused the credentials',
  'integrated_account.unreachable': 'Looker did not answer',
  'integrated_account.reachable': 'Looker answers again',
  'integrated_account.oauth_client_registered': 'OAuth app registered in Looker',
  'mcp_server.created': 'URL issued',
  'mcp_server.changed': 'MCP server changed',
  'mcp_server.rotated': 'URL rotated',
  'mcp_server.deleted': 'URL revoked',
  'mcp_server.expired': 'URL expired',
  'mcp_server.capture_started': 'Capture started',
  'mcp_server.capture_ended': 'Capture ended',
  'mcp_server.acted_as_user': 'Acted as a Looker user',
  'api_token.created': 'API token made',
  'api_token.revoked': 'API token revoked',
  'member.invited': 'Member invited',
  'member.joined': 'Member joined',
  'member.changed': 'Role changed',
  'member.removed': 'Member removed',
  'member.password_changed': 'Password changed',
  'invitation.revoked': 'Invitation revoked',
  'session.created': 'Signed in',
  'session.ended': 'Signed out',
  'oauth_client.created': 'OAuth client registered',
  'oauth_client.deleted': 'OAuth client ended',
  'oauth_grant.created': 'Signed in with a client',
  'oauth_grant.ended': 'Sign-in with a client ended',
  'openid_provider.created': 'OpenID provider set',
  'openid_provider.changed': 'OpenID provider changed',
  'openid_provider.deleted': 'OpenID provider removed',
};

export const isAction = (text: string | undefined): text is ChangeAction => text !== undefined && text in ACTIONS;

/** One page of the audit trail, newest first. */
export const readChanges = (action: string | undefined, cursor: string | null, limit: number) =>
  answer(
    api.GET('/audit', {
      params: { query: { ...pageQuery(cursor), limit, ...(isAction(action) && { action }) } },
    }),
  );

export const changePagesQuery = (action: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['audit', 'pages', action],
    queryFn: ({ pageParam }) => readChanges(action, pageParam, PAGE_ROWS / 2),
    ...BY_CURSOR,
  });

/** Whether the chain of hashes is whole. */
export const verificationQuery = queryOptions({
  queryKey: ['audit', 'verification'],
  queryFn: async () => {
    for (let next_cursor: string | undefined; ; ) {
      const query = next_cursor === undefined ? {} : { next_cursor };
      const report = await answer(api.GET('/audit/verification', { params: { query } }));
      if (report.next_cursor === null) return report;
      next_cursor = report.next_cursor;
    }
  },
});
