import { DAY_MS } from '../records/time-words.ts';

export type ExpiryKind = 'never' | 'duration' | 'date';

/** When something ends, as people think of it. */
export interface ExpiryValues {
  expiryKind: ExpiryKind;
  /** From now on. */
  days: number;
  /** `YYYY-MM-DD HH:mm:ss` in the reader's time zone, as the date field gives it. */
  date: string | null;
}

/** From so many days before its end on, something ends soon. */
export const SOON_DAYS = 3;

export type ExpiryState = 'endless' | 'running' | 'soon' | 'over';

export function expiryState(expiresAt: string | null, now: Date): ExpiryState {
  if (expiresAt === null) return 'endless';
  const left = new Date(expiresAt).getTime() - now.getTime();
  if (left <= 0) return 'over';
  return left < SOON_DAYS * DAY_MS ? 'soon' : 'running';
}

/** When the next of these servers ends; null: none will. */
export function nextEnd(rows: readonly { readonly server: { readonly expires_at: string | null } }[]): string | null {
  const now = new Date();
  const ends = rows.flatMap(({ server: { expires_at: end } }) => (end !== null && new Date(end) > now ? [end] : []));
  return ends.sort((left, right) => left.localeCompare(right))[0] ?? null;
}

const AHEAD_MS_MIN = 60_000;

const instantOf = (date: string) => new Date(date.replace(' ', 'T'));

/** What is wrong with each value, for the form's validation. */
export const EXPIRY_RULES = {
  days: (days: number, { expiryKind }: ExpiryValues) =>
    expiryKind === 'duration' && !(days >= 1) ? 'Give it one day at least.' : null,
  date: (date: string | null, { expiryKind }: ExpiryValues) => {
    if (expiryKind !== 'date') return null;
    if (date === null) return 'Choose the day and time when it ends.';
    return instantOf(date).getTime() < Date.now() + AHEAD_MS_MIN
      ? 'Choose a time that is a minute ahead at least.'
      : null;
  },
};

/** The moment when it ends, to the second; null: never, or not filled in. */
export function expiryOf({ expiryKind, days, date }: ExpiryValues, now: Date): string | null {
  if (expiryKind === 'never' || (expiryKind === 'date' && date === null)) return null;
  const at = expiryKind === 'date' ? instantOf(date ?? '') : new Date(now.getTime() + days * DAY_MS);
  return Number.isNaN(at.getTime()) ? null : at.toISOString().replace(/\.\d+Z$/, 'Z');
}
