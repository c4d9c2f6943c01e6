import { type ChartData, valueText } from './chart-data.js';
import { type Box, colorOf, colors, element, fitted, text } from './svg.js';

const labelSize = 12;
const slicesMax = 12;

/** The first series as slices of a circle, the rest of many slices put together, with a list of what they are beside it. */
export function pieChart(data: ChartData, box: Box, { hole }: { hole: boolean }): string {
  const series = data.series[0];
  if (series === undefined) return '';
  const all = data.categories.map((label, index) => ({ label, value: Math.max(0, series.values[index] ?? 0) }));
  const rest = all.slice(slicesMax - 1).reduce((sum, slice) => sum + slice.value, 0);
  const slices = all.length <= slicesMax ? all : [...all.slice(0, slicesMax - 1), { label: 'Other', value: rest }];
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  const radius = Math.max(10, Math.min(box.height / 2 - 10, box.width * 0.28));
  const center = { x: box.x + Math.max(radius + 10, box.width * 0.32), y: box.y + box.height / 2 };
  let turned = 0;
  const drawn = slices.map((slice, index) => {
    const share = total === 0 ? 0 : slice.value / total;
    const path = slicePath(center, radius, turned, turned + share);
    turned += share;
    return element('path', { d: path, fill: colorOf(index), stroke: colors.background, 'stroke-width': 1.5 });
  });
  const lineHeight = Math.min(24, box.height / slices.length);
  const listX = center.x + radius + 28;
  const listY = center.y - (lineHeight * slices.length) / 2;
  const list = slices.map((slice, index) => {
    const share = total === 0 ? 0 : (slice.value / total) * 100;
    const label = `${slice.label}: ${valueText(slice.value, series)} (${share.toFixed(1)}%)`;
    const y = listY + lineHeight * index;
    const shown = fitted(label, box.x + box.width - listX - 20, labelSize);
    return (
      element('rect', { x: listX, y: y + 2, width: 10, height: 10, rx: 2, fill: colorOf(index) }) +
      text(shown, listX + 16, y + 11, { size: labelSize })
    );
  });
  const opening = { cx: center.x, cy: center.y, r: radius * 0.55, fill: colors.background };
  return [...drawn, hole ? element('circle', opening) : '', ...list].join('');
}

/** From one share of the circle to another, clockwise from the top. */
function slicePath(center: { x: number; y: number }, radius: number, from: number, to: number): string {
  // An arc whose ends meet is drawn as nothing, so a whole circle stops just short of itself.
  const end = Math.min(to, from + 0.9999);
  const point = (share: number) => {
    const angle = share * 2 * Math.PI - Math.PI / 2;
    return `${(center.x + radius * Math.cos(angle)).toFixed(2)} ${(center.y + radius * Math.sin(angle)).toFixed(2)}`;
  };
  const isLarge = end - from > 0.5 ? 1 : 0;
  return `M ${center.x} ${center.y} L ${point(from)} A ${radius} ${radius} 0 ${isLarge} 1 ${point(end)} Z`;
}
