import type { LookerRecord } from '../../api.js';
import { describeField } from '../../models/describe-field.js';
import { findField } from '../../models/fields.js';
import type { LookmlModel } from '../../models/model-types.js';
import type { QueryError } from '../query-error.js';
import type { QueryField, TableCalculation } from '../query-fields.js';
import type { QueryRequest } from '../query-request.js';
import { pivotCells, rendered } from './result-formats.js';
import {
  columnsOf,
  pivotedColumnsOf,
  type ResultRow,
  type ResultSet,
  unpivotedCalculationsOf,
  type Value,
} from './result-set.js';

/**
 * `json_detail`: rows of `{value, rendered}` with the fields, pivots, totals and the SQL around them.
 * @param notes the warnings of every query that runs.
 */
export function detailedResult(
  result: ResultSet,
  { request, model, notes }: { request: QueryRequest; model: LookmlModel; notes: readonly string[] },
): LookerRecord {
  return {
    id: '',
    status: 'ok',
    errors: notes.length === 0 ? null : notes.map(noteOf),
    warnings: [],
    sql: result.sql,
    from_cache: false,
    runtime: result.runtimeSeconds,
    ran_at: null,
    timezone: request.timeZone,
    has_totals: result.totals !== null,
    has_row_totals: result.pivots.some((pivot) => pivot.isTotal),
    has_subtotals: result.subtotals.length > 0,
    number_format: '1,234.56',
    columns_truncated: result.columnsTruncated ? 'yes' : 'no',
    truncated: result.rowsTruncated,
    rows_returned: result.rows.length,
    null_sort_treatment: 'low',
    applied_filters: Object.fromEntries(
      Object.entries(request.filters).map(([name, value]) => [name, { value, field: fieldOf(result, model, name) }]),
    ),
    fields: resultFields(result, model),
    pivots: result.query.pivots.length === 0 ? null : result.pivots.map((pivot) => describePivot(result, pivot)),
    data: result.rows.map((row) => cellsOf(result, row)),
    totals_data: result.totals === null ? null : cellsOf(result, result.totals),
    ...(result.subtotals.length > 0 && {
      subtotal_sets: result.subtotals.map(({ by }) => by),
      subtotals_data: Object.fromEntries(
        result.subtotals.map(({ by, rows }) => [by.length, rows.map((row) => subtotalOf(result, row, by))]),
      ),
    }),
  };
}

/** `json_bi`: the rows, with less metadata than `json_detail` has. */
export function businessResult(result: ResultSet, request: QueryRequest, model: LookmlModel): LookerRecord {
  return {
    metadata: {
      fields: resultFields(result, model),
      pivots: result.query.pivots.length === 0 ? [] : result.pivots.map((pivot) => describePivot(result, pivot)),
      has_subtotals: result.subtotals.length > 0,
      has_totals: result.totals !== null,
      columns_truncated: result.columnsTruncated ? 'yes' : 'no',
      filter_expression: request.filterExpression,
      filters: request.filters,
      sql: result.sql,
      big_query_metadata: null,
    },
    rows: result.rows.map((row) => cellsOf(result, row)),
  };
}

/** The errors of a failed query in `json_detail`. */
export function detailedFailure(error: QueryError): LookerRecord {
  return {
    status: 'error',
    errors: errorsOf(error),
    sql: error.sql,
    fields: { dimensions: [], measures: [], table_calculations: [], pivots: [] },
    pivots: null,
    data: [],
    totals_data: null,
    rows_returned: 0,
  };
}

/** Looker's warnings about a query that runs. */
const noteOf = (message: string): LookerRecord => ({
  ...{ title: 'Note', message, message_details: null, error_pos: null },
  ...{ level: 'error', fatal: false, sql_error_loc: null },
});

/** A row that names the dimensions it is for; the others have no value in it. */
function subtotalOf(result: ResultSet, row: ResultRow, by: readonly string[]): LookerRecord {
  const others = result.query.dimensions.filter(({ name }) => !by.includes(name));
  return {
    ...Object.fromEntries(others.map(({ name }) => [name, { value: null, filterable_value: 'EMPTY' }])),
    ...cellsOf(result, row),
    $$$__grouping__$$$: by,
  };
}

export function errorsOf(error: QueryError): LookerRecord[] {
  return [
    {
      title: error.title,
      message: error.title,
      message_details: error.detail,
      error_pos: null,
      level: 'error',
      fatal: true,
      sql_error_loc: null,
    },
  ];
}

function resultFields(result: ResultSet, model: LookmlModel): LookerRecord {
  const describe = (field: QueryField) => fieldOf(result, model, field.name);
  return {
    dimensions: result.query.dimensions.map(describe),
    measures: result.query.measures.map(describe),
    pivots: result.query.pivots.map(describe),
    table_calculations: result.query.calculations.map(describeCalculation),
  };
}

function fieldOf(result: ResultSet, model: LookmlModel, name: string): LookerRecord {
  const field = findField(result.query.explore, name);
  if (field !== undefined) return describeField(field, model);
  const custom = [...result.query.dimensions, ...result.query.pivots, ...result.query.measures].find(
    (candidate) => candidate.name === name,
  );
  return {
    name,
    label: custom?.label ?? name,
    label_short: custom?.labelShort ?? name,
    category: custom?.category ?? null,
    type: custom?.type ?? null,
    is_numeric: custom?.isNumeric ?? false,
    value_format: custom?.valueFormat ?? null,
    dynamic: true,
  };
}

function describeCalculation(calculation: TableCalculation): LookerRecord {
  return {
    name: calculation.name,
    label: calculation.label,
    label_short: calculation.label,
    value_format: calculation.valueFormat,
    type: calculation.isList ? 'list' : calculation.valueType === 'any' ? 'string' : calculation.valueType,
    is_numeric: calculation.valueType === 'number' && !calculation.isList,
    is_table_calculation: true,
    dynamic: true,
  };
}

function describePivot(result: ResultSet, pivot: ResultSet['pivots'][number]): LookerRecord {
  const cells = result.query.pivots.map((field) => {
    const value = pivot.values[field.name] ?? null;
    return [field.name, value, { value, rendered: rendered(value, field) }] as const;
  });
  return {
    key: pivot.key,
    is_total: pivot.isTotal,
    data: Object.fromEntries(cells.map(([name, value]) => [name, value])),
    metadata: Object.fromEntries(cells.map(([name, , cell]) => [name, cell])),
    sort_values: Object.fromEntries(cells.map(([name, value]) => [name, value])),
  };
}

function cellsOf(result: ResultSet, row: ResultRow): LookerRecord {
  const cell = (value: Value, column: QueryField | TableCalculation) => ({ value, rendered: rendered(value, column) });
  if (result.query.pivots.length === 0) {
    const present = columnsOf(result.query).filter((column) => column.name in row.values);
    return Object.fromEntries(present.map((column) => [column.name, cell(row.values[column.name] ?? null, column)]));
  }
  const unpivoted = [...result.query.dimensions, ...unpivotedCalculationsOf(result.query)];
  const beside = unpivoted.filter((field) => field.name in row.values);
  return {
    ...Object.fromEntries(beside.map((field) => [field.name, cell(row.values[field.name] ?? null, field)])),
    ...Object.fromEntries(
      pivotedColumnsOf(result.query).map((column) => [
        column.name,
        Object.fromEntries(pivotCells(result, row, column.name).map(([key, value]) => [key, cell(value, column)])),
      ]),
    ),
  };
}
