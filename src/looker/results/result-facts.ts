import { headingOf, lineOf } from './cell-text.js';
import type { Cell, ResultColumn } from './result-columns.js';

interface DescribedResult {
  readonly columns: readonly ResultColumn[];
  readonly totals: readonly Cell[] | null;
  readonly pivotedBy: readonly string[];
  readonly timeZone: string | undefined;
}

const TIME_OF_DAY = /^date_(?:time|raw|hour|minute|second|millisecond)/;

/** What a reader of a table has to know beside the rows, a line each: totals, pivots, units, the time zone. */
export function factsOf({ columns, totals, pivotedBy, timeZone }: DescribedResult): string[] {
  const units = new Map(columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit] as const])));
  const hasTimes = columns.some(({ type }) => TIME_OF_DAY.test(type ?? ''));
  return [
    ...(totals === null ? [] : [`Totals: ${totalsText(columns, totals)}`]),
    ...(pivotedBy.length === 0 ? [] : [`Columns are pivoted by ${pivotedBy.join(', ')}.`]),
    ...(units.size === 0 ? [] : [`Units: ${[...units].map(([name, unit]) => `${name}: ${unit}`).join('; ')}`]),
    ...(hasTimes && timeZone !== undefined ? [`Times are in ${timeZone}.`] : []),
  ];
}

const totalsText = (columns: readonly ResultColumn[], totals: readonly Cell[]) =>
  columns
    .map((column, index) => ({ heading: headingOf(column), cell: totals[index] ?? null }))
    .filter(({ cell }) => cell !== null)
    .map(({ heading, cell }) => `${heading} = ${lineOf('table', [cell])}`)
    .join('; ');
