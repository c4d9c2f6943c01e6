import { type Api, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { conflict, notFound } from '../looker-errors.js';

interface CredentialKind {
  /** Looker's type, e.g. `CredentialsGoogle`. */
  type: string;
  /** The property that holds the other system's id of the user. */
  idProperty: string | null;
}

/** Sign-ins through other systems, of which a user has at most one each. */
export const credentialKinds: Readonly<Record<string, CredentialKind>> = {
  google: { type: 'CredentialsGoogle', idProperty: 'google_user_id' },
  ldap: { type: 'CredentialsLDAP', idProperty: 'ldap_id' },
  looker_openid: { type: 'CredentialsLookerOpenid', idProperty: 'email' },
  oidc: { type: 'CredentialsOIDC', idProperty: 'oidc_user_id' },
  saml: { type: 'CredentialsSaml', idProperty: 'saml_user_id' },
  totp: { type: 'CredentialsTotp', idProperty: null },
};

/** All of a user's sign-ins through other systems, as the properties of Looker's `User`; null for those there are not. */
export function presentCredentials(user: LookerRecord): LookerRecord {
  return Object.fromEntries(
    Object.keys(credentialKinds).map((kind) => [`credentials_${kind}`, presentCredential(user, kind)]),
  );
}

export function registerExternalCredentialRoutes(api: Api, { content, clock }: Instance): void {
  const { users } = content;
  const userOf = (call: Call) => users.get(param(call, 'user_id'));
  const shown = (user: LookerRecord, kind: string) => {
    const credential = presentCredential(user, kind);
    if (credential === null) throw notFound();
    return credential;
  };
  for (const kind of Object.keys(credentialKinds)) {
    const path = `/users/:user_id/credentials_${kind}`;
    api.get(path, (call) => shown(userOf(call), kind));
    api.delete(path, (call) => {
      const user = userOf(call);
      shown(user, kind);
      user[`credentials_${kind}`] = null;
      return noContent;
    });
  }
  api.post('/users/:user_id/credentials_totp', (call) => {
    const user = userOf(call);
    if (isRecord(user.credentials_totp)) throw conflict('The user already has two-factor authentication.');
    user.credentials_totp = { created_at: clock().toISOString(), verified: false };
    return shown(user, 'totp');
  });
}

function presentCredential(user: LookerRecord, kind: string): LookerRecord | null {
  const stored = user[`credentials_${kind}`];
  const found = credentialKinds[kind];
  if (!isRecord(stored) || found === undefined) return null;
  const userUrl = `/api/4.0/users/${String(user.id)}`;
  return completeRecord(found.type, {
    ...stored,
    is_disabled: user.is_disabled === true,
    type: kind,
    url: `${userUrl}/credentials_${kind}`,
    user_url: userUrl,
  });
}
