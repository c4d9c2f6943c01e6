/** Formats of times are costly to make, and there are few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
const quarterHourMs = 15 * 60_000;
/** Clocks change at quarters of an hour. */
const offsets = new Map<string, number>();
const offsetsMax = 200_000;

export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What a clock in the zone shows at a time, as a time of UTC. */
export function wallClock(time: Date, zone: string): Date {
  if (zone === 'UTC') return time;
  const quarter = Math.floor(time.getTime() / quarterHourMs);
  const key = `${zone} ${quarter}`;
  const offset = offsets.get(key) ?? offsetAt(new Date(quarter * quarterHourMs), zone);
  if (offsets.size < offsetsMax) offsets.set(key, offset);
  return new Date(time.getTime() + offset);
}

/** The same for the `YYYY-MM-DD HH:MM:SS` of a database. */
export function wallClockText(text: unknown, zone: unknown): string | null {
  if (typeof text !== 'string') return null;
  const time = new Date(`${text.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime())
    ? null
    : wallClock(time, String(zone)).toISOString().slice(0, 19).replace('T', ' ');
}

function offsetAt(time: Date, zone: string): number {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(time)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour % 24, minute, second) - time.getTime();
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const numeric = 'numeric';
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    ...{ timeZone: zone, hourCycle: 'h23' },
    ...{ year: numeric, month: numeric, day: numeric, hour: numeric, minute: numeric, second: numeric },
  });
  formats.set(zone, made);
  return made;
}
