import { AppError } from '../errors/app-error.js';
import { instantRule, parseInstant } from '../http/input/instant.js';
import { DAY_MS } from '../values/day-ms.js';

/** Up to, and not including, `until`. */
export interface Period {
  readonly since: Date;
  readonly until: Date;
}

const DEFAULT_DAYS = 30;
/** A sum reads every call of its period: a year at most. */
const DAYS_MAX = 366;

const refused = (path: string, rule: string) =>
  new AppError('request.invalid', `${rule}.`, { fields: [{ path, rule }] });

/**
 * Reads a time; undefined where none is given.
 * @throws AppError `request.invalid` for one that does not exist, such as 25 o'clock.
 */
export function timeOf(field: string, text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = parseInstant(text);
  if (time === undefined) throw refused(field, instantRule(field));
  return time;
}

/** @throws AppError `request.invalid` when the period is empty or longer than a year. */
export function periodOf(query: { since?: string; until?: string }, now: Date): Period {
  const until = timeOf('until', query.until) ?? now;
  const since = timeOf('since', query.since) ?? new Date(until.getTime() - DEFAULT_DAYS * DAY_MS);
  if (since >= until) throw refused('since', 'since must be before until');
  if (until.getTime() - since.getTime() > DAYS_MAX * DAY_MS)
    throw refused('since', `since must be at most ${DAYS_MAX} days before until`);
  return { since, until };
}
