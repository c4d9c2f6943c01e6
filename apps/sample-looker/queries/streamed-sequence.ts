import { Readable } from 'node:stream';
import { Answer, type LookerRecord } from '../api.js';
import type { LookmlModel, ViewModel } from '../models/model-types.js';
import type { QueryRequest } from './query-request.js';
import { businessResult } from './results/result-details.js';
import { csvText, rendered, tabbedText } from './results/result-formats.js';
import type { CompiledQuery } from './sql/query-sql.js';

const viewName = 'sequence';
const numberField = `${viewName}.number`;
/** Written together, so that a row is not a write of its own. */
const rowsPerChunk = 2_000;

/** How rows become text: what stands before, between and after them. */
interface Layout {
  type: string;
  head: string;
  row(number: number): string;
  separator: string;
  tail: string;
}

/** A model whose explore has as many rows as wanted: the numbers from 1 on. For answers that are too large to hold. */
export function sequenceModel(rowCount: number): LookmlModel {
  const view: ViewModel = {
    name: viewName,
    label: 'Sequence',
    table: `(WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers LIMIT ${rowCount}) SELECT number FROM numbers)`,
    dimensions: { number: { type: 'number', description: `The numbers from 1 to ${rowCount}`, primaryKey: true } },
    dimensionGroups: {},
    measures: { count: { type: 'count', description: 'How many numbers there are' } },
  };
  return {
    name: 'big',
    label: 'Big',
    projectName: 'sample_shop',
    connectionName: 'sample_warehouse',
    explores: [{ name: viewName, label: 'Sequence', description: 'Numbers without end', view, joins: [] }],
    sequenceRowCount: rowCount,
  };
}

/**
 * The answer to a query for nothing but the numbers of the sequence, written row by row while it is read. `undefined`
 * for every other query, and for formats that are not laid out row by row: the database runs those.
 */
export function streamSequence(
  model: LookmlModel,
  query: { body: QueryRequest; compiled: CompiledQuery; format: string },
): Answer | undefined {
  const { body, compiled, format } = query;
  const { sequenceRowCount } = model;
  if (sequenceRowCount === undefined || String(body.fields) !== numberField || isNarrowed(body)) return undefined;
  const layout = layoutOf(format, model, query);
  if (layout === undefined) return undefined;
  const count = Math.min(sequenceRowCount, body.rowsMax ?? sequenceRowCount);
  const isDescending = compiled.sorts[0]?.descending === true;
  const numberAt = (index: number) => (isDescending ? sequenceRowCount - index : index + 1);
  return new Answer(200, () => Readable.from(chunks(layout, count, numberAt)), { 'content-type': layout.type });
}

function isNarrowed(body: QueryRequest): boolean {
  const parts = [...body.pivots, ...Object.keys(body.filters), ...body.dynamicFields];
  return parts.length > 0 || body.filterExpression !== null || body.total;
}

function* chunks(layout: Layout, count: number, numberAt: (index: number) => number): Generator<string> {
  yield layout.head;
  for (let start = 0; start < count; start += rowsPerChunk) {
    const length = Math.min(rowsPerChunk, count - start);
    const rows = Array.from({ length }, (_, index) => layout.row(numberAt(start + index)));
    yield (start === 0 ? '' : layout.separator) + rows.join(layout.separator);
  }
  yield layout.tail;
}

function layoutOf(
  format: string,
  model: LookmlModel,
  { body, compiled }: { body: QueryRequest; compiled: CompiledQuery },
): Layout | undefined {
  const json = { type: 'application/json; charset=utf-8', separator: ',\n' };
  const [field] = compiled.dimensions;
  if (field === undefined) return undefined;
  switch (format) {
    case 'json':
      return { ...json, head: '[', row: (number) => JSON.stringify({ [numberField]: number }), tail: ']' };
    case 'json_bi': {
      const cell = (number: number): LookerRecord => ({
        [numberField]: { value: number, rendered: rendered(number, field) },
      });
      const empty = JSON.stringify(businessResult(emptyResult(compiled), body, model));
      const rowsAt = empty.lastIndexOf(']');
      return {
        ...json,
        head: empty.slice(0, rowsAt),
        row: (number) => JSON.stringify(cell(number)),
        tail: empty.slice(rowsAt),
      };
    }
    case 'csv':
      return {
        type: 'text/csv; charset=utf-8',
        head: csvText([[field.label]]),
        row: (number) => `${number}\n`,
        separator: '',
        tail: '',
      };
    case 'txt':
      return {
        type: 'text/plain; charset=utf-8',
        head: tabbedText([[field.label]]),
        row: (number) => `${number}\n`,
        separator: '',
        tail: '',
      };
    default:
      return undefined;
  }
}

function emptyResult(query: CompiledQuery) {
  const sql = query.sqlFor(query.dimensions);
  return {
    query,
    sql,
    rows: [],
    pivots: [],
    totals: null,
    subtotals: [],
    rowsTruncated: false,
    columnsTruncated: false,
    runtimeSeconds: 0,
  };
}
