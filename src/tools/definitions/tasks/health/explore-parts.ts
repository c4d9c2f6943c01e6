import { isRecord, type JsonRecord } from '../../../../values/is-record.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { recordsOf } from '../../../run/list-answer.js';
import { askActivity } from '../../../run/system-activity.js';
import { exactly } from '../../../schema/filter-values.js';
import { lookerPath } from '../../../schema/path-segment.js';
import type { ExploreUsage } from './model-usage.js';

/** What an explore consists of, and what of it nobody uses. Timeframes of one dimension group are one field. */
export interface ExploreParts {
  readonly joins: readonly string[];
  readonly fields: readonly string[];
  readonly unusedJoins: readonly string[];
  readonly unusedFields: readonly string[];
  /** Whether there were more different queries than were read, so that what seems unused may be used. */
  readonly isCut: boolean;
}

export const EXPLORE_PARTS_NEEDS = ['lookml_model_explore', 'run_inline_query'] as const;
/** So many different queries of an explore are read, those that ran most often first. */
const QUERIES_MAX = 2000;
/** Begins where a word does: else each letter of a long text without a dot would be tried as the first one, which takes seconds. */
const FIELD_NAMES = /\b[a-z_]\w*\.[a-z_]\w*/gi;
/** `${field}` and `${view.field}` in the SQL of fields and joins. */
const REFERENCES = /\$\{\s*([\w.]+)\s*\}/g;

/** What is used of an explore in some days by at least so many runs of queries: two requests. */
export async function partsOf(
  call: Pick<ToolCall, 'send'>,
  { model, explore }: ExploreUsage,
  { days, minQueries }: { readonly days: number; readonly minQueries: number },
): Promise<ExploreParts> {
  const path = lookerPath`/lookml_models/${model}/explores/${explore}`;
  const fields = 'name,view_name,joins,fields,always_filter,conditionally_filter,access_filters';
  const [described, asked] = await Promise.all([
    call.send({ verb: 'GET', path, query: { fields } }),
    askActivity(call, {
      explore: 'history',
      columns: {
        ...{ fields: 'query.formatted_fields', filters: 'query.filters', pivots: 'query.pivots', sorts: 'query.sorts' },
        ...{ dynamic: 'query.dynamic_fields', expression: 'query.filter_expression', runs: 'history.query_run_count' },
      },
      filters: {
        'history.created_date': `${days} days`,
        ...{ 'query.model': exactly(model, 'string'), 'query.view': exactly(explore, 'string') },
      },
      sorts: ['history.query_run_count desc'],
      limit: QUERIES_MAX,
    }),
  ]);
  const runs = runsByField(asked.rows);
  const inUse = [...runs].flatMap(([name, count]) => (count >= minQueries ? [name] : []));
  return { ...usedAndUnused(isRecord(described.body) ? described.body : {}, inUse), isCut: asked.isCut };
}

function runsByField(queries: readonly JsonRecord[]): ReadonlyMap<string, number> {
  const runs = new Map<string, number>();
  for (const { runs: count, ...parts } of queries) {
    const text = Object.values(parts).map(String).join(' ');
    for (const name of new Set(text.match(FIELD_NAMES))) runs.set(name, (runs.get(name) ?? 0) + Number(count ?? 0));
  }
  return runs;
}

function usedAndUnused(explore: JsonRecord, inUse: readonly string[]): Omit<ExploreParts, 'isCut'> {
  const groups = isRecord(explore.fields) ? Object.values(explore.fields) : [];
  const fields = new Map(groups.flatMap(recordsOf).map((field) => [String(field.name), field]));
  const joins = new Map(recordsOf(explore.joins).map((join) => [String(join.name), join]));
  const demanded = [explore.always_filter, explore.conditionally_filter, explore.access_filters];
  const used = new Set<string>();
  const reach = (name: string): void => {
    if (used.has(name)) return;
    used.add(name);
    const [view = ''] = name.split('.');
    const field = fields.get(name);
    if (field !== undefined) for (const other of referencesOf([field.sql, field.filters], view)) reach(other);
    const join = joins.get(view);
    if (join === undefined || used.has(view)) return;
    used.add(view);
    for (const other of neededBy(join, view)) reach(other);
  };
  for (const name of [...inUse, ...(JSON.stringify(demanded).match(FIELD_NAMES) ?? [])]) reach(name);
  const groupOf = (field: JsonRecord) => String(field.dimension_group ?? field.name);
  const usedGroups = new Set([...fields.values()].filter(({ name }) => used.has(String(name))).map(groupOf));
  const all = [...new Set([...fields.values()].map(groupOf))];
  const joinNames = [...joins.keys()];
  return {
    ...{ joins: joinNames, fields: all },
    unusedJoins: joinNames.filter((name) => !used.has(name)),
    unusedFields: all.filter((name) => !usedGroups.has(name)),
  };
}

/** A join that is in use needs what it joins on, and the joins in between. */
function neededBy(
  { sql_on: on, dependent_fields: needed, foreign_key: key, required_joins: required }: JsonRecord,
  view: string,
) {
  const between = Array.isArray(required) ? required.map((other) => `${String(other)}.`) : [];
  return [...referencesOf([on, needed, key], view), ...between];
}

/** The fields that SQL and the like name: whole names, and those of the same view. */
function referencesOf(texts: readonly unknown[], view: string): string[] {
  const text = JSON.stringify(texts);
  const marked = [...text.matchAll(REFERENCES)].map(([, name = '']) => (name.includes('.') ? name : `${view}.${name}`));
  return [...marked, ...(text.match(FIELD_NAMES) ?? [])];
}
