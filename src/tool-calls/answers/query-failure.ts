import { sanitizedLine, sanitizedText } from '../../looker/sanitized-text.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { descriptionOf } from './result-columns.js';

const ERRORS_SHOWN_MAX = 5;
const NOTES_SHOWN_MAX = 10;
/** Of remarks that may say the same; where each of them is in the SQL has to be looked for. */
const NOTES_READ_MAX = 50;
const CHARACTERS_MAX = 2_000;
const LINE_CHARACTERS_MAX = 300;
const SQL_CHARACTERS_READ = 100_000;

/** What Looker says of a query that ran, or did not. */
export interface QueryVerdict {
  /** What it failed with, for the model; null: it did not fail. */
  readonly failure: string | null;
  /** What Looker remarks on a query that ran, such as what only a developer needs to know. */
  readonly notes: readonly string[];
}

/**
 * Reads what Looker says in an answer of status 200: in `errors` and `warnings` (json_detail), or as `looker_error` in the first row (json_bi,
 * json). An error that is `fatal` is a failure; one that does not say is a failure where no rows came.
 * @param rowCount how many rows came.
 */
export function queryVerdict(frame: unknown, firstRow: unknown, rowCount: number): QueryVerdict {
  const { errors, warnings, status, ...description } = descriptionOf(frame);
  const sql = linesOf(description.sql);
  const problems = listOf(errors);
  const hasRows = rowCount > 0;
  const fatal = problems.filter((error) => isFatal(error, hasRows));
  const row =
    isRecord(firstRow) && typeof firstRow.looker_error === 'string'
      ? [sanitizedText(firstRow.looker_error, CHARACTERS_MAX)]
      : [];
  const lines = [...fatal.slice(0, ERRORS_SHOWN_MAX).map((error) => errorText(error, sql)), ...row];
  const remarks = [...problems.filter((error) => !isFatal(error, hasRows)), ...listOf(warnings)];
  const notes = remarks
    .slice(0, NOTES_READ_MAX)
    .map((error) => sanitizedLine(errorText(error, sql), CHARACTERS_MAX))
    .filter((note) => note !== '');
  const hasFailed = lines.length > 0 || (status === 'error' && !hasRows);
  if (!hasFailed) return { failure: null, notes: [...new Set(notes)].slice(0, NOTES_SHOWN_MAX) };
  const reason = (lines.length > 0 ? lines : notes).join('\n').slice(0, CHARACTERS_MAX) || 'Looker did not say why.';
  return {
    failure: `The query failed in the database: ${reason}\nCorrect the fields or filters and run it again.`,
    notes: [],
  };
}

const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value : []).filter(isRecord);

/** Of what does not say whether it is fatal. */
const MILD_LEVELS: readonly unknown[] = ['warning', 'info'];

const isFatal = ({ fatal, level }: JsonRecord, hasRows: boolean): boolean =>
  typeof fatal === 'boolean' ? fatal : !MILD_LEVELS.includes(level) && !hasRows;

function errorText({ title, message, message_details: details, ...error }: JsonRecord, sql: SqlLines): string {
  const words = [message ?? title, details].filter((text) => typeof text === 'string' && text !== '');
  const texts = [...new Set(words)].map((text) => sanitizedText(text, CHARACTERS_MAX));
  return `${texts.join(': ')}${positionText(error, sql)}`;
}

/** Where in the SQL it is: `error_pos` counts characters, `sql_error_loc` lines and columns; both from 1. */
function positionText({ error_pos: position, sql_error_loc: place }: JsonRecord, sql: SqlLines): string {
  const [line, column] = isRecord(place)
    ? [countOf(place.line), countOf(place.column)]
    : lineAt(countOf(position), sql);
  if (line === undefined) return '';
  const found = sql.lines[line - 1]?.trim().slice(0, LINE_CHARACTERS_MAX);
  const where = column !== undefined ? `line ${line}, column ${column}` : `line ${line}`;
  return ` (SQL ${where}${found === undefined || found === '' ? '' : `: ${found}`})`;
}

const countOf = (value: unknown) => (typeof value === 'number' && value >= 1 ? Math.floor(value) : undefined);

/** Behind its end for positions that are beyond it. */
function lineAt(position: number | undefined, { lines, begins }: SqlLines): readonly number[] {
  const at = (position ?? 0) - 1;
  const [line = '', begin] = [lines.at(-1), begins.at(-1)];
  if (at < 0 || begin === undefined) return [];
  if (at >= begin) return [lines.length, Math.min(at - begin, line.length) + 1];
  let [low, high] = [0, begins.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((begins[middle] ?? 0) <= at) low = middle;
    else high = middle;
  }
  return [low + 1, at - (begins[low] ?? 0) + 1];
}

/** The lines of a SQL text, and at which character each begins: there may be as many remarks as lines. */
interface SqlLines {
  readonly lines: readonly string[];
  readonly begins: readonly number[];
}

function linesOf(sql: unknown): SqlLines {
  const lines = typeof sql === 'string' && sql !== '' ? sql.slice(0, SQL_CHARACTERS_READ).split('\n') : [];
  let begin = 0;
  const begins = lines.map((line) => {
    begin += line.length + 1;
    return begin - line.length - 1;
  });
  return { lines, begins };
}
