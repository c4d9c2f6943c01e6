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

/** What a caller is compared by: the highest role of which it may do everything; null where it may do less than any. */
export type Rank = Role | null;

/** How an API token ranks: by what it may do itself, whoever made it, and never as an owner. */
export function rankOf(permissions: ReadonlySet<Permission>): Rank {
  const roles = ROLES.filter((role) => role !== 'owner');
  return roles.findLast((role) => [...permissionsOf(role)].every((permission) => permissions.has(permission))) ?? null;
}

/** Whether a role stands above a rank. */
export const isAbove = (role: Role, other: Rank): boolean =>
  other === null || ROLES.indexOf(role) > ROLES.indexOf(other);
