import { type Api, type Call, isRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { invalid, LookerError, notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { checkName } from '../records/references.js';
import { credentialKinds } from './external-credentials.js';
import { presentUser } from './present-user.js';
import { removeBelongings } from './user-belongings.js';
import { presentUserPublic } from './user-summary.js';

/** Service accounts, users of embedding, and the change of a disabled user's addresses. */
export function registerSpecialUserRoutes(api: Api, instance: Instance): void {
  const { content, clock } = instance;
  const { users, embedCredentials } = content;
  registerServiceAccounts(api, instance);
  api.post('/users/embed_user', (call) => {
    const { external_user_id: externalId } = acceptBody(call, 'POST', '/users/embed_user');
    const known = embedCredentials.where('external_user_id', externalId)[0];
    if (known !== undefined) return presentUserPublic(content, known.user_id);
    const user = users.add({
      first_name: 'Embed',
      last_name: externalId,
      is_disabled: false,
      group_ids: [],
      role_ids: [],
    });
    embedCredentials.add({ user_id: user.id, external_user_id: externalId, created_at: clock().toISOString() });
    return presentUserPublic(content, user.id);
  });
  api.post('/users/:user_id/update_emails', (call) => {
    const user = users.get(param(call, 'user_id'));
    const { email } = acceptBody(call, 'POST', '/users/{user_id}/update_emails');
    if (user.is_disabled !== true) {
      throw invalid('is_disabled', 'The user must be disabled.');
    }
    for (const kind of ['email', ...Object.keys(credentialKinds)]) {
      const credential = user[`credentials_${kind}`];
      if (isRecord(credential) && 'email' in credential) credential.email = email;
    }
    return presentUser(content, user);
  });
}

function registerServiceAccounts(api: Api, { content, clock }: Instance): void {
  const { users } = content;
  const path = '/users/service_accounts';
  const present = (user: StoredRecord) =>
    completeRecord('ServiceAccount', { ...presentUser(content, user), created_at: user.created_at });
  const accountOf = (call: Call) => {
    const user = users.get(param(call, 'user_id'));
    if (user.is_service_account !== true) throw notFound();
    return user;
  };
  api.post(path, (call) => {
    const accepted = acceptBody(call, 'POST', path, ['service_account_name']);
    checkName(users, 'service_account_name', accepted.service_account_name);
    const at = clock().toISOString();
    const account = { ...accepted, is_service_account: true, group_ids: ['1'], role_ids: [], created_at: at };
    return present(users.add(account));
  });
  api.patch(`${path}/:user_id`, (call) => {
    const user = accountOf(call);
    const accepted = acceptBody(call, 'PATCH', `${path}/{user_id}`);
    checkName(users, 'service_account_name', accepted.service_account_name, user);
    return present(users.change(user.id, accepted));
  });
  api.delete(`${path}/:user_id`, (call) => {
    const user = accountOf(call);
    if (user.id === call.token.userId) throw new LookerError(403, 'You cannot delete yourself.');
    removeBelongings(content, user);
    users.remove(user.id);
    return noContent;
  });
}
