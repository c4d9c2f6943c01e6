import { ValidateBy } from 'class-validator';

/** An ISO 8601 time with its zone (RFC 3339, but that seconds may be left out): what the API takes for a point in time. */
const FORM = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** No record is older, and what is counted back from it is still a time that the database takes. */
const FIRST_MS = Date.UTC(1970, 0, 1);
/** The last time whose year has four digits. */
const LAST_MS = Date.UTC(10_000, 0, 1) - 1;

/** Reads a point in time; undefined for another form, a day that no calendar has, and years before 1970 and after 9999. */
export function parseInstant(text: string): Date | undefined {
  const day = FORM.exec(text)?.[1];
  const time = new Date(text);
  if (day === undefined || Number.isNaN(time.getTime())) return undefined;
  // `Date` reads 30 February as 2 March.
  if (!new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return undefined;
  return time.getTime() >= FIRST_MS && time.getTime() <= LAST_MS ? time : undefined;
}

/** The sentence that a field refuses anything else with. */
export const instantRule = (field: string): string =>
  `${field} must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z, that exists, from 1970 to 9999`;

/** A point in time, as `parseInstant` reads it. */
export const IsInstant = (): PropertyDecorator =>
  ValidateBy({
    name: 'isInstant',
    validator: {
      validate: (value) => typeof value === 'string' && parseInstant(value) !== undefined,
      defaultMessage: (at) => instantRule(at?.property ?? 'the time'),
    },
  });
