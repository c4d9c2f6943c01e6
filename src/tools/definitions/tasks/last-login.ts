import { isRecord } from '../../../values/is-record.js';

/** The ways in which people sign in, each of which knows its own last time only. */
const KINDS = ['email', 'saml', 'oidc', 'google', 'ldap', 'looker_openid'] as const;

/** What Looker is asked of a user's logins. */
export const LOGIN_FIELDS = KINDS.map((kind) => `credentials_${kind}(logged_in_at)`).join();

type User = Readonly<Record<string, unknown>>;

/** By the kind of login, when it was last used; null for never. */
export function loginsOf(user: User): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    KINDS.flatMap((kind) => {
      const credential = user[`credentials_${kind}`];
      if (!isRecord(credential)) return [];
      return [[kind, typeof credential.logged_in_at === 'string' ? credential.logged_in_at : null]];
    }),
  );
}

/** The latest login of a user by any kind; null: never. */
export const lastLoginOf = (user: User): string | null =>
  Object.values(loginsOf(user))
    .filter((time) => time !== null)
    .sort()
    .at(-1) ?? null;
