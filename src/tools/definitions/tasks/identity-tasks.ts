import { LookerError } from '../../../looker/looker-error.js';
import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { linkTo } from '../../run/looker-links.js';
import { recordId } from '../../run/record-id.js';
import { valueResult } from '../../run/tool-answer.js';
import { lookerPath } from '../../schema/path-segment.js';

const KINDS: Readonly<Record<ToolCall['signedInBy'], string>> = {
  api_key: 'The service account: everybody at this server acts as this user.',
  user: 'A person, who signed in at Looker: calls are made with their own permissions.',
  acting: 'A Looker user as whom the service account acts, because this server or act_as_user says so.',
};

const identity: readonly TaskTool[] = [
  writtenTask({
    name: 'whoami',
    effect: 'read',
    title: 'Who am I',
    about:
      'Tells as which Looker user calls are made, with their roles: the service account, or a person who signed in.',
    arguments: {},
    needs: ['me'],
    mayActAs: true,
    run: async (call) => {
      const fields = 'id,display_name,email,is_disabled,is_service_account,role_ids,group_ids';
      const { body } = await call.send({ verb: 'GET', path: '/user', query: { fields } });
      const id = recordId(body);
      const { display_name: name, role_ids: roleIds, ...user } = withoutNulls(body, fields);
      return valueResult({
        ...{ id, name, ...user },
        roles: await rolesOf(call, id, roleIds),
        url: linkTo(call, 'user', id),
        signed_in_as: KINDS[call.signedInBy],
      });
    },
  }),
];

/** With their names, where the user may read those. */
async function rolesOf(call: ToolCall, userId: string, ids: unknown): Promise<unknown> {
  try {
    const path = lookerPath`/users/${userId}/roles`;
    const { body } = await call.send({ verb: 'GET', path, query: { fields: 'id,name' } });
    return Array.isArray(body) ? body.filter(isRecord).map(({ id, name }) => ({ id, name })) : ids;
  } catch (error) {
    if (error instanceof LookerError && error.fault === 'refused') return ids;
    throw error;
  }
}

export const identityTasks = taskGroup('identity', identity);
