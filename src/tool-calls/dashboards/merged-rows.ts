import { createHash } from 'node:crypto';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import { TurnShare } from '../../looker/work-turns.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { ExactNumber, parseExact } from '../answers/exact-json.js';
import { queryVerdict } from '../answers/query-failure.js';
import type { ReadRows } from '../answers/read-rows.js';
import { descriptionOf } from '../answers/result-columns.js';
import { jsonOf, listOf } from '../queries/stored-query.js';
import type { MergeSource } from './merge-query.js';

/** What was read of the rows of one source. */
export interface SourceRows {
  readonly source: MergeSource;
  readonly read: ReadRows;
}

/** The joined rows as Looker would write them (`json_bi`), and on what they are joined. Or why they are not, in words. */
export type MergedRows = { readonly body: Buffer; readonly joins: readonly Join[] } | { readonly reason: string };

/** The fields of one source that are equal to fields of the first one. */
export interface Join {
  readonly source: MergeSource;
  readonly on: readonly { readonly own: string; readonly first: string }[];
}

/** Looker merges so many rows of each query at most, and shows no more of what comes of it. */
export const MERGED_ROWS_MAX = 5_000;
const BYTES_MAX = 4 * 1024 * 1024;
const FIELD_KINDS = ['dimensions', 'measures', 'table_calculations'] as const;
const NAME_CHARACTERS_MAX = 255;
/** Of one source: each row is written with the names of all. */
const FIELDS_MAX = 1_000;
/** Of what a row is joined on; what is longer is held as its digest. */
const KEY_CHARACTERS_MAX = 200;

interface Table {
  readonly fields: Readonly<Record<(typeof FIELD_KINDS)[number], readonly JsonRecord[]>>;
  readonly names: ReadonlySet<string>;
  readonly rows: readonly JsonRecord[];
}

/**
 * Joins the rows of a merge query's sources as Looker does: each further source is left-joined to the first one, on the merge
 * fields. Gives a reason instead wherever Looker's own result might be another one.
 * @throws LookerError where a row cannot be read.
 */
export async function mergedRows([first, ...others]: readonly SourceRows[]): Promise<MergedRows> {
  if (first === undefined) return { reason: 'the merge query names no query' };
  const tables: Table[] = [];
  for (const { source, read } of [first, ...others]) {
    const table = await tableOf(read);
    if (typeof table === 'string') return { reason: `${source.name} ${table}` };
    tables.push(table);
  }
  const [base, ...added] = tables as [Table, ...Table[]];
  const joins: Join[] = [];
  const parts: Part[] = [{ ...base, names: namesOf(base, [], new Set(), '') }];
  let rows: (readonly (JsonRecord | null)[])[] = base.rows.map((row) => [row]);
  for (const [index, table] of added.entries()) {
    const { source } = others[index] as SourceRows;
    const on = joinOf(source, base, table);
    if (on === null) return { reason: `Looker does not say clearly on which fields ${source.name} is joined` };
    const joined = await leftJoin(rows, table.rows, on);
    if (typeof joined === 'string') return { reason: `${source.name} ${joined}` };
    rows = joined;
    joins.push({ source, on });
    const taken = new Set(parts.flatMap(({ names }) => [...names.values()]));
    parts.push({
      ...table,
      names: namesOf(
        table,
        on.map(({ own }) => own),
        taken,
        source.name,
      ),
    });
  }
  return writtenRows(parts, rows, joins);
}

async function tableOf({ frame, rows, count, isWhole }: ReadRows): Promise<Table | string> {
  if (!isWhole || rows.length < count) return `has more than the ${MERGED_ROWS_MAX} rows that are joined`;
  const parsed: JsonRecord[] = [];
  const share = new TurnShare();
  for (const row of rows) {
    if (share.isUsedUp(row.length)) await share.next({ isBegun: true });
    parsed.push(jsonOf(parseExact(row)));
  }
  if (queryVerdict(frame, parsed[0], count).failure !== null) return 'failed';
  const { fields } = descriptionOf(frame);
  if (!isRecord(fields)) return 'came without a description of its fields';
  if (listOf(fields.pivots).length > 0) return 'is pivoted';
  const [dimensions, measures, table_calculations] = FIELD_KINDS.map((kind) => listOf(fields[kind])) as [
    JsonRecord[],
    JsonRecord[],
    JsonRecord[],
  ];
  const names = [...dimensions, ...measures, ...table_calculations].map(({ name }) => nameOf(name));
  if (names.length > FIELDS_MAX) return `has more than the ${FIELDS_MAX} fields that are joined`;
  return { fields: { dimensions, measures, table_calculations }, names: new Set(names), rows: parsed };
}

const nameOf = (value: unknown) => sanitizedLine(value, NAME_CHARACTERS_MAX);

/** Looker's texts differ in which name of a pair is the source's own: the fields tell, or nothing does. */
function joinOf({ joinedOn }: MergeSource, base: Table, own: Table): Join['on'] | null {
  const on = joinedOn.map(([name, other]) => {
    const ways = [
      { own: other, first: name },
      { own: name, first: other },
    ].filter((way) => own.names.has(way.own) && base.names.has(way.first));
    return ways.length === 1 || name === other ? ways[0] : undefined;
  });
  const known = on.filter((pair) => pair !== undefined);
  return on.length === 0 || known.length < on.length ? null : known;
}

type Joined = (readonly (JsonRecord | null)[])[];

/** Beside each row those of `added` that fit it, each in a row of its own; nothing where none does. */
async function leftJoin(rows: Joined, added: readonly JsonRecord[], on: Join['on']): Promise<Joined | string> {
  const keys = new JoinKeys(on.length);
  const own = on.map((pair) => pair.own);
  const first = on.map((pair) => pair.first);
  const share = new TurnShare();
  const byKey = await grouped(added, (row) => keys.of(row, own), share);
  const ofNull = byKey.get(null) !== undefined;
  const joined: (readonly (JsonRecord | null)[])[] = [];
  for (const row of rows) {
    if (share.isUsedUp(row.length)) await share.next({ isBegun: true });
    const key = keys.of(row[0] ?? {}, first);
    if (key === null && ofNull) return 'is joined on empty values';
    for (const match of byKey.get(key) ?? [null]) joined.push([...row, match]);
    if (joined.length > MERGED_ROWS_MAX) return `makes more than ${MERGED_ROWS_MAX} rows when it is joined`;
  }
  return keys.areAlike ? joined : 'is joined on values of another type';
}

async function grouped<Key>(rows: readonly JsonRecord[], keyOf: (row: JsonRecord) => Key, share: TurnShare) {
  const groups = new Map<Key, JsonRecord[]>();
  for (const row of rows) {
    if (share.isUsedUp(1)) await share.next({ isBegun: true });
    const key = keyOf(row);
    const alike = groups.get(key);
    if (alike === undefined) groups.set(key, [row]);
    else alike.push(row);
  }
  return groups;
}

/** Makes one text of the values that rows are joined on, and notices whether values of one field have several types. */
class JoinKeys {
  private readonly types: readonly Set<string>[];

  constructor(fields: number) {
    this.types = Array.from({ length: fields }, () => new Set<string>());
  }

  get areAlike(): boolean {
    return this.types.every(({ size }) => size <= 1);
  }

  /** Null where a value is empty: whether Looker joins those is not documented. */
  of(row: JsonRecord, names: readonly string[]): string | null {
    const values = names.map((name) => valueIn(row, name));
    for (const [index, value] of values.entries())
      if (value !== null) this.types[index]?.add(value instanceof ExactNumber ? 'number' : typeof value);
    if (values.includes(null)) return null;
    const key = JSON.stringify(values.map((value) => (value instanceof ExactNumber ? value.toJSON() : value)));
    return key.length <= KEY_CHARACTERS_MAX ? key : createHash('sha256').update(key).digest('base64');
  }
}

function valueIn(row: JsonRecord, name: string): unknown {
  const cell = Object.hasOwn(row, name) ? row[name] : undefined;
  return (isRecord(cell) && 'value' in cell ? cell.value : cell) ?? null;
}

/** A source with the names that its columns have in the joined rows; those that it is joined on are the first one's. */
type Part = Omit<Table, 'names'> & { readonly names: ReadonlyMap<string, string> };

function namesOf(table: Table, omitted: readonly string[], taken: ReadonlySet<string>, source: string): Part['names'] {
  const kept = [...table.names].filter((name) => !omitted.includes(name));
  return new Map(kept.map((name) => [name, taken.has(name) ? `${name} (${source})` : name]));
}

async function writtenRows(parts: readonly Part[], rows: Joined, joins: readonly Join[]): Promise<MergedRows> {
  const fields = Object.fromEntries(FIELD_KINDS.map((kind) => [kind, parts.flatMap((part) => renamed(part, kind))]));
  const written: string[] = [];
  const share = new TurnShare();
  let bytes = 0;
  for (const row of rows) {
    const text = `{${parts.flatMap(({ names }, index) => cellsOf(row[index] ?? {}, names)).join(',')}}`;
    bytes += text.length;
    if (bytes > BYTES_MAX) return { reason: 'the joined rows are too long' };
    if (share.isUsedUp(text.length)) await share.next({ isBegun: true });
    written.push(text);
  }
  const metadata = JSON.stringify({ fields: { ...fields, pivots: [] } });
  return { body: Buffer.from(`{"metadata":${metadata},"rows":[${written.join(',')}]}`), joins };
}

const renamed = ({ fields, names }: Part, kind: (typeof FIELD_KINDS)[number]) =>
  fields[kind].flatMap((field) => {
    const name = names.get(nameOf(field.name));
    return name === undefined ? [] : [{ ...field, name }];
  });

const cellsOf = (row: JsonRecord, names: Part['names']) =>
  [...names].map(([own, name]) => {
    const cell = Object.hasOwn(row, own) ? row[own] : undefined;
    const rendered = isRecord(cell) && typeof cell.rendered === 'string' ? cell.rendered : null;
    return `${JSON.stringify(name)}:{"value":${exactText(valueIn(row, own))},"rendered":${JSON.stringify(rendered)}}`;
  });

/** JSON of a value, with the digits that Looker sent. */
const exactText = (value: unknown) => (value instanceof ExactNumber ? value.digits : JSON.stringify(value));
