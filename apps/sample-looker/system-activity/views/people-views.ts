import type { ViewModel } from '../../models/model-types.js';
import { counted, numbers, primaryKey, texts, times, yesnos } from './activity-fields.js';

export const userView: ViewModel = {
  name: 'user',
  label: 'User',
  table: 'user',
  dimensions: {
    ...primaryKey('Number of the user'),
    ...texts({
      name: 'Full name',
      first_name: 'Given name',
      last_name: 'Family name',
      email: 'E-mail address',
      dev_branch_name: 'Branch of the user, of a run in development mode; else empty',
    }),
    ...yesnos({ is_disabled: 'Whether the user is disabled' }),
    is_looker: { type: 'yesno', description: 'Whether Looker employs the user', sql: '1 = 0' },
  },
  dimensionGroups: times({ created: 'When the user was made' }),
  measures: counted('Number of users'),
};

export const userFactsView: ViewModel = {
  name: 'user_facts',
  label: 'User Facts',
  table: 'user_facts',
  dimensions: {
    ...primaryKey('Number of the user'),
    ...numbers({ user_id: 'Number of the user', active_ui_sessions: 'Sessions of the user' }),
    ...texts({ last_ui_login_credential_type: 'What the user signed in with last' }),
    ...yesnos({
      is_admin: 'Whether the user is an administrator',
      is_developer: 'Whether the user may develop',
      is_explorer: 'Whether the user may explore',
      is_content_saver: 'Whether the user may save content',
      is_sql_runner: 'Whether the user may use the SQL Runner',
      is_viewer: 'Whether the user may see content',
      is_embed: 'Whether the user comes from an embedding',
      is_looker_employee: 'Whether Looker employs the user',
      has_api_credentials: 'Whether the user has an API key',
      has_ui_credentials: 'Whether the user can sign in',
    }),
  },
  dimensionGroups: times({
    last_ui_login: 'When the user signed in last',
    last_api_login: 'When an API key of the user logged in last',
  }),
  measures: counted('Number of users'),
};

/** SQL has a word of this name, which is why its table is called otherwise. */
export const groupView: ViewModel = {
  name: 'group',
  label: 'Group',
  table: 'user_group',
  dimensions: { ...primaryKey('Number of the group'), ...texts({ name: 'Name of the group' }) },
  dimensionGroups: {},
  measures: counted('Number of groups'),
};

export const groupUserView: ViewModel = linkView('group_user', 'Group User', ['group_id', 'user_id']);
export const userFactsRoleView: ViewModel = linkView('user_facts_role', 'User Facts Role', ['user_id', 'role_id']);

export const roleView: ViewModel = {
  name: 'role',
  label: 'Role',
  table: 'role',
  dimensions: {
    ...primaryKey('Number of the role'),
    ...texts({ name: 'Name of the role' }),
    ...numbers({ permission_set_id: 'Its permission set', model_set_id: 'Its model set' }),
  },
  dimensionGroups: {},
  measures: counted('Number of roles'),
};

export const permissionSetView: ViewModel = {
  name: 'permission_set',
  label: 'Permission Set',
  table: 'permission_set',
  dimensions: {
    ...primaryKey('Number of the permission set'),
    ...texts({ name: 'Name of the permission set', permissions: 'Its permissions, as JSON' }),
  },
  dimensionGroups: {},
  measures: counted('Number of permission sets'),
};

export const modelSetView: ViewModel = {
  name: 'model_set',
  label: 'Model Set',
  table: 'model_set',
  dimensions: {
    ...primaryKey('Number of the model set'),
    ...texts({ name: 'Name of the model set', models: 'Its models, as JSON' }),
  },
  dimensionGroups: {},
  measures: counted('Number of model sets'),
};

export const sessionView: ViewModel = {
  name: 'session',
  label: 'Session',
  table: 'session',
  dimensions: {
    ...primaryKey('Number of the session'),
    ...numbers({ user_id: 'Whose it is', sudo_user_id: 'Who acts as that user' }),
    ...texts({
      browser: 'Browser of the session',
      ip_address: 'Address it began from',
      credentials_type: 'What it began with',
    }),
  },
  dimensionGroups: times({ created: 'When it began', expires: 'When it ends' }),
  measures: counted('Number of sessions'),
};

function linkView(name: string, label: string, ids: readonly string[]): ViewModel {
  return {
    name,
    label,
    table: name,
    dimensions: {
      ...primaryKey('Number of the row'),
      ...numbers(Object.fromEntries(ids.map((id) => [id, 'What it joins']))),
    },
    dimensionGroups: {},
    measures: {},
  };
}
