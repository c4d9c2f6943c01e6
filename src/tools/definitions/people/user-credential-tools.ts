import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { hidden } from '../../schema/argument-edit.js';

const apiKey = 'id,client_id,purpose,created_at,is_disabled';
const embedLogin = 'id,external_user_id,external_group_id,logged_in_at,created_at,is_disabled';

export const userCredentialTools: readonly ResourceTools[] = [
  {
    resource: 'user_email_credentials',
    tags: ['users', 'user_email_credentials'],
    tools: [
      {
        operation: 'user_credentials_email',
        method: 'get',
        about: 'Gets the email login of a user.',
        hint: 'Tells the address and when the user last logged in.',
        fields: 'user_id,email,logged_in_at,created_at,is_disabled,forced_password_reset_at_next_login',
      },
      {
        operation: 'search_credentials_email',
        method: 'search',
        about: 'Finds email logins by address.',
        hint: 'Answers user_id for get_single_looker_user_by_id.',
        fields: 'user_id,email,logged_in_at,is_disabled',
      },
      {
        operation: 'create_user_credentials_email',
        method: 'create',
        about: 'Gives a user a login by email and password. The user sets the password.',
        hint: 'Send the invitation with looker_user_email_credentials_send_password_reset; give roles with looker_users_set_roles.',
        required: ['email'],
      },
      {
        operation: 'update_user_credentials_email',
        method: 'update',
        about: 'Changes the email address a user logs in with.',
        hint: 'Find user_id with looker_user_email_credentials_search.',
      },
      {
        operation: 'delete_user_credentials_email',
        method: 'delete',
        about: 'Takes the email login from a user, who can then log in only in other ways.',
        hint: 'To lock the account, use update_a_looker_user_by_id with is_disabled: true.',
      },
      {
        operation: 'send_user_credentials_email_password_reset',
        method: 'send_password_reset',
        effect: 'write',
        openWorld: true,
        title: 'Send a password reset or an invitation',
        about: 'Sends a user an email to reset the password, or the invitation if the account is not set up yet.',
        hint: 'The link in it holds for 60 minutes.',
        edits: { fields: hidden },
      },
      {
        operation: 'create_user_credentials_email_password_reset',
        method: 'create_password_reset',
        effect: 'write',
        hidden: 'secrets',
        title: 'Create a password reset link',
        about: 'Creates and answers a link that sets the password of a user; an older link no longer works.',
        hint: 'Who holds it can log in as the user. To send it by email use looker_user_email_credentials_send_password_reset.',
        fields: 'user_id,email,password_reset_url,account_setup_url',
        edits: { expires: { schema: { description: 'true: it holds for 60 minutes only.' } } },
      },
    ],
  },
  {
    resource: 'user_api3_credentials',
    tags: ['user_api3_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'all_user_credentials_api3s',
        method: 'list',
        about: 'Lists the API keys of a user, without their secrets.',
        hint: 'Take one away with delete_a_looker_user_api3_credential_by_id.',
        fields: apiKey,
      },
      {
        operation: 'user_credentials_api3',
        method: 'get',
        about: 'Gets one API key of a user, without its secret.',
        hint: 'Ids: list_all_looker_user_api3_credentials.',
        fields: apiKey,
      },
      {
        operation: 'create_user_credentials_api3',
        method: 'create',
        hidden: 'secrets',
        about: 'Creates an API key of a user and answers its secret, this once.',
        hint: 'Who holds it can do what the user may. Take it away with delete_a_looker_user_api3_credential_by_id.',
        edits: { fields: hidden },
      },
      {
        operation: 'update_user_credentials_api3',
        method: 'update',
        about: 'Changes the note that says what an API key of a user is for.',
        hint: 'To end a key use delete_a_looker_user_api3_credential_by_id.',
        required: ['purpose'],
        edits: { fields: hidden, purpose: { schema: { type: 'string' } } },
      },
      {
        operation: 'delete_user_credentials_api3',
        method: 'delete',
        about: 'Deletes an API key of a user; programs that use it can no longer log in.',
        hint: 'It may be the key of this connection: see looker_users_me and list_all_looker_user_api3_credentials.',
      },
    ],
  },
  {
    resource: 'user_embed_credentials',
    tags: ['user_embed_credentials', 'users', 'embed', 'authentication'],
    tools: [
      {
        operation: 'all_user_credentials_embeds',
        method: 'list',
        about: 'Lists the embed logins of a user, with your own ids of the person.',
        hint: 'Embed users: looker_users_search with embed_user: true.',
        fields: embedLogin,
      },
      {
        operation: 'user_credentials_embed',
        method: 'get',
        about: 'Gets one embed login of a user.',
        hint: 'Ids: list_all_looker_user_embed_credentials.',
        fields: embedLogin,
      },
      {
        operation: 'delete_user_credentials_embed',
        method: 'delete',
        about: 'Takes an embed login from a user.',
        hint: 'The user stays; see get_single_looker_user_by_id.',
      },
    ],
  },
  {
    resource: 'user_totp_credentials',
    tags: ['user_totp_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'user_credentials_totp',
        method: 'get',
        about: 'Tells whether a user has a second factor (TOTP) and has set it up.',
        hint: 'Somebody lost the device: delete_a_looker_user_totp_credential_by_id.',
        fields: 'verified,created_at,is_disabled',
      },
      {
        operation: 'create_user_credentials_totp',
        method: 'create',
        about: 'Asks a user for a second factor (TOTP), to be set up at the next login.',
        hint: 'Whether it is set up: get_single_looker_user_totp_credential_by_id.',
        edits: { fields: hidden },
      },
      {
        operation: 'delete_user_credentials_totp',
        method: 'delete',
        about: 'Takes the second factor (TOTP) from a user, e.g. after the loss of a phone.',
        hint: 'Ask for a new one with create_a_looker_user_totp_credential.',
      },
    ],
  },
];
