import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, described } from '../../schema/argument-edit.js';

// Of some fifty settings those that make a connection work. Left out: passwords and certificates, which are entered in
// Looker, and user_db_credentials, which throws them away.
const reachable = [
  'name',
  'dialect_name',
  'host',
  'port',
  'database',
  'schema',
  'username',
  'ssl',
  'verify_ssl',
  'tunnel_id',
  'oauth_application_id',
  'uses_application_default_credentials',
  'impersonated_service_account',
  'jdbc_additional_params',
];

const tuned = [
  'tmp_db_name',
  'db_timezone',
  'query_timezone',
  'max_connections',
  'max_billing_gigabytes',
  'user_attribute_fields',
  'after_connect_statements',
  'maintenance_cron',
  'pdt_concurrency',
  'pdt_api_control_enabled',
  'cost_estimate_enabled',
];

const settings: ArgumentEdits = {
  name: described('Unique name.'),
  dialect_name: described('From list_all_looker_dialects.'),
  host: described('"localhost" with an SSH tunnel.'),
  port: described('As text.'),
  username: described('Database user.'),
  tunnel_id: described('From list_all_looker_ssh_tunnels.'),
  oauth_application_id: described('External OAuth application to log in with.'),
  uses_application_default_credentials: described('Log in to BigQuery as the host.'),
  impersonated_service_account: described('Google service account to act as.'),
  jdbc_additional_params: described('More JDBC parameters.'),
  tmp_db_name: described('Schema for derived tables.'),
  max_connections: described('Connections at once.'),
  max_billing_gigabytes: described('BigQuery: size limit of a query.'),
  user_attribute_fields: described('Settings that name a user attribute.'),
  after_connect_statements: described('SQL to run on connecting.'),
  maintenance_cron: described('Cron of the derived table checks.'),
  pdt_concurrency: described('Derived tables built at once.'),
  pdt_api_control_enabled: described('true: looker_derived_tables_start_build may build.'),
  cost_estimate_enabled: described('true: Explores show what a query costs.'),
};

const tests = { tests: described('Some of dialect.connection_tests. Default: all.') };

export const connectionTools: readonly ResourceTools[] = [
  {
    resource: 'connections',
    tools: [
      {
        operation: 'all_connections',
        method: 'list',
        about: 'Lists the database connections of Looker.',
        hint: 'Data is queried through models, not connections: list_all_looker_lookml_models.',
        fields: 'name,dialect_name,host,database,schema',
      },
      {
        operation: 'connection',
        method: 'get',
        about: 'Gets the settings of one connection.',
        hint: 'Try it with looker_connections_test.',
        fields:
          'name,dialect_name,host,port,database,schema,username,ssl,verify_ssl,tunnel_id,oauth_application_id,tmp_db_name,db_timezone,query_timezone,max_connections,pdts_enabled,pdt_api_control_enabled,cost_estimate_enabled,max_billing_gigabytes,jdbc_additional_params,user_attribute_fields,maintenance_cron,after_connect_statements,pdt_concurrency,uses_application_default_credentials,impersonated_service_account,dialect(connection_tests)',
      },
      {
        operation: 'create_connection',
        method: 'create',
        about: 'Creates a database connection. Its password or certificate is entered in Looker.',
        hint: 'Then looker_connections_test.',
        required: ['name', 'dialect_name'],
        only: [...reachable, 'tmp_db_name'],
        edits: settings,
      },
      {
        operation: 'update_connection',
        method: 'update',
        about: 'Changes the named settings of a connection; all models on it are affected.',
        hint: 'Then looker_connections_test. A password is changed in Looker.',
        only: [...reachable, ...tuned],
        edits: settings,
      },
      {
        operation: 'delete_connection',
        method: 'delete',
        about: 'Deletes a connection; all models on it stop working.',
        hint: 'First see with list_all_looker_lookml_models which models use it.',
      },
      {
        operation: 'delete_connection_override',
        method: 'delete_override',
        effect: 'destructive',
        title: 'Delete a connection override',
        about: 'Deletes the own settings that a connection has for building derived tables.',
        hint: 'Contexts are in get_single_looker_connection_by_id.',
        edits: { override_context: described('Always "pdt".') },
      },
      {
        operation: 'test_connection',
        method: 'test',
        effect: 'read',
        openWorld: true,
        about: 'Tests whether Looker reaches a database and what it may do there.',
        hint: 'Looker limits how often.',
        edits: tests,
      },
      {
        operation: 'test_connection_config',
        method: 'test_config',
        effect: 'read',
        openWorld: true,
        title: 'Test connection settings',
        about: 'Tests settings of a connection without saving them.',
        hint: 'Works where no password is needed; save with create_a_looker_connection.',
        required: ['dialect_name'],
        only: reachable,
        edits: { ...settings, ...tests },
      },
    ],
  },
  {
    resource: 'dialects',
    tags: ['dialects', 'connections'],
    tools: [
      {
        operation: 'all_dialect_infos',
        method: 'list',
        title: 'List database dialects',
        about: 'Lists the database dialects that Looker can connect to.',
        hint: 'Give its name as dialect_name to create_a_looker_connection.',
        fields: 'name,label,installed,default_port',
      },
    ],
  },
];
