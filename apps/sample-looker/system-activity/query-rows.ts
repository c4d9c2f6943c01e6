import type { LookerRecord } from '../api.js';
import type { ActivityRow } from './activity-tables.js';

/** What a query has to be to be kept: longer ones are known by their model and explore alone. */
const textLengthMax = 8_000;

/** A query as a row of the system activity model. */
export function queryRow(id: number, query: LookerRecord): ActivityRow {
  return {
    id,
    model: textOf(query.model),
    view: textOf(query.view),
    slug: textOf(query.slug),
    client_id: textOf(query.client_id ?? query.slug),
    fields: jsonOf(query.fields ?? []),
    filters: jsonOf(query.filters ?? {}),
    pivots: jsonOf(query.pivots ?? []),
    sorts: jsonOf(query.sorts ?? []),
    dynamic_fields: dynamicFieldsOf(query.dynamic_fields),
    row_limit: textOf(query.limit),
    filter_expression: textOf(query.filter_expression),
  };
}

/** The fields that a query selects, pivots and filters by. */
export function fieldsUsed({ fields, filters, pivots }: ActivityRow): string[] {
  const selected = [...listOf(fields), ...listOf(pivots), ...Object.keys(parsed(filters) ?? {})];
  return [...new Set(selected)];
}

function listOf(text: unknown): string[] {
  const list = parsed(text);
  return Array.isArray(list) ? list.map(String) : [];
}

function parsed(text: unknown): object | undefined {
  const value: unknown = JSON.parse(String(text ?? 'null'));
  return typeof value === 'object' && value !== null ? value : undefined;
}

function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value).slice(0, textLengthMax);
}

function jsonOf(value: unknown): string | null {
  const text = JSON.stringify(value);
  return text.length > textLengthMax ? null : text;
}

/** A text that is no JSON would end every query that counts its fields. */
function dynamicFieldsOf(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  try {
    return jsonOf(typeof value === 'string' ? JSON.parse(value) : value);
  } catch {
    return null;
  }
}
