import { type CalculationFunction, type FunctionTable, withTime } from '../calculation-function.js';
import { numberOf } from '../computed.js';
import { LookerTime } from '../looker-time.js';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const monthsOfYear = 12;

/** Dates and times, as clocks in the query's time zone show them. */
export const timeFunctions: FunctionTable = {
  now: { takes: '', gives: 'date', isByRow: true, apply: (_, { now }) => now },
  date: timeOfParts('number number number'),
  date_time: timeOfParts('number number number number number number'),
  add_seconds: added((time, count) => LookerTime.at(time.ms + count * secondMs)),
  add_minutes: added((time, count) => LookerTime.at(time.ms + count * minuteMs)),
  add_hours: added((time, count) => LookerTime.at(time.ms + count * hourMs)),
  add_days: added((time, count) => LookerTime.at(time.ms + count * dayMs)),
  add_months: added((time, count) => monthsLater(time, count)),
  add_years: added((time, count) => monthsLater(time, count * monthsOfYear)),
  diff_seconds: between((from, to) => (to.ms - from.ms) / secondMs),
  diff_minutes: between((from, to) => (to.ms - from.ms) / minuteMs),
  diff_hours: between((from, to) => (to.ms - from.ms) / hourMs),
  diff_days: between((from, to) => (to.ms - from.ms) / dayMs),
  diff_months: between(monthsBetween),
  diff_years: between((from, to) => monthsBetween(from, to) / monthsOfYear),
  extract_years: part(0),
  extract_months: part(1),
  extract_days: part(2),
  extract_hours: part(3),
  extract_minutes: part(4),
  extract_seconds: part(5),
  trunc_years: truncated(1),
  trunc_months: truncated(2),
  trunc_days: truncated(3),
  trunc_hours: truncated(4),
  trunc_minutes: truncated(5),
};

function timeOfParts(takes: string): CalculationFunction {
  return { takes, gives: 'date', apply: (parts) => LookerTime.of(parts.map((value) => numberOf(value) ?? Number.NaN)) };
}

function added(add: (time: LookerTime, count: number) => LookerTime | undefined): CalculationFunction {
  return {
    takes: 'number date',
    gives: 'date',
    apply: ([count, time]) => withTime(time, (found) => add(found, Math.trunc(numberOf(count) ?? Number.NaN)) ?? null),
  };
}

/** In whole units, cut towards zero. */
function between(measure: (from: LookerTime, to: LookerTime) => number): CalculationFunction {
  return {
    takes: 'date date',
    gives: 'number',
    apply: ([from, to]) => withTime(from, (first) => withTime(to, (last) => Math.trunc(measure(first, last)))),
  };
}

function part(index: number): CalculationFunction {
  return { takes: 'date', gives: 'number', apply: ([time]) => withTime(time, ({ parts }) => parts[index] ?? null) };
}

function truncated(count: number): CalculationFunction {
  return {
    takes: 'date',
    gives: 'date',
    apply: ([time]) => withTime(time, ({ parts }) => LookerTime.of(parts.slice(0, count)) ?? null),
  };
}

/** On the same day, or the last one of a shorter month. */
function monthsLater(time: LookerTime, count: number): LookerTime | undefined {
  const [year = 0, month = 1, day = 1, ...clock] = time.parts;
  const months = year * monthsOfYear + month - 1 + count;
  if (!Number.isSafeInteger(months)) return undefined;
  const [newYear, newMonth] = [Math.floor(months / monthsOfYear), (months % monthsOfYear) + 1];
  const daysOfMonth = new Date(Date.UTC(newYear, newMonth, 0)).getUTCDate();
  return LookerTime.of([newYear, newMonth, Math.min(day, daysOfMonth), ...clock]);
}

/** How many months are over, with what is left of the last one as a part of 31 days. */
function monthsBetween(from: LookerTime, to: LookerTime): number {
  const months = (time: LookerTime) => {
    const [year = 0, month = 1] = time.parts;
    const start = LookerTime.of([year, month])?.ms ?? time.ms;
    return year * monthsOfYear + month + (time.ms - start) / (31 * dayMs);
  };
  return months(to) - months(from);
}
