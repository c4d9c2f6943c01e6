import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import type { TableFormat } from './cell-text.js';
import { parseExact } from './exact-json.js';
import { queryVerdict } from './query-failure.js';
import { type ReadRows, type ResultBytes, readRows } from './read-rows.js';
import { descriptionOf } from './result-columns.js';
import { shownFilters } from './result-facts.js';
import { layOutPage, type PageLimits, type ResultPage } from './result-page.js';

/** How much is read of an answer for each character of the page: names and rendered values stand beside the values. */
const BYTES_PER_CHARACTER = 64;
/** A page of less than its characters has a cursor like any other. */
const PAGE_BYTES_MAX = 2 * 1024 * 1024;

/** Which page of a finished result is answered, and how. */
export interface ResultRequest {
  readonly format: TableFormat;
  readonly limits: PageLimits;
  /** Rows before the page. */
  readonly offset: number;
  /** How many rows the result has, where an earlier page counted them. */
  readonly total?: number | undefined;
  /** The rows that the query asked for at most; more may exist where there are so many. */
  readonly queryRowsMax?: number | undefined;
  /** The IANA time zone of the query's times. */
  readonly timeZone?: string | undefined;
  /** The filters of the call, so that others are told; null: it names a query that has its own. Left out: none are told. */
  readonly filtersAsked?: Readonly<Record<string, unknown>> | null;
  /** How the caller gets the rows that are left out. */
  readonly more: MoreRows;
}

/** `cursorOf`: what the caller sends back for the page that begins behind `offset` rows. Or what else to do, in words. */
export type MoreRows =
  | { readonly cursorOf: (offset: number, total: number | undefined) => string }
  | { readonly hint: string };

/** What an answer leaves out, and what to do about it. */
interface Truncation {
  readonly reason: 'rows' | 'characters' | 'row_length' | 'query_limit' | 'columns';
  readonly hint: string;
}

/**
 * Answers one page of a finished result, read from Looker's answer as it comes in (`json_bi`, `json_detail` or `json`):
 * text for the model, and the same for programs. Memory does not grow with the result.
 * @returns an error for the model where the query failed in the database.
 * @throws LookerError where the answer cannot be read to its end.
 */
export async function answerResult(body: ResultBytes, request: ResultRequest): Promise<ToolResult> {
  const { limits, offset, total } = request;
  const read = await readRows(body, {
    offset,
    rowsMax: limits.rowsMax,
    bytesMax: Math.min(limits.charactersMax * BYTES_PER_CHARACTER, PAGE_BYTES_MAX),
    countsAll: total === undefined,
  });
  const [first] = read.rows;
  const { failure, notes } = queryVerdict(read.frame, first === undefined ? undefined : parseExact(first), read.count);
  if (failure !== null) return textResult(failure, null, true);
  const { format, filtersAsked } = request;
  const timeZone = request.timeZone ?? textOf(descriptionOf(read.frame).timezone);
  const filters = filtersAsked === undefined ? null : shownFilters(read.frame, filtersAsked);
  const page = await layOutPage(read, { format, limits, timeZone, notes, filters });
  if (page === null) return textResult(tooManyColumns(limits), null, true);
  return pageResult(page, read, request);
}

const tooManyColumns = ({ charactersMax }: PageLimits) =>
  `The columns alone take more than the ${charactersMax} characters that can be shown. Ask for fewer fields, or bound the pivots with filters or column_limit.`;

function pageResult(page: ResultPage, read: ReadRows, request: ResultRequest): ToolResult {
  const { format, offset, more } = request;
  const shown = page.rows.length;
  const end = offset + shown;
  const total = request.total ?? (read.isWhole ? read.count : undefined);
  const hasMore = total === undefined || end < total;
  const cursor = hasMore && 'cursorOf' in more ? more.cursorOf(end, total) : null;
  const cuts = truncationsOf(page, read, { ...request, total, hasMore });
  const rows = rowsText(offset, shown, total);
  const remarks = [rows, ...cuts.map(({ hint }) => hint), ...(cursor === null ? [] : [`next_cursor: ${cursor}`])];
  const [cut] = cuts;
  return {
    // Two parts, so that the first is the table and nothing else.
    content: [page.lines, [...page.facts, ...remarks]].map((lines) => ({ kind: 'text', text: lines.join('\n') })),
    // Programs that cut an answer off, and models that are shown its beginning, know from that how much there is.
    structured: {
      ...(format !== 'table' && { format }),
      row_count: shown,
      ...(total !== undefined && { total_rows: total }),
      ...(offset > 0 && { rows_before: offset }),
      next_cursor: cursor,
      ...(cut !== undefined && { truncated: { reason: cut.reason, hint: cuts.map(({ hint }) => hint).join(' ') } }),
      ...(shown === 0 && { hint: rows }),
      ...page.about,
      ...(format === 'table' ? { rows: page.rows } : { text: page.lines.join('\n') }),
    },
    ...(format !== 'table' && { isBestAsContent: true }),
    isError: false,
    rows: shown,
  };
}

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

function rowsText(offset: number, shown: number, total: number | undefined): string {
  if (total === 0) return 'No rows. If some were expected, check the values of the filters.';
  if (shown === 0) return `No more rows; there are ${total ?? offset}.`;
  if (offset === 0 && shown === total) return shown === 1 ? '1 row.' : `${shown} rows.`;
  return `Rows ${offset + 1} to ${offset + shown} of ${total ?? 'an unknown number'}.`;
}

interface Cut extends ResultRequest {
  readonly hasMore: boolean;
}

function truncationsOf(page: ResultPage, { frame }: ReadRows, { limits, hasMore, ...request }: Cut): Truncation[] {
  const description = descriptionOf(frame);
  const { total, queryRowsMax, more } = request;
  const isAtLimit = description.truncated === true || (total !== undefined && total > 0 && total === queryRowsMax);
  const bound = page.rows.length >= limits.rowsMax ? 'rows' : 'characters';
  const max = bound === 'rows' ? limits.rowsMax : limits.charactersMax;
  const next = 'hint' in more ? more.hint : 'For the next rows send the same arguments with next_cursor.';
  return [
    ...(hasMore && page.rows.length > 0
      ? [
          {
            reason: bound,
            hint: `An answer has at most ${max} ${bound}. ${next} Better: ask for less, with filters, fewer fields, or measures in place of rows.`,
          } as const,
        ]
      : []),
    ...(page.isRowCut ? [{ reason: 'row_length', hint: 'Long texts of the row are cut.' } as const] : []),
    ...(isAtLimit
      ? [{ reason: 'query_limit', hint: `The query stopped at its limit of ${queryRowsMax ?? total} rows.` } as const]
      : []),
    ...(description.columns_truncated === 'yes'
      ? [{ reason: 'columns', hint: 'Pivoted columns are missing: raise column_limit or filter the pivots.' } as const]
      : []),
  ];
}
