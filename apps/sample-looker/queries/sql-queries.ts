import { Answer, type Api, type Call, type LookerRecord, param } from '../api.js';
import type { ResultTable } from '../data/warehouse.js';
import type { Instance } from '../instance.js';
import { badRequest, invalid, LookerError, notFound } from '../looker-errors.js';
import { findModel } from '../models/fields.js';
import { acceptBody } from '../records/accept-body.js';
import { recordRun } from '../system-activity/record-run.js';
import { textOf } from './answer-query.js';
import { newSlug } from './query-routes.js';
import { toValue } from './results/result-set.js';

const rowsMax = 5_000;

/** SQL Runner: any single SELECT on the shop's tables. The database itself refuses writes. */
export function registerSqlQueryRoutes(api: Api, instance: Instance): void {
  const { sqlQueries } = instance.content;
  const connections = new Set(instance.models.map((model) => model.connectionName));
  const find = (slug: string) => {
    const found = sqlQueries.find(slug);
    if (found === undefined) throw notFound();
    return found;
  };

  api.post('/sql_queries', (call) => {
    const body = acceptBody(call, 'POST', '/sql_queries', ['sql']);
    const connectionName =
      body.connection_name ?? body.connection_id ?? findModel(instance.models, String(body.model_name))?.connectionName;
    if (typeof connectionName !== 'string' || !connections.has(connectionName)) {
      throw invalid('connection_name', 'Name a known connection or model.');
    }
    const slug = newSlug();
    return present(
      instance,
      sqlQueries.add({
        ...body,
        id: slug,
        slug,
        connection_name: connectionName,
        run_count: 0,
        creator_id: call.token.userId,
      }),
    );
  });
  api.get('/sql_queries/:slug', (call) => present(instance, find(param(call, 'slug'))));
  api.post('/sql_queries/:slug/run/:result_format', (call) => {
    const record = find(param(call, 'slug'));
    const table = runRecorded(instance, String(record.sql), call);
    sqlQueries.change(record.id, {
      run_count: Number(record.run_count) + 1,
      last_run_at: instance.clock().toISOString(),
    });
    return formatTable(table, param(call, 'result_format'));
  });
}

function runRecorded(instance: Instance, sql: string, call: Call): ResultTable {
  const { userId, workspaceId } = call.token;
  const run = { source: 'sqlrunner', query: null, userId, workspaceId, startedAt: instance.activity.now() };
  const format = param(call, 'result_format');
  try {
    const table = runSql(instance, sql);
    recordRun(instance, { ...run, format }, { status: 'complete' });
    return table;
  } catch (error) {
    if (error instanceof LookerError)
      recordRun(instance, { ...run, format }, { status: 'error', message: error.message });
    throw error;
  }
}

/** Runs one SELECT. Throws a 400 for anything else, and with the message of the database when it refuses. */
export function runSql(instance: Instance, sql: string): ResultTable {
  const statement = sql.trim().replace(/;\s*$/, '');
  // The database refuses everything but a query, but it ignores a second statement without an error.
  if (!/^(select|with|values)\b/i.test(statement) || hasSecondStatement(statement)) {
    throw badRequest('Only a single SELECT statement can be run.');
  }
  try {
    return instance.warehouse.select(statement, rowsMax);
  } catch (error) {
    throw badRequest(`The database refused the query: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whether a `;` stands outside of strings, quoted names and comments. */
function hasSecondStatement(statement: string): boolean {
  return statement.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, '').includes(';');
}

function formatTable(table: ResultTable, format: string): Answer {
  const records = () =>
    table.rows.map((row) => Object.fromEntries(table.columns.map((name, index) => [name, toValue(row[index])])));
  if (format === 'json' || format === 'json_label') return new Answer(200, records());
  if (format === 'json_detail') {
    return new Answer(200, {
      fields: {
        dimensions: table.columns.map((name) => ({ name, label: name })),
        measures: [],
        table_calculations: [],
      },
      data: records().map((record) =>
        Object.fromEntries(Object.entries(record).map(([name, value]) => [name, { value }])),
      ),
      errors: null,
      truncated: table.truncated,
    });
  }
  if (!['csv', 'txt', 'md', 'html'].includes(format)) throw badRequest(`Result format "${format}" is not available.`);
  const rows = table.rows.map((row) => row.map((value) => String(toValue(value) ?? '')));
  return new Answer(200, textOf(format, [table.columns, ...rows]), { 'content-type': 'text/plain; charset=utf-8' });
}

function present(instance: Instance, record: LookerRecord): LookerRecord {
  const { id: _, creator_id: creatorId, connection_name: connectionName, ...rest } = record;
  return {
    model_name: null,
    last_run_at: null,
    last_runtime: null,
    vis_config: null,
    ...rest,
    browser_limit: rowsMax,
    plaintext: false,
    connection: { name: connectionName, dialect: { name: 'sqlite', label: 'SQLite' } },
    creator: { id: creatorId },
    explore_url: `${instance.origin()}/sql/${record.slug}`,
    can: { run: true, show: true },
  };
}
