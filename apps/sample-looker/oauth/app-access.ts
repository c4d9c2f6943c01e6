import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { idsOf } from '../records/references.js';
import type { Token } from '../tokens.js';

/** Whether a user may sign in to an app: both are enabled, and the user is of the app's group, if it has one. */
export function mayUse(clientApp: StoredRecord | undefined, user: StoredRecord | undefined): boolean {
  if (clientApp?.enabled !== true || !isEnabled(user)) return false;
  return clientApp.group_id === null || idsOf(user?.group_ids).includes(String(clientApp.group_id));
}

/** Whether a token still opens anything: its session, its user, who logged in as that user, and its app can be taken away meanwhile. */
export function isInForce(content: Content, token: Token): boolean {
  const user = content.users.find(token.userId);
  if (content.userSessions.find(token.sessionId) === undefined) return false;
  if (token.sudoUserId !== null && !isEnabled(content.users.find(token.sudoUserId))) return false;
  return token.clientGuid === null ? isEnabled(user) : mayUse(content.oauthClientApps.find(token.clientGuid), user);
}

function isEnabled(user: StoredRecord | undefined): boolean {
  return user !== undefined && user.is_disabled !== true;
}
