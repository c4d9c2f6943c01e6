import { type Box, colorOf, colors, element, fitted, text, widthOf } from './svg.js';

const size = 12;
const swatch = 10;
const gap = 18;
const entriesMax = 12;

/** The names of several series with their colors, in one centered line at the top of the box; empty for a single series. */
export function legend(labels: readonly string[], box: Box): { drawn: string; height: number } {
  if (labels.length < 2) return { drawn: '', height: 0 };
  const widthMax = Math.max(40, box.width / Math.min(labels.length, entriesMax) - gap - swatch);
  const shown = labels.slice(0, entriesMax).map((label) => fitted(label, widthMax, size));
  const widths = shown.map((label) => swatch + 6 + widthOf(label, size) + gap);
  let x = box.x + Math.max(0, (box.width - widths.reduce((sum, width) => sum + width, 0) + gap) / 2);
  const drawn = shown.map((label, index) => {
    const start = x;
    x += widths[index] ?? 0;
    return (
      element('rect', { x: start, y: box.y + 2, width: swatch, height: swatch, rx: 2, fill: colorOf(index) }) +
      text(label, start + swatch + 6, box.y + 11, { size, color: colors.faintText })
    );
  });
  return { drawn: drawn.join(''), height: 26 };
}
