import { isRecord } from '../api.js';
import { findField } from '../models/fields.js';
import type { ExploreModel, MeasureType } from '../models/model-types.js';
import { fieldsIn, parseExpression } from './expressions.js';
import { filterSql } from './filters/filter-expressions.js';
import { QueryError } from './query-error.js';
import type { QueryField, TableCalculation } from './query-fields.js';
import type { DynamicField } from './query-request.js';
import { expressionSql } from './sql/expression-sql.js';
import { type CompileContext, compileField, compileMeasure, requireField } from './sql/field-compiler.js';
import { primaryKeySql } from './sql/join-plan.js';
import { aggregateSql } from './sql/measure-sql.js';
import { sqlAnd } from './sql/sql-text.js';

const measureTypes: readonly string[] = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'];

/** The table calculations among a query's dynamic fields, in their order. Throws a QueryError for a faulty expression. */
export function tableCalculationsOf(dynamicFields: readonly DynamicField[]): TableCalculation[] {
  return dynamicFields.flatMap((entry) => {
    if (typeof entry.table_calculation !== 'string' || entry.is_disabled === true) return [];
    const expression = parseExpression(String(entry.expression ?? ''));
    return [
      {
        name: entry.table_calculation,
        label: labelOf(entry, entry.table_calculation),
        expression,
        valueFormat: formatOf(entry),
      },
    ];
  });
}

/** The custom dimension or custom measure of this name. */
export function findCustomField(dynamicFields: readonly DynamicField[], name: string): DynamicField | undefined {
  return dynamicFields.find((entry) => entry.dimension === name || entry.measure === name);
}

/** The views a custom field reads, through the fields it is based on and filtered by. */
export function viewsOfCustomField(entry: DynamicField, explore: ExploreModel): string[] {
  const names = [
    ...(typeof entry.expression === 'string' && entry.expression !== ''
      ? fieldsIn(parseExpression(entry.expression))
      : []),
    ...(typeof entry.based_on === 'string' ? [entry.based_on] : []),
    ...(isRecord(entry.filters) ? Object.keys(entry.filters) : []),
  ];
  return names.map((name) => requireField(explore, name).view.name);
}

/** Throws a QueryError for a custom field that the database cannot answer. */
export function compileCustomField(entry: DynamicField, context: CompileContext): QueryField {
  return typeof entry.dimension === 'string'
    ? customDimension(entry, entry.dimension, context)
    : customMeasure(entry, String(entry.measure), context);
}

function customDimension(entry: DynamicField, name: string, context: CompileContext): QueryField {
  const expression = parseExpression(String(entry.expression ?? ''));
  const sql = expressionSql(expression, (field) => compileField(requireField(context.explore, field), context).sql);
  const isNumeric = entry._type_hint === 'number';
  return {
    ...namesOf(entry, name, context),
    category: 'dimension',
    sql,
    filterColumn: sql,
    filterKind: isNumeric ? 'number' : 'string',
    type: isNumeric ? 'number' : 'string',
    isNumeric,
  };
}

function customMeasure(entry: DynamicField, name: string, context: CompileContext): QueryField {
  const basis = typeof entry.based_on === 'string' ? findField(context.explore, entry.based_on) : undefined;
  if (basis === undefined)
    throw new QueryError('Invalid custom measure', `Measure "${name}" needs based_on: a field of the explore.`);
  const condition = sqlAnd(filterConditions(entry, context));
  const own = namesOf(entry, name, context);
  if (basis.kind === 'measure') {
    const compiled = compileMeasure(basis, context, condition);
    return { ...compiled, ...own, valueFormat: own.valueFormat ?? compiled.valueFormat };
  }
  if (!measureTypes.includes(String(entry.type))) {
    throw new QueryError('Invalid custom measure', `Measure "${name}" needs a type: ${measureTypes.join(', ')}.`);
  }
  // The list just checked holds nothing but measure types.
  const type = entry.type as MeasureType;
  const sql = aggregateSql({
    type: type === 'count' ? 'count_distinct' : type,
    value: compileField(basis, context).sql,
    condition,
    primaryKey: primaryKeySql(context.explore, basis.view.name),
    isFanned: context.joins.isFanned(basis.view.name),
    isJoined: basis.view !== context.explore.view,
  });
  return { ...own, category: 'measure', sql, filterColumn: sql, filterKind: 'number', type, isNumeric: true };
}

function filterConditions(entry: DynamicField, context: CompileContext): string[] {
  if (!isRecord(entry.filters)) return [];
  return Object.entries(entry.filters).flatMap(([name, expression]) => {
    const field = compileField(requireField(context.explore, name), context);
    return filterSql(field.filterKind, field.filterColumn, String(expression ?? ''), context.now) ?? [];
  });
}

function namesOf(entry: DynamicField, name: string, context: CompileContext) {
  const label = labelOf(entry, name);
  return {
    name,
    label,
    labelShort: label,
    valueFormat: formatOf(entry),
    views: new Set(viewsOfCustomField(entry, context.explore)),
    isDynamic: true,
    sortSql: null,
    timeframe: null,
  };
}

function labelOf(entry: DynamicField, name: string): string {
  return typeof entry.label === 'string' && entry.label !== '' ? entry.label : name;
}

function formatOf(entry: DynamicField): string | null {
  return typeof entry.value_format === 'string' && entry.value_format !== '' ? entry.value_format : null;
}
