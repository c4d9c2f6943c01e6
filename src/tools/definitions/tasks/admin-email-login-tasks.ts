import { emailAddress } from '../../../values/email-address.js';
import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { forUser, user_id, usersOfAddress } from '../../run/named-user.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { notAnAddress } from '../../schema/delivery-addresses.js';
import { lookerPath } from '../../schema/path-segment.js';
import { orNone } from './credential-answers.js';

// Looker's answers also hold links that let their reader in.
const LOGIN = 'email,forced_password_reset_at_next_login,logged_in_at,created_at,is_disabled';
const forced_password_reset_at_next_login = { type: 'boolean', description: 'Asks for a new password.' } as const;
const NONE = 'login by e-mail';
const login = (id: string) => lookerPath`/users/${id}/credentials_email`;
const answered = (id: string, body: unknown, next?: string) =>
  valueResult({ user_id: id, ...withoutNulls(body, LOGIN), ...(next !== undefined && { next }) });

/** The logins of users by e-mail address and password. */
export const adminEmailLoginTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'get_credentials_email',
    about: 'Gets the login of a user by e-mail and password, with when it was last used.',
    arguments: { user_id },
    required: ['user_id'],
    needs: ['user', 'user_credentials_email', 'search_users'],
    run: forUser(
      orNone(NONE, async (call, { user_id: id }) => {
        const { body } = await call.send({ verb: 'GET', path: login(id), query: { fields: LOGIN } });
        return answered(id, body);
      }),
    ),
  }),
  writtenTask({
    name: 'create_credentials_email',
    about: 'Gives a user a login by e-mail. No mail is sent.',
    hint: 'Then invite them with send_password_reset.',
    arguments: {
      user_id,
      email: { type: 'string', description: 'To log in with.' },
      forced_password_reset_at_next_login,
    },
    required: ['user_id', 'email'],
    needs: ['create_user_credentials_email', 'search_users'],
    run: forUser(async (call, { user_id: id, ...body }) => {
      const problem = await addressProblem(call, id, body.email);
      if (problem !== null) return refusedResult(problem);
      const made = await call.send({ verb: 'POST', path: login(id), query: { fields: LOGIN }, body });
      return answered(id, made.body, 'Invite them with send_password_reset: it mails the link to set a password.');
    }),
  }),
  writtenTask({
    name: 'update_credentials_email',
    about: 'Changes the address by which a user logs in, or asks for a new password at the next login.',
    arguments: { user_id, email: { type: 'string', description: 'The new one.' }, forced_password_reset_at_next_login },
    required: ['user_id'],
    needs: ['user', 'update_user_credentials_email', 'search_users'],
    run: forUser(
      orNone(NONE, async (call, { user_id: id, ...body }) => {
        if (Object.keys(body).length === 0)
          return refusedResult('Nothing to change: pass email or forced_password_reset_at_next_login.');
        const problem = body.email === undefined ? null : await addressProblem(call, id, body.email);
        if (problem !== null) return refusedResult(problem);
        const changed = await call.send({ verb: 'PATCH', path: login(id), query: { fields: LOGIN }, body });
        return answered(id, changed.body);
      }),
    ),
  }),
  writtenTask({
    name: 'delete_credentials_email',
    about: 'Takes the login by e-mail and password from a user, who can then log in only in other ways.',
    hint: 'To lock the account use update_user with is_disabled: true.',
    arguments: { user_id },
    required: ['user_id'],
    needs: ['user', 'user_credentials_email', 'delete_user_credentials_email', 'search_users'],
    run: forUser(
      orNone(NONE, async (call, { user_id: id }) => {
        const { body } = await call.send({ verb: 'GET', path: login(id), query: { fields: LOGIN } });
        await call.send({ verb: 'DELETE', path: login(id), query: {} });
        return valueResult({ deleted: { user_id: id, ...withoutNulls(body, 'email,logged_in_at') } });
      }),
    ),
  }),
  writtenTask({
    name: 'send_password_reset',
    effect: 'write',
    openWorld: true,
    about: 'Mails a user a link to set a password: an invitation for who never logged in.',
    arguments: { user_id },
    required: ['user_id'],
    needs: ['user', 'send_user_credentials_email_password_reset', 'search_users'],
    run: forUser(
      orNone(NONE, async (call, { user_id: id }) => {
        const path = lookerPath`/users/${id}/credentials_email/send_password_reset`;
        const { body } = await call.send({ verb: 'POST', path, query: { fields: 'email' } });
        return valueResult({ user_id: id, sent_to: withoutNulls(body, 'email').email ?? null });
      }),
    ),
  }),
];

/** Looker lets nobody have the address of another user. */
async function addressProblem(call: ToolCall, id: string, email: string): Promise<string | null> {
  const address = emailAddress(email);
  if (address === undefined) return notAnAddress('email', email);
  const other = (await usersOfAddress(call, address)).find((user) => user.id !== id);
  return other === undefined ? null : `User ${other.id} (${other.name}) has the e-mail address ${address} already.`;
}
