import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { briefResult } from '../../run/brief-answer.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { recordsOf } from '../../run/list-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';

const ROLE = 'id,name,permission_set(id,name),model_set(id,name,models)';
const role_id = { type: 'string' } as const;
const permission_set_id = { type: 'string', description: 'What it allows: list_permission_sets.' } as const;
const model_set_id = { type: 'string', description: 'On which data: list_model_sets.' } as const;
const brief = { properties: ['name', 'permission_set.name', 'model_set.name'], record: 'role' } as const;

/** Roles: what they allow, on which models. */
export const adminRoleTasks: readonly TaskTool[] = [
  {
    name: 'list_roles',
    operation: 'all_roles',
    about: 'Lists all roles with their permission and model sets.',
    hint: 'Permissions of one: get_role. Who has it: get_role_users.',
    fields: ROLE,
    edits: { fields: hidden, ids: hidden, get_all_support_roles: hidden },
  },
  {
    name: 'get_role',
    operation: 'role',
    about: 'Gets a role with its permissions and models.',
    hint: 'Who has it: get_role_users and get_role_groups.',
    run: async (call, args) => {
      const { body } = await call.send(call.operationRequest(args));
      const [{ id, name, permission_set: allows, model_set: models } = {}] = recordsOf([body]);
      return valueResult({
        ...{ id, name },
        permission_set: withoutNulls(allows, 'id,name,permissions'),
        model_set: withoutNulls(models, 'id,name,models'),
      });
    },
  },
  writtenTask({
    name: 'create_role',
    about: 'Creates a role of a permission set and a model set. Nobody has it yet.',
    hint: 'Then set_role_users or set_role_groups.',
    arguments: { name: { type: 'string' }, permission_set_id, model_set_id },
    required: ['name', 'permission_set_id', 'model_set_id'],
    needs: ['create_role'],
    run: async (call, role) => {
      const { body } = await call.send({ verb: 'POST', path: '/roles', query: {}, body: role });
      return briefResult(call, body, { ...brief, next: 'Give it with set_role_users or set_role_groups.' });
    },
  }),
  writtenTask({
    name: 'update_role',
    about: 'Changes the name or the sets of a role, at once for everybody who has it.',
    hint: 'Permissions themselves: update_permission_set.',
    arguments: { role_id, name: { type: 'string' }, permission_set_id, model_set_id },
    required: ['role_id'],
    needs: ['update_role'],
    run: async (call, { role_id: id, ...changes }) => {
      if (Object.keys(changes).length === 0)
        return refusedResult('Nothing to change: pass name, permission_set_id or model_set_id.');
      const { body } = await call.send({ verb: 'PATCH', path: lookerPath`/roles/${id}`, query: {}, body: changes });
      return briefResult(call, body, brief);
    },
  }),
  writtenTask({
    name: 'delete_role',
    about: 'Deletes a role for good and answers who loses it. Its permission and model sets stay.',
    arguments: { role_id },
    required: ['role_id'],
    needs: ['role', 'role_users', 'role_groups', 'delete_role'],
    run: async (call, { role_id: id }) => {
      const path = lookerPath`/roles/${id}`;
      const read = async (of: string, fields: string) =>
        recordsOf((await call.send({ verb: 'GET', path: `${path}${of}`, query: { fields } })).body);
      const { body } = await call.send({ verb: 'GET', path, query: {} });
      const [users, groups] = await Promise.all([read('/users', 'id,display_name'), read('/groups', 'id,name')]);
      await call.send({ verb: 'DELETE', path, query: {} });
      return valueResult({
        deleted: withoutNulls(body, 'id,name'),
        lost_by: {
          ...{ user_count: users.length, users: users.slice(0, NAMED_MAX).map((user) => user.display_name) },
          groups: groups.map((group) => group.name),
        },
      });
    },
  }),
];

const NAMED_MAX = 20;
