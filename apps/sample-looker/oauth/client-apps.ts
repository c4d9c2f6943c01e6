import { type Api, bodyRecord, type Call, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { conflict, invalid, LookerError } from '../looker-errors.js';
import { isAdmin, listOf, presentUserPublic } from '../people/users.js';
import { Collection, type StoredRecord } from '../records/collection.js';
import { checkReference } from '../records/references.js';
import { acceptProperties, type Writable } from '../records/writable.js';
import type { Grants } from './grants.js';

const writable: Writable = {
  redirect_uri: 'string',
  display_name: 'string',
  description: 'string',
  enabled: 'boolean',
  group_id: 'id',
};

/** The apps that people can sign in to with their Looker accounts. Only administrators change them. */
export class ClientApps {
  private readonly records = new Collection();

  find(clientGuid: string): StoredRecord | undefined {
    return this.records.find(clientGuid);
  }

  /** Notes that a user lets the app act for them. */
  activate(app: StoredRecord, userId: string): void {
    const userIds = new Set([...listOf(app.user_ids), userId]);
    this.records.change(app.id, { user_ids: [...userIds] });
  }

  register(api: Api, instance: Instance, grants: Grants): void {
    const { records } = this;
    const present = (app: StoredRecord) => presentApp(instance, app);
    const appOf = (call: Call) => records.get(param(call, 'client_guid'));
    const path = '/oauth_client_apps/:client_guid';

    api.get('/oauth_client_apps', () => records.all().map(present));
    api.get(path, (call) => present(appOf(call)));
    api.post(path, (call) => {
      requireAdmin(instance, call);
      const clientGuid = param(call, 'client_guid');
      if (records.find(clientGuid) !== undefined) throw conflict(`An app "${clientGuid}" is already registered.`);
      const accepted = acceptProperties(bodyRecord(call), writable, ['redirect_uri', 'display_name']);
      checkApp(instance, accepted);
      const unset = { description: null, enabled: true, group_id: null, tokens_invalid_before: null, user_ids: [] };
      return present(records.add({ ...unset, ...accepted, id: clientGuid }));
    });
    api.patch(path, (call) => {
      requireAdmin(instance, call);
      const app = appOf(call);
      const accepted = acceptProperties(bodyRecord(call), writable);
      checkApp(instance, accepted);
      return present(records.change(app.id, accepted));
    });
    api.delete(path, (call) => {
      requireAdmin(instance, call);
      const app = records.find(param(call, 'client_guid'));
      if (app === undefined) return noContent;
      endTokens(instance, grants, app.id);
      records.remove(app.id);
      return noContent;
    });
    api.delete(`${path}/tokens`, (call) => {
      requireAdmin(instance, call);
      const app = appOf(call);
      endTokens(instance, grants, app.id);
      records.change(app.id, { tokens_invalid_before: instance.clock().toISOString() });
      return noContent;
    });
    this.registerUsers(api, instance, grants);
  }

  private registerUsers(api: Api, instance: Instance, grants: Grants): void {
    const { records } = this;
    const path = '/oauth_client_apps/:client_guid/users/:user_id';
    api.post(path, (call) => {
      const userId = instance.content.users.get(param(call, 'user_id')).id;
      if (userId !== call.token.userId) requireAdmin(instance, call);
      this.activate(records.get(param(call, 'client_guid')), userId);
      return noContent;
    });
    api.delete(path, (call) => {
      const userId = param(call, 'user_id');
      if (userId !== call.token.userId) requireAdmin(instance, call);
      const app = records.find(param(call, 'client_guid'));
      if (app === undefined) return noContent;
      endTokens(instance, grants, app.id, userId);
      records.change(app.id, { user_ids: listOf(app.user_ids).filter((id) => id !== userId) });
      return noContent;
    });
  }
}

function presentApp({ content }: Instance, app: StoredRecord): LookerRecord {
  const { id, user_ids: userIds, ...properties } = app;
  return {
    client_guid: id,
    ...properties,
    activated_users: listOf(userIds).map((userId) => presentUserPublic(content, userId)),
    can: { show: true, update: true, destroy: true },
  };
}

function checkApp({ content }: Instance, accepted: LookerRecord): void {
  checkReference(content.groups, 'group_id', accepted);
  if (typeof accepted.redirect_uri === 'string' && !URL.canParse(accepted.redirect_uri)) {
    throw invalid('redirect_uri', 'Must be a complete address.');
  }
}

function endTokens(instance: Instance, grants: Grants, clientGuid: string, userId?: string): void {
  grants.end(clientGuid, userId);
  instance.tokens.revokeWhere(
    (token) => token.clientGuid === clientGuid && (userId === undefined || token.userId === userId),
  );
}

function requireAdmin({ content }: Instance, call: Call): void {
  if (isAdmin(content, content.users.get(call.token.userId))) return;
  throw new LookerError(403, 'Only administrators may do this.');
}
