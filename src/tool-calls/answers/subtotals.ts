import { sanitizedLine } from '../../looker/sanitized-text.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { type Cell, cellAt, descriptionOf, type PlacedColumn } from './result-columns.js';

/** The subtotals of a result at one depth. */
export interface Subtotals {
  /** The dimensions whose values have a subtotal each. */
  readonly by: readonly string[];
  /** With a cell for each column of the result; null in dimensions that are summed up. */
  readonly rows: readonly (readonly Cell[])[];
  /** Whether there are more than fit. */
  readonly isCut: boolean;
}

/** Under this name a row of Looker's subtotals says which dimensions it groups by. */
const GROUPING = '$$$__grouping__$$$';
const DEPTHS_MAX = 20;
/** More dimensions than any query has; each column is looked for among them. */
const DIMENSIONS_MAX = 50;
const NAME_CHARACTERS_MAX = 255;

/**
 * The subtotals of an answer (`json_detail`: `subtotals_data`, rows by the number of dimensions that they group by).
 * @param charactersMax of all of them, as JSON.
 */
export function subtotalsOf(frame: unknown, placed: readonly PlacedColumn[], charactersMax: number): Subtotals[] {
  const { subtotals_data: data } = descriptionOf(frame);
  if (!isRecord(data)) return [];
  let space = charactersMax;
  return Object.values(data)
    .slice(0, DEPTHS_MAX)
    .flatMap((found): Subtotals[] => {
      const rows = (Array.isArray(found) ? found : []).filter(isRecord);
      const [first] = rows;
      if (first === undefined) return [];
      const fitting: (readonly Cell[])[] = [];
      for (const row of rows) {
        const cells = placed.map((column) => cellAt(row, column));
        space -= JSON.stringify(cells).length * 2;
        if (space < 0) break;
        fitting.push(cells);
      }
      return [{ by: groupingOf(first), rows: fitting, isCut: fitting.length < rows.length }];
    });
}

const groupingOf = ({ [GROUPING]: by }: JsonRecord): readonly string[] =>
  (Array.isArray(by) ? by : []).slice(0, DIMENSIONS_MAX).map((name) => sanitizedLine(name, NAME_CHARACTERS_MAX));
