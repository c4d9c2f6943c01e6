import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { hidden } from '../../schema/argument-edit.js';

const app = 'client_guid,display_name,redirect_uri,description,enabled,group_id';

export const oauthClientAppTools: readonly ResourceTools[] = [
  {
    resource: 'oauth_client_apps',
    tags: ['oauth_client_apps', 'authentication'],
    tools: [
      {
        operation: 'all_oauth_client_apps',
        method: 'list',
        about: 'Lists the apps with which users may log in to Looker by OAuth.',
        hint: 'One of them: get_single_looker_oauth_client_app_by_id.',
        fields: app,
      },
      {
        operation: 'oauth_client_app',
        method: 'get',
        about: 'Gets one OAuth app and who activated it.',
        hint: 'Change it with update_a_looker_oauth_client_app_by_id.',
        fields: `${app},tokens_invalid_before,activated_users(id,display_name)`,
      },
      {
        operation: 'register_oauth_client_app',
        method: 'create',
        about: 'Registers an app with which users may log in to Looker by OAuth. It has no secret.',
        hint: 'Users consent on first use; looker_oauth_client_apps_activate_user does it for them.',
        required: ['redirect_uri', 'display_name'],
        edits: { fields: hidden, client_guid: { schema: { description: 'A new unique id of your choice.' } } },
      },
      {
        operation: 'update_oauth_client_app',
        method: 'update',
        about: 'Changes an OAuth app.',
        hint: 'To end logins only use looker_oauth_client_apps_invalidate_tokens.',
        edits: { fields: hidden },
      },
      {
        operation: 'delete_oauth_client_app',
        method: 'delete',
        about: 'Deletes an OAuth app for good; all its sessions and tokens end at once.',
        hint: 'To refuse it for a while use update_a_looker_oauth_client_app_by_id with enabled: false.',
      },
      {
        operation: 'invalidate_tokens',
        method: 'invalidate_tokens',
        effect: 'destructive',
        title: 'Invalidate all tokens of an OAuth app',
        about: 'Ends all sessions and tokens of an OAuth app, for all its users. They can log in again.',
        hint: 'When a client app may have lost tokens; its users sign in again.',
      },
      {
        operation: 'activate_app_user',
        method: 'activate_user',
        effect: 'write',
        adds: true,
        title: 'Activate an OAuth app for a user',
        about: 'Records the consent of a user that an OAuth app may use their account.',
        hint: 'Undo it with looker_oauth_client_apps_deactivate_user.',
        tags: ['users'],
        edits: { fields: hidden },
      },
      {
        operation: 'deactivate_app_user',
        method: 'deactivate_user',
        effect: 'destructive',
        title: 'Deactivate an OAuth app for a user',
        about: 'Withdraws the consent of a user for an OAuth app; their tokens of it end at once.',
        hint: 'Who activated it: get_single_looker_oauth_client_app_by_id.',
        tags: ['users'],
        edits: { fields: hidden },
      },
    ],
  },
];
