import type { SqlValue, Warehouse } from '../data/warehouse.js';
import { QueryError } from './query-error.js';
import type { QueryField } from './query-fields.js';
import type { QueryRequest } from './query-request.js';
import { layOutPivots } from './results/pivots.js';
import { type ResultRow, type ResultSet, type SubtotalSet, toValue } from './results/result-set.js';
import { addCalculations } from './results/table-calculations.js';
import type { CompiledQuery } from './sql/query-sql.js';

/** What queries are run on. */
type Tables = Pick<Warehouse, 'select'>;

/** More than the shop has rows: the limit of a query for all rows. */
const rowsMaxOfAll = 100_000;

/** The statement a query runs, with its limit where the database can apply it. */
export function finalSql(request: QueryRequest, query: CompiledQuery): string {
  const columns = [...query.dimensions, ...query.pivots, ...query.measures];
  const sql = query.sqlFor(columns);
  return query.pivots.length > 0 || request.rowsMax === null ? sql : `${sql}\nLIMIT ${request.rowsMax}`;
}

/** Runs a compiled query and lays out its pivots, totals and calculations. Throws a QueryError with the database's message. */
export function runQuery(request: QueryRequest, query: CompiledQuery, warehouse: Tables): ResultSet {
  const startedAt = performance.now();
  const rowsMax = request.rowsMax ?? rowsMaxOfAll;
  const sql = finalSql(request, query);
  const isPivoted = query.pivots.length > 0;
  const columns = [...query.dimensions, ...query.pivots, ...query.measures];
  const table = select(warehouse, sql);
  const found = rowsOf(table.rows, columns);
  const laidOut = isPivoted
    ? layOutPivots(found, { request, query, rowTotals: rowTotalsOf(request, query, warehouse) })
    : { rows: found.map((values): ResultRow => ({ values, pivoted: {} })), pivots: [], columnsTruncated: false };
  const result: ResultSet = {
    query,
    sql,
    ...laidOut,
    rows: laidOut.rows.slice(0, rowsMax),
    totals: request.total ? totalsOf(query, warehouse) : null,
    subtotals: subtotalsOf(request, query, warehouse),
    rowsTruncated: table.truncated || laidOut.rows.length > rowsMax,
    runtimeSeconds: 0,
  };
  addCalculations(result);
  return { ...result, runtimeSeconds: (performance.now() - startedAt) / 1000 };
}

function rowTotalsOf(
  request: QueryRequest,
  query: CompiledQuery,
  warehouse: Tables,
): Record<string, ReturnType<typeof toValue>>[] {
  if (!request.rowTotal || query.measures.length === 0) return [];
  const columns = [...query.dimensions, ...query.measures];
  return rowsOf(select(warehouse, query.sqlFor(columns, true)).rows, columns);
}

function totalsOf(query: CompiledQuery, warehouse: Tables): ResultRow | null {
  if (query.measures.length === 0) return null;
  const columns = [...query.pivots, ...query.measures];
  const found = rowsOf(select(warehouse, query.sqlFor(columns, true)).rows, columns);
  if (query.pivots.length === 0) return { values: found[0] ?? {}, pivoted: {} };
  return (
    layOutPivots(found, {
      request: { rowTotal: true, columnsMax: Number.POSITIVE_INFINITY },
      query: { ...query, dimensions: [] },
      rowTotals: rowsOf(select(warehouse, query.sqlFor(query.measures, true)).rows, query.measures),
    }).rows[0] ?? null
  );
}

function subtotalsOf(request: QueryRequest, query: CompiledQuery, warehouse: Tables): SubtotalSet[] {
  if (query.measures.length === 0) return [];
  return request.subtotals.map((_, depth) => {
    const by = request.subtotals.slice(0, depth + 1);
    const dimensions = query.dimensions.filter((field) => by.includes(field.name));
    const columns = [...dimensions, ...query.pivots, ...query.measures];
    const found = rowsOf(select(warehouse, query.sqlFor(columns, true)).rows, columns);
    if (query.pivots.length === 0) return { by, rows: found.map((values) => ({ values, pivoted: {} })) };
    const grouped = { ...query, dimensions };
    return {
      by,
      rows: layOutPivots(found, { request, query: grouped, rowTotals: rowTotalsOf(request, grouped, warehouse) }).rows,
    };
  });
}

function rowsOf(rows: readonly SqlValue[][], columns: readonly QueryField[]) {
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column.name, toValue(row[index])])));
}

function select(warehouse: Tables, sql: string) {
  try {
    return warehouse.select(sql, rowsMaxOfAll);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new QueryError('The database refused the query', message, sql);
  }
}
