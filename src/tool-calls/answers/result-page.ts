import { TurnShare } from '../../looker/work-turns.js';
import { headingOf, lineOf, type TableFormat } from './cell-text.js';
import { ExactNumber, parseExact } from './exact-json.js';
import type { ReadRows } from './read-rows.js';
import {
  type Cell,
  cellAt,
  columnsOfRows,
  descriptionOf,
  type PlacedColumn,
  pivotFields,
  placedColumnsOf,
  type ResultColumn,
} from './result-columns.js';
import { factLines, factProperties, type ResultFacts, type ShownFilters } from './result-facts.js';
import { subtotalsOf } from './subtotals.js';

/** Kept free for what is said of the rows: how many there are, and how to get more. */
const SAID_CHARACTERS = 900;
/** A text in a row that is too long as a whole keeps so much at least. */
const KEPT_CHARACTERS_MIN = 20;

export interface PageLimits {
  readonly rowsMax: number;
  /** Of the text, and of the same as JSON. */
  readonly charactersMax: number;
}

/** The rows that fit. */
export interface ResultPage {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** The header and the rows as text. */
  readonly lines: readonly string[];
  /** What a reader of the values has to know, a line each. */
  readonly facts: readonly string[];
  /** The same for programs. */
  readonly about: Readonly<Record<string, unknown>>;
  /** Whether texts of the only row are cut, since it does not fit as a whole. */
  readonly isRowCut: boolean;
}

export interface PageLayout {
  readonly format: TableFormat;
  readonly limits: PageLimits;
  readonly timeZone: string | undefined;
  /** What Looker remarked on the query. */
  readonly notes: readonly string[];
  readonly filters: ShownFilters | null;
}

/** Which part of an answer's characters subtotals may take, and which part notes; what they do not take is for the rows. */
const SUBTOTALS_SHARE = 1 / 3;
const NOTES_SHARE = 1 / 8;
/** How many times as long a text may get by quotes and escapes. */
const ESCAPED_TIMES = 3;
/** What stands behind a text that was cut, and says how long it was. */
const CUT_NOTE_CHARACTERS = 40;

/**
 * Lays out as many of the read rows as fit, in turns of the event loop; null where not even the columns do.
 * @throws LookerError where a row cannot be read.
 */
export async function layOutPage(read: ReadRows, layout: PageLayout): Promise<ResultPage | null> {
  const { format, limits } = layout;
  const found = read.rows.slice(0, limits.rowsMax);
  const placed = hasFields(read.frame) ? placedColumnsOf(read.frame) : await columnsOfRows(parsedRows(found));
  if (placed === null) return null;
  const columns = placed.map(({ column }) => column);
  if (!doFit(columns, limits.charactersMax)) return null;
  const facts = factsOf(read.frame, placed, layout);
  const header = lineOf(format, columns.map(headingOf));
  // Whoever reads a table of commas with a program wants nothing around it that can be done without.
  const isBrief = format === 'csv';
  const lines = factLines(facts, isBrief);
  const about = { ...factProperties(facts), ...(!isBrief && { columns }) };
  const text = [header, ...lines].join('\n').length;
  let space = limits.charactersMax - SAID_CHARACTERS - Math.max(text, jsonSize(about));
  if (space < 0) return null;
  const page = { columns, facts: lines, about, lines: [header], rows: [] as (readonly Cell[])[] };
  for await (const row of parsedRows(found)) {
    const cells = cellsOf(row, placed);
    const size = sizeOf(format, cells);
    if (size > space && page.rows.length === 0) return { ...page, ...cutRow(format, cells, header, space) };
    if (size > space) break;
    space -= size;
    page.rows.push(cells);
    page.lines.push(lineOf(format, cells));
  }
  return { ...page, isRowCut: false };
}

async function* parsedRows(rows: readonly string[]): AsyncGenerator<unknown> {
  const share = new TurnShare();
  for (const row of rows) {
    if (share.isUsedUp(row.length)) await share.next({ isBegun: true });
    yield parseExact(row);
  }
}

const hasFields = (frame: unknown) => descriptionOf(frame).fields !== undefined;
const cellsOf = (row: unknown, placed: readonly PlacedColumn[]): Cell[] => placed.map((column) => cellAt(row, column));
/** Piece by piece: what is repeated in all columns of pivots can be much larger than the answer. */
function doFit(columns: readonly ResultColumn[], charactersMax: number): boolean {
  let characters = 0;
  return columns.every((column) => {
    characters += jsonSize(column);
    return characters <= charactersMax;
  });
}

/** What stands beside the rows. Each part is bounded, so that space for rows is left; notes and filters that are too long are left out. */
function factsOf(frame: unknown, placed: readonly PlacedColumn[], layout: PageLayout): ResultFacts {
  const { limits, timeZone, notes, filters } = layout;
  const share = limits.charactersMax * NOTES_SHARE;
  return {
    columns: placed.map(({ column }) => column),
    totals: totalsOf(frame, placed),
    subtotals: subtotalsOf(frame, placed, limits.charactersMax * SUBTOTALS_SHARE),
    pivotedBy: pivotFields(frame),
    timeZone,
    notes: fitting(notes, share),
    filters: filters !== null && jsonSize(filters) > share ? null : filters,
  };
}

function fitting(texts: readonly string[], characters: number): readonly string[] {
  let space = characters;
  return texts.filter((text) => {
    space -= jsonSize(text);
    return space >= 0;
  });
}

const jsonSize = (value: unknown) => JSON.stringify(value).length + 1;
/** CSV is a text in JSON, too, where each line ends in two characters. */
const sizeOf = (format: TableFormat, cells: readonly Cell[]) =>
  format === 'csv' ? jsonSize(lineOf(format, cells)) : Math.max(lineOf(format, cells).length + 1, jsonSize(cells));

function totalsOf(frame: unknown, placed: readonly PlacedColumn[]): readonly Cell[] | null {
  const { totals_data: totals } = descriptionOf(frame);
  return totals === undefined || totals === null ? null : cellsOf(totals, placed);
}

/** One row that is longer than a page: its texts are cut, each to its share of the space. */
function cutRow(format: TableFormat, cells: readonly Cell[], header: string, space: number) {
  const share = Math.max(Math.floor(space / cells.length / ESCAPED_TIMES) - CUT_NOTE_CHARACTERS, KEPT_CHARACTERS_MIN);
  const cut = cells.map((cell) => {
    const text = cell instanceof ExactNumber ? cell.digits : cell;
    return typeof text === 'string' && text.length > share ? cutText(text, share) : cell;
  });
  return { rows: [cut], lines: [header, lineOf(format, cut)], isRowCut: true };
}

const cutText = (text: string, length: number) => `${text.slice(0, length)}… (${text.length} characters)`;
