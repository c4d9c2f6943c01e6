import { nearestNames } from '../catalogue/nearest-names.js';

// Canonical names only; others such as "US/Pacific" or "UTC" are known to the formatter alone.
const zones = new Set(Intl.supportedValuesOf('timeZone'));

// The formatter also takes short names that are its own, such as "PST"; these are IANA's.
const shortNames = new Set('CET EET EST GMT HST MET MST PRC ROC ROK UCT UTC WET'.split(' '));

/** Whether a text is the IANA name of a time zone, as it is spelled there. */
export function isTimeZone(name: string): boolean {
  if (zones.has(name)) return true;
  if (/^[A-Z]{3}$/.test(name)) return shortNames.has(name);
  if (!/^[A-Z][\w+-]*(?:\/[A-Z][\w+-]*)*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The time zones that a text may have meant, by their cities: "new york" -> "America/New_York". */
export function timeZonesLike(text: string): string[] {
  const byCity = new Map([...zones, 'UTC'].map((zone) => [zone.slice(zone.lastIndexOf('/') + 1), zone]));
  const city = text.slice(text.lastIndexOf('/') + 1);
  return nearestNames(city, byCity.keys()).map((name) => byCity.get(name) ?? name);
}
