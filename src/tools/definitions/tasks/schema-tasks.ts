import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { Args } from '../../catalogue/tool.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import type { ToolResult } from '../../run/tool-result.js';
import { lookerPath } from '../../schema/path-segment.js';

const connection = { connection_name: { type: 'string', description: 'See list_connections.' } } as const;
const database = { database: { type: 'string', description: 'Where the connection has several.' } } as const;
const schema = { schema_name: { type: 'string', description: 'Only this schema.' } } as const;
const fresh = {
  cache: { type: 'boolean', description: 'false: read anew, after tables were changed.' },
} as const;
const otherNames = { conn: 'connection_name', db: 'database' };

/** What is said of a list behind it, where there is something to say. */
const withNote = (result: ToolResult, note: string | false): ToolResult =>
  note === false ? result : { ...result, content: [...result.content, { kind: 'text', text: note }] };

/** Looker's query parameters: those that were given. */
const asked = (args: Args): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(args).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );

const schemas: readonly TaskTool[] = [
  writtenTask({
    name: 'list_databases',
    about: 'Lists the databases of a connection.',
    hint: 'Then list_schemas.',
    arguments: connection,
    required: ['connection_name'],
    needs: ['connection_databases'],
    alsoNamed: ['get_connection_databases'],
    otherNames,
    run: async (call, args) => {
      const path = lookerPath`/connections/${args.connection_name}/databases`;
      const { body } = await call.send({ verb: 'GET', path, query: {} });
      const names = Array.isArray(body) ? body : [];
      const note = 'Looker names no databases: most connections have one alone. Go on with list_schemas.';
      return withNote(listResult(call, args, names), names.length === 0 && note);
    },
  }),
  writtenTask({
    name: 'list_schemas',
    about: 'Lists the schemas of a database connection.',
    hint: 'Then list_tables.',
    arguments: { ...connection, ...database, ...fresh },
    required: ['connection_name'],
    needs: ['connection_schemas'],
    alsoNamed: ['get_connection_schemas'],
    otherNames,
    run: async (call, args) => {
      const path = lookerPath`/connections/${args.connection_name}/schemas`;
      const query = asked({ database: args.database, cache: args.cache, fields: 'name,is_default' });
      const { body } = await call.send({ verb: 'GET', path, query });
      const found = recordsOf(body).map(({ name, is_default: isDefault }) => ({
        name,
        ...(isDefault === true && { is_default: true }),
      }));
      return withNote(
        listResult(call, args, found),
        found.length === 0 && 'Looker sees no schema there: try test_connection.',
      );
    },
  }),
  writtenTask({
    name: 'list_tables',
    about: 'Lists the tables of a database connection, by schema.',
    hint: 'Then list_columns.',
    arguments: {
      ...connection,
      ...database,
      ...schema,
      table_filter: { type: 'string', description: 'A part of the name.' },
      ...fresh,
    },
    required: ['connection_name'],
    needs: ['connection_tables'],
    alsoNamed: ['get_connection_tables'],
    otherNames: { ...otherNames, schema: 'schema_name' },
    run: async (call, args) => {
      const path = lookerPath`/connections/${args.connection_name}/tables`;
      const { connection_name: _, next_cursor: __, limit: ___, ...which } = args as Args;
      const query = asked({ ...which, fields: 'name,table_limit_hit,tables(name,rows)' });
      const { body } = await call.send({ verb: 'GET', path, query });
      const found = recordsOf(body);
      const tables = found.flatMap(({ name, tables: inside }) =>
        recordsOf(inside).map((table) => ({
          ...(args.schema_name === undefined && { schema: name }),
          name: table.name,
          ...(table.rows != null && { rows: table.rows }),
        })),
      );
      const isCut = found.some(({ table_limit_hit: isHit }) => isHit === true);
      const note = isCut && 'Looker has left tables out, of which there are too many: name a part with table_filter.';
      const nothing = 'No such table. Schemas: list_schemas.';
      return withNote(listResult(call, args, tables), tables.length === 0 ? nothing : note);
    },
  }),
  writtenTask({
    name: 'list_columns',
    about: 'Lists the columns of tables with their types in the database.',
    hint: 'Give table_name, from list_tables: all tables at once may take long.',
    arguments: {
      ...connection,
      ...database,
      ...schema,
      table_name: { type: 'string', description: 'Or several, comma-separated.' },
      ...fresh,
    },
    required: ['connection_name'],
    needs: ['connection_columns'],
    alsoNamed: ['get_connection_table_columns'],
    otherNames: { ...otherNames, schema: 'schema_name', tables: 'table_name', table_names: 'table_name' },
    run: async (call, args) => {
      const path = lookerPath`/connections/${args.connection_name}/columns`;
      const { database: of, schema_name, table_name: names, cache } = args;
      const table_names = names?.split(',').map((name) => name.trim());
      const fields = 'name,schema_name,columns(name,data_type,description)';
      const query = asked({ database: of, schema_name, table_names, cache, fields });
      const { body } = await call.send({ verb: 'GET', path, query });
      const found = recordsOf(body);
      const missing = (table_names ?? []).filter((name) => !found.some((table) => sameName(table.name, name)));
      const note = `No such table: ${missing.join(', ')}. Right names: list_tables.`;
      return withNote(listResult(call, args, found.map(columnsByName)), missing.length > 0 && note);
    },
  }),
];

/** `{schema, table, columns: {name: type}}`, with what is said of columns, if anything. */
function columnsByName({ name, schema_name: inSchema, columns }: Args) {
  const all = recordsOf(columns);
  const described = all.filter(({ description }) => typeof description === 'string' && description !== '');
  return {
    schema: inSchema,
    table: name,
    columns: Object.fromEntries(all.map((column) => [column.name, column.data_type])),
    ...(described.length > 0 && {
      descriptions: Object.fromEntries(described.map((column) => [column.name, column.description])),
    }),
  };
}

/** Databases differ in whether case counts. */
const sameName = (name: unknown, other: string) => String(name).toLowerCase() === other.toLowerCase();

export const schemaTasks = taskGroup('schema', schemas);
