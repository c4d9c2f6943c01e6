import { isRecord } from '../../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { linkTo } from '../../../run/looker-links.js';
import { forUser, user_id } from '../../../run/named-user.js';
import { refusedResult } from '../../../run/tool-result.js';
import { endSession, sessionsOfUser } from '../../../run/user-sessions.js';
import { dry_run, takeSteps, type WorkflowStep } from '../../../run/workflow-steps.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { absentProblem, namesById } from '../names-by-id.js';

const COUNTED_MAX = 500;

export const accessWorkflows: readonly TaskTool[] = [
  writtenTask({
    name: 'grant_access',
    effect: 'write',
    adds: true,
    about: 'Gives a role to a user or a group, who keep all other roles.',
    arguments: {
      principal_type: { type: 'string', enum: ['user', 'group'], description: 'Who gets it.' },
      principal_id: { type: 'string', description: 'Id of the user or group.' },
      role_id: { type: 'string', description: 'From list_roles.' },
      dry_run,
    },
    required: ['principal_type', 'principal_id', 'role_id'],
    needs: ['all_roles', 'all_users', 'all_groups', 'user_roles', 'set_user_roles', 'role_groups', 'set_role_groups'],
    run: async (call, { principal_type: type, principal_id: id, role_id: role, dry_run: isDry }) => {
      const [names, roles] = await Promise.all([namesById(call, `${type}s`, [id]), namesById(call, 'roles', [role])]);
      const problems = [absentProblem(type, [id], names), absentProblem('role', [role], roles)].filter(
        (problem) => problem !== null,
      );
      if (problems.length > 0) return refusedResult(`${problems.join('\n')}\nNothing was changed.`);
      // The shorter list is set anew: the roles of one user, or the groups of one role.
      const path = type === 'user' ? lookerPath`/users/${id}/roles` : lookerPath`/roles/${role}/groups`;
      const direct = type === 'user' ? { direct_association_only: 'true' } : {};
      const { body } = await call.send({ verb: 'GET', path, query: { ...direct, fields: 'id' } });
      const now = recordsOf(body).map((each) => String(each.id));
      const added = type === 'user' ? role : id;
      const steps = [
        {
          step: `Give the role ${roles.get(role)} to the ${type} ${names.get(id)}`,
          work: () => call.send({ verb: 'PUT', path, query: {}, body: [...now, added] }),
        },
      ];
      const affects = {
        ...{ [type]: names.get(id), role: roles.get(role) },
        ...(type === 'group' && { users: await usersOfGroup(call, id) }),
        ...(now.includes(added) && { note: 'They have the role already.' }),
      };
      return takeSteps({ steps: now.includes(added) ? [] : steps, affects }, isDry);
    },
  }),
  writtenTask({
    name: 'offboard_user',
    effect: 'destructive',
    about: 'Locks a user out: disables the account, ends their sessions and deletes their API keys.',
    hint: 'Their content and schedules stay, unless deactivate_only is false: then the user is deleted with them.',
    arguments: {
      user_id,
      terminate_sessions: { type: 'boolean', default: true, description: 'false: sessions go on until they end.' },
      revoke_api_credentials: { type: 'boolean', default: true, description: 'false: keep API keys, for later.' },
      deactivate_only: { type: 'boolean', default: true, description: 'false: delete the user for good.' },
      dry_run,
    },
    required: ['user_id'],
    needs: [
      ...['user', 'me', 'search_users', 'update_user', 'delete_user', 'delete_user_session'],
      ...['all_user_credentials_api3s', 'delete_user_credentials_api3'],
      ...['search_dashboards', 'search_looks', 'all_scheduled_plans'],
    ],
    run: forUser(async (call, args) => {
      const id = args.user_id;
      const path = lookerPath`/users/${id}`;
      const fields = 'id,display_name,email,is_disabled';
      const [me, found, sessions] = await Promise.all([
        call.send({ verb: 'GET', path: '/user', query: { fields: 'id' } }),
        call.send({ verb: 'GET', path, query: { fields } }),
        sessionsOfUser(call, id),
      ]);
      if (isRecord(me.body) && String(me.body.id) === id)
        return refusedResult('That is the user as whom these calls are made: all tools would stop. Nothing was done.');
      const user = isRecord(found.body) ? found.body : {};
      const keysAt = `${path}/credentials_api3`;
      const keys = recordsOf((await call.send({ verb: 'GET', path: keysAt, query: { fields: 'id,client_id' } })).body);
      const [dashboards, looks, schedules] = await Promise.all(
        ['/dashboards/search', '/looks/search', '/scheduled_plans'].map((of) => countedOf(call, of, id)),
      );
      const steps: WorkflowStep[] = [
        ...(user.is_disabled === true
          ? []
          : [
              {
                step: 'Disable the account',
                work: () => call.send({ verb: 'PATCH', path, query: {}, body: { is_disabled: true } }),
              },
            ]),
        ...(args.terminate_sessions === false ? [] : sessions).map((session) => ({
          step: `End session ${String(session.session.id)}`,
          work: () => endSession(call, session),
        })),
        ...(args.revoke_api_credentials === false ? [] : keys).map((key) => ({
          step: `Delete API key ${String(key.id)}`,
          work: () => call.send({ verb: 'DELETE', path: `${keysAt}${lookerPath`/${String(key.id)}`}`, query: {} }),
        })),
        ...(args.deactivate_only === false
          ? [{ step: 'Delete the user', work: () => call.send({ verb: 'DELETE', path, query: {} }) }]
          : []),
      ];
      const affects = {
        user: { id, name: user.display_name, email: user.email },
        [args.deactivate_only === false ? 'deleted_with_them' : 'stays']: { dashboards, looks, schedules },
      };
      const url = linkTo(call, 'user', id);
      const next = 'Their schedules no longer run: give them to others with update_schedule.';
      const isKept = args.deactivate_only !== false;
      return takeSteps(
        { steps, affects, answer: () => (isKept ? { url, ...(schedules !== 0 && { next }) } : {}) },
        args.dry_run,
      );
    }),
  }),
];

async function countedOf(call: ToolCall, path: string, userId: string): Promise<number | string> {
  const query = { user_id: userId, fields: 'id', limit: String(COUNTED_MAX) };
  const count = recordsOf((await call.send({ verb: 'GET', path, query })).body).length;
  return count < COUNTED_MAX ? count : `${COUNTED_MAX} or more`;
}

async function usersOfGroup(call: ToolCall, id: string): Promise<unknown> {
  const { body } = await call.send({ verb: 'GET', path: '/groups', query: { ids: id, fields: 'id,user_count' } });
  return recordsOf(body).find((group) => String(group.id) === id)?.user_count;
}
