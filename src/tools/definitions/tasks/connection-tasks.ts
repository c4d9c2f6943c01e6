import { isRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { Args, ToolCall, ToolRun } from '../../catalogue/tool.js';
import { answersDeleted, withoutNulls } from '../../run/deleted-answer.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import { linkTo } from '../../run/looker-links.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { type ArgumentEdits, described, hidden } from '../../schema/argument-edit.js';

const FIELDS =
  'name,dialect_name,host,port,database,schema,username,has_password,uses_oauth,uses_key_pair_auth,ssl,verify_ssl,tunnel_id,oauth_application_id,tmp_db_name,pdts_enabled,db_timezone,query_timezone,max_connections,max_billing_gigabytes,jdbc_additional_params,user_attribute_fields,maintenance_cron,after_connect_statements,pdt_concurrency,pdt_api_control_enabled,cost_estimate_enabled,uses_application_default_credentials,impersonated_service_account';

// Of some fifty settings those that make a connection work. Passwords and certificates are entered in Looker.
const shown = [
  ...['host', 'port', 'database', 'schema', 'username', 'ssl', 'verify_ssl', 'tunnel_id', 'jdbc_additional_params'],
  ...['uses_key_pair_auth', 'oauth_application_id', 'uses_application_default_credentials'],
  ...['impersonated_service_account', 'tmp_db_name', 'max_connections', 'user_attribute_fields', 'db_timezone'],
];
const settings: ArgumentEdits = {
  host: described('"localhost" with an SSH tunnel.'),
  port: described('Default: that of the dialect.'),
  username: described('Database user.'),
  database: described('For BigQuery the project.'),
  tunnel_id: described('SSH tunnel.'),
  jdbc_additional_params: described('More JDBC parameters.'),
  oauth_application_id: described('External OAuth application to log in with.'),
  uses_application_default_credentials: described('Log in to BigQuery as the host.'),
  impersonated_service_account: described('Google service account to act as.'),
  tmp_db_name: described('Schema for derived tables.'),
  max_connections: described('Connections at once.'),
  user_attribute_fields: described('Settings that name a user attribute.'),
};
/** The path names the connection as peers of these tools do. */
const atName = { pathNames: { connection_name: 'name' }, otherNames: { connection_name: 'name', connection: 'name' } };
const byName: ArgumentEdits = { connection_name: described('Of the connection.'), fields: hidden };

/** Sends the operation, and answers the connection with what comes next. */
const answersConnection =
  (next: (url: string, connection: Args) => string | undefined): ToolRun =>
  async (call, args) => {
    const { body } = await call.send(call.operationRequest(args));
    const connection = withoutNulls(body, FIELDS);
    const url = linkTo(call, 'connection', String(connection.name ?? args.name));
    return valueResult({ ...connection, url, next: next(url, connection) });
  };

const connections: readonly TaskTool[] = [
  {
    name: 'get_connection',
    operation: 'connection',
    about: 'Gets the settings of a database connection. No password is answered.',
    hint: 'Names: list_connections. Try it with test_connection.',
    fields: FIELDS,
    ...atName,
    edits: byName,
    run: answersConnection(() => undefined),
  },
  writtenTask({
    name: 'list_connection_dialects',
    about: 'Lists the database dialects that Looker can connect to, each with the settings that it takes.',
    hint: 'Its name is the dialect_name of create_connection.',
    arguments: {},
    needs: ['all_dialect_infos'],
    run: async (call, args) => {
      const fields = 'name,label,default_port,supported_options';
      const { body } = await call.send({ verb: 'GET', path: '/dialect_info', query: { fields } });
      return listResult(call, args, recordsOf(body).map(dialectLine));
    },
  }),
  {
    name: 'create_connection',
    operation: 'create_connection',
    about: 'Creates a database connection. Its password or key is entered in Looker, at the url of the answer.',
    hint: 'Dialects: list_connection_dialects. Then test_connection.',
    required: ['name', 'dialect_name'],
    only: ['name', 'dialect_name', ...shown],
    edits: {
      ...settings,
      name: described('Unique name, as LookML has it in connection:.'),
      dialect_name: described('E.g. "snowflake", "bigquery_standard_sql".'),
    },
    run: answersConnection((url, { username, has_password: hasPassword }) =>
      username !== undefined && hasPassword !== true
        ? `Somebody enters the password at ${url}. Then test_connection.`
        : 'Try it with test_connection.',
    ),
  },
  {
    name: 'update_connection',
    operation: 'update_connection',
    about: 'Changes the named settings of a connection, at once for all models on it. A password is changed in Looker.',
    hint: 'Present ones: get_connection. Then test_connection.',
    ...atName,
    only: shown,
    edits: { ...settings, ...byName },
    run: (call, args) =>
      Object.keys(args).every((argument) => argument === 'name')
        ? refusedResult('Nothing to change: pass at least one setting, such as host or max_connections.')
        : answersConnection(() => 'Try it with test_connection.')(call, args),
  },
  {
    name: 'delete_connection',
    operation: 'delete_connection',
    about: 'Deletes a connection for good; all models on it stop working.',
    hint: 'See with list_models which use it.',
    needs: ['connection'],
    ...atName,
    edits: byName,
    run: answersDeleted({ fields: 'name,dialect_name,host,database' }),
  },
  {
    name: 'test_connection',
    operation: 'test_connection',
    effect: 'read',
    openWorld: true,
    about:
      'Tests whether Looker reaches a database and what it may do there: connect, query, kill, tmp_table and others.',
    hint: 'Looker limits how often.',
    ...atName,
    edits: { ...byName, tests: described('Some of the tests. Default: all.') },
    paged: false,
    run: testResult,
  },
];

/** Which options a dialect has, by their names alone. */
function dialectLine({ name: dialect, label, default_port: port, supported_options: options }: Args) {
  const takes = isRecord(options) ? Object.keys(options).filter((option) => options[option] === true) : [];
  return { name: dialect, label, ...(port != null && { default_port: port }), takes };
}

async function testResult(call: ToolCall, args: Args) {
  const { body } = await call.send(call.operationRequest(args));
  const tests = recordsOf(body).map((test) => withoutNulls(test, 'name,status,message'));
  const failed = tests.filter(({ status }) => status !== 'success').map((test) => test.name);
  const url = linkTo(call, 'connection', String(args.name));
  return valueResult({
    ok: tests.length > 0 && failed.length === 0,
    tests,
    ...(tests.length === 0 && { note: 'Looker ran no test: none of these is a test of the dialect.' }),
    ...(failed.length > 0 && { next: `Mend it with update_connection, or its password at ${url}.` }),
  });
}

export const connectionTasks = taskGroup('connection', connections);
