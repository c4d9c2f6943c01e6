import { type Field, findField, type MeasureField } from '../../models/fields.js';
import type { ExploreModel } from '../../models/model-types.js';
import { formatOfName } from '../../models/value-format.js';
import { filterSql } from '../filters/filter-expressions.js';
import { QueryError } from '../query-error.js';
import type { QueryField } from '../query-fields.js';
import { type JoinPlan, primaryKeySql } from './join-plan.js';
import { aggregateSql } from './measure-sql.js';
import { sqlAnd, sqlColumn, sqlString, sqlView } from './sql-text.js';
import { isNumericTimeframe, timeframeFilterKind, timeframeSortSql, timeframeSql } from './time-sql.js';

/** How deep a field may refer to others; the model's own references are two deep. */
const depthMax = 8;

export interface CompileContext {
  explore: ExploreModel;
  joins: JoinPlan;
  /** The column as local time of the time zone. */
  now: Date;
  timeZone: string;
}

/** Throws Looker's error for a name that the explore does not have. */
export function requireField(explore: ExploreModel, name: string): Field {
  const field = findField(explore, name);
  if (field === undefined) throw unknownField(name, explore.name);
  return field;
}

export function unknownField(name: string, exploreName: string): QueryError {
  return new QueryError(
    'Invalid field',
    `Unknown or inaccessible field "${name}" referenced by "${exploreName}". Check for missing joins in the explore or a misspelt name.`,
  );
}

/** A field of the model, ready to be selected and filtered. */
export function compileField(field: Field, context: CompileContext): QueryField {
  if (field.kind === 'measure') return compileMeasure(field, context);
  const named = namesOf(field);
  if (field.kind === 'time') {
    const view = sqlView(field.view.name);
    const stored = field.group.sql?.replaceAll('{TABLE}', view) ?? `${view}.${field.group.column}`;
    const column = context.timeZone === 'UTC' ? stored : `WALL_CLOCK(${stored}, ${sqlString(context.timeZone)})`;
    return {
      ...named,
      category: 'dimension',
      sql: timeframeSql(column, field.timeframe),
      filterColumn: timeframeFilterKind(field.timeframe) === 'date' ? column : timeframeSql(column, field.timeframe),
      filterKind: timeframeFilterKind(field.timeframe),
      sortSql: timeframeSortSql(column, field.timeframe),
      timeframe: field.timeframe,
      type: 'date',
      isNumeric: isNumericTimeframe(field.timeframe),
    };
  }
  const sql = dimensionSql(field, context.explore, 0);
  const type = field.dimension.type;
  return {
    ...named,
    category: 'dimension',
    sql: type === 'yesno' ? `CASE WHEN ${sql} THEN 'Yes' ELSE 'No' END` : sql,
    filterColumn: sql,
    filterKind: type === 'zipcode' ? 'string' : type,
    sortSql: null,
    timeframe: null,
    type,
    isNumeric: type === 'number',
  };
}

/** `condition` narrows the measure further than its own filters do (a custom measure on a measure). */
export function compileMeasure(field: MeasureField, context: CompileContext, condition?: string): QueryField {
  const sql = measureSql(field, { context, condition, depth: 0 });
  return {
    ...namesOf(field),
    category: 'measure',
    sql,
    filterColumn: sql,
    filterKind: 'number',
    sortSql: null,
    timeframe: null,
    type: field.measure.type,
    isNumeric: true,
  };
}

function namesOf(field: Field) {
  return {
    name: field.name,
    label: `${field.view.label} ${field.labelShort}`,
    labelShort: field.labelShort,
    valueFormat: formatOfName(field.valueFormatName),
    views: new Set([field.view.name]),
    isDynamic: false,
  };
}

function dimensionSql(field: Extract<Field, { kind: 'dimension' }>, explore: ExploreModel, depth: number): string {
  const { sql } = field.dimension;
  return sql === undefined
    ? sqlColumn(field.name)
    : expandDimensions(sql, { viewName: field.view.name, explore, depth });
}

function expandDimensions(sql: string, scope: { viewName: string; explore: ExploreModel; depth: number }): string {
  if (scope.depth > depthMax) throw new Error(`dimensions of ${scope.viewName} refer to each other in a circle`);
  return sql.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'TABLE') return sqlView(scope.viewName);
    const field = requireField(scope.explore, `${scope.viewName}.${name}`);
    if (field.kind !== 'dimension') throw unknownField(field.name, scope.explore.name);
    return field.dimension.sql === undefined
      ? sqlColumn(field.name)
      : `(${dimensionSql(field, scope.explore, scope.depth + 1)})`;
  });
}

interface MeasureScope {
  context: CompileContext;
  condition: string | undefined;
  depth: number;
}

function measureSql(field: MeasureField, scope: MeasureScope): string {
  const { explore, joins } = scope.context;
  const viewName = field.view.name;
  const { type, sql } = field.measure;
  if (type === 'number') return expandMeasures(field, scope);
  return aggregateSql({
    type,
    value: sql === undefined ? null : expandDimensions(sql, { viewName, explore, depth: 0 }),
    condition: sqlAnd([...ownConditions(field, scope.context), ...(scope.condition ? [scope.condition] : [])]),
    primaryKey: primaryKeySql(explore, viewName),
    isFanned: joins.isFanned(viewName),
    isJoined: viewName !== explore.view.name,
  });
}

function expandMeasures(field: MeasureField, scope: MeasureScope): string {
  if (scope.depth > depthMax) throw new Error(`measure ${field.name} refers to itself`);
  return (field.measure.sql ?? '').replace(/\{(\w+)\}/g, (_, name: string) => {
    const inner = requireField(scope.context.explore, `${field.view.name}.${name}`);
    if (inner.kind !== 'measure') throw unknownField(inner.name, scope.context.explore.name);
    return `(${measureSql(inner, { ...scope, depth: scope.depth + 1 })})`;
  });
}

function ownConditions(field: MeasureField, context: CompileContext): string[] {
  return Object.entries(field.measure.filters ?? {}).flatMap(([name, expression]) => {
    const filtered = compileField(requireField(context.explore, `${field.view.name}.${name}`), context);
    return filterSql(filtered.filterKind, filtered.filterColumn, expression, context.now) ?? [];
  });
}
