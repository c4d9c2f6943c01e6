import { validationFailed } from '../looker-errors.js';

const fieldLimits: readonly [lowest: number, highest: number][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
/** A schedule that never runs (30 February) ends the search after this many days. */
const searchDaysMax = 4 * 366;

/** Throws a 422 for a crontab that is not five fields of numbers, `*`, ranges, lists and steps. */
export function checkCrontab(field: string, crontab: unknown): void {
  if (typeof crontab === 'string' && parseCrontab(crontab) !== undefined) return;
  throw validationFailed([
    { field, code: 'invalid', message: `"${String(crontab)}" is not a crontab of five fields.` },
  ]);
}

/** The next time after `from` at which a crontab runs, in UTC; `null` when there is none. */
export function nextRun(crontab: string, from: Date): Date | null {
  const [minutes, hours, days, months, weekdays] = parseCrontab(crontab) ?? [];
  if (!minutes || !hours || !days || !months || !weekdays) return null;
  const restrictsDay = days.size < 31;
  const restrictsWeekday = weekdays.size < 7;
  for (let index = 0; index <= searchDaysMax; index += 1) {
    const day = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), from.getUTCDate() + index));
    const onDay = days.has(day.getUTCDate());
    const onWeekday = weekdays.has(day.getUTCDay());
    // With both fields restricted, cron runs when either matches.
    const matches = restrictsDay && restrictsWeekday ? onDay || onWeekday : onDay && onWeekday;
    const at = matches && months.has(day.getUTCMonth() + 1) ? firstTime({ day, hours, minutes, from }) : undefined;
    if (at !== undefined) return at;
  }
  return null;
}

function firstTime(search: { day: Date; hours: Set<number>; minutes: Set<number>; from: Date }): Date | undefined {
  for (const hour of [...search.hours].sort((left, right) => left - right)) {
    for (const minute of [...search.minutes].sort((left, right) => left - right)) {
      const at = new Date(search.day.getTime() + hour * 3_600_000 + minute * 60_000);
      if (at > search.from) return at;
    }
  }
  return undefined;
}

function parseCrontab(crontab: string): Set<number>[] | undefined {
  const fields = crontab.trim().split(/\s+/);
  if (fields.length !== fieldLimits.length) return undefined;
  const sets = fields.map((field, index) => parseField(field, fieldLimits[index] ?? [0, 0]));
  if (!sets.every((set) => set !== undefined)) return undefined;
  const weekdays = sets[4];
  // Both 0 and 7 are Sunday.
  if (weekdays?.delete(7)) weekdays.add(0);
  return sets;
}

function parseField(field: string, limits: [lowest: number, highest: number]): Set<number> | undefined {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const range = parseRange(part, limits);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return values;
}

/** `*`, `5`, `1-5`, each with an optional step; a step after a single number runs to the end. */
function parseRange(
  part: string,
  [lowest, highest]: [lowest: number, highest: number],
): { from: number; to: number; step: number } | undefined {
  const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
  if (match === null) return undefined;
  const from = Number(match[1] ?? lowest);
  const runsToEnd = match[1] === undefined || match[3] !== undefined;
  const to = Number(match[2] ?? (runsToEnd ? highest : from));
  const step = Number(match[3] ?? 1);
  return from < lowest || to > highest || from > to || step < 1 ? undefined : { from, to, step };
}
