import { sanitizedText } from '../../looker/sanitized-text.js';
import { isRecord } from '../../values/is-record.js';
import { encodeCursor, type PageRequest } from '../schema/paging.js';
import { secretProperties } from '../schema/secret-properties.js';
import { type MoreRecords, type ToolResult, textResult } from './tool-result.js';

/** What a tool call answers to the model. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

export interface AnswerOptions {
  /** Whether properties that hold secrets are shown: for tools that are there for them. */
  readonly withSecrets?: boolean;
  /** What a caller gets for a cursor, such as a signed one. */
  readonly cursorOf?: (cursor: string) => string;
  /** Answered behind the records of a list. */
  readonly also?: MoreRecords | undefined;
}

const plain = (cursor: string) => cursor;

/** Hosted Claude shows about 150,000 characters of a result; more would be lost without a word. */
const CHARACTERS_MAX = 150_000;
const ERROR_CHARACTERS_MAX = 2_000;

/** The wanted part of a list that was too long to be held, and how many records it has as a whole. */
export class ListPart {
  constructor(
    readonly records: readonly unknown[],
    readonly count: number,
  ) {}
}

/** Looker answers a query that failed in the database with 200 and the error in the first row. */
function queryError(body: unknown): string | undefined {
  const [row] = Array.isArray(body) ? body : [];
  return isRecord(row) && typeof row.looker_error === 'string'
    ? sanitizedText(row.looker_error, ERROR_CHARACTERS_MAX)
    : undefined;
}

/** The records of a page; Looker may have sent one page already, or everything to be cut here. */
const pageRows = (rows: readonly unknown[], page: PageRequest): readonly unknown[] =>
  page.by === 'gateway' ? rows.slice(page.offset, page.offset + page.limit) : rows;

/** `{result, next_cursor}` of a list. */
function pageBody(list: readonly unknown[] | ListPart, page: PageRequest, { cursorOf = plain, also }: AnswerOptions) {
  const [shown, count] = list instanceof ListPart ? [list.records, list.count] : [pageRows(list, page), list.length];
  const more = page.by === 'gateway' ? count > page.offset + page.limit : count >= page.limit;
  const next_cursor = more ? cursorOf(encodeCursor(page.offset + page.limit)) : null;
  if (also === undefined) return { result: shown, next_cursor };
  const { records, note } = also;
  return { result: [...shown, ...records], next_cursor, ...(note !== undefined && { note }) };
}

const SECRET_KEY = new RegExp(`"(?:${[...secretProperties].join('|')})":`);

/** JSON without the properties that let their reader in, such as a user's password_reset_url. */
function jsonText(value: unknown, withSecrets: boolean): string {
  const text = JSON.stringify(value);
  if (withSecrets || !SECRET_KEY.test(text)) return text;
  return JSON.stringify(value, (key, inner) => (secretProperties.has(key) ? undefined : inner));
}

function bodyText(body: unknown, page: PageRequest | null, options: AnswerOptions): string {
  const { withSecrets = false } = options;
  if (body === null || body === undefined || body === '') return 'Done. Looker answered without content.';
  if (typeof body === 'string') return body;
  if (page !== null && body instanceof ListPart) return jsonText(pageBody(body, page, options), withSecrets);
  if (!Array.isArray(body)) return jsonText(body, withSecrets);
  return jsonText(page === null ? { result: body } : pageBody(body, page, options), withSecrets);
}

/** How many records `toolAnswer` shows of what Looker answered; null when it is no list. */
export function rowsShown(body: unknown, page: PageRequest | null, also?: MoreRecords): number | null {
  const more = also?.records.length ?? 0;
  if (body instanceof ListPart) return body.records.length + more;
  if (!Array.isArray(body)) return null;
  return page === null ? body.length : pageRows(body, page).length + more;
}

/**
 * Writes what Looker answered as text for the model: JSON as it came, arrays as `{result}`, a page of a list as
 * `{result, next_cursor}`, other formats as such. What does not fit is refused whole rather than cut in the middle.
 */
export function toolAnswer(body: unknown, page: PageRequest | null, options: AnswerOptions = {}): ToolAnswer {
  const failed = queryError(body);
  if (failed !== undefined)
    return {
      isError: true,
      text: `The query failed in the database: ${failed}\nCorrect the fields or filters and run it again.`,
    };
  const text = bodyText(body, page, options);
  if (text.length <= CHARACTERS_MAX) return { isError: false, text };
  return {
    isError: true,
    text: `The answer has ${text.length} characters; at most ${CHARACTERS_MAX} can be shown. Ask for less: a smaller limit, fewer fields, or filters.`,
  };
}

/** A value as the answer of a tool. */
export function valueResult(value: unknown, rows: number | null = null): ToolResult {
  const { text, isError } = toolAnswer(value, null);
  return textResult(text, isError ? null : rows, isError);
}
