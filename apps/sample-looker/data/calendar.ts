const dayMs = 86_400_000;

/** Days are counted from this Monday, so that a day's ids do not depend on where the two-year window begins. */
const firstDayMs = Date.UTC(2018, 0, 1);

/** The number of a day written `YYYY-MM-DD`, counted from Monday 2018-01-01. */
export function dayNumberOf(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - firstDayMs) / dayMs);
}

export function dateOfDay(dayNumber: number): string {
  return new Date(firstDayMs + dayNumber * dayMs).toISOString().slice(0, 10);
}

/** 0 is Monday, 6 is Sunday. */
export function weekdayOfDay(dayNumber: number): number {
  return ((dayNumber % 7) + 7) % 7;
}

/** 1 to 12. */
export function monthOfDay(dayNumber: number): number {
  return Number(dateOfDay(dayNumber).slice(5, 7));
}

/** `YYYY-MM-DD HH:MM:SS`, the way the warehouse stores times. */
export function timestampOf(date: string, secondOfDay: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const hour = Math.floor(secondOfDay / 3600);
  const minute = Math.floor(secondOfDay / 60) % 60;
  return `${date} ${two(hour)}:${two(minute)}:${two(secondOfDay % 60)}`;
}

export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
