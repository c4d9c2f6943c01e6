import { type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkName, idsOf } from '../records/references.js';
import { registerResource } from '../records/resource-routes.js';
import { acceptProperties } from '../records/writable.js';
import { presentUser } from './present-user.js';

export function presentGroup(content: Content, group: StoredRecord, call?: Call): LookerRecord {
  const members = content.users.all().filter((user) => idsOf(user.group_ids).includes(group.id));
  return completeRecord('Group', {
    ...group,
    user_count: members.length,
    can_add_to_content_metadata: group.can_add_to_content_metadata ?? true,
    contains_current_user: members.some((user) => user.id === call?.token.userId),
    include_by_default: group.id === '1',
    can: { show: true, create: true, index: true, update: true, delete: true, add_to_content_metadata: true },
  });
}

/** Groups, their users and the groups inside them. */
export function registerGroupRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { groups, users } = content;
  registerResource(api, instance, {
    path: '/groups',
    collection: groups,
    required: ['name'],
    present: (group, call) => presentGroup(content, group, call),
    prepare: (properties) => {
      checkName(groups, 'name', properties.name);
      return { role_ids: [], member_group_ids: [], ...properties };
    },
    revise: (changes, group) => {
      checkName(groups, 'name', changes.name, group);
      return changes;
    },
    beforeRemove: (group) => {
      for (const user of users.all()) user.group_ids = idsOf(user.group_ids).filter((id) => id !== group.id);
      content.groupAttributeValues.removeWhere('group_id', group.id);
      content.contentAccess.removeWhere('group_id', group.id);
      for (const other of groups.all()) {
        other.member_group_ids = idsOf(other.member_group_ids).filter((id) => id !== group.id);
      }
    },
  });
  registerGroupUsers(api, content);
  registerGroupGroups(api, content);
}

function registerGroupUsers(api: Api, content: Content): void {
  const { groups, users } = content;
  api.get('/groups/:group_id/users', (call) => {
    const group = groups.get(param(call, 'group_id'));
    const members = users.all().filter((user) => idsOf(user.group_ids).includes(group.id));
    return members.map((user) => presentUser(content, user));
  });
  api.post('/groups/:group_id/users', (call) => {
    const group = groups.get(param(call, 'group_id'));
    const user = users.get(acceptProperties(bodyRecord(call), { user_id: 'id' }, ['user_id']).user_id);
    users.change(user.id, { group_ids: [...new Set([...idsOf(user.group_ids), group.id])] });
    return presentUser(content, user);
  });
  api.delete('/groups/:group_id/users/:user_id', (call) => {
    const group = groups.get(param(call, 'group_id'));
    const user = users.get(param(call, 'user_id'));
    users.change(user.id, { group_ids: idsOf(user.group_ids).filter((id) => id !== group.id) });
    return noContent;
  });
}

function registerGroupGroups(api: Api, content: Content): void {
  const { groups } = content;
  api.get('/groups/:group_id/groups', (call) =>
    idsOf(groups.get(param(call, 'group_id')).member_group_ids).map((id) =>
      presentGroup(content, groups.get(id), call),
    ),
  );
  api.post('/groups/:group_id/groups', (call) => {
    const group = groups.get(param(call, 'group_id'));
    const member = groups.get(acceptProperties(bodyRecord(call), { group_id: 'id' }, ['group_id']).group_id);
    groups.change(group.id, { member_group_ids: [...new Set([...idsOf(group.member_group_ids), member.id])] });
    return presentGroup(content, member, call);
  });
  api.delete('/groups/:group_id/groups/:deleting_group_id', (call) => {
    const group = groups.get(param(call, 'group_id'));
    const memberId = param(call, 'deleting_group_id');
    groups.change(group.id, { member_group_ids: idsOf(group.member_group_ids).filter((id) => id !== memberId) });
    return noContent;
  });
}
