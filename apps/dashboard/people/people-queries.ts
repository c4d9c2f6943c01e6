import { queryOptions } from '@tanstack/react-query';
import { allPages, pageQuery } from '../api/all-pages.ts';
import { answer, api, type Schemas } from '../api/client.ts';
import type { Permission } from '../session/session-query.ts';

export type Member = Schemas['MemberView'];
export type Invitation = Schemas['InvitationView'];
export type ApiToken = Schemas['ApiTokenView'];
export type Role = Member['role'];

export const membersQuery = queryOptions({
  queryKey: ['members'],
  queryFn: () => allPages<Member>((cursor) => answer(api.GET('/member', { params: { query: pageQuery(cursor) } }))),
});

export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: () =>
    allPages<Invitation>((cursor) => answer(api.GET('/invitation', { params: { query: pageQuery(cursor) } }))),
});

export const apiTokensQuery = queryOptions({
  queryKey: ['api-tokens'],
  queryFn: () =>
    allPages<ApiToken>((cursor) => answer(api.GET('/api-token', { params: { query: pageQuery(cursor) } }))),
});

/** In the order of what they may do, least first. */
export const ROLES: readonly { value: Role; label: string; text: string }[] = [
  { value: 'viewer', label: 'Viewer', text: 'Sees everything, changes nothing.' },
  { value: 'admin', label: 'Admin', text: 'Changes everything but owners.' },
  { value: 'owner', label: 'Owner', text: 'Changes everything.' },
];

export const roleLabel = (role: Role): string => ROLES.find(({ value }) => value === role)?.label ?? role;

/** Roles that somebody may give or touch: up to their own. */
export const rolesUpTo = (own: Role) =>
  ROLES.slice(0, ROLES.findIndex(({ value }) => value === own) + 1).map(({ value, label, text }) => ({
    value,
    label: `${label}: ${text.charAt(0).toLowerCase()}${text.slice(1, -1)}`,
  }));

export const PERMISSIONS: Record<Permission, string> = {
  'accounts:read': 'See integrated accounts',
  'accounts:write': 'Connect, change and delete integrated accounts',
  'mcp_servers:read': 'See MCP servers',
  'mcp_servers:write': 'Issue, change, try and revoke URLs',
  'mcp:connect': 'Be the second factor of an MCP URL',
  'api_tokens:read': 'See API tokens',
  'api_tokens:write': 'Make and revoke API tokens',
  'members:read': 'See members and invitations',
  'members:write': 'Invite, change and remove members',
  'logs:read': 'See the call log and the audit trail',
  'organization:read': 'See the organization',
  'organization:write': 'Change the organization',
};
