export type DateUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

/** From `from` up to, not including, `to`; `null` is open. All times are UTC. */
export interface DateInterval {
  from: Date | null;
  to: Date | null;
}

const unitMs = { second: 1000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** The beginning of the unit that `time` lies in; weeks begin on Monday. */
export function startOf(unit: DateUnit, time: Date): Date {
  const year = time.getUTCFullYear();
  const month = time.getUTCMonth();
  switch (unit) {
    case 'year':
      return new Date(Date.UTC(year, 0, 1));
    case 'quarter':
      return new Date(Date.UTC(year, month - (month % 3), 1));
    case 'month':
      return new Date(Date.UTC(year, month, 1));
    case 'week':
      return new Date(Date.UTC(year, month, time.getUTCDate() - ((time.getUTCDay() + 6) % 7)));
    default:
      return new Date(Math.floor(time.getTime() / unitMs[unit]) * unitMs[unit]);
  }
}

/** `count` units later (earlier when negative); months keep the day where the month has it, else its last day. */
export function addUnits(time: Date, count: number, unit: DateUnit): Date {
  if (unit !== 'month' && unit !== 'quarter' && unit !== 'year') return new Date(time.getTime() + count * unitMs[unit]);
  const months = count * (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1);
  const moved = new Date(time);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(time.getUTCDate(), lastDay));
  return moved;
}

/** `count` whole units beginning at `from`. */
export function unitsFrom(from: Date, count: number, unit: DateUnit): DateInterval {
  return { from, to: addUnits(from, count, unit) };
}
