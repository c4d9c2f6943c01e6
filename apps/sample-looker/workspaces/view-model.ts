import { labelOf } from '../models/fields.js';
import {
  allTimeframes,
  type DimensionGroupModel,
  type DimensionModel,
  type DimensionType,
  type MeasureModel,
  type MeasureType,
  type Timeframe,
  type ViewModel,
} from '../models/model-types.js';
import { namedFormats, type ValueFormatName } from '../models/value-format.js';
import { childrenOf, type LookmlNode, propertyOf } from '../projects/lookml-parser.js';
import type { LookmlDefinition } from '../projects/lookml-project.js';
import { filtersOf, isYes, optional, referencesOf } from './lookml-values.js';

/** The formats of a model's `named_value_format`s, by name. */
export type ValueFormats = ReadonlyMap<string, string>;

/** Types that the sample has no notion of are read as texts. */
const dimensionTypes: Readonly<Record<string, DimensionType>> = {
  ...{ number: 'number', int: 'number', duration: 'number', distance: 'number' },
  ...{ yesno: 'yesno', zipcode: 'zipcode' },
};
/** Measures of other types are left out, since the database has no such aggregate. */
const measureTypes: Readonly<Record<string, MeasureType>> = {
  ...{ count: 'count', count_distinct: 'count_distinct', sum: 'sum', average: 'average', min: 'min', max: 'max' },
  ...{ number: 'number', int: 'number', string: 'number', yesno: 'number', date: 'number' },
  ...{ sum_distinct: 'sum', average_distinct: 'average' },
};
const timeframes: readonly string[] = ['raw', 'hour', ...allTimeframes];
const defaultTimeframes: readonly Timeframe[] = ['raw', 'time', 'date', 'week', 'month', 'quarter', 'year'];
/** How many of each there are in a day. */
const intervals: Readonly<Record<string, number>> = { second: 86_400, minute: 1_440, hour: 24, day: 1, week: 1 / 7 };

/** A view as its LookML describes it. */
export function viewModel({ node, path }: LookmlDefinition, formats: ValueFormats): ViewModel {
  const name = node.value ?? '';
  const derived = childrenOf(node, 'derived_table')[0];
  const select = derived && propertyOf(derived, 'sql');
  const named = (key: string) => childrenOf(node, key).map((field) => [field.value ?? '', field] as const);
  const groups = named('dimension_group');
  const durations = groups.filter(([, group]) => propertyOf(group, 'type') === 'duration');
  return {
    name,
    label: propertyOf(node, 'label') ?? labelOf(name),
    table: select === undefined ? (propertyOf(node, 'sql_table_name') ?? name) : `(${select})`,
    ...optional('file', path === `${name}.view.lkml` ? undefined : path),
    dimensions: {
      ...Object.fromEntries(named('dimension').map(([field, each]) => [field, dimensionModel(each, formats)])),
      ...Object.fromEntries(durations.flatMap(([, group]) => durationDimensions(group))),
    },
    dimensionGroups: Object.fromEntries(
      groups.filter((group) => !durations.includes(group)).map(([field, group]) => [field, groupModel(group)]),
    ),
    measures: Object.fromEntries(named('measure').flatMap(([field, each]) => measureEntry(field, each, formats))),
  };
}

function dimensionModel(node: LookmlNode, formats: ValueFormats): DimensionModel {
  const sql = referencesOf(propertyOf(node, 'sql'));
  const tags = childrenOf(node, 'tags')[0]?.items;
  return {
    type: dimensionTypes[propertyOf(node, 'type') ?? ''] ?? 'string',
    ...about(node),
    ...optional('sql', sql === `{TABLE}.${node.value}` ? undefined : sql),
    ...optional('primaryKey', isYes(node, 'primary_key') ? true : undefined),
    ...formatOf(node, formats),
    ...optional('tags', tags ?? undefined),
  };
}

function groupModel(node: LookmlNode): DimensionGroupModel {
  const sql = referencesOf(propertyOf(node, 'sql')) ?? `{TABLE}.${node.value}`;
  const column = /^\{TABLE\}\.(\w+)$/.exec(sql)?.[1];
  const named = childrenOf(node, 'timeframes')[0]?.items ?? defaultTimeframes;
  return {
    column: column ?? '',
    ...optional('sql', column === undefined ? sql : undefined),
    ...about(node),
    // Others than these the sample cannot cut out of a time.
    timeframes: named.filter((name): name is Timeframe => timeframes.includes(name)),
  };
}

/** A group of type duration is a number for each of its intervals. */
function durationDimensions(node: LookmlNode): [string, DimensionModel][] {
  const [start, end] = ['sql_start', 'sql_end'].map((key) => referencesOf(propertyOf(node, key)));
  const named = childrenOf(node, 'intervals')[0]?.items ?? Object.keys(intervals);
  return named.flatMap((interval): [string, DimensionModel][] => {
    const perDay = intervals[interval];
    if (perDay === undefined || start === undefined || end === undefined) return [];
    const sql = `CAST((JULIANDAY(${end}) - JULIANDAY(${start})) * ${perDay} AS INTEGER)`;
    return [[`${interval}s_${node.value}`, { ...about(node), type: 'number', sql }]];
  });
}

function measureEntry(name: string, node: LookmlNode, formats: ValueFormats): [string, MeasureModel][] {
  const type = measureTypes[propertyOf(node, 'type') ?? ''];
  if (type === undefined) return [];
  const filters = filtersOf(node);
  const measure = {
    type,
    ...about(node),
    ...optional('sql', referencesOf(propertyOf(node, 'sql'))),
    ...formatOf(node, formats),
    ...optional('filters', Object.keys(filters).length === 0 ? undefined : filters),
  };
  return [[name, measure]];
}

function about(node: LookmlNode) {
  return {
    description: propertyOf(node, 'description') ?? '',
    ...optional('label', propertyOf(node, 'label')),
    ...optional('hidden', isYes(node, 'hidden') ? true : undefined),
  };
}

function formatOf(node: LookmlNode, formats: ValueFormats) {
  const name = propertyOf(node, 'value_format_name');
  const text = propertyOf(node, 'value_format') ?? (name === undefined ? undefined : formats.get(name));
  if (text !== undefined) return { valueFormat: text };
  return name !== undefined && isFormatName(name) ? { valueFormatName: name } : {};
}

function isFormatName(name: string): name is ValueFormatName {
  return name in namedFormats;
}
