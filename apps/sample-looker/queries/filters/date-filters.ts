import { faultyFilter } from '../query-error.js';
import { sqlAnd, sqlOr, sqlString } from '../sql/sql-text.js';
import { addUnits, type DateInterval, type DateUnit, startOf, unitsFrom } from './date-intervals.js';

const unitPattern = '(second|minute|hour|day|week|month|quarter|year)s?';
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
/** Beyond this the dates leave the years that `YYYY-MM-DD` can write. */
const countMax = 1000;

type Reader = (match: RegExpExecArray, now: Date) => DateInterval | undefined;

const readers: readonly [RegExp, Reader][] = [
  [/^today$/, (_, now) => unitsFrom(startOf('day', now), 1, 'day')],
  [/^yesterday$/, (_, now) => unitsFrom(addUnits(startOf('day', now), -1, 'day'), 1, 'day')],
  [/^tomorrow$/, (_, now) => unitsFrom(addUnits(startOf('day', now), 1, 'day'), 1, 'day')],
  [new RegExp(`^(${weekdays.join('|')})$`), ([, name], now) => unitsFrom(latestWeekday(name ?? '', now), 1, 'day')],
  [
    new RegExp(`^(this|last|next) ${unitPattern}$`),
    ([, which, unit], now) => aroundNow(which ?? '', asUnit(unit), now),
  ],
  [new RegExp(`^(?:last |past )?(\\d+) (complete )?${unitPattern}$`), readRecent],
  [new RegExp(`^(\\d+) ${unitPattern} (ago|from now)(?: for (\\d+) ${unitPattern})?$`), readDistance],
  [/^(\d{4})$/, ([, year]) => calendar(`${year}-01-01`, 'year')],
  [/^(\d{4})-q([1-4])$/, ([, year, quarter]) => calendar(`${year}-${two(Number(quarter) * 3 - 2)}-01`, 'quarter')],
  [/^(\d{4})[-/](\d{1,2})$/, ([, year, month]) => calendar(`${year}-${two(Number(month))}-01`, 'month')],
  [/^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/, ([, ...parts]) => calendar(dateOf(parts), 'day')],
  [
    /^(\d{4}-\d{2}-\d{2})[ t](\d{1,2}:\d{2})$/,
    ([, date, time]) => calendar(`${date}T${time?.padStart(5, '0')}`, 'minute'),
  ],
  [/^(\d{4}-\d{2}-\d{2}[ t]\d{2}:\d{2}:\d{2})$/, ([, time]) => calendar(time ?? '', 'second')],
  [new RegExp(`^(\\d{4}.*?) for (\\d+) ${unitPattern}$`), readDuration],
  [new RegExp(`^this ${unitPattern} to ${unitPattern}$`), readSoFar],
];

/**
 * Looker's date filters on a column of `YYYY-MM-DD HH:MM:SS` texts: `30 days`, `last 30 days`, `3 complete months`,
 * `7 days ago for 7 days`, `this month`, `this year to second`, `yesterday`, `2026-11`, `2026/11/03 for 3 days`,
 * `2026-01-01 to 2026-02-01` (the end is not included), `before …`, `after …`, `NULL`, `NOT NULL`, joined by `,`. Fiscal
 * years are those of the calendar. `undefined` means no restriction. Throws a QueryError for anything else.
 */
export function dateFilterSql(column: string, expression: string, now: Date): string | undefined {
  const conditions: string[] = [];
  for (const part of expression.split(/,|\s+OR\s+/i)) {
    const text = inDashes(part.trim().replace(/\s+/g, ' ').toLowerCase());
    if (text === '') continue;
    if (text === 'any time' || text === 'any value') return undefined;
    conditions.push(conditionSql(column, text, now) ?? fail(expression));
  }
  return sqlOr(conditions);
}

/** `2026/5/3` as `2026-05-03`, and fiscal years as those of the calendar: no month of a model's begins another year. */
function inDashes(text: string): string {
  return text
    .replace(/\b(\d{4})\/(\d{1,2})(?:\/(\d{1,2}))?(?!\d)/g, (_, year: string, ...parts: (string | undefined)[]) =>
      [year, ...parts.slice(0, 2).filter((each) => each !== undefined)].map((each) => two(Number(each))).join('-'),
    )
    .replace(/\bfiscal (?=years?\b|quarters?\b)/g, '')
    .replace(/\bfy(?=\d{4}\b)/g, '');
}

/** The interval that one date expression names, or `undefined` when it is none. */
export function readDateInterval(text: string, now: Date): DateInterval | undefined {
  const before = /^before (.+)$/.exec(text);
  if (before?.[1] !== undefined) return toInterval(null, readPoint(before[1], now));
  const after = /^after (.+)$/.exec(text);
  if (after?.[1] !== undefined) return toInterval(readPoint(after[1], now), null);
  for (const [pattern, read] of readers) {
    const match = pattern.exec(text);
    if (match) return read(match, now);
  }
  const between = /^(.+) to (.+)$/.exec(text);
  return between?.[1] === undefined
    ? undefined
    : toInterval(readPoint(between[1], now), readPoint(between[2] ?? '', now));
}

function conditionSql(column: string, text: string, now: Date): string | undefined {
  if (text === 'null') return `${column} IS NULL`;
  if (text === 'not null' || text === '-null') return `${column} IS NOT NULL`;
  const negated = /^not (.+)$/.exec(text)?.[1];
  const interval = readDateInterval(negated ?? text, now);
  if (interval === undefined) return undefined;
  const inside = sqlAnd([
    ...(interval.from ? [`${column} >= ${sqlString(textOf(interval.from))}`] : []),
    ...(interval.to ? [`${column} < ${sqlString(textOf(interval.to))}`] : []),
  ]);
  return negated === undefined ? inside : `${column} IS NULL OR NOT (${inside})`;
}

function readPoint(text: string, now: Date): Date | null | undefined {
  return text === 'now' ? now : readDateInterval(text, now)?.from;
}

function toInterval(from: Date | null | undefined, to: Date | null | undefined): DateInterval | undefined {
  return from === undefined || to === undefined ? undefined : { from, to };
}

function readRecent([, count, complete, unitName]: RegExpExecArray, now: Date): DateInterval | undefined {
  const unit = asUnit(unitName);
  const units = Number(count);
  if (units > countMax) return undefined;
  // Without "complete" the running unit is the last of the count.
  const end = addUnits(startOf(unit, now), complete === undefined ? 1 : 0, unit);
  return { from: addUnits(end, -units, unit), to: end };
}

function readDistance(match: RegExpExecArray, now: Date): DateInterval | undefined {
  const [, count, unitName, direction, duration = '1', durationUnit] = match;
  const unit = asUnit(unitName);
  if (Number(count) > countMax || Number(duration) > countMax) return undefined;
  const from = addUnits(startOf(unit, now), direction === 'ago' ? -Number(count) : Number(count), unit);
  return unitsFrom(from, Number(duration), durationUnit === undefined ? unit : asUnit(durationUnit));
}

function readDuration([, start = '', count, unit]: RegExpExecArray, now: Date): DateInterval | undefined {
  const from = readPoint(start, now);
  return from && Number(count) <= countMax ? unitsFrom(from, Number(count), asUnit(unit)) : undefined;
}

/** From the beginning of a long unit to that of a short one. */
function readSoFar([, long, short]: RegExpExecArray, now: Date): DateInterval {
  return { from: startOf(asUnit(long), now), to: startOf(asUnit(short), now) };
}

function aroundNow(which: string, unit: DateUnit, now: Date): DateInterval {
  const distance = which === 'this' ? 0 : which === 'last' ? -1 : 1;
  return unitsFrom(addUnits(startOf(unit, now), distance, unit), 1, unit);
}

function latestWeekday(name: string, now: Date): Date {
  const daysBack = (now.getUTCDay() - weekdays.indexOf(name) + 7) % 7;
  return addUnits(startOf('day', now), -daysBack, 'day');
}

function calendar(text: string, unit: DateUnit): DateInterval | undefined {
  const iso = text.length === 10 ? `${text}T00:00:00Z` : `${text.replace(' ', 'T').toUpperCase()}Z`;
  const from = new Date(iso);
  // `Date` rolls 2026-02-31 over into March; Looker refuses it.
  if (Number.isNaN(from.getTime()) || from.toISOString().slice(0, 10) !== text.slice(0, 10)) return undefined;
  return unitsFrom(from, 1, unit);
}

function dateOf([year = '', month = '', day = '']: string[]): string {
  return `${year}-${two(Number(month))}-${two(Number(day))}`;
}

/** The readers' patterns match no other names. */
function asUnit(name: string | undefined): DateUnit {
  return (name ?? 'day') as DateUnit;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function textOf(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ');
}

function fail(expression: string): never {
  throw faultyFilter(expression);
}
