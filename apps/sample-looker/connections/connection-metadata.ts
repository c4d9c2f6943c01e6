import { type Api, bodyRecord, type Call, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest } from '../looker-errors.js';
import { sqlName, sqlString } from '../queries/sql/sql-text.js';
import { acceptProperties } from '../records/writable.js';
import { connectionOf } from './connections.js';

const schemaName = 'main';
const tablesMax = 1_000;

interface Column {
  table: string;
  name: string;
  type: string;
}

/** What a connection's database holds, read from the database itself. */
export function registerConnectionMetadataRoutes(api: Api, instance: Instance): void {
  const path = '/connections/:connection_name';
  const reaches = (call: Call) => connectionOf(instance, call).dialect_name === 'sqlite';
  const tablesOf = (call: Call) =>
    reaches(call) && (call.query.schema_name ?? schemaName) === schemaName ? tablesIn(instance, call) : [];

  api.get(`${path}/databases`, (call) => (reaches(call) ? ['shop'] : []));
  api.get(`${path}/schemas`, (call) => (reaches(call) ? [{ name: schemaName, is_default: true }] : []));
  api.get(`${path}/tables`, (call) => {
    const found = tablesOf(call);
    const limit = Number(call.query.table_limit ?? tablesMax);
    const tables = found.slice(0, limit).map((name) => ({
      ...{ name, sql_escaped_name: sqlName(name), schema_name: schemaName, external: null },
      rows: Number(instance.warehouse.select(`SELECT count(*) FROM ${sqlName(name)}`, 1).rows[0]?.[0]),
      snippets: [{ name: 'select', label: 'Select 10', sql: `SELECT * FROM ${name} LIMIT 10` }],
    }));
    return reaches(call)
      ? [{ name: schemaName, is_default: true, tables, table_limit_hit: found.length > tables.length }]
      : [];
  });
  api.get(`${path}/columns`, (call) => {
    const wanted = call.query.table_names?.split(',');
    return tablesOf(call)
      .filter((table) => wanted?.includes(table) ?? true)
      .slice(0, Number(call.query.table_limit ?? tablesMax))
      .map((table) => describeTable(table, columnsIn(instance, table)));
  });
  api.get(`${path}/search_columns`, (call) =>
    tablesOf(call)
      .flatMap((table) => columnsIn(instance, table))
      .filter(({ name }) => call.query.column_name === undefined || name === call.query.column_name)
      .map(({ table, name, type }) => ({
        schema_name: schemaName,
        table_name: table,
        column_name: name,
        data_type: type,
      })),
  );
  api.get(`${path}/features`, (call) => ({
    ...features,
    dialect_name: connectionOf(instance, call).dialect_name,
  }));
  api.post(`${path}/cost_estimate`, (call) => {
    connectionOf(instance, call);
    const { sql } = acceptProperties(bodyRecord(call), { sql: 'string' }, ['sql']);
    try {
      const steps = instance.warehouse.select(`EXPLAIN ${String(sql)}`, tablesMax).rows.length;
      return { cost: 0, cache_hit: false, cost_unit: 'bytes', message: `A program of ${steps} steps, free of charge.` };
    } catch (error) {
      throw badRequest(`The database refused the query: ${error instanceof Error ? error.message : String(error)}`);
    }
  });
}

const features: LookerRecord = {
  cost_estimate: false,
  multiple_databases: false,
  column_search: true,
  persistent_table_indexes: false,
  persistent_derived_tables: false,
  turtles: false,
  percentile: false,
  distinct_percentile: false,
  stable_views: false,
  milliseconds: false,
  microseconds: false,
  subtotals: false,
  location: false,
  timezone: false,
  connection_pooling: false,
};

function tablesIn(instance: Instance, call: Call): string[] {
  const filter =
    call.query.table_filter === undefined ? '' : ` AND name LIKE ${sqlString(`%${call.query.table_filter}%`)}`;
  const sql = `SELECT name FROM sqlite_master WHERE type = 'table'${filter} ORDER BY name`;
  return instance.warehouse.select(sql, tablesMax).rows.map(([name]) => String(name));
}

function columnsIn(instance: Instance, table: string): Column[] {
  const { rows } = instance.warehouse.select(
    `SELECT name, type FROM pragma_table_info(${sqlString(table)})`,
    tablesMax,
  );
  return rows.map(([name, type]) => ({ table, name: String(name), type: String(type) }));
}

function describeTable(table: string, columns: readonly Column[]): LookerRecord {
  return {
    name: table,
    sql_escaped_name: sqlName(table),
    schema_name: schemaName,
    columns: columns.map(({ name, type }) => ({
      name,
      sql_escaped_name: sqlName(name),
      schema_name: schemaName,
      data_type_database: type,
      data_type: type.toLowerCase(),
      data_type_looker: type === 'TEXT' ? 'string' : 'number',
      description: null,
      column_size: null,
      snippets: [{ name: 'values', label: 'Values', sql: `SELECT ${name}, count(*) FROM ${table} GROUP BY 1` }],
    })),
  };
}
