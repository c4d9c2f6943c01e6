import type { JsonSchema } from '../../catalogue/operation.js';
import { type ArgumentEdit, described, orNull } from '../argument-edit.js';
import { keysOfCharts, visKeys } from './vis-config.js';

const xy = ['looker_column', 'looker_bar', 'looker_line', 'looker_area', 'looker_scatter'];
const groups: readonly (readonly [string, readonly string[]])[] = [
  ['xy', xy],
  ['map', ['looker_google_map', 'looker_map']],
  ['geo', ['looker_geo_choropleth', 'looker_geo_coordinates']],
  ['table', ['looker_grid', 'table']],
];

const settings: readonly (readonly [string, JsonSchema])[] = Object.entries(visKeys);

/** The names of Looker's own charts. Others are plug-ins, named `<project>::<chart>` or as an administrator liked. */
export const chartTypes: readonly string[] = Object.keys(keysOfCharts);

/** The name under which `visConfigCheck` is known to the checker of arguments. */
export const visConfigName = 'vis-config';

/** What is checked of chart settings: the name of the chart, and those settings that this chart reads. */
export const visConfigCheck: JsonSchema = {
  $id: visConfigName,
  type: 'object',
  properties: { type: { type: 'string', format: 'chart-type' } },
  allOf: [...settingsByReaders().values()].map(({ readers, properties }) => ({
    if: { properties: { type: { not: { enum: readers } } } },
    else: { properties },
  })),
};

/** The settings by name, without regard to the chart: null is right for each, since Looker's own answers have it. */
export const visConfigSettings: JsonSchema = {
  type: 'object',
  properties: Object.fromEntries(settings.map(([key, schema]) => [key, orNull(schema)])),
};

// The full text stands in one tool: it is long, and tool lists are read with every conversation.
const check: JsonSchema = { properties: {}, $ref: visConfigName };

/** Chart settings with their keys, for the one tool that shows them. */
export const visConfig: ArgumentEdit = described(
  `How to draw the result, e.g. {"type":"looker_column","stacking":"normal"}. xy charts: column, bar, line, area, scatter. Other keys by chart, true or false unless said otherwise. ${plainSettings()}`,
  {
    type: 'object',
    properties: {
      type: { type: 'string', description: `${chartTypes.join(', ')}; or a plug-in.` },
      ...Object.fromEntries(settings.filter(isShaped)),
    },
    additionalProperties: true,
  },
  check,
);

/** Chart settings, for every other tool. */
export const visConfigBrief: ArgumentEdit = described(
  'Chart settings, e.g. {"type":"looker_column","stacking":"normal"}; also looker_line, looker_pie, looker_grid, single_value and others.',
  {},
  check,
);

/** What a name does not tell, and xy charts read, is shown as a schema; of every other setting a word is enough. */
function isShaped([key, schema]: readonly [string, JsonSchema]): boolean {
  return chartsNamed(key) === '' && wordOf(schema) !== '';
}

function wordOf({ type, enum: values, description }: JsonSchema): string {
  return description ?? values?.join('|') ?? (type === 'boolean' ? '' : String([type].flat()[0]));
}

function plainSettings(): string {
  const byCharts = new Map<string, string[]>();
  for (const [key, schema] of settings.filter((setting) => !isShaped(setting))) {
    const charts = chartsNamed(key) || 'xy';
    const word = wordOf(schema);
    byCharts.set(charts, [...(byCharts.get(charts) ?? []), word === '' ? key : `${key} (${word})`]);
  }
  return [...byCharts].map(([charts, names]) => `${charts}: ${names.join(', ')}.`).join(' ');
}

interface ReadSettings {
  readonly readers: readonly string[];
  readonly properties: Record<string, JsonSchema>;
}

// Settings of the same charts are checked together: each of them is compiled once.
function settingsByReaders(): Map<string, ReadSettings> {
  const groups = new Map<string, ReadSettings>();
  for (const [key, schema] of settings) {
    const readers = readersOf(key);
    const group = groups.get(readers.join()) ?? { readers, properties: {} };
    group.properties[key] = orNull(schema);
    groups.set(readers.join(), group);
  }
  return groups;
}

function readersOf(key: string): string[] {
  return chartTypes.filter((chart) => keysOfCharts[chart]?.some((own) => own === key));
}

function chartsNamed(key: string): string {
  const readers = readersOf(key);
  if (xy.every((chart) => readers.includes(chart))) return '';
  const whole = groups.filter(([, charts]) => charts.every((chart) => readers.includes(chart)));
  const single = readers.filter((chart) => !whole.some(([, charts]) => charts.includes(chart)));
  return [...single.map((chart) => chart.replace('looker_', '')), ...whole.map(([name]) => name)].join(',');
}
