const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

interface CronField {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const FIELDS: readonly CronField[] = [
  { name: 'minute', min: 0, max: 59 },
  { name: 'hour', min: 0, max: 23 },
  { name: 'day of month', min: 1, max: 31 },
  { name: 'month', min: 1, max: 12, names: MONTHS },
  { name: 'day of week', min: 0, max: 7, names: WEEKDAYS },
];

/**
 * What is wrong with a Vixie-style crontab such as "0 8 * * 1-5", as the end of a sentence about it; null when it is right.
 * `minutesApartMin` is how many minutes must be between two runs.
 */
export function cronProblem(crontab: string, minutesApartMin = 1): string | null {
  const parts = crontab.trim().split(/\s+/);
  if (parts.length !== FIELDS.length || parts[0] === '') {
    const count = parts[0] === '' ? 0 : parts.length;
    return `needs five fields (minute hour day-of-month month day-of-week), not ${count}`;
  }
  const values: number[][] = [];
  for (const [index, field] of FIELDS.entries()) {
    const part = parts[index] ?? '';
    const found = valuesOf(part, field);
    if (found === null) return `has a wrong ${field.name} "${part.slice(0, 20)}": it takes ${allowedIn(field)}`;
    values.push(found);
  }
  const [minutes = [], hours = []] = values;
  return minutesApart(minutes, hours) < minutesApartMin
    ? `must not run more often than every ${minutesApartMin} minutes`
    : null;
}

function allowedIn({ min, max, names }: CronField): string {
  const named = names === undefined ? '' : ` (or ${names.slice(0, 2).join(', ').toUpperCase()}, ...)`;
  return `*, ${min}-${max}${named}, lists "${min},${min + 1}", ranges "${min}-${min + 2}" and steps "*/2"`;
}

function valuesOf(part: string, field: CronField): number[] | null {
  const ranges = part.split(',').map((item) => rangeOf(item, field));
  const values = new Set<number>();
  for (const range of ranges) {
    if (range === null) return null;
    for (let value = range.from; value <= range.to; value += range.step) values.add(value);
  }
  return [...values].sort((left, right) => left - right);
}

function rangeOf(item: string, field: CronField): { from: number; to: number; step: number } | null {
  const match = /^(?:(\*)|(\w+)(?:-(\w+))?)(?:\/(\d{1,2}))?$/.exec(item);
  if (!match) return null;
  const [, all, first, last, stepText] = match;
  const from = all ? field.min : numberOf(first, field);
  const to = all ? field.max : numberOf(last ?? first, field);
  const step = Number(stepText ?? 1);
  // A step needs several values to step through: "0/15" is what other schedulers write for "*/15".
  const stepsNowhere = stepText !== undefined && !all && last === undefined;
  if (from === null || to === null || from > to || step === 0 || stepsNowhere) return null;
  return { from, to, step };
}

function numberOf(text: string | undefined, { min, max, names }: CronField): number | null {
  const named = names?.indexOf((text ?? '').toLowerCase()) ?? -1;
  const value = named >= 0 ? named + min : /^\d{1,2}$/.test(text ?? '') ? Number(text) : Number.NaN;
  return value >= min && value <= max ? value : null;
}

/** The shortest time between two runs of one day, or around midnight; infinite when it runs once a day. */
function minutesApart(minutes: readonly number[], hours: readonly number[]): number {
  const runs = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const gaps = runs.slice(1).map((run, index) => run - (runs[index] ?? 0));
  const aroundMidnight = (runs[0] ?? 0) + 24 * 60 - (runs.at(-1) ?? 0);
  return Math.min(aroundMidnight, ...gaps);
}
