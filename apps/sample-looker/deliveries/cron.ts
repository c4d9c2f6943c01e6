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

const sampledRuns = 60;
const minuteMs = 60_000;

/** Throws a 422 for a crontab that would run twice within so many minutes. */
export function checkPace(
  field: string,
  crontab: unknown,
  { minutesMin, from }: { minutesMin: number; from: Date },
): void {
  const runs = parseCrontab(String(crontab))?.nextRuns(sampledRuns, from) ?? [];
  const isTooFast = runs.some(
    (run, index) => run.getTime() - (runs[index - 1]?.getTime() ?? 0) < minutesMin * minuteMs,
  );
  if (isTooFast) throw invalid(field, `"${String(crontab)}" runs more often than every ${minutesMin} minutes.`);
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
