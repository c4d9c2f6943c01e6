import { asLookml } from '../models/describe-field.js';
import { viewsOf } from '../models/fields.js';
import type {
  DimensionGroupModel,
  DimensionModel,
  ExploreModel,
  LookmlModel,
  MeasureModel,
  ViewModel,
} from '../models/model-types.js';

/** A property, or a block of properties. */
type Line = readonly [key: string, text: string] | Block;
interface Block {
  /** e.g. `dimension: id`. */
  head: string;
  lines: readonly Line[];
}

/** The LookML of a view. */
export function viewText(view: ViewModel): string {
  return blockText({
    head: `view: ${view.name}`,
    lines: [
      ['label', quoted(view.label)],
      ['sql_table_name', sql(view.table)],
      ...Object.entries(view.dimensions).map(([name, dimension]) => dimensionBlock(name, dimension)),
      ...Object.entries(view.dimensionGroups).map(([name, group]) => dimensionGroupBlock(name, group)),
      ...Object.entries(view.measures).map(([name, measure]) => measureBlock(name, measure)),
    ],
  });
}

/** The LookML of a model; `includes` are further files beside those of its views. */
export function modelText(model: LookmlModel, includes: readonly string[] = []): string {
  const views = model.explores.flatMap((explore) => viewsOf(explore).map(fileOfView));
  const files = [...new Set(views), ...includes.map((file) => `/${file}`)];
  return [
    `connection: ${quoted(model.connectionName)}`,
    `label: ${quoted(model.label)}`,
    '',
    ...files.map((file) => `include: ${quoted(file)}`),
    '',
    ...model.explores.map((explore) => blockText(exploreBlock(explore))),
  ].join('\n');
}

/** `/orders.view.lkml`, or `//project/orders.view.lkml` for the view of another project. */
function fileOfView({ name, file = `${name}.view.lkml` }: ViewModel): string {
  return file.startsWith('//') ? file : `/${file}`;
}

/** The LookML of a table that is known by its columns alone. */
export function generatedViewText(
  table: string,
  columns: readonly { name: string; type: string; isKey: boolean }[],
): string {
  const fields = columns.map(({ name, type, isKey }): Line => {
    if (name.endsWith('_at')) return dimensionGroupBlock(name.slice(0, -'_at'.length), timeGroupOf(name));
    const lookmlType = /int|real|num/i.test(type) ? 'number' : 'string';
    return {
      head: `dimension: ${name}`,
      lines: [...flag('primary_key', isKey), ['type', lookmlType], ['sql', sql(`{TABLE}.${name}`)]],
    };
  });
  return blockText({
    head: `view: ${table}`,
    lines: [['sql_table_name', sql(table)], ...fields, { head: 'measure: count', lines: [['type', 'count']] }],
  });
}

function timeGroupOf(column: string): DimensionGroupModel {
  return { column, description: '', timeframes: ['time', 'date', 'week', 'month', 'quarter', 'year'] };
}

function exploreBlock(explore: ExploreModel): Block {
  return {
    head: `explore: ${explore.name}`,
    lines: [
      ['label', quoted(explore.label)],
      ['description', quoted(explore.description)],
      ...(explore.view.name === explore.name ? [] : [['view_name', explore.view.name] as const]),
      ...alwaysFilterBlocks(explore.alwaysFilter ?? {}),
      ...(explore.accessFilters ?? []).map(
        ({ field, userAttribute }): Block => ({
          head: 'access_filter:',
          lines: [
            ['field', field],
            ['user_attribute', userAttribute],
          ],
        }),
      ),
      ...explore.joins.map(
        (join): Block => ({
          head: `join: ${join.view.name}`,
          lines: [
            ['type', 'left_outer'],
            ['relationship', join.relationship],
            ['sql_on', sql(join.sqlOn)],
            ...(join.hidesFields === true ? [['fields', '[]'] as const] : []),
          ],
        }),
      ),
    ],
  };
}

function alwaysFilterBlocks(filters: Readonly<Record<string, string>>): Block[] {
  const items = Object.entries(filters).map(([field, condition]) => `${field}: ${quoted(condition)}`);
  return items.length === 0 ? [] : [{ head: 'always_filter:', lines: [['filters', `[${items.join(', ')}]`]] }];
}

function dimensionBlock(name: string, dimension: DimensionModel): Block {
  return {
    head: `dimension: ${name}`,
    lines: [
      ...flag('primary_key', dimension.primaryKey === true),
      ...label(dimension.label),
      ['type', dimension.type],
      ['description', quoted(dimension.description)],
      ['sql', sql(dimension.sql ?? `{TABLE}.${name}`)],
      ...(dimension.valueFormatName === undefined ? [] : [['value_format_name', dimension.valueFormatName] as const]),
      ...(dimension.tags === undefined ? [] : [['tags', `[${dimension.tags.map(quoted).join(', ')}]`] as const]),
    ],
  };
}

function dimensionGroupBlock(name: string, group: DimensionGroupModel): Block {
  return {
    head: `dimension_group: ${name}`,
    lines: [
      ['type', 'time'],
      ...(group.description === '' ? [] : [['description', quoted(group.description)] as const]),
      ['timeframes', `[${group.timeframes.join(', ')}]`],
      ['convert_tz', 'no'],
      ['sql', sql(`{TABLE}.${group.column}`)],
    ],
  };
}

function measureBlock(name: string, measure: MeasureModel): Block {
  const filters = Object.entries(measure.filters ?? {}).map(([field, condition]) => `${field}: ${quoted(condition)}`);
  return {
    head: `measure: ${name}`,
    lines: [
      ...label(measure.label),
      ['type', measure.type],
      ['description', quoted(measure.description)],
      ...(measure.sql === undefined ? [] : [['sql', sql(measure.sql)] as const]),
      ...(filters.length === 0 ? [] : [['filters', `[${filters.join(', ')}]`] as const]),
      ...(measure.valueFormatName === undefined ? [] : [['value_format_name', measure.valueFormatName] as const]),
    ],
  };
}

function blockText({ head, lines }: Block, indent = ''): string {
  const inner = lines.map((line) => {
    if ('head' in line) return `\n${blockText(line, `${indent}  `)}`;
    return `${indent}  ${line[0]}: ${line[1]}\n`;
  });
  return `${indent}${head} {\n${inner.join('')}${indent}}\n`;
}

function label(text: string | undefined): Line[] {
  return text === undefined ? [] : [['label', quoted(text)]];
}

function flag(key: string, isOn: boolean): Line[] {
  return isOn ? [[key, 'yes']] : [];
}

function sql(text: string): string {
  return `${asLookml(text)} ;;`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '\\"')}"`;
}
