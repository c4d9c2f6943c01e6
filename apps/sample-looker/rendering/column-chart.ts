import { axisText, axisTitle, type ChartData, type Series } from './chart-data.js';
import { legend } from './legend.js';
import { type Scale, scaleOver } from './scale.js';
import { type Box, colorOf, colors, element, fitted, line, text, widthOf } from './svg.js';

export type ColumnStyle = 'column' | 'line' | 'area' | 'scatter';

interface Plot {
  box: Box;
  data: ChartData;
  style: ColumnStyle;
  stacked: boolean;
  scaleOf(series: Series): Scale;
}

const labelSize = 11;
/** Beyond this, points on lines would be a smear. */
const dottedCategoriesMax = 60;

/** Columns, lines, areas or points over categories on the horizontal axis. Series of another format get an axis at the right. */
export function columnChart(
  data: ChartData,
  box: Box,
  { style, stacked }: { style: ColumnStyle; stacked: boolean },
): string {
  const names = legend(
    data.series.map(({ label }) => label),
    box,
  );
  const [left, right] = axisGroups(data.series, stacked);
  const [leftScale, rightScale] = [scaleFor(left, stacked), scaleFor(right, stacked)];
  const leftWidth = axisWidth(left, leftScale) + 24;
  const rightWidth = right.length === 0 ? 14 : axisWidth(right, rightScale) + 30;
  const plotWidth = Math.max(20, box.width - leftWidth - rightWidth);
  const bottom = categoryAxisHeight(data, plotWidth, box.height);
  const plot: Plot = {
    data,
    style,
    stacked,
    box: {
      x: box.x + leftWidth,
      y: box.y + names.height + 8,
      width: plotWidth,
      height: Math.max(20, box.height - names.height - 8 - bottom),
    },
    scaleOf: (series) => (right.includes(series) ? rightScale : leftScale),
  };
  return [
    names.drawn,
    valueAxis(plot, left, { scale: leftScale, isRight: false }),
    ...(right.length === 0 ? [] : [valueAxis(plot, right, { scale: rightScale, isRight: true })]),
    ...(style === 'column' ? columns(plot) : data.series.map((series, index) => curve(plot, series, index))),
    categoryAxis(plot, box),
  ].join('');
}

/** Percentages beside amounts would lie flat on the axis, so each value format has an axis of its own, two at most. */
function axisGroups(series: readonly Series[], stacked: boolean): [readonly Series[], readonly Series[]] {
  if (stacked) return [series, []];
  const kind = ({ valueFormat }: Series) => (valueFormat?.includes('%') ? '%' : valueFormat?.includes('$') ? '$' : '');
  const first = series[0];
  if (first === undefined) return [[], []];
  return [series.filter((each) => kind(each) === kind(first)), series.filter((each) => kind(each) !== kind(first))];
}

function scaleFor(series: readonly Series[], stacked: boolean): Scale {
  if (!stacked) return scaleOver(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  const sums = (series[0]?.values ?? []).map((_, index) =>
    series.reduce((sum, { values }) => sum + Math.max(0, values[index] ?? 0), 0),
  );
  return scaleOver(sums);
}

function axisWidth(series: readonly Series[], scale: Scale): number {
  const format = series[0]?.valueFormat ?? null;
  return Math.max(...scale.ticks.map((tick) => widthOf(axisText(tick, format), labelSize)));
}

function valueAxis({ box }: Plot, series: readonly Series[], axis: { scale: Scale; isRight: boolean }): string {
  const format = series[0]?.valueFormat ?? null;
  const yOf = (tick: number) => box.y + box.height * (1 - axis.scale.at(tick));
  const edge = axis.isRight ? box.x + box.width : box.x;
  const label = fitted(axisTitle(series), box.height, labelSize);
  const labelX = axis.isRight ? edge + axisWidth(series, axis.scale) + 26 : edge - axisWidth(series, axis.scale) - 14;
  return [
    ...axis.scale.ticks.map((tick) => {
      const anchor = axis.isRight ? 'start' : 'end';
      const grid = axis.isRight ? '' : line([box.x, yOf(tick)], [box.x + box.width, yOf(tick)]);
      const place = edge + (axis.isRight ? 6 : -6);
      return (
        grid + text(axisText(tick, format), place, yOf(tick) + 4, { size: labelSize, color: colors.faintText, anchor })
      );
    }),
    text(label, labelX, box.y + box.height / 2, { size: labelSize, anchor: 'middle', rotation: -90 }),
  ].join('');
}

function columns({ box, data, stacked, scaleOf }: Plot): string[] {
  const slot = box.width / Math.max(1, data.categories.length);
  const groups = stacked ? 1 : Math.max(1, data.series.length);
  const width = Math.min(64, Math.max(0.5, (slot * 0.72) / groups));
  const floors = new Array<number>(data.categories.length).fill(0);
  return data.series.flatMap((series, seriesIndex) =>
    series.values.map((value, index) => {
      if (value === null) return '';
      const floor = stacked ? (floors[index] ?? 0) : 0;
      floors[index] = floor + value;
      const scale = scaleOf(series);
      const [top, bottom] = [scale.at(Math.max(floor, floor + value)), scale.at(Math.min(floor, floor + value))];
      const offset = stacked ? -width / 2 : (seriesIndex - groups / 2) * width;
      const x = box.x + slot * (index + 0.5) + offset;
      const y = box.y + box.height * (1 - top);
      return element('rect', { x, y, width, height: box.height * (top - bottom), fill: colorOf(seriesIndex) });
    }),
  );
}

function curve({ box, data, style, scaleOf }: Plot, series: Series, seriesIndex: number): string {
  const slot = box.width / Math.max(1, data.categories.length);
  const scale = scaleOf(series);
  const xOf = (index: number) => box.x + slot * (index + 0.5);
  const yOf = (value: number) => box.y + box.height * (1 - scale.at(value));
  const color = colorOf(seriesIndex);
  const dots = series.values.map((value, index) =>
    value === null
      ? ''
      : element('circle', { cx: xOf(index), cy: yOf(value), r: style === 'scatter' ? 4 : 2.5, fill: color }),
  );
  if (style === 'scatter') return dots.join('');
  const runs = unbroken(series.values);
  const lines = runs.map((run) => {
    const points = run.map(([index, value]) => `${xOf(index).toFixed(1)},${yOf(value).toFixed(1)}`);
    const [first, last] = [run[0]?.[0] ?? 0, run.at(-1)?.[0] ?? 0];
    const ground = yOf(0).toFixed(1);
    const area = [`${xOf(first).toFixed(1)},${ground}`, ...points, `${xOf(last).toFixed(1)},${ground}`].join(' ');
    return [
      style === 'area' ? element('polygon', { points: area, fill: color, 'fill-opacity': 0.3 }) : '',
      element('polyline', {
        points: points.join(' '),
        fill: 'none',
        stroke: color,
        'stroke-width': 2,
        'stroke-linejoin': 'round',
      }),
    ].join('');
  });
  return [...lines, ...(data.categories.length <= dottedCategoriesMax ? dots : [])].join('');
}

/** The stretches of values without a null between them. */
function unbroken(values: readonly (number | null)[]): [number, number][][] {
  const runs: [number, number][][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push([index, value]);
  }
  return runs.filter((run) => run.length > 0);
}

/** Labels lie flat when they fit, else they lean, and only as many as have room are written. */
function labelLayout(
  { categories }: ChartData,
  plotWidth: number,
  height: number,
): { leans: boolean; every: number; width: number } {
  const slot = plotWidth / Math.max(1, categories.length);
  const widest = Math.max(...categories.map((category) => widthOf(category, labelSize)), 0);
  if (widest + 10 <= slot) return { leans: false, every: 1, width: widest };
  const every = Math.ceil((widest + 14) / slot);
  if (categories.length / every >= 5) return { leans: false, every, width: widest };
  return { leans: true, every: Math.ceil((labelSize + 6) / slot), width: Math.min(widest, height * 0.3) };
}

function categoryAxisHeight(data: ChartData, plotWidth: number, height: number): number {
  const { leans, width } = labelLayout(data, plotWidth, height);
  return (leans ? width * 0.7 + 12 : 20) + 22;
}

function categoryAxis({ box, data }: Plot, outer: Box): string {
  const { leans, every, width } = labelLayout(data, box.width, outer.height);
  const slot = box.width / Math.max(1, data.categories.length);
  const y = box.y + box.height;
  const labels = data.categories.map((category, index) => {
    if (index % every !== 0) return '';
    const x = box.x + slot * (index + 0.5);
    const style = { size: labelSize, color: colors.faintText };
    return leans
      ? text(fitted(category, width, labelSize), x + 4, y + 14, { ...style, anchor: 'end', rotation: -40 })
      : text(category, x, y + 16, { ...style, anchor: 'middle' });
  });
  const title = fitted(data.categoryLabel, box.width, labelSize);
  return [
    line([box.x, y], [box.x + box.width, y], colors.faintText),
    ...labels,
    text(title, box.x + box.width / 2, outer.y + outer.height - 6, { size: labelSize, anchor: 'middle' }),
  ].join('');
}
