import type { LookerRecord } from '../api.js';
import type { Content } from '../records/content-store.js';
import { idsOf } from '../records/references.js';

/** Roles that a user has directly and through groups. */
export function roleIdsOf(content: Content, user: LookerRecord): string[] {
  const groupIds = idsOf(user.group_ids);
  const throughGroups = groupIds.flatMap((id) => idsOf(content.groups.find(id)?.role_ids));
  return [...new Set([...idsOf(user.role_ids), ...throughGroups])];
}

export function isAdmin(content: Content, user: LookerRecord): boolean {
  return roleIdsOf(content, user).some((id) => content.roles.find(id)?.name === 'Admin');
}

export function displayNameOf(user: LookerRecord | undefined): string | null {
  return user === undefined ? null : `${user.first_name ?? ''} ${user.last_name ?? ''}`.trim();
}

/** The short form in which other records show a user. */
export function presentUserPublic(content: Content, userId: unknown): LookerRecord | null {
  const user = content.users.find(userId);
  if (user === undefined) return null;
  return {
    id: user.id,
    first_name: user.first_name,
    last_name: user.last_name,
    display_name: displayNameOf(user),
    url: `/api/4.0/users/${user.id}`,
    can: { show: true },
  };
}
