import { type Api, bodyIds, type Call, isRecord, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { LookerError, notFound, validationFailed } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { pageOf } from '../records/paging.js';
import { type Resource, registerResource } from '../records/resource-routes.js';
import { matchesPattern, sortRecords } from '../records/search.js';
import { credentialKinds, presentCredentials } from './external-credentials.js';
import { presentRole } from './roles.js';
import { presentBelongings, removeBelongings } from './user-belongings.js';
import { emailOf, presentApiCredential, presentEmailCredential } from './user-credentials.js';

/** Roles that a user has directly and through groups. */
export function roleIdsOf(content: Content, user: LookerRecord): string[] {
  const groupIds = listOf(user.group_ids);
  const throughGroups = groupIds.flatMap((id) => listOf(content.groups.find(id)?.role_ids));
  return [...new Set([...listOf(user.role_ids), ...throughGroups])];
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

export function presentUser(content: Content, user: StoredRecord): LookerRecord {
  return {
    id: user.id,
    first_name: user.first_name ?? null,
    last_name: user.last_name ?? null,
    display_name: displayNameOf(user),
    email: emailOf(user),
    is_disabled: user.is_disabled === true,
    locale: user.locale ?? 'en',
    group_ids: listOf(user.group_ids),
    role_ids: roleIdsOf(content, user),
    home_folder_id: user.home_folder_id ?? '1',
    personal_folder_id: content.folders.all().find((folder) => folder.personal_user_id === user.id)?.id ?? null,
    credentials_email: presentEmailCredential(user),
    credentials_api3: content.apiCredentials.where('user_id', user.id).map(presentApiCredential),
    ...presentCredentials(user),
    ...presentBelongings(content, user),
    ui_state: user.ui_state ?? null,
    avatar_url: null,
    avatar_url_without_sizing: null,
    looker_versions: [],
    models_dir_validated: user.models_dir_validated ?? null,
    presumed_looker_employee: false,
    verified_looker_employee: false,
    roles_externally_managed: false,
    allow_direct_roles: true,
    allow_normal_group_membership: true,
    allow_roles_from_normal_groups: true,
    embed_group_space_id: null,
    embed_group_folder_id: null,
    is_iam_admin: false,
    is_service_account: user.is_service_account === true,
    service_account_name: user.service_account_name ?? null,
    can_manage_api3_creds: user.can_manage_api3_creds ?? true,
    url: `/api/4.0/users/${user.id}`,
    can: { show: true, show_details: true, index: true, update: true, sudo: true },
  };
}

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
    const ids = direct ? listOf(user.role_ids) : roleIdsOf(content, user);
    return ids.map((id) => presentRole(content, roles.get(id)));
  });
  api.put('/users/:user_id/roles', (call) => {
    const ids = bodyIds(call);
    if (ids.some((id) => roles.find(id) === undefined)) {
      throw validationFailed([{ field: 'role_ids', code: 'invalid', message: 'There is no such role.' }]);
    }
    users.change(userOf(call).id, { role_ids: ids });
    return ids.map((id) => presentRole(content, roles.get(id)));
  });
}

function userResource(content: Content, present: (user: StoredRecord) => LookerRecord): Resource {
  return {
    path: '/users',
    idParam: 'user_id',
    collection: content.users,
    writable: {
      first_name: 'string',
      last_name: 'string',
      is_disabled: 'boolean',
      locale: 'string',
      home_folder_id: 'id',
      ui_state: 'object',
      models_dir_validated: 'boolean',
      can_manage_api3_creds: 'boolean',
      credentials_email: 'object',
    },
    searchable: [
      'id',
      'first_name',
      'last_name',
      'email',
      'is_disabled',
      'verified_looker_employee',
      'is_service_account',
    ],
    present,
    isListed: (user, call) => {
      const { group_id: groupId, full_name: fullName } = call.query;
      if (groupId !== undefined && !listOf(user.group_ids).includes(groupId)) return false;
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

export function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
