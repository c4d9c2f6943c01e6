import { createHash } from 'node:crypto';
import { canonicalJson } from '../../values/canonical-json.js';

/** Where the next page of a result begins. Plain data: whoever hands it out signs it. */
export interface ResultCursor {
  /** The query task at Looker that holds the result. */
  readonly taskId: string;
  /** Rows before the page. */
  readonly offset: number;
  /** All rows, where they were counted. */
  readonly total?: number;
  /** The rows that the query asked for at most, where that is known. */
  readonly rowsMax?: number;
  /** How the pages are written; left out: as a table. */
  readonly format?: 'csv';
  /** `argumentsDigest` of the call that the result belongs to. */
  readonly call: string;
}

/** What is no part of what a result is of: which page, and how much of it. */
const PAGE_ARGUMENTS: ReadonlySet<string> = new Set(['next_cursor', 'rows_max', 'characters_max', 'timeout_seconds']);

/** Writes a cursor as text; `readResultCursor` reads it. */
export const writeResultCursor = (cursor: ResultCursor): string =>
  JSON.stringify([
    ...[cursor.taskId, cursor.offset, cursor.total ?? null, cursor.call],
    ...[cursor.rowsMax ?? null, cursor.format ?? null],
  ]);

/** Reads a cursor; null where the text is none, or one of a call with other arguments. */
export function readResultCursor(text: string, args: Readonly<Record<string, unknown>>): ResultCursor | null {
  const [taskId, offset, total, call, rowsMax, format] = partsOf(text);
  if (typeof taskId !== 'string' || taskId === '' || !Number.isSafeInteger(offset)) return null;
  if (call !== argumentsDigest(args)) return null;
  return {
    ...{ taskId, offset: Number(offset), call },
    ...(typeof total === 'number' && { total }),
    ...(typeof rowsMax === 'number' && { rowsMax }),
    ...(format === 'csv' && { format }),
  };
}

/** The same for calls that ask the same, whatever page of it and in whatever order they name it. */
export function argumentsDigest(args: Readonly<Record<string, unknown>>): string {
  const asked = Object.fromEntries(Object.entries(args).filter(([name]) => !PAGE_ARGUMENTS.has(name)));
  return createHash('sha256').update(canonicalJson(asked)).digest('base64url').slice(0, 12);
}

function partsOf(text: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(text);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
