import { type Api, type Call, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { conflict, invalid, LookerError } from '../looker-errors.js';
import { isAdmin, presentUserPublic } from '../people/user-summary.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { checkReference, idsOf } from '../records/references.js';

/** Records that a user lets the app act for them. */
export function activateApp(content: Content, app: StoredRecord, userId: string): void {
  content.oauthClientApps.change(app.id, { user_ids: [...new Set([...idsOf(app.user_ids), userId])] });
}

/** The apps that people can sign in to with their Looker accounts. */
export function registerClientAppRoutes(api: Api, instance: Instance): void {
  const { oauthClientApps } = instance.content;
  const present = (app: StoredRecord) => presentApp(instance, app);
  const appOf = (call: Call) => oauthClientApps.get(param(call, 'client_guid'));
  const path = '/oauth_client_apps/:client_guid';

  api.get('/oauth_client_apps', () => oauthClientApps.all().map(present));
  api.get(path, (call) => present(appOf(call)));
  api.post(path, (call) => {
    const clientGuid = param(call, 'client_guid');
    if (oauthClientApps.find(clientGuid) !== undefined) throw conflict(`An app "${clientGuid}" is already registered.`);
    const accepted = acceptBody(call, 'POST', '/oauth_client_apps/{client_guid}', ['redirect_uri', 'display_name']);
    checkApp(instance, accepted);
    const unset = { description: null, enabled: true, group_id: null, tokens_invalid_before: null, user_ids: [] };
    return present(oauthClientApps.add({ ...unset, ...accepted, id: clientGuid }));
  });
  api.patch(path, (call) => {
    const app = appOf(call);
    const accepted = acceptBody(call, 'PATCH', '/oauth_client_apps/{client_guid}');
    checkApp(instance, accepted);
    return present(oauthClientApps.change(app.id, accepted));
  });
  api.delete(path, (call) => {
    const app = oauthClientApps.find(param(call, 'client_guid'));
    if (app === undefined) return noContent;
    endTokens(instance, app.id);
    oauthClientApps.remove(app.id);
    return noContent;
  });
  api.delete(`${path}/tokens`, (call) => {
    const app = appOf(call);
    endTokens(instance, app.id);
    oauthClientApps.change(app.id, { tokens_invalid_before: instance.clock().toISOString() });
    return noContent;
  });
  registerAppUserRoutes(api, instance);
}

function registerAppUserRoutes(api: Api, instance: Instance): void {
  const { oauthClientApps } = instance.content;
  const path = '/oauth_client_apps/:client_guid/users/:user_id';
  api.post(path, (call) => {
    const userId = instance.content.users.get(param(call, 'user_id')).id;
    if (userId !== call.token.userId) requireAdmin(instance, call);
    activateApp(instance.content, oauthClientApps.get(param(call, 'client_guid')), userId);
    return noContent;
  });
  api.delete(path, (call) => {
    const userId = param(call, 'user_id');
    if (userId !== call.token.userId) requireAdmin(instance, call);
    const app = oauthClientApps.find(param(call, 'client_guid'));
    if (app === undefined) return noContent;
    endTokens(instance, app.id, userId);
    oauthClientApps.change(app.id, { user_ids: idsOf(app.user_ids).filter((id) => id !== userId) });
    return noContent;
  });
}

function presentApp({ content }: Instance, app: StoredRecord): LookerRecord {
  const { id, user_ids: userIds, ...properties } = app;
  return completeRecord('OauthClientApp', {
    client_guid: id,
    ...properties,
    activated_users: idsOf(userIds).map((userId) => presentUserPublic(content, userId)),
    can: { show: true, update: true, destroy: true },
  });
}

function checkApp({ content }: Instance, accepted: LookerRecord): void {
  checkReference(content.groups, 'group_id', accepted);
  if (typeof accepted.redirect_uri === 'string' && !URL.canParse(accepted.redirect_uri)) {
    throw invalid('redirect_uri', 'Must be a complete address.');
  }
}

function endTokens(instance: Instance, clientGuid: string, userId?: string): void {
  instance.grants.end(clientGuid, userId);
  instance.tokens.revokeWhere(
    (token) => token.clientGuid === clientGuid && (userId === undefined || token.userId === userId),
  );
}

function requireAdmin({ content }: Instance, call: Call): void {
  if (isAdmin(content, content.users.get(call.token.userId))) return;
  throw new LookerError(403, 'Only administrators may do this.');
}
