const WIDTH = 110;
const HEIGHT = 28;
const MARGIN = 2;
const COLOR = 'var(--mantine-color-indigo-5)';

/**
 * How steep the curve is at each point, in height a step: never so steep that it rises above or falls below its neighbours
 * (monotone cubic interpolation, Steffen 1990, for points at equal distances).
 */
function slopesOf(heights: readonly number[]): number[] {
  const steps = heights.slice(1).map((height, place) => height - (heights[place] ?? 0));
  const inner = steps.slice(1).map((after, place) => {
    const before = steps[place] ?? 0;
    const steepest = Math.min(Math.abs(before), Math.abs(after), Math.abs(before + after) / 4);
    return (Math.sign(before) + Math.sign(after)) * steepest;
  });
  const atEnd = (step = 0, next = step) => (3 * step - next) / 2;
  return [atEnd(steps[0], inner[0]), ...inner, atEnd(steps.at(-1), inner.at(-1))];
}

/** Calls of each day as a line without axes; its words are beside it. The charts of other pages weigh more than this page. */
export function CallSparkline({ calls }: { calls: readonly number[] }) {
  const most = Math.max(1, ...calls);
  const step = (WIDTH - 2 * MARGIN) / (calls.length - 1);
  const heights = calls.map((count) => HEIGHT - MARGIN - (count * (HEIGHT - 2 * MARGIN)) / most);
  const slopes = slopesOf(heights);
  const line = heights.map((height, day) => {
    const x = MARGIN + day * step;
    if (day === 0) return `M${x},${height}`;
    const [from = 0, left = 0, right = 0] = [heights[day - 1], slopes[day - 1], slopes[day]];
    return `C${x - (2 * step) / 3},${from + left / 3} ${x - step / 3},${height - right / 3} ${x},${height}`;
  });
  const area = [...line, `L${WIDTH - MARGIN},${HEIGHT}L${MARGIN},${HEIGHT}Z`];
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path d={area.join('')} fill={COLOR} fillOpacity={0.25} />
      <path d={line.join('')} fill="none" stroke={COLOR} strokeWidth={1.5} strokeLinecap="round" />
    </svg>
  );
}
