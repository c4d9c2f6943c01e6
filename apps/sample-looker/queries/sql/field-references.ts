import { type Field, findReachedField, type TimeField } from '../../models/fields.js';
import type { ExploreModel } from '../../models/model-types.js';
import { QueryError } from '../query-error.js';
import type { JoinPlan } from './join-plan.js';
import { sqlColumn, sqlString, sqlView } from './sql-text.js';
import { timeframeSql } from './time-sql.js';

export interface CompileContext {
  explore: ExploreModel;
  joins: JoinPlan;
  /** The column as local time of the time zone. */
  now: Date;
  timeZone: string;
}

/** How deep a field may refer to others; the sample's own references are two deep. */
const depthMax = 12;
/** `{field}` of the same view, or `{view.field}`. */
const reference = /\{(\w+)(?:\.(\w+))?\}/g;

export function unknownField(name: string, exploreName: string): QueryError {
  return new QueryError(
    'Invalid field',
    `Unknown or inaccessible field "${name}" referenced by "${exploreName}". Check for missing joins in the explore or a misspelt name.`,
  );
}

/** Throws a QueryError for a field that no view of the explore has. */
export function requireReachedField(explore: ExploreModel, name: string): Field {
  const field = findReachedField(explore, name);
  if (field === undefined) throw unknownField(name, explore.name);
  return field;
}

/** The text with each reference replaced. `viewName` is the view that the text stands in. */
export function replaceReferences(text: string, viewName: string, replace: (name: string) => string): string {
  return text.replace(reference, (_, first: string, second: string | undefined) => {
    if (first === 'TABLE') return sqlView(viewName);
    return replace(second === undefined ? `${viewName}.${first}` : `${first}.${second}`);
  });
}

/** An expression over dimensions as SQL. Throws a QueryError for one that names a measure, nothing, or itself. */
export function dimensionsSql(
  text: string,
  { viewName, context, depth = 0 }: { viewName: string; context: CompileContext; depth?: number },
): string {
  checkDepth(depth, viewName);
  return replaceReferences(text, viewName, (name) => {
    const field = requireReachedField(context.explore, name);
    if (field.kind === 'measure') throw unknownField(name, context.explore.name);
    const sql = dimensionSql(field, context, depth + 1);
    return field.kind === 'dimension' && field.dimension.sql === undefined ? sql : `(${sql})`;
  });
}

/** A dimension as SQL; a yesno as its condition. */
export function dimensionSql(field: Exclude<Field, { kind: 'measure' }>, context: CompileContext, depth = 0): string {
  if (field.kind === 'time') return timeframeSql(timeColumnSql(field, context, depth), field.timeframe);
  const { sql } = field.dimension;
  return sql === undefined ? sqlColumn(field.name) : dimensionsSql(sql, { viewName: field.view.name, context, depth });
}

/** The times of a dimension group, as clocks in the query's time zone show them. */
export function timeColumnSql({ view, group }: TimeField, context: CompileContext, depth = 0): string {
  const stored =
    group.sql === undefined
      ? sqlColumn(`${view.name}.${group.column}`)
      : `(${dimensionsSql(group.sql, { viewName: view.name, context, depth })})`;
  return context.timeZone === 'UTC' ? stored : `WALL_CLOCK(${stored}, ${sqlString(context.timeZone)})`;
}

/** The primary key of a view as SQL; null for a view without one. */
export function primaryKeySql(viewName: string, context: CompileContext): string | null {
  const view = [context.explore.view, ...context.explore.joins.map((join) => join.view)].find(
    ({ name }) => name === viewName,
  );
  const key = Object.entries(view?.dimensions ?? {}).find(([, dimension]) => dimension.primaryKey)?.[0];
  return key === undefined ? null : dimensionsSql(`{${key}}`, { viewName, context });
}

/** The views whose columns a field reads, itself and through the fields that it refers to. */
export function viewsReadBy(field: Field, explore: ExploreModel, depth = 0): string[] {
  checkDepth(depth, field.view.name);
  const texts = textsOf(field).filter((text) => text !== undefined);
  const read = texts.flatMap((text) => viewsReadIn(text, field.view.name, explore, depth + 1));
  return [...new Set([field.view.name, ...read])];
}

/** The same of an expression that stands in a view. */
export function viewsReadIn(text: string, viewName: string, explore: ExploreModel, depth = 0): string[] {
  const views: string[] = [];
  replaceReferences(text, viewName, (name) => {
    views.push(...viewsReadBy(requireReachedField(explore, name), explore, depth));
    return '';
  });
  return views;
}

function textsOf(field: Field): (string | undefined)[] {
  if (field.kind === 'dimension') return [field.dimension.sql];
  if (field.kind === 'time') return [field.group.sql];
  const { sql, filters } = field.measure;
  return [sql, ...Object.keys(filters ?? {}).map((name) => `{${name}}`)];
}

export function checkDepth(depth: number, viewName: string): void {
  if (depth <= depthMax) return;
  throw new QueryError('Circular reference', `Fields of view "${viewName}" refer to each other in a circle.`);
}
