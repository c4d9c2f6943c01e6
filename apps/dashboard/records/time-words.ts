export const DAY_MS = 86_400_000;

/** Each unit from so many milliseconds on: a countdown of days is clearer than one of months. */
const UNITS: readonly [unit: Intl.RelativeTimeFormatUnit, ms: number, fromMs: number][] = [
  ['year', 365 * DAY_MS, 730 * DAY_MS],
  ['month', 30 * DAY_MS, 90 * DAY_MS],
  ['day', DAY_MS, 2 * DAY_MS],
  ['hour', 3_600_000, 2 * 3_600_000],
  ['minute', 60_000, 60_000],
];

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });
const absolute = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const precise = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'long' });

/** `in 3 days`, `2 hours ago`, `just now`. */
export function timeFromNow(at: Date, now: Date): string {
  const ms = at.getTime() - now.getTime();
  const found = UNITS.find(([, , fromMs]) => Math.abs(ms) >= fromMs);
  if (found === undefined) return ms > 0 ? 'in less than a minute' : 'just now';
  return relative.format(Math.trunc(ms / found[1]), found[0]);
}

/** `850 ms`, `12.3 s`, `3 min 20 s`, `1 h 5 min`, `2 days 3 h`: how long something takes or lasts, in its two largest units. */
export function durationWords(ms: number): string {
  if (Math.round(ms) < 10_000) return `${Math.round(ms).toLocaleString('en')} ms`;
  if (ms < 59_950) return `${Number((ms / 1_000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1_000);
  const days = Math.floor(seconds / 86_400);
  const parts: readonly (readonly [number, string])[] = [
    [days, days === 1 ? 'day' : 'days'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = parts.findIndex(([number]) => number > 0);
  const shown = parts.slice(first, first + 2).filter(([number]) => number > 0);
  return shown.map(([number, unit]) => `${number} ${unit}`).join(' ');
}

/** The same of a limit, which is said in seconds below a minute. */
export const secondsWords = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : durationWords(seconds * 1_000);

/** `21 Nov 2026, 10:04`, in the reader's time zone. */
export const timeText = (at: Date): string => absolute.format(at);

/** With weekday, seconds and time zone. */
export const preciseTimeText = (at: Date): string => precise.format(at);
