import { sanitizedLine } from '../../../looker/sanitized-text.js';
import { emailAddress, writtenAddress } from '../../../values/email-address.js';
import type { JsonRecord } from '../../../values/is-record.js';

/** A user of a Looker, as it tells of them. */
export interface LookerPerson {
  /** The only name of theirs that Looker never gives to another user. */
  readonly id: string;
  /** What people call them. */
  readonly name: string;
  /** By which servers judge who is let in; null: nobody is judged by it. */
  readonly email: string | null;
}

const CHARACTERS_MAX = 254;

/**
 * Who a user is.
 * @param user with `id`, `display_name` and `email` (Looker operation `me`).
 * @returns undefined where Looker does not say who it is.
 */
export function lookerPerson({ id: told, display_name, email: given }: JsonRecord): LookerPerson | undefined {
  const id = typeof told === 'number' ? String(told) : told;
  if (typeof id !== 'string' || id === '' || id.length > CHARACTERS_MAX) return undefined;
  const email = typeof given === 'string' && emailAddress(given) !== undefined ? writtenAddress(given) : null;
  return { id, name: nameIn(display_name) ?? email ?? `user ${id}`, email };
}

/** People choose their names at Looker themselves: one that reads as an address would be taken for one that somebody verified. */
function nameIn(displayName: unknown): string | undefined {
  const name = sanitizedLine(displayName, CHARACTERS_MAX);
  return name === '' || name.includes('@') ? undefined : name;
}
