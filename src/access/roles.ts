import { PERMISSIONS, type Permission } from './permissions.js';

/** What a member of an organization can be, from the one who may least. */
export const ROLES = ['viewer', 'admin', 'owner'] as const;

export type Role = (typeof ROLES)[number];

/** Admins may do what owners may, except to owners: see `auth/members/member-rules.ts`. A viewer changes nothing. */
const PERMISSIONS_OF: Readonly<Record<Role, ReadonlySet<Permission>>> = {
  owner: new Set(PERMISSIONS),
  admin: new Set(PERMISSIONS),
  viewer: new Set([
    'accounts:read',
    'mcp_servers:read',
    'api_tokens:read',
    'members:read',
    'logs:read',
    'organization:read',
  ]),
};

export const permissionsOf = (role: Role): ReadonlySet<Permission> => PERMISSIONS_OF[role];

/** Whether a role stands above another one. */
export const isAbove = (role: Role, other: Role): boolean => ROLES.indexOf(role) > ROLES.indexOf(other);
