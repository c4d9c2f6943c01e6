import type { ParsedCronItem } from 'graphile-worker';

const MINUTE_MS = 60_000;
/** A turn older than this has been followed by others, whatever its job's times are. */
const LOOKED_AT_MS_MAX = 7 * 24 * 60 * MINUTE_MS;

/** When the turn was due that a job of the queue stands for; undefined where no clock but somebody asked for it. */
export function turnOf(payload: unknown): Date | undefined {
  const cron = typeof payload === 'object' && payload !== null && '_cron' in payload ? payload._cron : undefined;
  const at = typeof cron === 'object' && cron !== null && 'ts' in cron ? new Date(String(cron.ts)) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at;
}

/**
 * Whether a later turn of the same job is due by now: a clock that leapt forward, or a machine that slept for a day, has
 * made many turns at once, of which only the last one needs to run.
 */
export function isSuperseded({ match }: Pick<ParsedCronItem, 'match'>, turn: Date, now: Date): boolean {
  if (now.getTime() - turn.getTime() > LOOKED_AT_MS_MAX) return true;
  for (let atMs = turn.getTime() + MINUTE_MS; atMs <= now.getTime(); atMs += MINUTE_MS) {
    const at = new Date(atMs);
    const [min, hour, date] = [at.getUTCMinutes(), at.getUTCHours(), at.getUTCDate()];
    if (match({ min, hour, date, month: at.getUTCMonth() + 1, dow: at.getUTCDay() })) return true;
  }
  return false;
}
