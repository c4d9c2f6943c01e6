import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, hidden } from '../../schema/argument-edit.js';

export const sqlQueryTools: readonly ResourceTools[] = [
  {
    resource: 'sql_queries',
    tags: ['sql_queries', 'raw_sql'],
    tools: [
      {
        operation: 'sql_query',
        method: 'get',
        about: 'Gets a SQL Runner query with its SQL and connection.',
        hint: 'Run it with looker_sql_queries_run.',
      },
      {
        operation: 'create_sql_query',
        method: 'create',
        about: 'Stores SQL to be run directly on a database and answers its slug.',
        hint: 'Then looker_sql_queries_run. Modelled data is better asked with looker_query_run_inline. Connections: list_all_looker_connections.',
        required: ['sql'],
        requiredGroups: [['connection_name', 'model_name']],
        only: ['connection_name', 'model_name', 'sql'],
        edits: { model_name: described('LookML model whose connection to use.') },
      },
      {
        operation: 'run_sql_query',
        method: 'run',
        effect: 'destructive',
        title: 'Run a SQL query',
        about:
          'Runs a SQL Runner query on the database and answers its rows. What it may change there depends on the connection.',
        hint: 'Slugs come from create_a_looker_sql_query; read the SQL with get_single_looker_sql_query_by_id.',
        answersRows: true,
        edits: { download: hidden },
      },
    ],
  },
  {
    resource: 'sql_interface_queries',
    tags: ['sql_interface_queries', 'sql_interface'],
    tools: [
      {
        operation: 'create_sql_interface_query',
        method: 'create',
        effect: 'read',
        about: 'Stores a SELECT over explores and answers its id; an equal one gets the same id. It cannot write.',
        hint: 'Then looker_sql_interface_queries_run. Without SQL: looker_query_run_inline.',
        only: ['sql'],
        edits: {
          sql: described(
            'Models are schemas, explores tables, fields columns: SELECT `users.state`, AGGREGATE(`orders.count`) FROM `ecommerce`.`orders` GROUP BY 1.',
          ),
        },
      },
      {
        operation: 'run_sql_interface_query',
        method: 'run',
        effect: 'read',
        title: 'Run a SQL interface query',
        about: 'Runs a SELECT over explores and answers its rows with metadata.',
        hint: 'Ids come from create_a_looker_sql_interface_query.',
        answersRows: true,
        edits: {
          query_id: described('Id of the query.'),
          result_format: { schema: { type: 'string', enum: ['json_bi'], default: 'json_bi' } },
        },
      },
      {
        operation: 'sql_interface_metadata',
        method: 'metadata',
        effect: 'read',
        title: 'Get SQL interface metadata',
        about: 'Answers a metadata request of a JDBC driver of the SQL interface.',
        hint: 'Models and explores for people and models: list_all_looker_lookml_models.',
        edits: { avatica_request: described('The request as JSON text, as Avatica defines it.') },
      },
    ],
  },
];
