import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { recordsOf } from '../../run/list-answer.js';
import { forUser, user_id } from '../../run/named-user.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';
import { namedIds } from './names-by-id.js';

const group_id = { type: 'string' } as const;
const nested = {
  parent_group_id: { type: 'string', description: 'The outer group.' },
  child_group_id: { type: 'string', description: 'The group inside it.' },
} as const;

/** Who is in which groups. */
export const adminGroupMemberTasks: readonly TaskTool[] = [
  {
    name: 'list_group_users',
    operation: 'all_group_users',
    about: 'Lists the users directly in a group.',
    hint: 'Nested groups: list_group_groups.',
    fields: 'id,display_name,email,is_disabled',
    edits: { fields: hidden, sorts: hidden },
  },
  {
    name: 'list_group_groups',
    operation: 'all_group_groups',
    about: 'Lists the groups directly in a group.',
    fields: 'id,name,user_count',
    edits: { fields: hidden },
  },
  writtenTask({
    name: 'add_group_user',
    effect: 'write',
    adds: true,
    about: 'Puts a user into a group, with the roles, folders and user attribute values that it gives.',
    arguments: { group_id, user_id },
    required: ['group_id', 'user_id'],
    needs: ['add_group_user', 'all_groups', 'search_users'],
    run: forUser(async (call, { group_id: group, user_id: user }) => {
      const path = lookerPath`/groups/${group}/users`;
      const { body } = await call.send({ verb: 'POST', path, query: {}, body: { user_id: user } });
      const [{ display_name: name } = {}] = recordsOf([body]);
      return valueResult({ added: { id: user, name }, to: (await namedIds(call, 'groups', [group]))[0] });
    }),
  }),
  writtenTask({
    name: 'remove_group_user',
    effect: 'destructive',
    about: 'Takes a user out of a group. The user stays, but loses what the group gave.',
    hint: 'Members: list_group_users.',
    arguments: { group_id, user_id },
    required: ['group_id', 'user_id'],
    needs: ['user', 'delete_group_user', 'all_groups', 'search_users'],
    run: forUser(async (call, { group_id: group, user_id: user }) => {
      const query = { fields: 'id,display_name,group_ids' };
      const { body } = await call.send({ verb: 'GET', path: lookerPath`/users/${user}`, query });
      const [{ display_name: name, group_ids: ids } = {}] = recordsOf([body]);
      const groups = await namedIds(call, 'groups', ids);
      const left = groups.find(({ id }) => id === group);
      if (left === undefined)
        return refusedResult(`User ${user} (${name}) is not in group ${group}, but in: ${namesOf(groups)}.`);
      await call.send({ verb: 'DELETE', path: lookerPath`/groups/${group}/users/${user}`, query: {} });
      return valueResult({ removed: { id: user, name }, from: left });
    }),
  }),
  writtenTask({
    name: 'add_group_to_group',
    effect: 'write',
    adds: true,
    about: 'Puts a group into another, whose roles and folders its users then have too.',
    arguments: nested,
    required: ['parent_group_id', 'child_group_id'],
    needs: ['add_group_group', 'all_groups'],
    run: async (call, { parent_group_id: parent, child_group_id: child }) => {
      if (parent === child) return refusedResult('A group cannot be inside itself: name two groups.');
      const path = lookerPath`/groups/${parent}/groups`;
      await call.send({ verb: 'POST', path, query: {}, body: { group_id: child } });
      const [added, to] = await namedIds(call, 'groups', [child, parent]);
      return valueResult({ added, to });
    },
  }),
  writtenTask({
    name: 'remove_group_from_group',
    effect: 'destructive',
    about: 'Takes a group out of another. Both stay; its users lose what the outer one gave.',
    hint: 'Nested groups: list_group_groups.',
    arguments: nested,
    required: ['parent_group_id', 'child_group_id'],
    needs: ['all_group_groups', 'delete_group_from_group', 'all_groups'],
    run: async (call, { parent_group_id: parent, child_group_id: child }) => {
      const inside = await groupsIn(call, parent);
      const removed = inside.find(({ id }) => id === child);
      if (removed === undefined)
        return refusedResult(`Group ${child} is not in group ${parent}, which has: ${namesOf(inside)}.`);
      await call.send({ verb: 'DELETE', path: lookerPath`/groups/${parent}/groups/${child}`, query: {} });
      return valueResult({ removed, from: (await namedIds(call, 'groups', [parent]))[0] });
    },
  }),
];

interface Named {
  readonly id: string;
  readonly name: string | null;
}

const namesOf = (groups: readonly Named[]) =>
  groups.length === 0 ? 'none' : groups.map(({ id, name }) => `${id} (${name})`).join(', ');

async function groupsIn(call: ToolCall, id: string): Promise<Named[]> {
  const query = { fields: 'id,name' };
  const { body } = await call.send({ verb: 'GET', path: lookerPath`/groups/${id}/groups`, query });
  return recordsOf(body).map((group) => ({ id: String(group.id), name: String(group.name ?? '') }));
}
