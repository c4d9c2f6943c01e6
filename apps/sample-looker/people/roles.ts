import { type Api, bodyIds, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { LookerError } from '../looker-errors.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkName, checkReference, idsOf } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { presentGroup } from './groups.js';
import { presentUser } from './present-user.js';
import { roleIdsOf } from './user-summary.js';

export function presentRole(content: Content, role: StoredRecord): LookerRecord {
  const { group_ids: _, ...shown } = role;
  const permissionSet = content.permissionSets.find(role.permission_set_id);
  const modelSet = content.modelSets.find(role.model_set_id);
  return {
    ...shown,
    permission_set: permissionSet === undefined ? null : presentSet(permissionSet, 'permission_sets'),
    model_set: modelSet === undefined ? null : presentSet(modelSet, 'model_sets'),
    internal: false,
    url: `/api/4.0/roles/${role.id}`,
    users_url: `/api/4.0/roles/${role.id}/users`,
    can: { show: true, index: true, update: true },
  };
}

/** Roles with the permission sets and model sets they are made of. */
export function registerRoleRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { roles, users, groups } = content;
  registerResource(api, instance, {
    path: '/roles',
    collection: roles,
    required: ['name', 'permission_set_id', 'model_set_id'],
    present: (role) => presentRole(content, role),
    prepare: (properties) => checkRole(content, properties),
    revise: (changes, role) => checkRole(content, changes, role),
    beforeRemove: (role) => {
      if (role.name === 'Admin') throw new LookerError(403, 'The Admin role cannot be deleted.');
      for (const user of users.all()) user.role_ids = idsOf(user.role_ids).filter((id) => id !== role.id);
      for (const group of groups.all()) group.role_ids = idsOf(group.role_ids).filter((id) => id !== role.id);
    },
  });
  registerRoleMembers(api, content);
  registerSet(api, instance, { path: '/permission_sets', member: 'permissions' });
  registerSet(api, instance, { path: '/model_sets', member: 'models' });
  api.get('/permissions', () => permissionNames.map((permission) => ({ permission, parent: null, description: null })));
}

const permissionNames = [
  ...[
    'access_data',
    'see_lookml_dashboards',
    'see_looks',
    'see_user_dashboards',
    'explore',
    'create_table_calculations',
  ],
  ...[
    'save_content',
    'schedule_look_emails',
    'create_alerts',
    'use_sql_runner',
    'develop',
    'see_users',
    'see_system_activity',
    'sudo',
    'administer',
  ],
];

function registerRoleMembers(api: Api, content: Content): void {
  const { roles, users, groups } = content;
  api.get('/roles/:role_id/users', (call) => {
    const role = roles.get(param(call, 'role_id'));
    const isDirect = call.query.direct_association_only === 'true';
    const has = (user: StoredRecord) => (isDirect ? idsOf(user.role_ids) : roleIdsOf(content, user)).includes(role.id);
    return users
      .all()
      .filter(has)
      .map((user) => presentUser(content, user));
  });
  api.put('/roles/:role_id/users', (call) => {
    const role = roles.get(param(call, 'role_id'));
    const ids = bodyIds(call).map((id) => users.get(id).id);
    setMembership(users.all(), role.id, ids);
    return ids.map((id) => presentUser(content, users.get(id)));
  });
  api.get('/roles/:role_id/groups', (call) => {
    const role = roles.get(param(call, 'role_id'));
    const members = groups.all().filter((group) => idsOf(group.role_ids).includes(role.id));
    return members.map((group) => presentGroup(content, group));
  });
  api.put('/roles/:role_id/groups', (call) => {
    const role = roles.get(param(call, 'role_id'));
    const ids = bodyIds(call).map((id) => groups.get(id).id);
    setMembership(groups.all(), role.id, ids);
    return ids.map((id) => presentGroup(content, groups.get(id)));
  });
}

function setMembership(members: readonly StoredRecord[], roleId: string, memberIds: readonly string[]): void {
  for (const member of members) {
    const others = idsOf(member.role_ids).filter((id) => id !== roleId);
    member.role_ids = memberIds.includes(member.id) ? [...others, roleId] : others;
  }
}

function checkRole(content: Content, properties: LookerRecord, role?: StoredRecord): LookerRecord {
  checkName(content.roles, 'name', properties.name, role);
  checkReference(content.permissionSets, 'permission_set_id', properties);
  checkReference(content.modelSets, 'model_set_id', properties);
  return properties;
}

function registerSet(
  api: Api,
  instance: Instance,
  set: { path: '/permission_sets' | '/model_sets'; member: 'permissions' | 'models' },
): void {
  const { content } = instance;
  const collection = set.member === 'models' ? content.modelSets : content.permissionSets;
  registerResource(api, instance, {
    path: set.path,
    collection,
    required: ['name'],
    present: (record) => presentSet(record, set.path.slice(1)),
    prepare: (properties) => {
      checkName(collection, 'name', properties.name);
      return { [set.member]: [], all_access: false, built_in: false, ...properties };
    },
    revise: (changes, record) => {
      if (record.built_in === true) throw new LookerError(403, 'Built-in sets cannot be changed.');
      checkName(collection, 'name', changes.name, record);
      return changes;
    },
    beforeRemove: (record) => {
      if (record.built_in === true) throw new LookerError(403, 'Built-in sets cannot be deleted.');
    },
  });
}

function presentSet(record: StoredRecord, path: string): LookerRecord {
  return { ...record, url: `/api/4.0/${path}/${record.id}`, can: { show: true, index: true, update: true } };
}
