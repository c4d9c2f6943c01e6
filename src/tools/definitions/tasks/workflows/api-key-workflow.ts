import { isRecord } from '../../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { forUser, user_id } from '../../../run/named-user.js';
import { recordId } from '../../../run/record-id.js';
import { toolAnswer } from '../../../run/tool-answer.js';
import { refusedResult, textResult } from '../../../run/tool-result.js';
import { dry_run, takeSteps, type WorkflowStep } from '../../../run/workflow-steps.js';
import { lookerPath } from '../../../schema/path-segment.js';

const CREATE = 'Create a new API key';

export const apiKeyWorkflows: readonly TaskTool[] = [
  writtenTask({
    name: 'rotate_api_credentials',
    effect: 'destructive',
    hidden: 'secrets',
    about: 'Creates a new API key of a user, answers its client_secret, this once, and deletes the old one.',
    hint: 'Without delete_previous_id both work, until delete_credentials_api3. Ids: list_credentials_api3.',
    arguments: {
      user_id,
      delete_previous_id: {
        type: 'string',
        description: 'Id of the old key. Programs that use it can no longer log in.',
      },
      dry_run,
    },
    required: ['user_id'],
    needs: [
      ...['search_users', 'all_user_credentials_api3s'],
      ...['create_user_credentials_api3', 'delete_user_credentials_api3'],
    ],
    run: forUser(async (call, { user_id: id, delete_previous_id: previous, dry_run: isDry }) => {
      const path = lookerPath`/users/${id}/credentials_api3`;
      const query = { fields: 'id,client_id,purpose' };
      const keys = recordsOf((await call.send({ verb: 'GET', path, query })).body);
      const old = keys.find((key) => String(key.id) === previous);
      if (previous !== undefined && old === undefined)
        return refusedResult(
          `User ${id} has no API key ${previous}; there are: ${keys.map((key) => key.id).join(', ') || 'none'}. Nothing was done.`,
        );
      let made: unknown;
      const steps: WorkflowStep[] = [
        {
          step: CREATE,
          work: async () => {
            made = (await call.send({ verb: 'POST', path, query: { fields: 'id,client_id,client_secret' } })).body;
            recordId(made);
          },
        },
        ...(previous === undefined
          ? []
          : [
              {
                ...{ step: `Delete API key ${previous}`, after: CREATE },
                work: () => call.send({ verb: 'DELETE', path: `${path}${lookerPath`/${previous}`}`, query: {} }),
              },
            ]),
      ];
      const affects = { user_id: id, ...(old !== undefined && { old_key: { id: old.id, client_id: old.client_id } }) };
      const result = await takeSteps({ steps, affects }, isDry);
      if (!isRecord(made)) return result;
      // The secret of the new key is what was asked for: it stands behind what was done, which hides secrets.
      const { text } = toolAnswer({ new_key: made }, null, { withSecrets: true });
      return { ...result, content: [...result.content, ...textResult(text).content], recordId: recordId(made) };
    }),
  }),
];
