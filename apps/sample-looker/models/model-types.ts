import type { ValueFormatName } from './value-format.js';

/** A small LookML: what an instance knows about its tables, as plain data. In all `sql`, `{name}` is LookML's `${name}`. */
export type DimensionType = 'string' | 'number' | 'yesno' | 'zipcode';
export type MeasureType = 'count' | 'count_distinct' | 'sum' | 'average' | 'min' | 'max' | 'number';
export type Timeframe =
  | 'raw'
  | 'time'
  | 'hour'
  | 'date'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year'
  | 'hour_of_day'
  | 'day_of_week';
export type Relationship = 'many_to_one' | 'one_to_one' | 'one_to_many';

export interface DimensionModel {
  type: DimensionType;
  description: string;
  /** May refer to other dimensions of the same view. Without it, the column of the dimension's name. */
  sql?: string;
  label?: string;
  primaryKey?: boolean;
  valueFormatName?: ValueFormatName;
  /** In place of a named format. */
  valueFormat?: string;
  hidden?: boolean;
  tags?: readonly string[];
}

export interface DimensionGroupModel {
  description: string;
  /** A column that holds `YYYY-MM-DD HH:MM:SS` in UTC. */
  column: string;
  /** In place of the column, an expression over dimensions of the view. */
  sql?: string;
  label?: string;
  hidden?: boolean;
  timeframes: readonly Timeframe[];
}

export interface MeasureModel {
  type: MeasureType;
  description: string;
  /** What is aggregated: an expression over dimensions of the view; for `number`, over its measures. */
  sql?: string;
  label?: string;
  valueFormatName?: ValueFormatName;
  /** In place of a named format. */
  valueFormat?: string;
  hidden?: boolean;
  /** Only rows whose dimension meets this filter expression count. */
  filters?: Readonly<Record<string, string>>;
}

export interface ViewModel {
  name: string;
  label: string;
  /** A table, or a SELECT in parentheses. */
  table: string;
  /** Its file; that of an imported project begins with `//<project>/`. Default: `<name>.view.lkml`. */
  file?: string;
  dimensions: Readonly<Record<string, DimensionModel>>;
  dimensionGroups: Readonly<Record<string, DimensionGroupModel>>;
  measures: Readonly<Record<string, MeasureModel>>;
}

export interface JoinModel {
  view: ViewModel;
  relationship: Relationship;
  /** Default: `left_outer`. */
  type?: 'left_outer' | 'inner' | 'full_outer' | 'cross';
  /** With `{view.dimension}` references; they also say which other joins this one needs. */
  sqlOn: string;
  /** Whether the explore shows no field of the view (LookML's `fields: []`), which then serves its filters alone. */
  hidesFields?: boolean;
}

/** LookML's `access_filter`: rows must meet on this field what users have for this attribute. */
export interface AccessFilterModel {
  /** `view.dimension`, of any view that the explore joins. */
  field: string;
  userAttribute: string;
}

export interface ExploreModel {
  name: string;
  label: string;
  description: string;
  view: ViewModel;
  joins: readonly JoinModel[];
  accessFilters?: readonly AccessFilterModel[];
  /** Filters of every query that has none of its own on the field. */
  alwaysFilter?: Readonly<Record<string, string>>;
  /** LookML's `sql_always_where`: a condition that every row meets, with `{view.dimension}` references. */
  sqlAlwaysWhere?: string;
  hidden?: boolean;
}

export interface LookmlModel {
  name: string;
  label: string;
  projectName: string;
  connectionName: string;
  explores: readonly ExploreModel[];
  /** Connections it may use besides its own. */
  allowedConnectionNames?: readonly string[];
  hasUnlimitedConnections?: boolean;
  /** How many rows its sequence has, of the model that is made of one. */
  sequenceRowCount?: number;
}

export const allTimeframes: readonly Timeframe[] = [
  'time',
  'date',
  'week',
  'month',
  'quarter',
  'year',
  'hour_of_day',
  'day_of_week',
];
