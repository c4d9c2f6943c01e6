import { queryVerdict } from '../answers/query-failure.js';
import { readRows } from '../answers/read-rows.js';
import { shownFilters } from '../answers/result-facts.js';
import { nextTool } from '../capabilities/next-tools.js';
import {
  bodyOf,
  failed,
  NOT_ENOUGH_SPACE,
  type QueryAnswer,
  type Showing,
  type ShownRows,
  showQuery,
  showRows,
  TILE_CHARACTERS_MIN,
} from '../queries/present-query.js';
import type { Filters } from '../queries/stored-query.js';
import type { MergeQuery, MergeSource } from './merge-query.js';
import { MERGED_ROWS_MAX, type MergedRows, mergedRows, type SourceRows } from './merged-rows.js';

/** Of the rows of all sources of one tile, as Looker sends them. */
const BYTES_MAX = 4 * 1024 * 1024;
const VALUE_CHARACTERS_MAX = 200;
const FILTERS_SHOWN_MAX = 20;
const NOTES_OF_SOURCE_MAX = 3;

interface Source {
  readonly source: MergeSource;
  readonly answer: QueryAnswer;
}

/** Shows the rows that a tile merges: joined where Looker's own result is sure, else a table of each of its queries. */
export async function showMerged(
  merge: MergeQuery,
  answers: readonly QueryAnswer[],
  charactersMax: number,
  showing: Showing,
): Promise<ShownRows> {
  const sources = answers.flatMap((answer, index) => {
    const source = merge.sources[index];
    return source === undefined ? [] : [{ source, answer }];
  });
  const joined = await joinedRows(merge, sources, showing);
  const notes = [
    ...('reason' in joined ? [`Not joined here: ${joined.reason}.`] : joined.remarks),
    ...notesOf(merge, sources),
  ];
  const merged = { merge_query_id: merge.id, sources: sources.map(describe), notes };
  const about = [
    `Merge query ${merge.id}; each query is left-joined to the first:`,
    ...sources.map(lineOf),
    ...notes,
  ].join('\n');
  const space = charactersMax - Math.max(about.length, JSON.stringify(merged).length);
  if (space < TILE_CHARACTERS_MIN) return failed(`${NOT_ENOUGH_SPACE} ${byThemselves(merge, sources, showing)}`);
  const shown =
    'reason' in joined
      ? await eachSource(sources, space, showing)
      : await showRows([joined.body], space, showing, {
          more: { hint: byThemselves(merge, sources, showing) },
          timeZone: timeZoneOf(sources),
        });
  return { ...shown, text: `${about}\n${shown.text}`, structured: { merged, ...shown.structured } };
}

type Joined = (MergedRows & { readonly remarks: readonly string[] }) | { readonly reason: string };

async function joinedRows(merge: MergeQuery, sources: readonly Source[], showing: Showing): Promise<Joined> {
  if (merge.isCut) return { reason: `it merges more than ${sources.length} queries` };
  const found: SourceRows[] = [];
  const remarks: string[] = [];
  for (const { source, answer } of sources) {
    const body = 'error' in answer ? null : await bodyOf(answer, showing);
    if (body === null) return { reason: `${source.name} has no rows to join` };
    const bytesMax = BYTES_MAX / sources.length;
    const read = await readRows(body, { offset: 0, rowsMax: MERGED_ROWS_MAX, bytesMax, countsAll: true });
    if (read.isWhole && read.count > 0 && read.count === answer.query.rowsMax)
      remarks.push(`${source.name} stopped at its limit of ${read.count} rows.`);
    for (const note of queryVerdict(read.frame, undefined, read.count).notes.slice(0, NOTES_OF_SOURCE_MAX))
      remarks.push(`Note of Looker’s on ${source.name}: ${cut(note)}`);
    const added = Object.entries(shownFilters(read.frame, answer.query.filters)?.byField ?? {});
    if (added.length > 0)
      remarks.push(`Looker added filters to ${source.name}: ${added.map((pair) => pair.join(' = ')).join('; ')}.`);
    found.push({ source, read });
  }
  const rows = await mergedRows(found);
  return 'reason' in rows ? rows : { ...rows, remarks };
}

async function eachSource(sources: readonly Source[], charactersMax: number, showing: Showing): Promise<ShownRows> {
  const shown: ShownRows[] = [];
  for (const { answer } of sources) {
    const one = await showQuery(answer, Math.floor(charactersMax / sources.length), showing);
    shown.push(one);
  }
  const texts = shown.map(({ text }, index) => `### ${sources[index]?.source.name}\n${text}`);
  return {
    text: texts.join('\n'),
    structured: {
      tables: shown.map(({ structured }, index) => ({ name: sources[index]?.source.name, ...structured })),
    },
    rows: shown.reduce((sum, { rows }) => sum + rows, 0),
    isError: shown.every(({ isError }) => isError),
  };
}

/** Of the query that ran; and of the one that is merged, whose filters may be others. */
const ranAs = ({ source, answer }: Source) => answer.queryId ?? source.queryId;
const idOf = ({ source, answer }: Source) => (source.queryId === '' ? (answer.queryId ?? '') : source.queryId);

function describe({ source, answer }: Source) {
  const filters = Object.entries(shortFilters(answer.query.filters));
  return {
    name: source.name,
    query_id: idOf({ source, answer }),
    filters: Object.fromEntries(filters),
    joined_on: source.joinedOn.map(([name, own]) => ({ field_name: name, source_field_name: own })),
  };
}

function lineOf({ source, answer }: Source): string {
  const filters = Object.entries(shortFilters(answer.query.filters)).map(([name, value]) => `${name} = ${value}`);
  const on = source.joinedOn.map((pair) => [...new Set(pair)].join(' = '));
  return [
    `- ${source.name} (query_id ${idOf({ source, answer })})`,
    on.length > 0 ? `, joined on ${on.join(' and ')}` : '',
    filters.length > 0 ? `, where ${filters.join('; ')}` : '',
  ].join('');
}

const cut = (value: string) =>
  value.length > VALUE_CHARACTERS_MAX ? `${value.slice(0, VALUE_CHARACTERS_MAX)}…` : value;
const shortFilters = (filters: Filters): Filters =>
  Object.fromEntries(
    Object.entries(filters)
      .slice(0, FILTERS_SHOWN_MAX)
      .map(([name, value]) => [cut(name), cut(value)]),
  );

function notesOf(merge: MergeQuery, sources: readonly Source[]): string[] {
  const unsure = sources.filter(({ answer }) => answer.query.isUnsure).map(({ source }) => source.name);
  return [
    ...merge.finish,
    ...unsure.map(
      (name) => `${name} ran without filters of the dashboard: Looker does not say clearly which it hears.`,
    ),
  ];
}

function byThemselves(merge: MergeQuery, sources: readonly Source[], { context }: Showing): string {
  const ids = sources.map(ranAs).filter((id) => id !== '');
  const runQuery = nextTool(context, 'run_query');
  if (ids.length === 0 || runQuery === undefined) return `Its rows come from the merge query ${merge.id}.`;
  return `The queries of the merge query ${merge.id} by themselves: query_id ${ids.join(', ')} with ${runQuery}.`;
}

function timeZoneOf(sources: readonly Source[]): string | undefined {
  const [first, ...others] = sources.map(({ answer }) => answer.query.timeZone);
  return others.every((zone) => zone === first) ? first : undefined;
}
