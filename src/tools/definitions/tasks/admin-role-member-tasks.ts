import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { recordsOf } from '../../run/list-answer.js';
import { forUser, user_id } from '../../run/named-user.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult, type ToolResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';
import { absentProblem, namesById } from './names-by-id.js';

const role_id = { type: 'string' } as const;
const all = (of: string) =>
  ({ type: 'array', items: { type: 'string' }, description: `All ${of}; [] for none.` }) as const;

/** Who has which roles. */
export const adminRoleMemberTasks: readonly TaskTool[] = [
  {
    name: 'get_role_users',
    operation: 'role_users',
    about: 'Lists the users who have a role.',
    fields: 'id,display_name,email,is_disabled',
    edits: {
      fields: hidden,
      direct_association_only: { schema: { description: 'true: without those who have it through a group.' } },
    },
  },
  {
    name: 'get_role_groups',
    operation: 'role_groups',
    about: 'Lists the groups that have a role.',
    hint: 'Their users: list_group_users.',
    fields: 'id,name,user_count',
    edits: { fields: hidden },
  },
  writtenTask({
    name: 'set_role_users',
    effect: 'write',
    about: 'Sets who has a role directly: exactly these users, it is taken from all others.',
    hint: 'Present ones: get_role_users. For one user: set_user_roles.',
    arguments: { role_id, user_ids: all('user ids') },
    required: ['role_id', 'user_ids'],
    needs: ['role_users', 'set_role_users', 'all_users'],
    run: (call, { role_id: id, user_ids: ids }) =>
      setMembers(call, { path: lookerPath`/roles/${id}/users`, kind: 'users', ids, of: { role_id: id } }),
  }),
  writtenTask({
    name: 'set_role_groups',
    effect: 'write',
    about: 'Sets which groups have a role: exactly these, it is taken from all others.',
    hint: 'Present ones: get_role_groups.',
    arguments: { role_id, group_ids: all('group ids') },
    required: ['role_id', 'group_ids'],
    needs: ['role_groups', 'set_role_groups', 'all_groups'],
    run: (call, { role_id: id, group_ids: ids }) =>
      setMembers(call, { path: lookerPath`/roles/${id}/groups`, kind: 'groups', ids, of: { role_id: id } }),
  }),
  writtenTask({
    name: 'get_user_roles',
    about: 'Lists the roles of a user, and which of them come through groups.',
    hint: 'Change the direct ones with set_user_roles.',
    arguments: { user_id },
    required: ['user_id'],
    needs: ['user_roles', 'search_users'],
    run: forUser(async (call, { user_id: id }) => {
      const path = lookerPath`/users/${id}/roles`;
      const [roles, direct] = await Promise.all([membersAt(call, path, 'roles', {}), directAt(call, path, 'roles')]);
      const isDirect = (role: string) => direct.some((other) => other.id === role);
      const shown = roles.map((role) => ({ ...role, ...(!isDirect(role.id) && { through_group: true }) }));
      return valueResult({ user_id: id, roles: shown }, shown.length);
    }),
  }),
  writtenTask({
    name: 'set_user_roles',
    effect: 'write',
    about: 'Sets the roles that a user has directly: exactly these. Roles through groups stay.',
    hint: 'Present ones: get_user_roles. All: list_roles.',
    arguments: { user_id, role_ids: all('role ids') },
    required: ['user_id', 'role_ids'],
    needs: ['user_roles', 'set_user_roles', 'all_roles', 'search_users'],
    run: forUser((call, { user_id: id, role_ids: ids }) =>
      setMembers(call, { path: lookerPath`/users/${id}/roles`, kind: 'roles', ids, of: { user_id: id } }),
    ),
  }),
];

type Kind = 'users' | 'groups' | 'roles';

interface Members {
  readonly path: string;
  readonly kind: Kind;
  readonly ids: readonly string[];
  /** Whose they are, as the answer begins. */
  readonly of: Readonly<Record<string, string>>;
}

/** Sets the members and answers who came and who went. Nothing is sent where one of them is not there. */
async function setMembers(call: ToolCall, { path, kind, ids, of }: Members): Promise<ToolResult> {
  const wanted = [...new Set(ids)];
  const before = await directAt(call, path, kind);
  const names = await namesById(call, kind, wanted);
  const problem = absentProblem(SINGULARS[kind], wanted, names);
  if (problem !== null) return refusedResult(`${problem}\nNothing was changed.`);
  await call.send({ verb: 'PUT', path, query: {}, body: wanted });
  const now = wanted.map((id) => ({ id, name: names.get(id) }));
  return valueResult({
    ...of,
    [kind]: now,
    added: now.filter(({ id }) => !before.some((member) => member.id === id)),
    removed: before.filter(({ id }) => !wanted.includes(id)),
  });
}

const SINGULARS = { users: 'user', groups: 'group', roles: 'role' } as const;

/** Without those that come through groups. */
const directAt = (call: ToolCall, path: string, kind: Kind) =>
  membersAt(call, path, kind, kind === 'groups' ? {} : { direct_association_only: 'true' });

async function membersAt(call: ToolCall, path: string, kind: Kind, query: Readonly<Record<string, string>>) {
  const name = kind === 'users' ? 'display_name' : 'name';
  const { body } = await call.send({ verb: 'GET', path, query: { ...query, fields: `id,${name}` } });
  return recordsOf(body).map((member) => ({ id: String(member.id), name: String(member[name] ?? '') }));
}
