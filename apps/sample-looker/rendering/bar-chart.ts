import { axisText, axisTitle, type ChartData, valueText } from './chart-data.js';
import { legend } from './legend.js';
import { type Scale, scaleOver } from './scale.js';
import { type Box, colorOf, colors, element, fitted, line, text, widthOf } from './svg.js';

const labelSize = 11;

/** Bars to the right of their categories. */
export function barChart(data: ChartData, box: Box, { stacked }: { stacked: boolean }): string {
  const names = legend(
    data.series.map(({ label }) => label),
    box,
  );
  const scale = scaleOf(data, stacked);
  const widest = Math.max(...data.categories.map((category) => widthOf(category, labelSize)), 0);
  const left = Math.min(widest, box.width * 0.35) + 14;
  const isLabelled = data.series.length === 1;
  const right = isLabelled ? widestValue(data) + 12 : 14;
  const plot: Box = {
    x: box.x + left,
    y: box.y + names.height + 4,
    width: Math.max(20, box.width - left - right),
    height: Math.max(20, box.height - names.height - 4 - 42),
  };
  const slot = plot.height / Math.max(1, data.categories.length);
  const format = data.series[0]?.valueFormat ?? null;
  const xOf = (value: number) => plot.x + plot.width * scale.at(value);
  const ticks = scale.ticks.map(
    (tick) =>
      line([xOf(tick), plot.y], [xOf(tick), plot.y + plot.height]) +
      text(axisText(tick, format), xOf(tick), plot.y + plot.height + 16, {
        size: labelSize,
        color: colors.faintText,
        anchor: 'middle',
      }),
  );
  // Rows that are thinner than their text are labelled now and then.
  const every = Math.ceil((labelSize + 2) / slot);
  const categories = data.categories.map((category, index) =>
    index % every === 0
      ? text(fitted(category, left - 10, labelSize), plot.x - 8, plot.y + slot * (index + 0.5) + 4, {
          size: labelSize,
          anchor: 'end',
        })
      : '',
  );
  const title = fitted(axisTitle(data.series), plot.width, labelSize);
  return [
    names.drawn,
    ...ticks,
    ...bars(data, { plot, slot, stacked, xOf, isLabelled: isLabelled && every === 1 }),
    line([xOf(0), plot.y], [xOf(0), plot.y + plot.height], colors.faintText),
    ...categories,
    text(title, plot.x + plot.width / 2, box.y + box.height - 6, { size: labelSize, anchor: 'middle' }),
  ].join('');
}

function scaleOf(data: ChartData, stacked: boolean): Scale {
  if (!stacked) return scaleOver(data.series.flatMap(({ values }) => values.filter((value) => value !== null)));
  return scaleOver(
    data.categories.map((_, index) =>
      data.series.reduce((sum, { values }) => sum + Math.max(0, values[index] ?? 0), 0),
    ),
  );
}

function widestValue({ series }: ChartData): number {
  return Math.max(
    0,
    ...series.flatMap((each) =>
      each.values.map((value) => (value === null ? 0 : widthOf(valueText(value, each), labelSize))),
    ),
  );
}

function bars(
  data: ChartData,
  at: { plot: Box; slot: number; stacked: boolean; xOf(value: number): number; isLabelled: boolean },
): string[] {
  const groups = at.stacked ? 1 : Math.max(1, data.series.length);
  const height = Math.min(34, Math.max(0.5, (at.slot * 0.72) / groups));
  const floors = new Array<number>(data.categories.length).fill(0);
  return data.series.flatMap((series, seriesIndex) =>
    series.values.map((value, index) => {
      if (value === null) return '';
      const floor = at.stacked ? (floors[index] ?? 0) : 0;
      floors[index] = floor + value;
      const [from, to] = [at.xOf(Math.min(floor, floor + value)), at.xOf(Math.max(floor, floor + value))];
      const offset = at.stacked ? -height / 2 : (seriesIndex - groups / 2) * height;
      const y = at.plot.y + at.slot * (index + 0.5) + offset;
      const bar = element('rect', { x: from, y, width: to - from, height, fill: colorOf(seriesIndex) });
      const label = text(valueText(value, series), to + 6, y + height / 2 + 4, {
        size: labelSize,
        color: colors.faintText,
      });
      return at.isLabelled ? bar + label : bar;
    }),
  );
}
