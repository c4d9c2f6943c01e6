import { emailAddress } from '../../../values/email-address.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { linkTo } from '../../run/looker-links.js';
import { forUser, user_id, usersOfAddress } from '../../run/named-user.js';
import { recordId } from '../../run/record-id.js';
import { StepsTaken } from '../../run/steps-taken.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { notAnAddress } from '../../schema/delivery-addresses.js';
import { lookerPath } from '../../schema/path-segment.js';
import { absentProblem, namedIds, namesById } from './names-by-id.js';

const ids = (description: string) => ({ type: 'array', items: { type: 'string' }, description }) as const;
const properties = {
  is_disabled: { type: 'boolean', description: 'true: cannot log in.' },
  home_folder_id: { type: 'string' },
  locale: { type: 'string', description: 'E.g. "en" or "fr_FR".' },
  can_manage_api3_creds: { type: 'boolean', description: 'May make API keys of their own.' },
  ui_state: { type: 'object', additionalProperties: { type: 'string' }, 'x-unlisted': true },
  models_dir_validated: { type: 'boolean', 'x-unlisted': true },
} as const;
const needed = ['search_users', 'all_roles', 'set_user_roles'];

/** Making and changing users. */
export const adminUserEditTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'create_user',
    about: 'Creates a user with an e-mail login, roles and groups. No mail is sent.',
    hint: 'Then invite them with send_password_reset. See with list_users whether there is one already.',
    arguments: {
      first_name: { type: 'string' },
      last_name: { type: 'string' },
      email: { type: 'string', description: 'To log in with. None: they log in by another system.' },
      role_ids: ids('From list_roles.'),
      group_ids: ids('From list_groups.'),
      ...properties,
    },
    required: ['first_name', 'last_name'],
    needs: [...needed, 'create_user', 'create_user_credentials_email', 'all_groups', 'add_group_user'],
    run: async (call, { email, role_ids: roles = [], group_ids: groups = [], ...user }) => {
      const [roleNames, groupNames] = [await namesById(call, 'roles', roles), await namesById(call, 'groups', groups)];
      const problems = [
        await addressProblem(call, email),
        absentProblem('role', roles, roleNames),
        absentProblem('group', groups, groupNames),
      ].filter((problem) => problem !== null);
      if (problems.length > 0) return refusedResult(`${problems.join('\n')}\nNobody was created.`);
      const { body } = await call.send({ verb: 'POST', path: '/users', query: { fields: 'id' }, body: user });
      const id = recordId(body);
      const steps = new StepsTaken();
      if (email !== undefined)
        await steps.take('e-mail login', () =>
          call.send({ verb: 'POST', path: lookerPath`/users/${id}/credentials_email`, query: {}, body: { email } }),
        );
      if (roles.length > 0) await steps.take('roles', () => setRoles(call, id, roles));
      for (const group of groups)
        await steps.take(`group ${group}`, () =>
          call.send({ verb: 'POST', path: lookerPath`/groups/${group}/users`, query: {}, body: { user_id: id } }),
        );
      const named = (wanted: readonly string[], names: ReadonlyMap<string, string>) =>
        wanted.map((each) => ({ id: each, name: names.get(each) }));
      const answer = {
        ...{ id, name: `${user.first_name} ${user.last_name}`, email },
        ...(steps.isComplete
          ? { roles: named(roles, roleNames), groups: named(groups, groupNames) }
          : { done: steps.done, not_done: steps.notDone }),
        url: linkTo(call, 'user', id),
        next: nextStep(steps.isComplete, email),
      };
      return { ...valueResult(answer), recordId: id };
    },
  }),
  writtenTask({
    name: 'update_user',
    about: 'Changes the named properties of a user. is_disabled: true locks the account and can be undone.',
    hint: 'The e-mail address: update_credentials_email.',
    arguments: {
      user_id,
      first_name: { type: 'string' },
      last_name: { type: 'string' },
      role_ids: ids('Exactly these: all other direct roles are taken away.'),
      ...properties,
    },
    required: ['user_id'],
    needs: [...needed, 'update_user'],
    run: forUser(async (call, { user_id: id, role_ids: roles, ...changes }) => {
      const changed = Object.keys(changes);
      if (changed.length === 0 && roles === undefined)
        return refusedResult('Nothing to change: pass at least one property, such as is_disabled or role_ids.');
      const problem = roles === undefined ? null : absentProblem('role', roles, await namesById(call, 'roles', roles));
      if (problem !== null) return refusedResult(`${problem}\nNothing was changed.`);
      const path = lookerPath`/users/${id}`;
      const query = { fields: ['id', 'display_name', ...changed].join() };
      const { body } = await call.send(
        changed.length === 0 ? { verb: 'GET', path, query } : { verb: 'PATCH', path, query, body: changes },
      );
      if (roles !== undefined) await setRoles(call, id, roles);
      const given = roles === undefined ? {} : { roles: await namedIds(call, 'roles', roles) };
      return { ...valueResult({ ...Object(body), ...given, url: linkTo(call, 'user', id) }), recordId: id };
    }),
  }),
];

/** Looker operation set_user_roles: the roles that a user has directly. */
const setRoles = (call: ToolCall, id: string, roles: readonly string[]) =>
  call.send({ verb: 'PUT', path: lookerPath`/users/${id}/roles`, query: {}, body: roles });

async function addressProblem(call: ToolCall, email: string | undefined): Promise<string | null> {
  if (email === undefined) return null;
  const address = emailAddress(email);
  if (address === undefined) return notAnAddress('email', email);
  const [other] = await usersOfAddress(call, address);
  return other === undefined
    ? null
    : `User ${other.id} (${other.name}) has the e-mail address ${address} already: change them with update_user.`;
}

function nextStep(isComplete: boolean, email: string | undefined): string {
  if (!isComplete) return 'The user is there: do what is left by itself, and do not create the user again.';
  return email === undefined
    ? 'Without an e-mail login they log in by another system, such as SAML; or use create_credentials_email.'
    : 'Invite them with send_password_reset: it mails the link to set a password.';
}
