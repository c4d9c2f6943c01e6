import { isRecord } from '../api.js';
import type { ResultSet } from '../queries/results/result-set.js';
import { barChart } from './bar-chart.js';
import { type ChartData, chartData, type OrderedKind } from './chart-data.js';
import { columnChart } from './column-chart.js';
import { pieChart } from './pie-chart.js';
import { singleValue } from './single-value.js';
import { type Box, colors, text } from './svg.js';
import { tablePicture } from './table-picture.js';

type Draw = (data: ChartData, box: Box, stacked: boolean) => string;

/** By Looker's `vis_config.type`; every other type is drawn as a table. */
const charts: Readonly<Record<string, Draw>> = {
  looker_bar: (data, box, stacked) => barChart(data, box, { stacked }),
  looker_column: (data, box, stacked) => columnChart(data, box, { style: 'column', stacked }),
  looker_line: (data, box) => columnChart(data, box, { style: 'line', stacked: false }),
  looker_area: (data, box) => columnChart(data, box, { style: 'area', stacked: false }),
  looker_scatter: (data, box) => columnChart(data, box, { style: 'scatter', stacked: false }),
  looker_pie: (data, box) => pieChart(data, box, { hole: false }),
  looker_donut_multiples: (data, box) => pieChart(data, box, { hole: true }),
};
const orderedKinds: Readonly<Record<string, readonly OrderedKind[]>> = {
  looker_column: ['time'],
  looker_line: ['time', 'number'],
  looker_area: ['time', 'number'],
  looker_scatter: ['time', 'number'],
};

/** Draws a result the way its `vis_config` asks for, as SVG elements inside the box. */
export function resultPicture(result: ResultSet, visConfig: unknown, box: Box): string {
  const config = isRecord(visConfig) ? visConfig : {};
  const type = String(config.type ?? 'table');
  if (result.rows.length === 0) return notice('No results', box);
  if (type === 'single_value') return singleValue(result, box);
  const draw = charts[type];
  if (draw === undefined) return tablePicture(result, box);
  const data = chartData(result, orderedKinds[type] ?? []);
  if (data.series.length === 0 || data.categories.length === 0) return tablePicture(result, box);
  return draw(data, box, config.stacking === 'normal' || config.stacking === 'percent');
}

/** A line of text in the middle of the box. */
export function notice(content: string, box: Box, color: string = colors.faintText): string {
  return text(content, box.x + box.width / 2, box.y + box.height / 2, { size: 14, color, anchor: 'middle' });
}
