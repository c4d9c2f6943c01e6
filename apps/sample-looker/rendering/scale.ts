/** A linear axis: its ticks, and where on it a value lies, from 0 to 1. */
export interface Scale {
  ticks: readonly number[];
  at(value: number): number;
}

const niceSteps = [1, 2, 2.5, 5, 10];

/** An axis over these values with about `tickCount` round ticks; it always holds zero. */
export function scaleOver(values: Iterable<number>, tickCount = 5): Scale {
  let lowest = 0;
  let highest = 0;
  for (const value of values) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  const span = highest - lowest || 1;
  const magnitude = 10 ** Math.floor(Math.log10(span / tickCount));
  const step = (niceSteps.find((nice) => (nice * magnitude * tickCount) / span >= 1) ?? 10) * magnitude;
  const first = Math.floor(lowest / step);
  const last = Math.max(Math.ceil(highest / step), first + 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  const [from, to] = [first * step, last * step];
  return { ticks, at: (value) => (value - from) / (to - from) };
}
