import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { valueResult } from '../../run/tool-answer.js';
import { bareFlag } from '../../schema/argument-edit.js';

export const authenticationTools: readonly ResourceTools[] = [
  {
    resource: 'password_config',
    tags: ['password_config', 'authentication'],
    tools: [
      {
        operation: 'password_config',
        method: 'settings',
        title: 'Get the password rules',
        about: 'Gets the rules for passwords of email logins.',
        hint: 'Change them with looker_password_config_change_settings.',
      },
      {
        operation: 'update_password_config',
        method: 'change_settings',
        title: 'Change the password rules',
        about: 'Changes the rules for new passwords of email logins.',
        hint: 'Present ones stay; looker_password_config_force_reset_for_all_users asks all users for new ones.',
        edits: {
          min_length: { schema: { type: 'integer', minimum: 7, maximum: 100 } },
          require_numeric: bareFlag,
          require_upperlower: bareFlag,
          require_special: bareFlag,
          expiration_enabled: bareFlag,
          expiration_duration_days: { schema: { type: 'integer', minimum: 30, maximum: 365 } },
        },
      },
      {
        operation: 'force_password_reset_at_next_login_for_all_users',
        method: 'force_reset_for_all_users',
        effect: 'destructive',
        title: 'Force all users to reset their passwords',
        about: 'Makes all users with an email login choose a new password at their next login. Cannot be undone.',
        hint: 'For one user use looker_user_email_credentials_send_password_reset.',
        tags: ['users'],
      },
    ],
  },
  {
    resource: 'session_config',
    tags: ['session_config', 'authentication', 'sessions'],
    tools: [
      {
        operation: 'session_config',
        method: 'settings',
        about: 'Gets how long users stay logged in, and other settings of their sessions.',
        hint: 'Change them with looker_session_config_change_settings.',
      },
      {
        operation: 'update_session_config',
        method: 'change_settings',
        about: 'Changes how long all users stay logged in, and other settings of their sessions.',
        hint: 'To end one session use delete_a_looker_user_session_by_id.',
        edits: {
          session_minutes: { schema: { type: 'integer', minimum: 5, maximum: 43200 } },
          allow_persistent_sessions: bareFlag,
          unlimited_sessions_per_user: bareFlag,
          use_inactivity_based_logout: { schema: { description: 'After 15 minutes.' } },
          track_session_location: bareFlag,
        },
      },
    ],
  },
  {
    resource: 'api_session',
    tags: ['api_session', 'sessions'],
    tools: [
      {
        operation: 'session',
        method: 'settings',
        title: 'Get the settings of this API session',
        about: 'Gets the workspace of the Looker session of this connection: "production" or "dev".',
        hint: 'Who it is: looker_users_me.',
      },
      {
        operation: 'update_session',
        method: 'change_settings',
        title: 'Change the settings of this API session',
        about: 'Chooses whether this connection works with the LookML in production or in development.',
        hint: 'It holds for the calls to come of whoever calls here, and of nobody else.',
        run: async (call, { workspace_id: workspace }) =>
          valueResult((await call.chooseWorkspace(workspace === 'dev' ? 'dev' : 'production')).body),
        required: ['workspace_id'],
        edits: { workspace_id: { schema: { type: 'string', enum: ['production', 'dev'] } } },
      },
    ],
  },
  {
    resource: 'user_login_lockouts',
    tags: ['user_login_lockouts', 'authentication', 'users'],
    tools: [
      {
        operation: 'all_user_login_lockouts',
        method: 'list',
        about: 'Lists the users who are locked out after too many failed logins.',
        hint: 'Unlock one with delete_a_looker_user_login_lockout_by_id.',
        fields: 'key,user_id,full_name,email,auth_type,fail_count,lockout_at,ip',
      },
      {
        operation: 'search_user_login_lockouts',
        method: 'search',
        about: 'Finds users who are locked out after too many failed logins.',
        hint: 'With key, delete_a_looker_user_login_lockout_by_id lets one in again.',
        fields: 'key,user_id,full_name,email,auth_type,fail_count,lockout_at,ip',
        edits: {
          auth_type: { schema: { description: 'email, ldap, totp or api.' } },
          remote_id: { schema: { description: 'Id in LDAP.' } },
        },
      },
      {
        operation: 'delete_user_login_lockout',
        method: 'delete',
        about: 'Ends a lockout, so that the user can try to log in again.',
        hint: 'See with looker_user_login_lockouts_search where the failed logins came from.',
        edits: { key: { schema: { description: 'key of the lockout.' } } },
      },
    ],
  },
  {
    resource: 'support_access',
    tags: ['support_access', 'authentication'],
    tools: [
      {
        operation: 'support_access_status',
        method: 'status',
        effect: 'read',
        title: 'Get the status of support access',
        about: 'Tells whether and until when the support of Looker may log in to this instance.',
        hint: 'Who of them: list_all_looker_support_access_allowlist_entries.',
      },
      {
        operation: 'enable_support_access',
        method: 'enable',
        effect: 'write',
        openWorld: true,
        about: 'Lets the support of Looker log in to this instance for a time.',
        hint: 'End it earlier with looker_support_access_disable.',
        edits: { duration_in_seconds: { schema: { type: 'integer', minimum: 1 } } },
      },
      {
        operation: 'disable_support_access',
        method: 'disable',
        effect: 'destructive',
        about: 'Ends the access of the support of Looker at once.',
        hint: 'See looker_support_access_status.',
      },
    ],
  },
  {
    resource: 'support_access_allowlist_entries',
    tags: ['support_access_allowlist_entries', 'support_access', 'authentication'],
    tools: [
      {
        operation: 'get_support_access_allowlist_entries',
        method: 'list',
        about: 'Lists who of the support of Looker may log in while support access is on.',
        hint: 'Whether it is on: looker_support_access_status.',
        fields: 'id,email,full_name,reason,created_date',
      },
      {
        operation: 'add_support_access_allowlist_entries',
        method: 'create',
        about: 'Adds people of the support of Looker who may log in while support access is on.',
        hint: 'Switch it on with looker_support_access_enable.',
        required: ['emails', 'reason'],
        edits: {
          emails: { schema: { type: 'array', items: { type: 'string' }, minItems: 1 } },
          reason: { schema: { type: 'string' } },
        },
      },
      {
        operation: 'delete_support_access_allowlist_entry',
        method: 'delete',
        about: 'Takes a person of the support of Looker off the list of those who may log in.',
        hint: 'Ids: list_all_looker_support_access_allowlist_entries.',
      },
    ],
  },
  {
    resource: 'mobile_devices',
    tags: ['mobile_devices', 'authentication'],
    tools: [
      {
        operation: 'register_mobile_device',
        method: 'create',
        about: 'Registers a phone of the connected user for notifications of the Looker app.',
        hint: 'The app does this by itself.',
        edits: {
          device_token: { schema: { description: 'Notification token of the phone.' } },
          device_type: { schema: { type: 'string', enum: ['android', 'ios'] } },
        },
      },
      {
        operation: 'update_mobile_device_registration',
        method: 'update',
        about: 'Renews the registration of a phone for notifications of the Looker app.',
        hint: 'For a device that was registered with create_a_looker_mobile_device.',
      },
      {
        operation: 'deregister_mobile_device',
        method: 'delete',
        about: 'Ends the registration of a phone; it gets no more notifications of the Looker app.',
        hint: 'The device gets no more alerts in the app.',
      },
    ],
  },
];
