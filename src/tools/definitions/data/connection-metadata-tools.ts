import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, hidden } from '../../schema/argument-edit.js';

const database = { database: described('Where the dialect has several.') };
const fresh = { cache: described('false: read from the database.') };

export const connectionMetadataTools: readonly ResourceTools[] = [
  {
    resource: 'connections',
    tags: ['connections', 'database_metadata'],
    tools: [
      {
        operation: 'connection_databases',
        method: 'databases',
        effect: 'read',
        title: 'List the databases of a connection',
        about: 'Lists the databases of a connection; none where the dialect has only one.',
        hint: 'Then looker_connections_schemas.',
        paged: false,
      },
      {
        operation: 'connection_schemas',
        method: 'schemas',
        effect: 'read',
        title: 'List the schemas of a connection',
        about: 'Lists the schemas of a database connection.',
        hint: 'Then looker_connections_tables.',
        paged: false,
        edits: { ...database, ...fresh, fields: hidden },
      },
      {
        operation: 'connection_tables',
        method: 'tables',
        effect: 'read',
        title: 'List the tables of a connection',
        about: 'Lists the tables of a database connection by schema.',
        hint: 'Then looker_connections_columns.',
        paged: false,
        fields: 'name,is_default,table_limit_hit,tables(name,rows)',
        edits: {
          ...database,
          ...fresh,
          schema_name: described('Only this schema.'),
          table_filter: described('Part of the table name.'),
          table_limit: described('Tables at most.'),
        },
      },
      {
        operation: 'connection_columns',
        method: 'columns',
        effect: 'read',
        title: 'List the columns of tables',
        about: 'Lists the columns of tables of a database connection.',
        hint: 'Give schema_name and table_names; find them with looker_connections_tables.',
        paged: false,
        fields: 'name,schema_name,columns(name,data_type,data_type_looker,description)',
        edits: {
          ...database,
          ...fresh,
          schema_name: described('Only this schema.'),
          table_names: described('Only these tables, comma-separated.'),
          table_limit: described('Tables per schema at most.'),
        },
      },
      {
        operation: 'connection_search_columns',
        method: 'search_columns',
        effect: 'read',
        title: 'Search columns',
        about: 'Finds the tables of a connection that have a column of a name.',
        hint: 'When you know the name of a column and not its table.',
        required: ['column_name'],
        edits: { column_name: described('Exact name, no pattern.'), fields: hidden },
      },
      {
        operation: 'connection_features',
        method: 'features',
        effect: 'read',
        title: 'Get the features of a connection',
        about: 'Tells what the database of a connection supports, e.g. cost estimates or several databases.',
        hint: 'Before LookML relies on what not every database can do.',
        edits: { fields: hidden },
      },
      {
        operation: 'connection_cost_estimate',
        method: 'cost_estimate',
        effect: 'read',
        title: 'Estimate the cost of SQL',
        about: 'Estimates what a SQL statement would cost, without running it.',
        hint: 'Only where looker_connections_features says cost_estimate.',
        required: ['sql'],
        edits: { fields: hidden },
      },
    ],
  },
];
