import { sanitizedLine } from '../../looker/sanitized-text.js';
import { isRecord } from '../../values/is-record.js';
import { headingOf, lineOf } from './cell-text.js';
import { type Cell, descriptionOf, type ResultColumn } from './result-columns.js';
import type { Subtotals } from './subtotals.js';

/** What is known of a result beside its rows. */
export interface ResultFacts {
  readonly columns: readonly ResultColumn[];
  readonly totals: readonly Cell[] | null;
  readonly subtotals: readonly Subtotals[];
  readonly pivotedBy: readonly string[];
  readonly timeZone: string | undefined;
  /** What Looker remarked on the query although it ran. */
  readonly notes: readonly string[];
  /** The filters that the caller may not know of. */
  readonly filters: ShownFilters | null;
}

/** Filters of a query that ran: those that Looker added to the ones that were asked for, or all where nobody asked for any. */
export interface ShownFilters {
  readonly areAdded: boolean;
  readonly byField: Readonly<Record<string, string>>;
}

const TIME_OF_DAY = /^date_(?:time|raw|hour|minute|second|millisecond)/;
const FILTERS_SHOWN_MAX = 50;
const NAME_CHARACTERS_MAX = 255;
const VALUE_CHARACTERS_MAX = 500;

/**
 * The filters that Looker applied, of `metadata` (json_bi: `filters`) or around the rows (json_detail: `applied_filters`).
 * @param asked those of the call; null where it names a query that has its own.
 */
export function shownFilters(frame: unknown, asked: Readonly<Record<string, unknown>> | null): ShownFilters | null {
  const { filters, applied_filters: applied } = descriptionOf(frame);
  const entries = [...entriesOf(filters), ...entriesOf(applied)]
    .map(([name, value]) => [sanitizedLine(name, NAME_CHARACTERS_MAX), filterValue(value)] as const)
    .filter(([name, value]) => value !== '' && (asked === null || !Object.hasOwn(asked, name)))
    .slice(0, FILTERS_SHOWN_MAX);
  return entries.length === 0 ? null : { areAdded: asked !== null, byField: Object.fromEntries(entries) };
}

const entriesOf = (value: unknown): [string, unknown][] => (isRecord(value) ? Object.entries(value) : []);

function filterValue(filter: unknown): string {
  const value = isRecord(filter) && 'value' in filter ? filter.value : filter;
  return sanitizedLine(value, VALUE_CHARACTERS_MAX);
}

/**
 * What a reader of a table has to know beside the rows, a line each.
 * @param isBrief without what explains the values.
 */
export function factLines({ columns, totals, subtotals, notes, filters, ...facts }: ResultFacts, isBrief: boolean) {
  return [
    ...(totals === null ? [] : [`Totals: ${totalsText(columns, totals)}`]),
    ...subtotals.flatMap((each) => subtotalLines(columns, each)),
    ...(isBrief ? [] : explanations({ columns, ...facts })),
    ...(filters === null ? [] : [filtersText(filters)]),
    ...notes.map((note) => `Note of Looker’s: ${note}`),
  ];
}

function explanations({ columns, pivotedBy, timeZone }: Pick<ResultFacts, 'columns' | 'pivotedBy' | 'timeZone'>) {
  const units = new Map(columns.flatMap(({ name, unit }) => (unit === undefined ? [] : [[name, unit] as const])));
  return [
    ...(pivotedBy.length === 0 ? [] : [`Columns are pivoted by ${pivotedBy.join(', ')}.`]),
    ...(units.size === 0 ? [] : [`Units: ${[...units].map(([name, unit]) => `${name}: ${unit}`).join('; ')}`]),
    ...(hasTimes(columns) && timeZone !== undefined ? [`Times are in ${timeZone}.`] : []),
  ];
}

/** The same for programs, without the columns. */
export const factProperties = ({ totals, subtotals, pivotedBy, timeZone, notes, filters }: ResultFacts) => ({
  ...(notes.length > 0 && { notes }),
  ...(filters !== null && { [filters.areAdded ? 'added_filters' : 'filters']: filters.byField }),
  ...(pivotedBy.length > 0 && { pivoted_by: pivotedBy }),
  ...(timeZone !== undefined && { time_zone: timeZone }),
  ...(totals !== null && { totals }),
  ...(subtotals.length > 0 && {
    subtotals: subtotals.map(({ by, rows, isCut }) => ({ by, ...(isCut && { is_cut: true }), rows })),
  }),
});

const hasTimes = (columns: readonly ResultColumn[]) => columns.some(({ type }) => TIME_OF_DAY.test(type ?? ''));

const totalsText = (columns: readonly ResultColumn[], totals: readonly Cell[]) =>
  columns
    .map((column, index) => ({ heading: headingOf(column), cell: totals[index] ?? null }))
    .filter(({ cell }) => cell !== null)
    .map(({ heading, cell }) => `${heading} = ${lineOf('table', [cell])}`)
    .join('; ');

/** A table of the columns that a subtotal has a value in: the dimensions that it groups by, and what is summed up. */
function subtotalLines(columns: readonly ResultColumn[], { by, rows, isCut }: Subtotals): string[] {
  const has = columns.map(({ name }, index) => by.includes(name) || rows.some((row) => row[index] !== null));
  const shown = <Item>(items: readonly Item[]) => items.filter((_, index) => has[index]);
  return [
    `Subtotals by ${by.join(', ')}:`,
    lineOf('table', shown(columns).map(headingOf)),
    ...rows.map((row) => lineOf('table', shown(row))),
    ...(isCut
      ? ['Further subtotals are left out: ask for them by a query of their own, without the other dimensions.']
      : []),
  ];
}

function filtersText({ areAdded, byField }: ShownFilters): string {
  const said = Object.entries(byField).map(([name, value]) => `${name} = ${value}`);
  return `${areAdded ? 'Looker added filters that were not asked for' : 'Filtered by'}: ${said.join('; ')}.`;
}
