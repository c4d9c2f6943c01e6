/** A day of the clock in UTC, which has no days of another length. */
export const DAY_MS = 24 * 60 * 60 * 1000;
