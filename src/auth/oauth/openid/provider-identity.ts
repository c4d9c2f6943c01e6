import { AppError } from '../../../errors/app-error.js';
import { sanitizedLine } from '../../../looker/sanitized-text.js';
import { emailAddress } from '../../../values/email-address.js';
import type { JsonRecord } from '../../../values/is-record.js';
import { EMAIL_CLAIM } from './openid-providers.dto.js';
import type { OpenidProvider } from './openid-providers.repository.js';

/** A person, as a provider vouches for. */
export interface ProviderIdentity {
  /** With the issuer the only name that a provider never gives to another person (OpenID Connect Core 1.0, 5.7). */
  readonly subject: string;
  /** What people call them: an e-mail address, or a name. */
  readonly name: string;
  /** By which servers judge who is let in; null: nobody is judged by it. */
  readonly email: string | null;
}

/** OpenID Connect Core 1.0, 2: 255 ASCII characters at most. */
const SUBJECT = /^[\x20-\x7e]{1,255}$/;
const NAME_CHARACTERS_MAX = 254;

/**
 * Who a person is by the provider's claims.
 * @throws AppError `single_sign_on.refused`
 */
export function personIn(
  subject: string,
  claims: JsonRecord,
  { name: provider, personClaim }: Pick<OpenidProvider, 'name' | 'personClaim'>,
): ProviderIdentity {
  if (!SUBJECT.test(subject)) throw refused(`${provider} names you in a way that no provider may.`);
  const value = claims[personClaim];
  if (personClaim === EMAIL_CLAIM) {
    const email = verifiedEmail(provider, value, claims.email_verified);
    return { subject, name: email, email };
  }
  const text = typeof value === 'number' ? String(value) : value;
  const shown = sanitizedLine(text, NAME_CHARACTERS_MAX);
  if (typeof text !== 'string' || shown === '')
    throw refused(
      `${provider} says nothing of you in the claim “${personClaim}”, by which people are known here. Tell whoever gave you the URL.`,
    );
  const email = emailAddress(text) ?? null;
  return { subject, name: email ?? shown, email };
}

/** An address that the provider has not verified is whatever a person typed there: it proves nothing. */
function verifiedEmail(provider: string, email: unknown, isVerified: unknown): string {
  if (typeof email !== 'string')
    throw refused(`${provider} told no e-mail address. Its administrator can let this client have the scope “email”.`);
  if (isVerified !== true)
    throw refused(`${provider} does not say that your e-mail address is verified. Ask its administrator.`);
  const address = emailAddress(email);
  if (address === undefined) throw refused(`${provider} told an e-mail address that is none.`);
  return address;
}

const refused = (message: string) => new AppError('single_sign_on.refused', message);
