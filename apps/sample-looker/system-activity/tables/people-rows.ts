import { hasPermission } from '../../access/permissions.js';
import { isRecord, type LookerRecord } from '../../api.js';
import { displayNameOf, isAdmin, roleIdsOf } from '../../people/user-summary.js';
import type { StoredRecord } from '../../records/collection.js';
import { idsOf } from '../../records/references.js';
import type { ActivityRow } from '../activity-tables.js';
import { activityId, activityTimeOf, asFlag } from '../activity-times.js';
import type { ActivitySources, RowsOfTable } from './activity-sources.js';

export const peopleRows = {
  user: ({ content }) =>
    numbered(content.users.all(), (user) => ({
      first_name: textOf(user.first_name),
      last_name: textOf(user.last_name),
      name: displayNameOf(user),
      email: emailOf(user),
      is_disabled: asFlag(user.is_disabled),
      created_at: activityTimeOf(credentialsOf(user)[0]?.[1].created_at),
    })),
  user_facts: (sources) => numbered(sources.content.users.all(), (user) => factsOf(sources, user)),
  user_group: ({ content }) => numbered(content.groups.all(), ({ name }) => ({ name: textOf(name) })),
  group_user: ({ content }) =>
    counted(
      content.users
        .all()
        .flatMap((user) =>
          idsOf(user.group_ids).map((id) => ({ group_id: activityId(id), user_id: activityId(user.id) })),
        ),
    ),
  role: ({ content }) =>
    numbered(content.roles.all(), (role) => ({
      name: textOf(role.name),
      permission_set_id: activityId(role.permission_set_id),
      model_set_id: activityId(role.model_set_id),
    })),
  user_facts_role: ({ content }) =>
    counted(
      content.users
        .all()
        .flatMap((user) =>
          roleIdsOf(content, user).map((id) => ({ role_id: activityId(id), user_id: activityId(user.id) })),
        ),
    ),
  permission_set: ({ content }) =>
    numbered(content.permissionSets.all(), (set) => ({
      name: textOf(set.name),
      permissions: JSON.stringify(set.permissions ?? []),
    })),
  model_set: ({ content }) =>
    numbered(content.modelSets.all(), (set) => ({ name: textOf(set.name), models: JSON.stringify(set.models ?? []) })),
  session: ({ content }) =>
    numbered(content.userSessions.all(), (session) => ({
      user_id: activityId(session.user_id),
      browser: textOf(session.browser),
      ip_address: textOf(session.ip_address),
      credentials_type: textOf(session.credentials_type),
      created_at: activityTimeOf(session.created_at),
      expires_at: activityTimeOf(session.expires_at),
      sudo_user_id: activityId(session.sudo_user_id),
    })),
} satisfies Record<string, RowsOfTable>;

/** Rows of the records whose ids are numbers. */
export function numbered(
  records: readonly StoredRecord[],
  rowOf: (record: StoredRecord) => ActivityRow,
): ActivityRow[] {
  return records.flatMap((record) => {
    const id = activityId(record.id);
    return id === null ? [] : [{ ...rowOf(record), id }];
  });
}

/** Rows that are numbered in their order. */
export function counted(rows: readonly ActivityRow[]): ActivityRow[] {
  return rows.map((row, index) => ({ ...row, id: index + 1 }));
}

export function textOf(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

function factsOf({ content, apiLogins }: ActivitySources, user: StoredRecord): ActivityRow {
  const may = (permission: string) => asFlag(hasPermission(content, user.id, permission));
  const signIns = credentialsOf(user)
    .flatMap(([type, { logged_in_at: at }]) => (typeof at === 'string' ? [{ type, at }] : []))
    .sort((one, other) => (one.at < other.at ? 1 : -1));
  return {
    user_id: activityId(user.id),
    last_ui_login_at: activityTimeOf(signIns[0]?.at),
    last_ui_login_credential_type: signIns[0]?.type ?? null,
    last_api_login_at: apiLogins().get(user.id) ?? null,
    is_admin: asFlag(isAdmin(content, user)),
    is_developer: may('develop'),
    is_explorer: may('explore'),
    is_content_saver: may('save_content'),
    is_sql_runner: may('use_sql_runner'),
    is_viewer: may('access_data'),
    is_embed: asFlag(content.embedCredentials.where('user_id', user.id).length > 0),
    is_looker_employee: 0,
    has_api_credentials: asFlag(content.apiCredentials.where('user_id', user.id).length > 0),
    has_ui_credentials: asFlag(credentialsOf(user).length > 0),
    active_ui_sessions: content.userSessions.where('user_id', user.id).length,
  };
}

/** What a user signs in with: `email`, `google`, …. */
function credentialsOf(user: StoredRecord): [type: string, LookerRecord][] {
  return Object.entries(user).flatMap(([name, value]): [string, LookerRecord][] =>
    name.startsWith('credentials_') && isRecord(value) ? [[name.slice('credentials_'.length), value]] : [],
  );
}

function emailOf(user: StoredRecord): string | null {
  const emails = credentialsOf(user).flatMap(([, { email }]) => (typeof email === 'string' ? [email] : []));
  return emails[0] ?? null;
}
