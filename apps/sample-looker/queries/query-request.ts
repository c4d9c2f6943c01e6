import { isRecord, type LookerRecord } from '../api.js';
import { isTimeZone } from '../data/wall-clock.js';
import { type FieldError, validationFailed } from '../looker-errors.js';
import { QueryError } from './query-error.js';

export interface Sort {
  field: string;
  descending: boolean;
  /** Which pivot column decides, for a measure of a pivoted query. */
  pivotIndex: number;
}

/** One entry of `dynamic_fields`, as it came. */
export type DynamicField = LookerRecord;

/** A query, read from Looker's body. `rowsMax` is null for "all". */
export interface QueryRequest {
  model: string;
  view: string;
  fields: string[];
  pivots: string[];
  filters: Record<string, string>;
  filterExpression: string | null;
  sorts: Sort[];
  rowsMax: number | null;
  columnsMax: number;
  /** IANA; times are shown, and filtered by, as clocks there have them. */
  timeZone: string;
  /** The dimensions that subtotals are grouped by, one more at each depth. */
  subtotals: string[];
  total: boolean;
  rowTotal: boolean;
  dynamicFields: DynamicField[];
}

/** What the API returns when a query names no limit. */
const defaultRowsMax = 5_000;
const defaultColumnsMax = 50;
const columnsMaxMax = 200;
const fieldsMax = 100;

/** Throws a 422 for a body without model, view or with members of a wrong shape, a QueryError for unreadable values. */
export function readQueryRequest(body: LookerRecord, limit?: string): QueryRequest {
  const errors: FieldError[] = [];
  const required = (field: string) => {
    const value = body[field];
    if (typeof value === 'string' && value !== '') return value;
    errors.push({ field, code: 'missing_field', message: 'This field is required.' });
    return '';
  };
  const texts = (field: string) => {
    const value = body[field] ?? [];
    if (Array.isArray(value) && value.length <= fieldsMax) return value.map(String);
    errors.push({ field, code: 'invalid', message: `This field must be an array of at most ${fieldsMax} strings.` });
    return [];
  };
  const request: QueryRequest = {
    model: required('model'),
    view: required('view'),
    fields: [...new Set(texts('fields'))],
    pivots: texts('pivots'),
    filters: filtersOf(body.filters, errors),
    filterExpression: typeof body.filter_expression === 'string' ? body.filter_expression.trim() || null : null,
    sorts: texts('sorts').map(readSort),
    rowsMax: readRowsMax(limit ?? body.limit),
    columnsMax: Math.min(Number(body.column_limit ?? 0) || defaultColumnsMax, columnsMaxMax),
    timeZone: readTimeZone(body.query_timezone),
    subtotals: texts('subtotals'),
    total: body.total === true,
    rowTotal: body.row_total === true || /^(true|left|right)$/i.test(String(body.row_total ?? '')),
    dynamicFields: readDynamicFields(body.dynamic_fields),
  };
  if (errors.length > 0) throw validationFailed(errors);
  return request;
}

function filtersOf(filters: unknown, errors: FieldError[]): Record<string, string> {
  if (filters === undefined || filters === null) return {};
  if (isRecord(filters)) {
    return Object.fromEntries(Object.entries(filters).map(([name, value]) => [name, String(value ?? '')]));
  }
  errors.push({ field: 'filters', code: 'invalid', message: 'This field must be an object of filter expressions.' });
  return {};
}

function readSort(text: string): Sort {
  const [field = '', ...words] = text.trim().split(/\s+/);
  const pivotIndex = Number(words.find((word) => /^\d+$/.test(word)) ?? 0);
  return { field, descending: words.some((word) => /^desc$/i.test(word)), pivotIndex };
}

function readTimeZone(name: unknown): string {
  // That of the user, who has none of his own here.
  if (typeof name !== 'string' || name === '' || name === 'user_timezone') return 'UTC';
  if (isTimeZone(name)) return name;
  throw new QueryError('Invalid time zone', `"${name}" is not a time zone.`);
}

function readRowsMax(limit: unknown): number | null {
  if (limit === undefined || limit === null || limit === '') return defaultRowsMax;
  const value = Number(limit);
  if (!Number.isInteger(value)) throw new QueryError('Invalid limit', `The limit "${String(limit)}" is not a number.`);
  return value < 0 ? null : value;
}

function readDynamicFields(text: unknown): DynamicField[] {
  if (text === undefined || text === null || text === '') return [];
  try {
    const parsed: unknown = typeof text === 'string' ? JSON.parse(text) : text;
    if (Array.isArray(parsed) && parsed.length <= fieldsMax) return parsed.filter(isRecord);
  } catch {
    // Falls through to the same answer as for JSON that is not an array.
  }
  throw new QueryError('Invalid dynamic fields', 'dynamic_fields must be a string that holds a JSON array.');
}
