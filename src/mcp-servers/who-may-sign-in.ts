import { domainOf, emailAddress, shownAddress } from '../values/email-address.js';
import type { OauthConfig, SignInKind } from './sign-in-config.js';

/** Whether who signed in this way, with this address, is let in. */
export const isLetIn = (signIn: OauthConfig, { kind, email }: { kind: SignInKind; email: string | null }): boolean =>
  signIn.sign_in.includes(kind) && maySignIn(signIn, email);

/** Whether somebody with this address may sign in; where nobody is named, everybody whom the way of signing in knows. */
export function maySignIn({ emails, domains }: Pick<OauthConfig, 'emails' | 'domains'>, email: string | null): boolean {
  if (emails.length === 0 && domains.length === 0) return true;
  const address = email === null ? undefined : emailAddress(email);
  if (address === undefined) return false;
  // Configs hold them as they were written, in letters of any script.
  return [address, shownAddress(address)].some((each) => emails.includes(each) || domains.includes(domainOf(each)));
}
