import type { QueryRequest, Sort } from '../query-request.js';
import type { CompiledQuery } from '../sql/query-sql.js';
import { type PivotColumn, pivotKey, type ResultRow, rowTotalKey, type Value } from './result-set.js';

type FlatRow = Record<string, Value>;

interface LayOut {
  request: Pick<QueryRequest, 'rowTotal' | 'columnsMax'>;
  query: CompiledQuery;
  /** The measures of each row over all pivot columns, by the row's dimensions. */
  rowTotals: readonly FlatRow[];
}

/** Turns rows of dimensions and pivots into one row for each set of dimensions, with a column for each set of pivots. */
export function layOutPivots(
  found: readonly FlatRow[],
  { request, query, rowTotals }: LayOut,
): { rows: ResultRow[]; pivots: PivotColumn[]; columnsTruncated: boolean } {
  const allPivots = pivotColumns(found, query);
  const pivots = allPivots.slice(0, request.columnsMax);
  const kept = new Set(pivots.map((pivot) => pivot.key));
  const rows = new Map<string, ResultRow>();
  const rowFor = (flat: FlatRow): ResultRow => {
    const key = JSON.stringify(query.dimensions.map((field) => flat[field.name]));
    const row = rows.get(key) ?? { values: pickValues(flat, query.dimensions), pivoted: {} };
    rows.set(key, row);
    return row;
  };
  for (const flat of found) {
    const key = pivotKey(query.pivots.map((field) => flat[field.name] ?? null));
    const row = rowFor(flat);
    if (kept.has(key)) setMeasures(row, { key, flat, query });
  }
  if (request.rowTotal && rowTotals.length > 0) {
    for (const flat of rowTotals) setMeasures(rowFor(flat), { key: rowTotalKey, flat, query });
    pivots.push({ key: rowTotalKey, values: {}, isTotal: true });
  }
  return {
    rows: sortByPivot([...rows.values()], query, pivots),
    pivots,
    columnsTruncated: allPivots.length > request.columnsMax,
  };
}

function pivotColumns(found: readonly FlatRow[], query: CompiledQuery): PivotColumn[] {
  const columns = new Map<string, PivotColumn>();
  for (const flat of found) {
    const values = pickValues(flat, query.pivots);
    const key = pivotKey(Object.values(values));
    if (!columns.has(key)) columns.set(key, { key, values, isTotal: false });
  }
  const sortOf = (name: string) => query.sorts.find((sort) => sort.field === name);
  return [...columns.values()].sort((left, right) => {
    for (const field of query.pivots) {
      const order = compare(left.values[field.name] ?? null, right.values[field.name] ?? null);
      if (order !== 0) return sortOf(field.name)?.descending === true ? -order : order;
    }
    return 0;
  });
}

function setMeasures(row: ResultRow, cell: { key: string; flat: FlatRow; query: CompiledQuery }): void {
  for (const measure of cell.query.measures) {
    const byKey = row.pivoted[measure.name] ?? {};
    byKey[cell.key] = cell.flat[measure.name] ?? null;
    row.pivoted[measure.name] = byKey;
  }
}

/** The database ordered the rows by their dimensions; a sort on a measure is about one pivot column and happens here. */
function sortByPivot(rows: ResultRow[], query: CompiledQuery, pivots: readonly PivotColumn[]): ResultRow[] {
  const measured = query.sorts.filter((sort) => query.measures.some((measure) => measure.name === sort.field));
  if (measured.length === 0) return rows;
  const sortValue = (row: ResultRow, sort: Sort) => {
    const key = pivots[sort.pivotIndex]?.key ?? rowTotalKey;
    return query.dimensions.some((field) => field.name === sort.field)
      ? (row.values[sort.field] ?? null)
      : (row.pivoted[sort.field]?.[key] ?? null);
  };
  const sorts = query.sorts.filter((sort) => !query.pivots.some((field) => field.name === sort.field));
  return rows.sort((left, right) => {
    for (const sort of sorts) {
      const order = compare(sortValue(left, sort), sortValue(right, sort));
      if (order !== 0) return sort.descending ? -order : order;
    }
    return 0;
  });
}

function pickValues(flat: FlatRow, fields: readonly { name: string }[]): FlatRow {
  return Object.fromEntries(fields.map((field) => [field.name, flat[field.name] ?? null]));
}

/** Nulls come first, as in the database. */
function compare(left: Value, right: Value): number {
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  return String(left) < String(right) ? -1 : Number(left !== right);
}
