import { curveMonotoneX } from '@visx/curve';
import { Area, LinePath } from '@visx/shape';

const WIDTH = 110;
const HEIGHT = 28;
const MARGIN = 2;

/**
 * Calls of each day as a line without axes; its words are beside it. The charts of other pages weigh more than all the rest
 * of the page that this one stands on.
 */
export function CallSparkline({ calls }: { calls: readonly number[] }) {
  const most = Math.max(1, ...calls);
  const x = (_: number, day: number) => MARGIN + (day * (WIDTH - 2 * MARGIN)) / (calls.length - 1);
  const y = (count: number) => HEIGHT - MARGIN - (count * (HEIGHT - 2 * MARGIN)) / most;
  const line = { data: [...calls], x, curve: curveMonotoneX };
  return (
    <svg width={WIDTH} height={HEIGHT} aria-hidden="true">
      <Area {...line} y0={HEIGHT} y1={y} fill="var(--mantine-color-indigo-5)" fillOpacity={0.25} />
      <LinePath {...line} y={y} stroke="var(--mantine-color-indigo-5)" strokeWidth={1.5} />
    </svg>
  );
}
