import type { LookerRecord } from '../api.js';
import { formatOfName } from './value-format.js';
import { type Field, fieldsOf, labelOf, viewsOf } from './fields.js';
import type { ExploreModel, LookmlModel, Timeframe } from './model-types.js';

const timeIntervals: Partial<Record<Timeframe, { name: string; count: number }>> = {
  time: { name: 'second', count: 1 },
  date: { name: 'day', count: 1 },
  week: { name: 'week', count: 1 },
  month: { name: 'month', count: 1 },
  quarter: { name: 'quarter', count: 1 },
  year: { name: 'year', count: 1 },
};

/** A model in the shape of Looker's `LookmlModel`. */
export function describeModel(model: LookmlModel): LookerRecord {
  return {
    name: model.name,
    label: model.label,
    project_name: model.projectName,
    allowed_db_connection_names: [model.connectionName],
    unlimited_db_connections: false,
    has_content: true,
    explores: model.explores.map((explore) => ({
      name: explore.name,
      label: explore.label,
      description: explore.description,
      hidden: false,
      group_label: model.label,
    })),
    can: { index: true, show: true },
  };
}

/** An explore in the shape of Looker's `LookmlModelExplore`. */
export function describeExplore(model: LookmlModel, explore: ExploreModel): LookerRecord {
  const fields = fieldsOf(explore).map((field) => describeField(field, model));
  const ofCategory = (category: string) => fields.filter((field) => field.category === category);
  return {
    id: `${model.name}::${explore.name}`,
    name: explore.name,
    label: explore.label,
    title: explore.label,
    description: explore.description,
    hidden: false,
    group_label: model.label,
    model_name: model.name,
    project_name: model.projectName,
    view_name: explore.view.name,
    connection_name: model.connectionName,
    dialect_name: 'sqlite',
    null_sort_treatment: 'low',
    sql_table_name: explore.view.table,
    scopes: viewsOf(explore).map((view) => view.name),
    can_total: true,
    can_develop: true,
    can_see_lookml: true,
    can_save: true,
    can_explain: false,
    can_pivot_in_db: false,
    can_subtotal: false,
    has_timezone_support: false,
    supports_cost_estimate: false,
    source_file: `${model.name}.model.lkml`,
    files: viewsOf(explore).map((view) => `${view.name}.view.lkml`),
    lookml_link: `/projects/${model.projectName}/files/${model.name}.model.lkml`,
    always_filter: [],
    conditionally_filter: [],
    access_filters: [],
    access_filter_fields: [],
    aliases: [],
    index_fields: [],
    sets: [],
    tags: [],
    errors: null,
    fields: {
      dimensions: ofCategory('dimension'),
      measures: ofCategory('measure'),
      filters: [],
      parameters: [],
    },
    joins: explore.joins.map((join) => ({
      name: join.view.name,
      view_label: join.view.label,
      type: 'left_outer',
      relationship: join.relationship,
      sql_on: asLookml(join.sqlOn),
      sql_table_name: join.view.table,
      dependent_fields: [...join.sqlOn.matchAll(/\{([\w.]+)\}/g)].map((match) => match[1]),
      required_joins: [],
      fields: null,
      from: null,
      foreign_key: null,
      outer_only: null,
    })),
  };
}

/** A field in the shape of Looker's `LookmlModelExploreField`. */
export function describeField(field: Field, model: LookmlModel): LookerRecord {
  const isMeasure = field.kind === 'measure';
  const isNumeric = isNumericField(field);
  return {
    name: field.name,
    label: `${field.view.label} ${field.labelShort}`,
    label_short: field.labelShort,
    view: field.view.name,
    view_label: field.view.label,
    original_view: field.view.name,
    scope: field.view.name,
    description: field.description,
    category: isMeasure ? 'measure' : 'dimension',
    measure: isMeasure,
    type: typeOf(field),
    is_numeric: isNumeric,
    is_timeframe: field.kind === 'time',
    can_time_filter: field.kind === 'time',
    is_filter: false,
    is_fiscal: false,
    parameter: false,
    dynamic: false,
    hidden: false,
    sortable: true,
    can_filter: true,
    permanent: true,
    primary_key: field.kind === 'dimension' && field.dimension.primaryKey === true,
    align: isNumeric ? 'right' : 'left',
    dimension_group: field.kind === 'time' ? `${field.view.name}.${field.groupName}` : null,
    field_group_label: field.kind === 'time' ? `${labelOf(field.groupName)} Date` : null,
    field_group_variant: field.kind === 'time' ? labelOf(field.timeframe) : field.labelShort,
    time_interval: field.kind === 'time' ? (timeIntervals[field.timeframe] ?? null) : null,
    datatype: field.kind === 'time' ? 'datetime' : null,
    convert_tz: field.kind === 'time' ? false : null,
    week_start_day: field.kind === 'time' ? 'monday' : null,
    suggestable: isSuggestable(field),
    suggest_dimension: field.name,
    suggest_explore: field.view.name,
    suggestions: null,
    enumerations: enumerationsOf(field),
    has_allowed_values: false,
    has_drills_metadata: false,
    drill_fields: [],
    links: null,
    map_layer: null,
    error: null,
    default_filter_value: null,
    tags: field.kind === 'dimension' ? (field.dimension.tags ?? []) : [],
    user_attribute_filter_types: isNumeric ? ['number', 'advanced_filter_number'] : ['string', 'advanced_filter_string'],
    value_format: formatOfName(field.valueFormatName),
    value_format_name: field.valueFormatName,
    sql: sqlOf(field),
    sql_case: null,
    filters: measureFilters(field),
    project_name: model.projectName,
    source_file: `${field.view.name}.view.lkml`,
    source_file_path: `${model.projectName}/${field.view.name}.view.lkml`,
    lookml_link: `/projects/${model.projectName}/files/${field.view.name}.view.lkml`,
    times_used: 0,
  };
}

/** Only texts have suggestions. */
export function isSuggestable(field: Field): boolean {
  return field.kind === 'dimension' && field.dimension.type === 'string';
}

function isNumericField(field: Field): boolean {
  if (field.kind === 'time') return field.timeframe === 'year' || field.timeframe === 'hour_of_day';
  return field.kind === 'measure' || field.dimension.type === 'number';
}

function typeOf(field: Field): string {
  if (field.kind === 'measure') return field.measure.type;
  return field.kind === 'time' ? `date_${field.timeframe}` : field.dimension.type;
}

function sqlOf(field: Field): string | null {
  if (field.kind === 'time') return `${asLookml('{TABLE}')}.${field.group.column}`;
  if (field.kind === 'measure') return field.measure.sql === undefined ? null : asLookml(field.measure.sql);
  const column = field.name.slice(field.view.name.length + 1);
  return asLookml(field.dimension.sql ?? `{TABLE}.${column}`);
}

function measureFilters(field: Field): LookerRecord[] | null {
  if (field.kind !== 'measure' || field.measure.filters === undefined) return null;
  return Object.entries(field.measure.filters).map(([name, condition]) => ({
    field: `${field.view.name}.${name}`,
    condition,
  }));
}

function enumerationsOf(field: Field): LookerRecord[] | null {
  if (field.kind !== 'dimension' || field.dimension.type !== 'yesno') return null;
  return [
    { label: 'Yes', value: 'Yes' },
    { label: 'No', value: 'No' },
  ];
}

function asLookml(sql: string): string {
  return sql.replaceAll('{', '$' + '{');
}
