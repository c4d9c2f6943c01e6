import { isRecord } from '../api.js';
import { findField } from '../models/fields.js';
import type { ExploreModel, MeasureType } from '../models/model-types.js';
import { formatOfStandardName } from '../models/value-format.js';
import { shortcutExpression } from './calculations/shortcut-calculations.js';
import { fieldsIn } from './expressions/expression.js';
import { parseExpression } from './expressions/parse-expression.js';
import { filterSql } from './filters/filter-expressions.js';
import { QueryError } from './query-error.js';
import type { CalculationText, QueryField } from './query-fields.js';
import type { DynamicField } from './query-request.js';
import { groupedField, groupedSql } from './sql/custom-groups.js';
import { expressionSql } from './sql/expression-sql.js';
import { compileField, compileMeasure, requireField } from './sql/field-compiler.js';
import { type CompileContext, primaryKeySql, viewsReadBy } from './sql/field-references.js';
import { aggregateSql } from './sql/measure-sql.js';
import { sqlAnd } from './sql/sql-text.js';

/** The fields that a query defines itself, among which they refer to each other. */
export interface CustomFields {
  entries: readonly DynamicField[];
  explore: ExploreModel;
}

const measureTypes: readonly string[] = ['count', 'count_distinct', 'sum', 'average', 'min', 'max'];
/** How deep custom fields may be made of each other. */
const depthMax = 8;

/** The table calculations among a query's dynamic fields, in their order. Throws a QueryError for a faulty expression. */
export function tableCalculationsOf(dynamicFields: readonly DynamicField[]): CalculationText[] {
  return dynamicFields.flatMap((entry) => {
    if (typeof entry.table_calculation !== 'string' || entry.is_disabled === true) return [];
    const text = String(entry.expression || shortcutExpression(entry.calculation_type, entry.args) || '');
    return [
      {
        name: entry.table_calculation,
        label: labelOf(entry, entry.table_calculation),
        expression: parseExpression(text),
        valueFormat: formatOf(entry),
      },
    ];
  });
}

/** The custom dimension or custom measure of this name. */
export function findCustomField(dynamicFields: readonly DynamicField[], name: string): DynamicField | undefined {
  return dynamicFields.find((entry) => entry.dimension === name || entry.measure === name);
}

/** The views that a field of the model or of the query itself reads. Throws a QueryError for an unknown one. */
export function viewsOfField(fields: CustomFields, name: string, depth = 0): string[] {
  const entry = findCustomField(fields.entries, name);
  if (entry === undefined) return viewsReadBy(requireField(fields.explore, name), fields.explore);
  checkDepth(name, depth);
  return namesReadBy(entry).flatMap((read) => viewsOfField(fields, read, depth + 1));
}

/** A field of the model or of the query itself. Throws a QueryError for one that the database cannot answer. */
export function compileNamedField(fields: CustomFields, name: string, context: CompileContext, depth = 0): QueryField {
  const entry = findCustomField(fields.entries, name);
  if (entry === undefined) return compileField(requireField(fields.explore, name), context);
  checkDepth(name, depth);
  const resolve = (read: string) => compileNamedField(fields, read, context, depth + 1);
  const own = { ...namesOf(entry, name), views: new Set(viewsOfField(fields, name)) };
  return typeof entry.dimension === 'string'
    ? { ...own, ...customDimension(entry, { resolve, context }) }
    : { ...own, ...customMeasure(entry, { resolve, context, own }) };
}

interface CustomScope {
  resolve(name: string): QueryField;
  context: CompileContext;
}
type Compiled = Pick<QueryField, 'category' | 'sql' | 'filterColumn' | 'filterKind' | 'type' | 'isNumeric'>;
type OwnNames = Pick<QueryField, 'name' | 'valueFormat' | 'views'>;

function customDimension(entry: DynamicField, { resolve, context }: CustomScope): Compiled {
  const grouped = groupedField(entry);
  const { sql, type } =
    grouped === undefined
      ? expressionSql(parseExpression(String(entry.expression ?? '')), { fieldOf: resolve, now: context.now })
      : { sql: groupedSql(entry, resolve(grouped), context.now), type: 'string' };
  const kind = type === 'any' ? entry._type_hint : type;
  const filterKind = kind === 'number' || kind === 'date' || kind === 'yesno' ? kind : 'string';
  const shown = filterKind === 'yesno' ? `CASE WHEN ${sql} THEN 'Yes' ELSE 'No' END` : sql;
  const isNumeric = kind === 'number';
  return { category: 'dimension', sql: shown, filterColumn: sql, filterKind, type: filterKind, isNumeric };
}

function customMeasure(entry: DynamicField, scope: CustomScope & { own: OwnNames }): Partial<QueryField> & Compiled {
  const { context, own, resolve } = scope;
  const condition = sqlAnd(conditionsOf(entry, scope));
  const isBased = typeof entry.based_on === 'string' && entry.based_on !== '';
  if (!isBased) return calculatedMeasure(entry, scope);
  const basis = findField(context.explore, String(entry.based_on));
  if (basis?.kind === 'measure') {
    const compiled = compileMeasure(basis, context, condition);
    return { ...compiled, ...own, isDynamic: true, valueFormat: own.valueFormat ?? compiled.valueFormat };
  }
  if (!measureTypes.includes(String(entry.type))) {
    throw invalidMeasure(own.name, `needs a type: ${measureTypes.join(', ')}`);
  }
  // The list just checked holds nothing but measure types.
  const type = entry.type as MeasureType;
  const value = resolve(String(entry.based_on));
  const [viewName = context.explore.view.name] = value.views;
  const sql = aggregateSql({
    type: type === 'count' ? 'count_distinct' : type,
    value: value.sql,
    condition,
    primaryKey: primaryKeySql(viewName, context),
    isFanned: context.joins.isFanned(viewName),
    isJoined: viewName !== context.explore.view.name,
  });
  return { category: 'measure', sql, filterColumn: sql, filterKind: 'number', type, isNumeric: true };
}

/** A measure that is an expression of others. */
function calculatedMeasure(entry: DynamicField, { resolve, context, own }: CustomScope & { own: OwnNames }): Compiled {
  const text = String(entry.expression ?? '');
  if (text === '') throw invalidMeasure(own.name, 'needs based_on, a field of the explore, or an expression');
  const expression = parseExpression(text);
  const unaggregated = fieldsIn(expression).find((name) => resolve(name).category !== 'measure');
  if (unaggregated !== undefined) throw invalidMeasure(own.name, `refers to "${unaggregated}", which is no measure`);
  const { sql, type } = expressionSql(expression, { fieldOf: resolve, now: context.now });
  const isNumeric = type === 'number' || type === 'any';
  const filterKind = isNumeric ? 'number' : 'string';
  return { category: 'measure', sql, filterColumn: sql, filterKind, type: 'number', isNumeric };
}

function conditionsOf(entry: DynamicField, { resolve, context }: CustomScope): string[] {
  const filters = isRecord(entry.filters) ? Object.entries(entry.filters) : [];
  const text = typeof entry.filter_expression === 'string' ? entry.filter_expression.trim() : '';
  return [
    ...filters.flatMap(([name, expression]) => {
      const field = resolve(name);
      return filterSql(field.filterKind, field.filterColumn, String(expression ?? ''), context.now) ?? [];
    }),
    ...(text === '' ? [] : [expressionSql(parseExpression(text), { fieldOf: resolve, now: context.now }).sql]),
  ];
}

function namesReadBy(entry: DynamicField): string[] {
  const texts = [entry.expression, entry.filter_expression].filter((text) => typeof text === 'string' && text !== '');
  const grouped = groupedField(entry);
  return [
    ...texts.flatMap((text) => fieldsIn(parseExpression(String(text)))),
    ...(typeof entry.based_on === 'string' && entry.based_on !== '' ? [entry.based_on] : []),
    ...(isRecord(entry.filters) ? Object.keys(entry.filters) : []),
    ...(grouped === undefined ? [] : [grouped]),
  ];
}

function namesOf(entry: DynamicField, name: string) {
  const label = labelOf(entry, name);
  return {
    ...{ name, label, labelShort: label, valueFormat: formatOf(entry) },
    ...{ isDynamic: true, sortSql: null, timeframe: null },
  };
}

function labelOf(entry: DynamicField, name: string): string {
  return typeof entry.label === 'string' && entry.label !== '' ? entry.label : name;
}

function formatOf(entry: DynamicField): string | null {
  return typeof entry.value_format === 'string' && entry.value_format !== ''
    ? entry.value_format
    : formatOfStandardName(entry.value_format_name);
}

function checkDepth(name: string, depth: number): void {
  if (depth > depthMax) throw new QueryError('Invalid custom field', `"${name}" is made of too many other fields.`);
}

function invalidMeasure(name: string, reason: string): QueryError {
  return new QueryError('Invalid custom measure', `Measure "${name}" ${reason}.`);
}
