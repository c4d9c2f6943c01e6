import { Cron } from 'croner';
import { invalid } from '../looker-errors.js';

const part = '(?:\\*|\\d{1,2}(?:-\\d{1,2})?)(?:/\\d{1,2})?';
/** Croner also knows names, nicknames and further signs, which no crontab of Looker's has. */
const fiveFields = new RegExp(`^\\s*(?:${part}(?:,${part})*(?:\\s+|$)){5}$`);

/** Throws a 422 for a crontab that is not five fields of numbers, `*`, ranges, lists and steps. */
export function checkCrontab(field: string, crontab: unknown): void {
  if (typeof crontab === 'string' && parseCrontab(crontab) !== null) return;
  throw invalid(field, `"${String(crontab)}" is not a crontab of five fields.`);
}

/** The next time after `from` at which a crontab runs, in UTC; null when there is none. */
export function nextRun(crontab: string, from: Date): Date | null {
  return parseCrontab(crontab)?.nextRun(from) ?? null;
}

function parseCrontab(crontab: string): Cron | null {
  try {
    const options = { mode: '5-part', sloppyRanges: true, timezone: 'UTC', paused: true } as const;
    return fiveFields.test(crontab) ? new Cron(crontab, options) : null;
  } catch {
    return null;
  }
}
