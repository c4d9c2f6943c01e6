import { isScope, SCOPES, type Scope } from '../../../access/oauth-scopes.js';
import { emailAddress, writtenAddress } from '../../../values/email-address.js';

/** Who an issuer says somebody is, and what for. */
export interface ExternalClaims {
  /** `sub`: names the person at the issuer, and never anybody else there. */
  readonly subject: string;
  /** What people call them: the address, where it counts, else the subject. */
  readonly person: string;
  /** In small letters; null where the issuer names none, or says that it was not verified. */
  readonly email: string | null;
  /** All that the token has. */
  readonly granted: ReadonlySet<string>;
  /** Those of ours that it has; where it has none of them, whoever signed in may use all that the server's filter lets through. */
  readonly scopes: ReadonlySet<Scope>;
}

const CHARACTERS_MAX = 254;
/** Access tokens (RFC 9068, 2.1), and those of issuers that say only that it is a JWT, or nothing. */
const TYPES: ReadonlySet<string> = new Set(['at+jwt', 'application/at+jwt', 'jwt']);

/** Whether a token may be an access token: what says that it is of another kind, such as `logout+jwt`, is none. */
export const isAccessTokenType = (type: unknown): boolean =>
  type === undefined || (typeof type === 'string' && TYPES.has(type.toLowerCase()));

/** Space-separated as in RFC 8693, 4.2, or a list as some issuers have it. */
const listed = (value: unknown): string[] =>
  typeof value === 'string'
    ? value.split(' ')
    : Array.isArray(value)
      ? value.filter((each) => typeof each === 'string')
      : [];

/**
 * Reads the claims of a token that was verified.
 * @param emailClaim the name of the claim that says who somebody is.
 * @returns undefined where they do not say who it is.
 */
export function externalClaims(
  claims: Readonly<Record<string, unknown>>,
  emailClaim: string,
): ExternalClaims | undefined {
  const { sub } = claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > CHARACTERS_MAX) return undefined;
  const email = emailOf(claims, emailClaim);
  const granted = new Set([...listed(claims.scope), ...listed(claims.scp)].filter((scope) => scope !== ''));
  const ours = [...granted].filter(isScope);
  return { subject: sub, person: email ?? sub, email, granted, scopes: new Set(ours.length > 0 ? ours : SCOPES) };
}

function emailOf(claims: Readonly<Record<string, unknown>>, emailClaim: string): string | null {
  const email = Object.hasOwn(claims, emailClaim) ? claims[emailClaim] : undefined;
  // Some issuers write their truth values as texts. Whatever else stands there does not say that it was verified.
  const isDenied = ![undefined, true, 'true'].some((value) => claims.email_verified === value);
  if (typeof email !== 'string' || isDenied || emailAddress(email) === undefined) return null;
  return writtenAddress(email);
}
