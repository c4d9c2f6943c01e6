import type { ToolResult } from '../../tools/run/tool-result.js';
import { encodeCursor, type PageRequest } from '../../tools/schema/paging.js';
import type { RunContext } from '../capabilities/run-context.js';
import { EXPLORE_COLUMNS, type Row } from './search-rows.js';

/** What is found, and what the caller has to know of it. */
export interface SearchResult<Item> {
  readonly columns: readonly string[];
  readonly all: readonly Item[];
  /** Made of those that are shown alone. */
  readonly rowOf: (item: Item) => Row;
  /** Explores that fit the words as well. */
  readonly explores?: readonly Row[];
  /** What to do where there are no rows. */
  readonly hint?: string;
  /** What is said beside the rows. */
  readonly notesOf?: (shown: readonly Item[]) => readonly string[];
}

interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** Names of columns and the cursor. */
const AROUND_CHARACTERS = 500;
/** Of the characters that are allowed, what notes and explores may take, each. */
const BESIDE_SHARE = 0.2;

/** A page of rows as a table with tabs, without the columns that are empty, and the same for programs. */
export function searchPage<Item>(
  { columns, all, rowOf, explores = [], hint, notesOf }: SearchResult<Item>,
  { offset, limit }: PageRequest,
  context: Pick<RunContext, 'limits' | 'sign'>,
): ToolResult {
  const { rowsMax, charactersMax } = context.limits;
  const items = all.slice(offset, offset + Math.min(limit, rowsMax));
  const part = charactersMax * BESIDE_SHARE;
  const [notes, others] = [fitting(notesOf?.(items) ?? [], part), fitting(explores.map(cleaned), part)];
  const found = filledTable(EXPLORE_COLUMNS, others);
  const space = charactersMax - AROUND_CHARACTERS - JSON.stringify([notes, others]).length;
  const asked = items.map((item) => cleaned(rowOf(item)));
  const fit = fitting(asked, space);
  // One at least, so that the next page is another.
  const table = filledTable(columns, fit.length > 0 ? fit : asked.slice(0, 1));
  const hints = all.length === 0 && hint !== undefined ? [hint] : [];
  const end = offset + table.rows.length;
  const cursor = end < all.length ? context.sign(encodeCursor(end)) : null;
  const what = columns === EXPLORE_COLUMNS ? 'explores' : 'fields';
  const more = cursor === null ? [] : [`${what} ${offset + 1} to ${end} of ${all.length}. next_cursor: ${cursor}`];
  const text = [
    ...linesOf(found),
    ...(found.rows.length > 0 ? [''] : []),
    ...linesOf(table),
    ...hints,
    ...notes,
    ...more,
  ];
  return {
    content: [{ kind: 'text', text: text.join('\n') }],
    structured: {
      row_count: table.rows.length,
      total_rows: all.length,
      next_cursor: cursor,
      ...(hints.length > 0 && { hint: hints[0] }),
      ...(notes.length > 0 && { notes }),
      ...(found.rows.length > 0 && { explores: structuredOf(found) }),
      ...structuredOf(table),
    },
    isError: false,
    rows: table.rows.length,
  };
}

/** Without what would break a line. */
const cleaned = (row: Row): Row => row.map((text) => text.replace(/\s+/g, ' ').trim());

/** Without the columns in which there is nothing. */
function filledTable(columns: readonly string[], rows: readonly Row[]): Table {
  const filled = columns.map((_, at) => rows.some((row) => row[at] !== ''));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, at) => filled[at]);
  return { columns: kept(columns), rows: rows.map(kept) };
}

const structuredOf = ({ columns, rows }: Table) => ({ columns: columns.map((name) => ({ name })), rows });

const linesOf = ({ columns, rows }: Table): readonly string[] =>
  rows.length === 0 ? [] : [columns.join('\t'), ...rows.map((row) => row.join('\t'))];

/** The first of them that fit as JSON, which is longer than the table. */
function fitting<Part>(parts: readonly Part[], characters: number): readonly Part[] {
  let space = characters;
  const over = parts.findIndex((part) => {
    space -= JSON.stringify(part).length + 1;
    return space < 0;
  });
  return over < 0 ? parts : parts.slice(0, over);
}
