import { type Field, findField, type MeasureField } from '../../models/fields.js';
import type { ExploreModel } from '../../models/model-types.js';
import { formatOfName } from '../../models/value-format.js';
import { filterSql } from '../filters/filter-expressions.js';
import type { QueryField } from '../query-fields.js';
import {
  type CompileContext,
  checkDepth,
  dimensionSql,
  dimensionsSql,
  primaryKeySql,
  replaceReferences,
  requireReachedField,
  timeColumnSql,
  unknownField,
} from './field-references.js';
import { aggregateSql } from './measure-sql.js';
import { sqlAnd } from './sql-text.js';
import { isNumericTimeframe, timeframeFilterKind, timeframeSortSql, timeframeSql } from './time-sql.js';

/** Throws Looker's error for a name that the explore does not have. */
export function requireField(explore: ExploreModel, name: string): Field {
  const field = findField(explore, name);
  if (field === undefined) throw unknownField(name, explore.name);
  return field;
}

/** A field of the model, ready to be selected and filtered. */
export function compileField(field: Field, context: CompileContext): QueryField {
  if (field.kind === 'measure') return compileMeasure(field, context);
  const named = namesOf(field);
  if (field.kind === 'time') {
    const column = timeColumnSql(field, context);
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
  const sql = dimensionSql(field, context);
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
    valueFormat: field.valueFormat ?? formatOfName(field.valueFormatName),
    views: new Set([field.view.name]),
    isDynamic: false,
  };
}

interface MeasureScope {
  context: CompileContext;
  condition: string | undefined;
  depth: number;
}

function measureSql(field: MeasureField, scope: MeasureScope): string {
  const { context } = scope;
  const viewName = field.view.name;
  const { type, sql } = field.measure;
  if (type === 'number') return expandMeasures(field, scope);
  return aggregateSql({
    type,
    value: sql === undefined ? null : dimensionsSql(sql, { viewName, context }),
    condition: sqlAnd([...ownConditions(field, context), ...(scope.condition ? [scope.condition] : [])]),
    primaryKey: primaryKeySql(viewName, context),
    isFanned: context.joins.isFanned(viewName),
    isJoined: viewName !== context.explore.view.name,
  });
}

/** A measure of type number is an expression over measures; a dimension in it stands inside of an aggregate of its own. */
function expandMeasures(field: MeasureField, scope: MeasureScope): string {
  checkDepth(scope.depth, field.view.name);
  return replaceReferences(field.measure.sql ?? 'NULL', field.view.name, (name) => {
    const inner = requireReachedField(scope.context.explore, name);
    if (inner.kind !== 'measure') return `(${dimensionSql(inner, scope.context)})`;
    return `(${measureSql(inner, { ...scope, depth: scope.depth + 1 })})`;
  });
}

function ownConditions(field: MeasureField, context: CompileContext): string[] {
  return Object.entries(field.measure.filters ?? {}).flatMap(([name, expression]) => {
    const full = name.includes('.') ? name : `${field.view.name}.${name}`;
    const filtered = compileField(requireReachedField(context.explore, full), context);
    return filterSql(filtered.filterKind, filtered.filterColumn, expression, context.now) ?? [];
  });
}
