import { type Api, bodyIds, type Call, isRecord, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid, LookerError, notFound } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { pageOf } from '../records/paging.js';
import { idsOf } from '../records/references.js';
import { type Resource, registerResource } from '../records/resource-routes.js';
import { matchesPattern, sortRecords } from '../records/search.js';
import { credentialKinds } from './external-credentials.js';
import { presentUser } from './present-user.js';
import { presentRole } from './roles.js';
import { removeBelongings } from './user-belongings.js';
import { emailOf } from './user-credentials.js';
import { displayNameOf, roleIdsOf } from './user-summary.js';

export function registerUserRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { users, roles } = content;
  const present = (user: StoredRecord) => presentUser(content, user);
  const userOf = (call: Call) => users.get(param(call, 'user_id'));

  api.get('/user', (call) => present(users.get(call.token.userId)));
  api.get('/users/credential/:credential_type/:credential_id', (call) => {
    const found = findByCredential(content, param(call, 'credential_type'), param(call, 'credential_id'));
    if (found === undefined) throw notFound();
    return present(found);
  });
  api.get('/users/search/names/:pattern', (call) => {
    const matches = (user: LookerRecord) =>
      [user.first_name, user.last_name, user.display_name, user.email].some((text) =>
        matchesPattern(text, param(call, 'pattern')),
      );
    return pageOf(call, sortRecords(users.all().map(present).filter(matches), call.query.sorts), instance.origin());
  });
  registerResource(api, instance, userResource(content, present));

  api.get('/users/:user_id/roles', (call) => {
    const user = userOf(call);
    const direct = call.query.direct_association_only === 'true';
    const ids = direct ? idsOf(user.role_ids) : roleIdsOf(content, user);
    return ids.map((id) => presentRole(content, roles.get(id)));
  });
  api.put('/users/:user_id/roles', (call) => {
    const ids = bodyIds(call);
    if (ids.some((id) => roles.find(id) === undefined)) {
      throw invalid('role_ids', 'There is no such role.');
    }
    users.change(userOf(call).id, { role_ids: ids });
    return ids.map((id) => presentRole(content, roles.get(id)));
  });
}

function userResource(content: Content, present: (user: StoredRecord) => LookerRecord): Resource {
  return {
    path: '/users',
    collection: content.users,
    present,
    isListed: (user, call) => {
      const { group_id: groupId, full_name: fullName } = call.query;
      if (groupId !== undefined && !idsOf(user.group_ids).includes(groupId)) return false;
      return fullName === undefined || matchesPattern(displayNameOf(user), fullName);
    },
    prepare: (properties) => ({ is_disabled: false, group_ids: ['1'], role_ids: [], ...properties }),
    revise: (changes, user, call) => {
      if (changes.is_disabled === true && user.id === call.token.userId) {
        throw new LookerError(403, 'You cannot disable yourself.');
      }
      return changes;
    },
    beforeRemove: (user) => removeBelongings(content, user),
  };
}

function findByCredential(content: Content, type: string, id: string): StoredRecord | undefined {
  if (type === 'email') return content.users.all().find((user) => emailOf(user)?.toLowerCase() === id.toLowerCase());
  if (type === 'api3') {
    const credential = content.apiCredentials.all().find((record) => record.client_id === id || record.id === id);
    return credential && content.users.find(credential.user_id);
  }
  if (type === 'embed') return content.users.find(content.embedCredentials.where('external_user_id', id)[0]?.user_id);
  const idProperty = credentialKinds[type]?.idProperty ?? null;
  return content.users.all().find((user) => {
    const credential = user[`credentials_${type}`];
    return idProperty !== null && isRecord(credential) && credential[idProperty] === id;
  });
}
