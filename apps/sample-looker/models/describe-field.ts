import type { LookerRecord } from '../api.js';
import { type Field, labelOf } from './fields.js';
import type { LookmlModel, Timeframe } from './model-types.js';
import { formatOfName } from './value-format.js';
import { fileOf } from './view-file.js';

const timeIntervals: Partial<Record<Timeframe, string>> = {
  time: 'second',
  hour: 'hour',
  date: 'day',
  week: 'week',
  month: 'month',
  quarter: 'quarter',
  year: 'year',
};

/** What no field of the shop makes use of. */
const unusedProperties: LookerRecord = {
  is_filter: false,
  is_fiscal: false,
  parameter: false,
  dynamic: false,
  sortable: true,
  can_filter: true,
  permanent: true,
  has_allowed_values: false,
  has_drills_metadata: false,
  drill_fields: [],
  suggestions: null,
  links: null,
  map_layer: null,
  error: null,
  default_filter_value: null,
  sql_case: null,
  times_used: 0,
};

/** A field in the shape of Looker's `LookmlModelExploreField`. */
export function describeField(field: Field, model: LookmlModel): LookerRecord {
  const isMeasure = field.kind === 'measure';
  const isNumeric = isNumericField(field);
  return {
    ...unusedProperties,
    ...timeProperties(field),
    ...sourceProperties(field, model),
    name: field.name,
    label: `${field.view.label} ${field.labelShort}`,
    label_short: field.labelShort,
    view: field.view.name,
    view_label: field.view.label,
    original_view: field.view.name,
    scope: field.view.name,
    description: field.description,
    hidden: field.isHidden,
    category: isMeasure ? 'measure' : 'dimension',
    measure: isMeasure,
    type: typeOf(field),
    is_numeric: isNumeric,
    align: isNumeric ? 'right' : 'left',
    primary_key: field.kind === 'dimension' && field.dimension.primaryKey === true,
    suggestable: isSuggestable(field),
    suggest_dimension: field.name,
    suggest_explore: field.view.name,
    enumerations: enumerationsOf(field),
    tags: field.kind === 'dimension' ? (field.dimension.tags ?? []) : [],
    user_attribute_filter_types: isNumeric
      ? ['number', 'advanced_filter_number']
      : ['string', 'advanced_filter_string'],
    value_format: field.valueFormat ?? formatOfName(field.valueFormatName),
    value_format_name: field.valueFormatName,
    filters: measureFilters(field),
  };
}

/** Only texts have suggestions. */
export function isSuggestable(field: Field): boolean {
  return field.kind === 'dimension' && field.dimension.type === 'string';
}

/** The model's `{name}` as LookML writes it. */
export function asLookml(sql: string): string {
  return sql.replace(/(?<!\$)\{(?=[\w.]+\})/g, '$$' + '{');
}

function timeProperties(field: Field): LookerRecord {
  if (field.kind !== 'time') {
    return {
      is_timeframe: false,
      can_time_filter: false,
      dimension_group: null,
      field_group_label: null,
      field_group_variant: field.labelShort,
      time_interval: null,
      datatype: null,
      convert_tz: null,
      week_start_day: 'monday',
    };
  }
  const interval = timeIntervals[field.timeframe];
  return {
    is_timeframe: true,
    can_time_filter: true,
    dimension_group: `${field.view.name}.${field.groupName}`,
    field_group_label: `${field.group.label ?? labelOf(field.groupName)} Date`,
    field_group_variant: labelOf(field.timeframe),
    time_interval: interval === undefined ? null : { name: interval, count: 1 },
    datatype: 'datetime',
    convert_tz: false,
    week_start_day: 'monday',
  };
}

function sourceProperties(field: Field, model: LookmlModel): LookerRecord {
  const { projectName, path } = fileOf(field.view, model);
  return {
    sql: sqlOf(field),
    project_name: projectName,
    source_file: path,
    source_file_path: `${projectName}/${path}`,
    lookml_link: `/projects/${projectName}/files/${path}`,
  };
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
  if (field.kind === 'time') return asLookml(field.group.sql ?? `{TABLE}.${field.group.column}`);
  if (field.kind === 'measure') return field.measure.sql === undefined ? null : asLookml(field.measure.sql);
  const column = field.name.slice(field.view.name.length + 1);
  return asLookml(field.dimension.sql ?? `{TABLE}.${column}`);
}

function measureFilters(field: Field): LookerRecord[] | null {
  if (field.kind !== 'measure' || field.measure.filters === undefined) return null;
  return Object.entries(field.measure.filters).map(([name, condition]) => ({
    field: name.includes('.') ? name : `${field.view.name}.${name}`,
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
