import type { RowFilters } from '../../access/row-filters.js';
import { wallClock } from '../../data/wall-clock.js';
import { findReachedField } from '../../models/fields.js';
import type { ExploreModel, JoinModel } from '../../models/model-types.js';
import { planCalculations } from '../calculations/plan-calculations.js';
import { type CustomFields, compileNamedField, tableCalculationsOf, viewsOfField } from '../dynamic-fields.js';
import { fieldsIn } from '../expressions/expression.js';
import { parseExpression } from '../expressions/parse-expression.js';
import { filterSql } from '../filters/filter-expressions.js';
import { QueryError } from '../query-error.js';
import type { QueryField, TableCalculation } from '../query-fields.js';
import type { QueryRequest, Sort } from '../query-request.js';
import { expressionSql } from './expression-sql.js';
import { compileField } from './field-compiler.js';
import { type CompileContext, dimensionsSql, unknownField, viewsReadBy, viewsReadIn } from './field-references.js';
import { planJoins } from './join-plan.js';
import { sqlAnd, sqlName, sqlView } from './sql-text.js';

export interface CompiledQuery {
  explore: ExploreModel;
  /** In the query's order; those of `pivots` apart. */
  dimensions: QueryField[];
  pivots: QueryField[];
  measures: QueryField[];
  calculations: TableCalculation[];
  /** The same, each after those that it reads. */
  calculationOrder: TableCalculation[];
  /** What clocks show in the query's time zone. */
  now: Date;
  sorts: Sort[];
  /**
   * The statement for these columns, without the limit: pivots are limited after they are laid out. Totals are over all
   * rows, so `isTotal` leaves out the filters on measures.
   */
  sqlFor(columns: readonly QueryField[], isTotal?: boolean): string;
}

/** What a query is compiled with besides its own text. */
export interface QueryScope {
  explore: ExploreModel;
  now: Date;
  /** Which rows are there for the caller, whatever the query filters. */
  rowFilters: RowFilters;
}

/** Compiles a query to SQL. Throws a QueryError for unknown fields, faulty filters and expressions. */
export function compileQuery(request: QueryRequest, { explore, now, rowFilters }: QueryScope): CompiledQuery {
  const texts = tableCalculationsOf(request.dynamicFields);
  const isCalculation = (name: string) => texts.some((calculation) => calculation.name === name);
  const custom: CustomFields = { entries: request.dynamicFields, explore };
  const { timeZone } = request;
  const joins = planJoins(explore, new Set([...usedViews(request, custom), ...viewsOfConditions(explore, rowFilters)]));
  const context: CompileContext = { explore, now: wallClock(now, timeZone), timeZone, joins };
  const resolve = (name: string) => compileNamedField(custom, name, context);
  const fields = [...new Set([...request.fields, ...request.pivots])]
    .filter((name) => !isCalculation(name))
    .map(resolve);
  if (fields.length === 0) throw new QueryError('No fields', 'A query must have at least one dimension or measure.');
  const isPivot = (field: QueryField) => request.pivots.includes(field.name);
  const dimensions = fields.filter((field) => field.category === 'dimension' && !isPivot(field));
  const measures = fields.filter((field) => field.category === 'measure');
  const pivots = request.pivots.map(resolve);
  if (pivots.some((field) => field.category === 'measure')) {
    throw new QueryError('Invalid pivot', 'Only dimensions can be pivoted.');
  }
  const conditions = conditionsOf(request, context, resolve);
  conditions.where.push(...rowConditions(rowFilters, context));
  const { sqlAlwaysWhere } = explore;
  if (sqlAlwaysWhere !== undefined) {
    conditions.where.push(dimensionsSql(sqlAlwaysWhere, { viewName: explore.view.name, context }));
  }
  const sorts = sortsOf(request, fields, isCalculation);
  const { total, rowTotal } = request;
  const calculationOrder = planCalculations(texts, { dimensions, pivots, measures, total, rowTotal });
  return {
    explore,
    dimensions,
    pivots,
    measures,
    calculations: texts.flatMap(({ name }) => calculationOrder.find((planned) => planned.name === name) ?? []),
    calculationOrder,
    now: context.now,
    sorts,
    sqlFor: (columns, isTotal = false) =>
      selectSql(columns, { context, conditions: isTotal ? { ...conditions, having: [] } : conditions, sorts }),
  };
}

function usedViews(request: QueryRequest, custom: CustomFields): Set<string> {
  const calculations = new Set(request.dynamicFields.map((entry) => entry.table_calculation));
  const names = [
    ...[...request.fields, ...request.pivots].filter((name) => !calculations.has(name)),
    ...Object.keys(request.filters),
    ...(request.filterExpression === null ? [] : fieldsIn(parseExpression(request.filterExpression))),
  ];
  return new Set(names.flatMap((name) => viewsOfField(custom, name)));
}

interface Conditions {
  where: string[];
  having: string[];
}

function conditionsOf(
  request: QueryRequest,
  context: CompileContext,
  resolve: (name: string) => QueryField,
): Conditions {
  const conditions: Conditions = { where: [], having: [] };
  for (const [name, expression] of Object.entries(request.filters)) {
    const field = resolve(name);
    const condition = filterSql(field.filterKind, field.filterColumn, expression, context.now);
    if (condition !== undefined) conditions[field.category === 'measure' ? 'having' : 'where'].push(condition);
  }
  if (request.filterExpression !== null) {
    const expression = parseExpression(request.filterExpression);
    const onMeasures = fieldsIn(expression).some((name) => resolve(name).category === 'measure');
    conditions[onMeasures ? 'having' : 'where'].push(
      expressionSql(expression, { fieldOf: resolve, now: context.now }).sql,
    );
  }
  return conditions;
}

/** A join may bring none of its fields, so that these are not among those that queries can name. */
function rowConditions(rowFilters: RowFilters, context: CompileContext): string[] {
  return [...rowFilters].flatMap(([name, expression]) => {
    const field = findReachedField(context.explore, name);
    if (field === undefined) throw unknownField(name, context.explore.name);
    const { filterKind, filterColumn } = compileField(field, context);
    return expression === null ? '1 = 0' : (filterSql(filterKind, filterColumn, expression, context.now) ?? []);
  });
}

/** What every query of the explore reads for the conditions on its rows. */
function viewsOfConditions(explore: ExploreModel, rowFilters: RowFilters): string[] {
  const { sqlAlwaysWhere = '', view } = explore;
  const filtered = [...rowFilters.keys()].flatMap((name) => {
    const field = findReachedField(explore, name);
    return field === undefined ? [] : viewsReadBy(field, explore);
  });
  return [...filtered, ...viewsReadIn(sqlAlwaysWhere, view.name, explore)];
}

/** Without sorts Looker orders by the first time field (latest first), else the first measure (largest first), else the first field. */
function sortsOf(
  request: QueryRequest,
  fields: readonly QueryField[],
  isCalculation: (name: string) => boolean,
): Sort[] {
  for (const sort of request.sorts) {
    if (!isCalculation(sort.field) && !fields.some((field) => field.name === sort.field)) {
      throw unknownField(sort.field, request.view);
    }
  }
  if (request.sorts.length > 0) return request.sorts;
  const rows = fields.filter((field) => !request.pivots.includes(field.name));
  const time = rows.find((field) => field.filterKind === 'date');
  const measure = rows.find((field) => field.category === 'measure');
  const chosen = time ?? measure ?? rows[0];
  return chosen === undefined
    ? []
    : [{ field: chosen.name, descending: chosen === time || chosen === measure, pivotIndex: 0 }];
}

function selectSql(
  columns: readonly QueryField[],
  query: { context: CompileContext; conditions: Conditions; sorts: readonly Sort[] },
): string {
  const { explore, joins } = query.context;
  const groups = columns.flatMap((column, index) => (column.category === 'dimension' ? [String(index + 1)] : []));
  const where = sqlAnd(query.conditions.where);
  const having = sqlAnd(query.conditions.having);
  const order = orderSql(columns, query.sorts);
  return [
    `SELECT\n    ${columns.map((column) => `${column.sql} AS ${sqlName(column.name)}`).join(',\n    ')}`,
    `FROM ${explore.view.table} AS ${sqlView(explore.view.name)}`,
    ...joins.joins.map((join) => joinSql(join, query.context)),
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(groups.length > 0 ? [`GROUP BY ${groups.join(', ')}`] : []),
    ...(having === undefined ? [] : [`HAVING ${having}`]),
    ...(order === '' ? [] : [`ORDER BY ${order}`]),
  ].join('\n');
}

const joinWords = { left_outer: 'LEFT', inner: 'INNER', full_outer: 'FULL OUTER', cross: 'CROSS' } as const;

function joinSql({ view, type = 'left_outer', sqlOn }: JoinModel, context: CompileContext): string {
  const joined = `${joinWords[type]} JOIN ${view.table} AS ${sqlView(view.name)}`;
  return type === 'cross'
    ? joined
    : `${joined} ON ${dimensionsSql(sqlOn, { viewName: context.explore.view.name, context })}`;
}

function orderSql(columns: readonly QueryField[], sorts: readonly Sort[]): string {
  return sorts
    .flatMap((sort) => {
      const index = columns.findIndex((column) => column.name === sort.field);
      const column = columns[index];
      if (column === undefined) return [];
      const key = column.sortSql === null ? String(index + 1) : `MIN(${column.sortSql})`;
      return [`${key} ${sort.descending ? 'DESC' : 'ASC'}`];
    })
    .join(', ');
}
