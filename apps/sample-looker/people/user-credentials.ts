import { randomBytes } from 'node:crypto';
import { type Api, bodyRecord, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { conflict, notFound, validationFailed } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { acceptProperties } from '../records/writable.js';

export function emailOf(user: LookerRecord): string | null {
  const credential = user.credentials_email;
  return isRecord(credential) && typeof credential.email === 'string' ? credential.email : null;
}

/** Looker's `CredentialsEmail`, or null for a user who has none. */
export function presentEmailCredential(user: StoredRecord): LookerRecord | null {
  if (!isRecord(user.credentials_email)) return null;
  return completeRecord('CredentialsEmail', {
    ...user.credentials_email,
    user_id: user.id,
    is_disabled: user.is_disabled === true,
    type: 'email',
    url: `/api/4.0/users/${user.id}/credentials_email`,
    user_url: `/api/4.0/users/${user.id}`,
    can: { show_password_reset_url: true },
  });
}

/** Looker's `CredentialsApi3`: the secret is shown only by the operation that creates it. */
export function presentApiCredential(credential: LookerRecord): LookerRecord {
  return completeRecord('CredentialsApi3', {
    ...credential,
    type: 'api3',
    url: `/api/4.0/users/${credential.user_id}/credentials_api3/${credential.id}`,
    can: { show: true },
  });
}

/** E-mail logins and API keys of users. An API key that is created here can log in. */
export function registerUserCredentialRoutes(api: Api, instance: Instance): void {
  registerEmailRoutes(api, instance);
  registerApiKeyRoutes(api, instance);
}

function registerEmailRoutes(api: Api, instance: Instance): void {
  const { clock } = instance;
  const { users } = instance.content;
  const userOf = (call: Call) => users.get(param(call, 'user_id'));
  const path = '/users/:user_id/credentials_email';
  const checkFree = (email: unknown, user: StoredRecord) => {
    if (users.all().some((other) => other.id !== user.id && emailOf(other) === email)) {
      throw validationFailed([{ field: 'email', code: 'already_exists', message: 'This e-mail address is in use.' }]);
    }
  };
  const existing = (call: Call) => {
    const user = userOf(call);
    if (!isRecord(user.credentials_email)) throw notFound();
    return { user, credential: user.credentials_email };
  };

  api.get(path, (call) => presentEmailCredential(existing(call).user));
  api.post(path, (call) => {
    const user = userOf(call);
    if (isRecord(user.credentials_email)) throw conflict('The user already has an e-mail login.');
    const accepted = acceptBody(call, 'POST', '/users/{user_id}/credentials_email', ['email']);
    checkFree(accepted.email, user);
    return presentEmailCredential(
      users.change(user.id, { credentials_email: { ...accepted, created_at: clock().toISOString() } }),
    );
  });
  api.patch(path, (call) => {
    const { user, credential } = existing(call);
    const accepted = acceptBody(call, 'PATCH', '/users/{user_id}/credentials_email');
    if (accepted.email !== undefined) checkFree(accepted.email, user);
    return presentEmailCredential(users.change(user.id, { credentials_email: { ...credential, ...accepted } }));
  });
  api.delete(path, (call) => {
    users.change(existing(call).user.id, { credentials_email: null });
    return noContent;
  });
  const withResetUrl = (call: Call, url: unknown) => {
    const { user, credential } = existing(call);
    const changed = { ...credential, password_reset_url: url, password_reset_url_expired: false };
    return presentEmailCredential(users.change(user.id, { credentials_email: changed }));
  };
  const newResetUrl = () => `${instance.origin()}/password/reset/${randomBytes(24).toString('base64url')}`;
  api.post(`${path}/password_reset`, (call) => withResetUrl(call, newResetUrl()));
  api.post(`${path}/send_password_reset`, (call) =>
    withResetUrl(call, existing(call).credential.password_reset_url ?? newResetUrl()),
  );
}

function registerApiKeyRoutes(api: Api, { content, clock }: Instance): void {
  const { users, apiCredentials } = content;
  const path = '/users/:user_id/credentials_api3';
  const keyOf = (call: Call) => {
    const key = apiCredentials.get(param(call, 'credentials_api3_id'));
    if (key.user_id !== param(call, 'user_id')) throw notFound();
    return key;
  };
  api.get(path, (call) =>
    apiCredentials.where('user_id', users.get(param(call, 'user_id')).id).map(presentApiCredential),
  );
  api.post(path, (call) => {
    const user = users.get(param(call, 'user_id'));
    const key = apiCredentials.add({
      user_id: user.id,
      client_id: randomBytes(10).toString('hex'),
      client_secret: randomBytes(12).toString('hex'),
      created_at: clock().toISOString(),
    });
    return { ...presentApiCredential(key), client_secret: key.client_secret };
  });
  api.get(`${path}/:credentials_api3_id`, (call) => presentApiCredential(keyOf(call)));
  api.patch(`${path}/:credentials_api3_id`, (call) => {
    const accepted = acceptProperties(bodyRecord(call), { purpose: 'string' });
    return presentApiCredential(apiCredentials.change(keyOf(call).id, accepted));
  });
  api.delete(`${path}/:credentials_api3_id`, (call) => {
    apiCredentials.remove(keyOf(call).id);
    return noContent;
  });
}
