import { LookerError } from '../../../../looker/looker-error.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { withoutNulls } from '../../../run/deleted-answer.js';
import { recordsOf } from '../../../run/list-answer.js';
import { linkTo } from '../../../run/looker-links.js';
import { refusedResult } from '../../../run/tool-result.js';
import { dry_run, StepRefused, takeSteps } from '../../../run/workflow-steps.js';
import { lookerPath } from '../../../schema/path-segment.js';

const CREATE = 'Create the connection';
const TEST = 'Test the connection';

export const connectionWorkflows: readonly TaskTool[] = [
  writtenTask({
    name: 'provision_connection',
    effect: 'write',
    adds: true,
    openWorld: true,
    about:
      'Creates a database connection and tests it. Its password or key is entered in Looker, at the url of the answer.',
    hint: 'Dialects: list_connection_dialects.',
    arguments: {
      name: { type: 'string', description: 'Unique name, as LookML has it in connection:.' },
      dialect_name: { type: 'string', description: 'E.g. "snowflake".' },
      host: { type: 'string', description: '"localhost" with an SSH tunnel.' },
      port: { type: 'integer', description: 'Default: that of the dialect.' },
      database: { type: 'string', description: 'For BigQuery the project.' },
      username: { type: 'string', description: 'Database user.' },
      schema: { type: 'string' },
      tmp_db_name: { type: 'string', description: 'Schema for derived tables.' },
      ssl: { type: 'boolean', description: 'Encrypted.' },
      pdts_enabled: { type: 'boolean', description: 'Derived tables, with tmp_db_name.' },
      dry_run,
    },
    required: ['name', 'dialect_name'],
    needs: ['create_connection', 'test_connection', 'all_connections', 'all_dialect_infos'],
    run: async (call, { dry_run: isDry, pdts_enabled: hasTables, ...settings }) => {
      const { name, dialect_name: dialect, port } = settings;
      if (hasTables === true && settings.tmp_db_name === undefined)
        return refusedResult(
          'Derived tables take a schema: pass tmp_db_name with pdts_enabled true. Nothing was done.',
        );
      const problem = await connectionProblem(call, name, dialect);
      if (problem !== null) return refusedResult(`${problem} Nothing was done.`);
      const body = { ...settings, ...(port !== undefined && { port: String(port) }) };
      const at = lookerPath`/connections/${name}`;
      const url = linkTo(call, 'connection', name);
      let failed: readonly unknown[] = [];
      const steps = [
        { step: CREATE, work: () => call.send({ verb: 'POST', path: '/connections', query: {}, body }) },
        {
          ...{ step: TEST, after: CREATE },
          work: async () => {
            const tests = recordsOf((await call.send({ verb: 'PUT', path: `${at}/test`, query: {} })).body);
            failed = tests
              .filter(({ status }) => status !== 'success')
              .map((test) => withoutNulls(test, 'name,status,message'));
            if (failed.length > 0) throw new StepRefused('It does not work yet: see failed_tests.');
          },
        },
      ];
      return takeSteps(
        {
          steps,
          affects: { connection: name, used_by: 'No model yet.' },
          answer: ({ done }) => ({
            ...(done.includes(CREATE) && { name, url }),
            ...(failed.length > 0 && { failed_tests: failed }),
            ...(done.includes(CREATE) &&
              settings.username !== undefined && {
                next: `Somebody enters the password at ${url}. Then test_connection.`,
              }),
          }),
        },
        isDry,
      );
    },
  }),
];

/** What keeps a connection from being created, as far as Looker tells before; null: nothing. */
async function connectionProblem(call: ToolCall, name: string, dialect: string): Promise<string | null> {
  const [connections, dialects] = await Promise.all(
    ['/connections', '/dialect_info'].map(async (path) => {
      const { body } = await call.send({ verb: 'GET', path, query: { fields: 'name' } });
      return recordsOf(body).map((each) => String(each.name));
    }),
  );
  if (connections?.some((other) => other.toLowerCase() === name.toLowerCase()) === true)
    return `There is a connection ${name} already: change it with update_connection.`;
  if (dialects?.includes(dialect) === false)
    return `There is no dialect_name ${dialect}: see list_connection_dialects.`;
  return null;
}

/** Whether there is nothing at an address. @throws LookerError for any other failure */
export async function isAbsent(call: ToolCall, path: string): Promise<boolean> {
  try {
    await call.send({ verb: 'GET', path, query: {} });
    return false;
  } catch (error) {
    if (error instanceof LookerError && error.status === 404) return true;
    throw error;
  }
}
