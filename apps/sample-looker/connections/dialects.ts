import type { LookerRecord } from '../api.js';

interface DialectFacts {
  label: string;
  port: string | null;
  database: string;
  schema: string;
  driver: string;
}

const facts: Readonly<Record<string, DialectFacts>> = {
  sqlite: { label: 'SQLite', port: null, database: 'Database', schema: 'Schema', driver: 'org.sqlite.JDBC' },
  postgres: {
    label: 'PostgreSQL 9.5+',
    port: '5432',
    database: 'Database',
    schema: 'Schema',
    driver: 'org.postgresql.Driver',
  },
  mysql_8: {
    label: 'MySQL 8.0.12+',
    port: '3306',
    database: 'Database',
    schema: 'Schema',
    driver: 'org.mariadb.jdbc.Driver',
  },
  snowflake: {
    label: 'Snowflake',
    port: '443',
    database: 'Database',
    schema: 'Schema',
    driver: 'net.snowflake.client.jdbc.SnowflakeDriver',
  },
  bigquery_standard_sql: {
    label: 'Google BigQuery Standard SQL',
    port: null,
    database: 'Project',
    schema: 'Dataset',
    driver: 'com.simba.googlebigquery.jdbc42.Driver',
  },
};

export const dialectNames = Object.keys(facts);

/** What tests of a connection there are. */
export const connectionTests = ['connect', 'kill', 'query'];

/** Looker's `DialectInfo` of every dialect. */
export function dialectInfos(): LookerRecord[] {
  return Object.entries(facts).map(([name, { label, port, database, schema, driver }]) => ({
    name,
    label,
    installed: true,
    default_port: port,
    default_max_connections: '30',
    default_max_queries: '200',
    default_max_queries_per_user: '20',
    label_for_database_equivalent: database,
    label_for_schema_equivalent: schema,
    supported_driver_name: driver,
    supported_driver_versions: [],
    supported_options: {
      host: name !== 'sqlite',
      port: port !== null,
      username: name !== 'sqlite',
      schema: true,
      ssl: name !== 'sqlite',
      timezone: true,
    },
  }));
}

/** Looker's `Dialect`, as connections show it; `undefined` for a name that is none. */
export function describeDialect(name: unknown): LookerRecord | undefined {
  const found = facts[String(name)];
  if (found === undefined) return undefined;
  return {
    name,
    label: found.label,
    connection_tests: connectionTests,
    has_ssl_support: name !== 'sqlite',
    supports_streaming: true,
    supports_multiple_databases: false,
  };
}
