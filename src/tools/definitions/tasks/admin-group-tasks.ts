import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { briefResult } from '../../run/brief-answer.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { recordsOf } from '../../run/list-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';

const GROUP = 'id,name,user_count,externally_managed';
const group_id = { type: 'string' } as const;
const name = { type: 'string' } as const;
const can_add_to_content_metadata = { type: 'boolean', description: 'Folders can be shared with it.' } as const;

/** Groups of users. */
export const adminGroupTasks: readonly TaskTool[] = [
  {
    name: 'list_groups',
    operation: 'all_groups',
    about: 'Lists all groups of users.',
    hint: 'Members: list_group_users.',
    fields: GROUP,
    edits: {
      ...{ fields: hidden, ids: hidden, sorts: hidden },
      ...{ content_metadata_id: hidden, can_add_to_content_metadata: hidden },
    },
  },
  writtenTask({
    name: 'create_group',
    about: 'Creates an empty group.',
    hint: 'Then add_group_user, and roles with set_role_groups.',
    arguments: { name, can_add_to_content_metadata },
    required: ['name'],
    needs: ['create_group'],
    run: async (call, group) => {
      const query = { fields: 'id,name' };
      const { body } = await call.send({ verb: 'POST', path: '/groups', query, body: group });
      const next = 'Put users into it with add_group_user; give it roles with set_role_groups.';
      return briefResult(call, body, { properties: ['name'], record: 'group', next });
    },
  }),
  writtenTask({
    name: 'update_group',
    about: 'Renames a group or changes whether folders can be shared with it.',
    hint: 'Members: add_group_user and remove_group_user.',
    arguments: { group_id, name, can_add_to_content_metadata },
    required: ['group_id'],
    needs: ['update_group'],
    run: async (call, { group_id: id, ...changes }) => {
      if (Object.keys(changes).length === 0)
        return refusedResult('Nothing to change: pass name or can_add_to_content_metadata.');
      const query = { fields: 'id,name,can_add_to_content_metadata' };
      const { body } = await call.send({ verb: 'PATCH', path: lookerPath`/groups/${id}`, query, body: changes });
      return briefResult(call, body, { properties: ['name', 'can_add_to_content_metadata'], record: 'group' });
    },
  }),
  writtenTask({
    name: 'delete_group',
    about:
      'Deletes a group for good. Its users stay, but lose the roles, folders and user attribute values that it gave.',
    hint: 'Members: list_group_users.',
    arguments: { group_id },
    required: ['group_id'],
    needs: ['group', 'search_groups_with_roles', 'all_group_groups', 'delete_group'],
    run: async (call, { group_id: id }) => {
      const path = lookerPath`/groups/${id}`;
      const { body } = await call.send({ verb: 'GET', path, query: { fields: GROUP } });
      const query = { id, fields: 'id,roles(id,name)' };
      const found = await call.send({ verb: 'GET', path: '/groups/search/with_roles', query });
      const inner = await call.send({ verb: 'GET', path: `${path}/groups`, query: { fields: 'id,name' } });
      await call.send({ verb: 'DELETE', path, query: {} });
      const roles = recordsOf(found.body).find((group) => String(group.id) === id)?.roles;
      return valueResult({
        deleted: withoutNulls(body, 'id,name'),
        lost_by_members: {
          user_count: withoutNulls(body, 'user_count').user_count ?? 0,
          groups: recordsOf(inner.body).map((group) => group.name),
          roles: recordsOf(roles).map((role) => role.name),
        },
      });
    },
  }),
];
