import { emailAddress } from '../../../values/email-address.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { listResult, pageQuery, recordsOf } from '../../run/list-answer.js';
import { linkTo } from '../../run/looker-links.js';
import { forUser, user_id } from '../../run/named-user.js';
import { valueResult } from '../../run/tool-answer.js';
import { lookerPath } from '../../schema/path-segment.js';
import { LOGIN_FIELDS, lastLoginOf, loginsOf } from './last-login.js';
import { namedIds } from './names-by-id.js';

const LINE = 'id,display_name,email,is_disabled,role_ids,group_ids';
const WHOLE =
  'id,display_name,first_name,last_name,email,is_disabled,is_service_account,locale,home_folder_id,personal_folder_id';

/** Finding, reading and deleting users. */
export const adminUserTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_users',
    about: 'Lists users with the ids of their roles and groups and their last login. Finds them by name or e-mail.',
    hint: 'One with all details: get_user.',
    arguments: {
      email: { type: 'string', description: 'A whole address, or a part of one.' },
      name: { type: 'string', description: 'A part of the full name.' },
    },
    needs: ['search_users'],
    run: async (call, args) => {
      const address = emailAddress(args.email ?? '');
      const query = {
        ...pageQuery(args),
        fields: `${LINE},${LOGIN_FIELDS}`,
        sorts: 'id',
        ...(args.email !== undefined && { email: address ?? `%${args.email}%` }),
        ...(args.name !== undefined && { full_name: `%${args.name}%` }),
      };
      const { body } = await call.send({ verb: 'GET', path: '/users/search', query });
      const found = recordsOf(body).filter(
        ({ email }) => address === undefined || emailAddress(String(email ?? '')) === address,
      );
      return listResult(call, args, found.map(userLine), 'looker');
    },
  }),
  writtenTask({
    name: 'get_user',
    about: 'Gets a user with roles, groups, how they log in and when they last did.',
    arguments: { user_id },
    required: ['user_id'],
    needs: ['user', 'search_users', 'all_roles', 'all_groups'],
    run: forUser(async (call, { user_id: id }) => {
      const query = { fields: `${WHOLE},role_ids,group_ids,${LOGIN_FIELDS}` };
      const { body } = await call.send({ verb: 'GET', path: lookerPath`/users/${id}`, query });
      const [user = {}] = recordsOf([body]);
      const [roles, groups] = await Promise.all([
        namedIds(call, 'roles', user.role_ids),
        namedIds(call, 'groups', user.group_ids),
      ]);
      const url = linkTo(call, 'user', id);
      return valueResult({ ...withoutNulls(user, WHOLE), roles, groups, logins: loginsOf(user), url });
    }),
  }),
  writtenTask({
    name: 'delete_user',
    about: 'Deletes a user for good, with their Looks, dashboards, personal folder and schedules.',
    hint: 'To lock the account only, use update_user with is_disabled: true.',
    arguments: { user_id },
    required: ['user_id'],
    needs: ['user', 'delete_user', 'search_users', 'search_dashboards', 'search_looks', 'all_scheduled_plans'],
    run: forUser(async (call, { user_id: id }) => {
      const path = lookerPath`/users/${id}`;
      const fields = 'id,display_name,email,personal_folder_id';
      const { body } = await call.send({ verb: 'GET', path, query: { fields } });
      const counted = async (of: string) => {
        const query = { user_id: id, fields: 'id', limit: String(COUNTED_MAX) };
        const found = recordsOf((await call.send({ verb: 'GET', path: of, query })).body).length;
        return found < COUNTED_MAX ? found : `${COUNTED_MAX} or more`;
      };
      const [dashboards, looks, schedules] = await Promise.all([
        counted('/dashboards/search'),
        counted('/looks/search'),
        counted('/scheduled_plans'),
      ]);
      await call.send({ verb: 'DELETE', path, query: {} });
      return valueResult({ deleted: withoutNulls(body, fields), gone_with_them: { dashboards, looks, schedules } });
    }),
  }),
];

const COUNTED_MAX = 500;

/** A user as lists have them. */
function userLine(user: Readonly<Record<string, unknown>>) {
  const { display_name: name, is_disabled: isDisabled, ...line } = withoutNulls(user, LINE);
  return {
    id: line.id,
    name,
    ...line,
    ...(isDisabled === true && { is_disabled: true }),
    last_login: lastLoginOf(user),
  };
}
