import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { JsonRecord } from '../../values/is-record.js';
import { ExactNumber } from './exact-json.js';
import { unitOf } from './value-unit.js';

/** A value of a row: as Looker has it, without the text that it shows to people. */
export type Cell = string | number | boolean | null | ExactNumber;

/** A column of a result. */
export interface ResultColumn {
  /** The field, as queries name it. */
  readonly name: string;
  readonly label: string;
  /** Looker's type of the field, such as `count`, `date_month`, `string`. */
  readonly type?: string;
  readonly unit?: string;
  /** The values of the pivots that the column is for, in their order. */
  readonly pivot?: readonly Cell[];
  /** Whether it is the total over all pivots. */
  readonly is_row_total?: true;
}

/** A column, and where a row has its value. */
export interface PlacedColumn {
  readonly column: ResultColumn;
  readonly path: readonly string[];
}

/** More columns than fit into any answer; those of pivots are as many as measures times values. */
const COLUMNS_MAX = 10_000;
const NAME_CHARACTERS_MAX = 255;
const nameOf = (value: unknown) => sanitizedLine(value, NAME_CHARACTERS_MAX);

const isJson = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);
/** A column may be called as what every object inherits. */
const own = (value: JsonRecord, key: string): unknown => (Object.hasOwn(value, key) ? value[key] : undefined);
const listOf = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value : []).filter(isJson);

/** What Looker says of a result beside its rows: in `metadata` (json_bi), or around the rows (json_detail). */
export function descriptionOf(frame: unknown): JsonRecord {
  if (!isJson(frame)) return {};
  return isJson(frame.metadata) ? { ...frame, ...frame.metadata } : frame;
}

/** The fields that a result is pivoted by. */
export const pivotFields = (frame: unknown): readonly string[] => pivotsOf(frame).map(({ name }) => nameOf(name));

/** The columns of a result, from what Looker says of its fields; null where they are too many. */
export function placedColumnsOf(frame: unknown): readonly PlacedColumn[] | null {
  const { fields, pivots } = descriptionOf(frame);
  if (!isJson(fields)) return [];
  const by = pivotsOf(frame);
  const keys = by.length === 0 ? [] : listOf(pivots);
  const isPivoted = (field: JsonRecord) => keys.length > 0 && field.category !== 'dimension' && field.measure !== false;
  const names = new Set(keys.length > 0 ? by.map(({ name }) => keyOf(name)) : []);
  const dimensions = listOf(fields.dimensions).filter(({ name }) => !names.has(keyOf(name)));
  const values = [...listOf(fields.measures), ...listOf(fields.table_calculations)];
  const plain = [...dimensions, ...values.filter((field) => !isPivoted(field))];
  const pivoted = values.filter(isPivoted);
  if (plain.length + keys.length * pivoted.length * Math.max(by.length, 1) > COLUMNS_MAX) return null;
  return [
    ...plain.map((field) => ({ column: columnOf(field), path: [keyOf(field.name)] })),
    ...keys.flatMap((pivot) => pivoted.map((field) => pivotedColumn(field, pivot, by))),
  ];
}

/** The value of a column in a row; null where the row has none. */
export function cellAt(row: unknown, { column, path }: PlacedColumn): Cell {
  let value = row;
  for (const key of path) value = isJson(value) ? own(value, key) : undefined;
  const rendered = isJson(value) ? value.rendered : undefined;
  return cellOf(isJson(value) && 'value' in value ? value.value : value, column, rendered);
}

/** A quarter is told as one: Looker's value is that of its first month, and reads as the month. */
function cellOf(value: unknown, { type }: ResultColumn, rendered: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (type?.endsWith('quarter') && typeof value === 'string') return quarterOf(value, rendered);
  if (typeof value === 'object') return value instanceof ExactNumber ? value : JSON.stringify(value);
  return value as string | number | boolean;
}

function quarterOf(value: string, rendered: unknown): string {
  if (typeof rendered === 'string' && /Q[1-4]/.test(rendered)) return rendered;
  const [, year, month] = /^(\d{4})-(\d\d)(?:-01)?$/.exec(value) ?? [];
  return year === undefined ? value : `${year}-Q${Math.ceil(Number(month) / 3)}`;
}

function columnOf(field: JsonRecord): ResultColumn {
  const unit = unitOf(field.value_format);
  return {
    name: nameOf(field.name),
    label: nameOf(field.label ?? field.name),
    ...(typeof field.type === 'string' && { type: nameOf(field.type) }),
    ...(unit !== undefined && { unit }),
  };
}

function pivotedColumn(field: JsonRecord, pivot: JsonRecord, by: readonly JsonRecord[]): PlacedColumn {
  const column = columnOf(field);
  const path = [keyOf(field.name), keyOf(pivot.key)];
  if (pivot.is_total === true) return { column: { ...column, is_row_total: true }, path };
  const data = isJson(pivot.data) ? pivot.data : {};
  const shown = isJson(pivot.metadata) ? pivot.metadata : {};
  const values = by.map((one) => {
    const name = keyOf(one.name);
    const detail = own(shown, name);
    return cellOf(own(data, name), columnOf(one), isJson(detail) ? detail.rendered : undefined);
  });
  return { column: { ...column, pivot: values }, path };
}

const pivotsOf = (frame: unknown): readonly JsonRecord[] => {
  const { fields } = descriptionOf(frame);
  return listOf(isJson(fields) ? fields.pivots : []);
};

/** What a row has a value under: a text, or a number. */
const keyOf = (value: unknown) =>
  value instanceof ExactNumber ? value.digits : typeof value === 'object' ? '' : String(value);

/**
 * The columns of rows that nothing describes (`json`); null where they are too many. Plain rows nest what is pivoted:
 * `{measure: {pivot field: {pivot value: value}}}`.
 */
export async function columnsOfRows(rows: AsyncIterable<unknown>): Promise<readonly PlacedColumn[] | null> {
  const columns = new Map<string, PlacedColumn>();
  for await (const row of rows)
    for (const path of pathsOf(row, [])) {
      const [name = '', , ...pivot] = path;
      const nested = pivot.length > 0 && { pivot };
      columns.set(JSON.stringify(path), { column: { name, label: name, ...nested }, path });
      if (columns.size > COLUMNS_MAX) return null;
    }
  return [...columns.values()];
}

function* pathsOf(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (isJson(value)) for (const [key, inner] of Object.entries(value)) yield* pathsOf(inner, [...path, key]);
  else if (path.length > 0) yield path;
}
