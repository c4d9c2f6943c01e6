import { type Call, param } from '../api.js';
import { LookerError, notFound } from '../looker-errors.js';
import { isAdmin, roleIdsOf } from '../people/user-summary.js';
import type { Content } from '../records/content-store.js';
import { idsOf } from '../records/references.js';
import { administer, permissionFor } from './operation-permissions.js';

/** The permissions that one depends on, and comes with. */
const requirements: Readonly<Record<string, readonly string[]>> = {
  see_looks: ['access_data'],
  see_user_dashboards: ['see_looks'],
  explore: ['see_looks'],
  save_content: ['see_looks', 'see_user_dashboards'],
  schedule_look_emails: ['see_looks'],
  create_alerts: ['see_looks'],
  see_system_activity: ['access_data'],
};

/** Whether a role of the user, of their own or of a group, has a permission. Administrators have all of them. */
export function hasPermission(content: Content, userId: string, permission: string): boolean {
  const user = content.users.find(userId);
  if (user === undefined) return false;
  if (isAdmin(content, user)) return true;
  if (permission === administer) return false;
  const sets = roleIdsOf(content, user).map((id) =>
    content.permissionSets.find(content.roles.find(id)?.permission_set_id),
  );
  return sets.flatMap((set) => idsOf(set?.permissions)).some((each) => comesWith(each, permission));
}

/**
 * Lets a call to an operation pass. Throws a 404 for what the caller may not read, as for what is not there, and a 403 for
 * what the caller may not do. Everybody may read what is about themselves.
 */
export function checkPermission(content: Content, operation: { method: string; path: string }, call: Call): void {
  const { method, path } = operation;
  const permission = permissionFor(method, path);
  const isOwn = method === 'GET' && path.startsWith('/users/:user_id') && param(call, 'user_id') === call.token.userId;
  if (permission === null || isOwn || hasPermission(content, call.token.userId, permission)) return;
  throw method === 'GET' ? notFound() : new LookerError(403, `This takes the permission ${permission}.`);
}

function comesWith(permission: string, wanted: string): boolean {
  return permission === wanted || (requirements[permission] ?? []).some((each) => comesWith(each, wanted));
}
