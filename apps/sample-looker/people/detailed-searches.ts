import type { Api, Call, LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { pageOf } from '../records/paging.js';
import { idsOf } from '../records/references.js';
import { searchRecords, sortRecords } from '../records/search.js';
import { presentGroup } from './groups.js';
import { presentRole } from './roles.js';
import { presentEmailCredential } from './user-credentials.js';
import { roleIdsOf } from './user-summary.js';

const groupNames = ['id', 'name', 'external_group_id', 'externally_managed'];

/** Searches that show more about groups, roles and e-mail sign-ins than their plain ones. */
export function registerDetailedSearchRoutes(api: Api, instance: Instance): void {
  const { content } = instance;
  const { groups, roles, users } = content;
  const search = (path: string, type: string, names: readonly string[], recordsFor: (call: Call) => LookerRecord[]) =>
    api.get(path, (call) => {
      const found = sortRecords(searchRecords(call, recordsFor(call), names), call.query.sorts);
      const shown = found.map((record) => completeRecord(type, record));
      return pageOf(call, shown, instance.origin());
    });
  search('/groups/search/with_hierarchy', 'GroupHierarchy', groupNames, (call) =>
    groups.all().map((group) => {
      const parents = groups.all().filter((other) => idsOf(other.member_group_ids).includes(group.id));
      const parentIds = parents.map((parent) => parent.id);
      return { ...presentGroup(content, group, call), parent_group_ids: parentIds, role_ids: group.role_ids };
    }),
  );
  search('/groups/search/with_roles', 'GroupSearch', groupNames, (call) =>
    groups.all().map((group) => {
      const groupRoles = idsOf(group.role_ids).map((id) => presentRole(content, roles.get(id)));
      return { ...presentGroup(content, group, call), roles: groupRoles };
    }),
  );
  search('/roles/search/with_user_count', 'RoleSearch', ['id', 'name', 'built_in'], () =>
    roles.all().map((role) => ({
      ...presentRole(content, role),
      built_in: content.permissionSets.find(role.permission_set_id)?.built_in === true,
      user_count: users.all().filter((user) => roleIdsOf(content, user).includes(role.id)).length,
    })),
  );
  search('/credentials_email/search', 'CredentialsEmailSearch', ['id', 'email'], (call) => {
    const emails = call.query.emails?.split(',');
    return users.all().flatMap((user) => {
      const credential = presentEmailCredential(user);
      if (credential === null || emails?.includes(String(credential.email)) === false) return [];
      return [{ ...credential, id: user.id }];
    });
  });
}
