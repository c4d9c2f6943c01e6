import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { hidden } from '../../schema/argument-edit.js';

/** People sign in by one way or several, and each way knows its own last time only. */
const logins = ['email', 'saml', 'oidc', 'google', 'ldap', 'looker_openid']
  .map((kind) => `credentials_${kind}(logged_in_at)`)
  .join();
const brief = `id,display_name,email,is_disabled,role_ids,group_ids,${logins}`;
const whole = `${brief.replace('credentials_email(', 'credentials_email(email,')},first_name,last_name,locale,home_folder_id,personal_folder_id,is_service_account,credentials_embed(logged_in_at)`;
const LAST_LOGIN = 'The last login is the latest logged_in_at of all credentials.';
const session = 'id,credentials_type,ip_address,browser,operating_system,city,country,created_at,expires_at';

export const userTools: readonly ResourceTools[] = [
  {
    resource: 'users',
    tools: [
      {
        operation: 'all_users',
        method: 'list',
        about: 'Lists all users with the ids of their roles and groups and their last login.',
        hint: `${LAST_LOGIN} To find one by name or email use looker_users_search.`,
        fields: brief,
      },
      {
        operation: 'user',
        method: 'get',
        about: 'Gets one user with the ids of their roles and groups and their last login.',
        hint: `${LAST_LOGIN} Find the id with looker_users_search.`,
        fields: whole,
      },
      {
        operation: 'search_users',
        method: 'search',
        about: 'Finds users by name, email, group and more; with their last login.',
        hint: `${LAST_LOGIN} Text matches like SQL LIKE, without case: email "%@example.com".`,
        fields: brief,
        edits: {
          content_metadata_id: { schema: { description: 'Users with access to this content.' } },
          is_service_account: { schema: { type: 'boolean' } },
          is_disabled: { schema: { type: 'boolean' } },
          email: { schema: { type: 'string' } },
          can_manage_api3_creds: hidden,
        },
      },
      {
        operation: 'search_users_names',
        method: 'search_names',
        effect: 'read',
        title: 'Search users by any name',
        about: 'Finds users whose first name, last name or email matches a pattern.',
        hint: 'For exact criteria use looker_users_search.',
        edits: {
          pattern: { schema: { description: 'SQL LIKE pattern, e.g. "%jane%".' } },
        },
        fields: brief,
      },
      {
        operation: 'user_for_credential',
        method: 'for_credential',
        effect: 'read',
        title: 'Get a user by login',
        about: 'Gets the user who logs in with a given credential.',
        hint: 'For an email address: credential_type "email", credential_id the address.',
        fields: whole,
      },
      {
        operation: 'me',
        method: 'me',
        effect: 'read',
        title: 'Get the connected user',
        about: 'Gets the user whose credentials this connection uses.',
        hint: 'Its id is the owner_id that create_a_looker_alert needs.',
        fields: `${brief},locale,home_folder_id,personal_folder_id`,
      },
      {
        operation: 'create_user',
        method: 'create',
        about: 'Creates a user without login or roles.',
        hint: 'Then give a login with create_a_looker_user_email_credential and roles with looker_users_set_roles.',
      },
      {
        operation: 'update_user',
        method: 'update',
        about: 'Changes the named properties of a user.',
        hint: 'is_disabled: true locks the account and can be undone.',
      },
      {
        operation: 'delete_user',
        method: 'delete',
        about: 'Deletes a user for good, with their personal folder, Looks and schedules.',
        hint: 'To lock an account only, use update_a_looker_user_by_id with is_disabled: true.',
      },
      {
        operation: 'user_roles',
        method: 'roles',
        effect: 'read',
        title: 'List the roles of a user',
        about: 'Lists the roles of a user.',
        hint: 'Change them with looker_users_set_roles.',
        tags: ['roles'],
        fields: 'id,name,permission_set(id,name),model_set(id,name,models)',
      },
      {
        operation: 'set_user_roles',
        method: 'set_roles',
        effect: 'write',
        title: 'Set the roles of a user',
        about: 'Sets the roles of a user: exactly those in body, all others are taken away.',
        hint: 'Find role ids with list_all_looker_roles, present ones with looker_users_roles.',
        tags: ['roles'],
        edits: { body: { schema: { description: 'All role ids the user shall have, e.g. ["2","5"].' } } },
      },
      {
        operation: 'user_attribute_user_values',
        method: 'attribute_values',
        effect: 'read',
        title: 'List the attribute values of a user',
        about: 'Lists the user attribute values of a user and where each comes from.',
        hint: 'They decide what data the user may see. Change one with looker_users_set_attribute_value.',
        fields: 'user_attribute_id,name,label,value,source,value_is_hidden',
        tags: ['user_attributes'],
        edits: {
          user_attribute_ids: { schema: { description: 'Default: all.' } },
          all_values: { schema: { description: 'true: also the values of groups that do not hold.' } },
          include_unset: { schema: { description: 'true: also attributes without any value.' } },
        },
      },
      {
        operation: 'set_user_attribute_user_value',
        method: 'set_attribute_value',
        effect: 'write',
        title: 'Set an attribute value of a user',
        about: 'Sets the value of a user attribute for one user; it comes before those of groups.',
        hint: 'Find attributes with list_all_looker_user_attributes. For many users: looker_groups_set_attribute_value.',
        tags: ['user_attributes'],
        required: ['value'],
        edits: { value: { schema: { type: 'string', description: 'Always text, e.g. "West" or "10".' } } },
      },
      {
        operation: 'delete_user_attribute_user_value',
        method: 'remove_attribute_value',
        effect: 'destructive',
        title: 'Remove an attribute value of a user',
        about: "Removes a user's own value of a user attribute; that of a group or the default holds then.",
        hint: 'Present ones: looker_users_attribute_values.',
        tags: ['user_attributes'],
      },
      {
        operation: 'wipeout_user_emails',
        method: 'replace_emails',
        effect: 'destructive',
        title: 'Replace all email addresses of a user',
        about: 'Overwrites the email address in all logins of a disabled user, who is sent an email to verify it.',
        hint: 'Needs is_disabled: true. For the email login alone use update_a_looker_user_email_credential_by_id.',
        edits: { fields: hidden },
      },
    ],
  },
  {
    resource: 'user_sessions',
    tags: ['user_sessions', 'users', 'sessions'],
    tools: [
      {
        operation: 'all_user_sessions',
        method: 'list',
        about: 'Lists where a user is logged in to Looker in a browser.',
        hint: 'End one with delete_a_looker_user_session_by_id.',
        fields: session,
      },
      {
        operation: 'user_session',
        method: 'get',
        about: 'Gets one browser session of a user.',
        hint: 'Ids: list_all_looker_user_sessions.',
        fields: `${session},extended_at,extended_count,sudo_user_id`,
      },
      {
        operation: 'delete_user_session',
        method: 'delete',
        about: 'Ends a browser session of a user, who can log in again.',
        hint: 'To lock the account use update_a_looker_user_by_id with is_disabled: true.',
      },
    ],
  },
  {
    resource: 'service_accounts',
    tags: ['service_accounts', 'users'],
    tools: [
      {
        operation: 'create_service_account',
        method: 'create',
        hidden: 'alpha',
        about: 'Creates a user for programs, without a login in a browser.',
        hint: 'Then give an API key with create_a_looker_user_api3_credential and roles with looker_users_set_roles.',
        required: ['service_account_name'],
        edits: { fields: hidden },
      },
      {
        operation: 'update_service_account',
        method: 'update',
        hidden: 'alpha',
        about: 'Renames, disables or enables a service account.',
        hint: 'Find them with looker_users_search and is_service_account: true.',
        edits: { fields: hidden },
      },
      {
        operation: 'delete_service_account',
        method: 'delete',
        hidden: 'alpha',
        about: 'Deletes a service account for good; its content goes to the trash, its schedules are lost.',
        hint: 'To lock it only, use update_a_looker_service_account_by_id with is_disabled: true.',
      },
    ],
  },
];
