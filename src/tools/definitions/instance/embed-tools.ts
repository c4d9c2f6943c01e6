import type { ResourceTools } from '../../catalogue/tool-definition.js';

export const embedTools: readonly ResourceTools[] = [
  {
    resource: 'embed_users',
    tags: ['embed_users', 'embed', 'users'],
    tools: [
      {
        operation: 'create_embed_user',
        method: 'create',
        about: 'Creates a user for embedding, known by your own id of the person.',
        hint: 'Its login: list_all_looker_user_embed_credentials.',
        edits: { external_user_id: { schema: { description: 'Your own stable id of the person.' } } },
      },
    ],
  },
  {
    resource: 'embed_urls',
    tags: ['embed_urls', 'embed'],
    tools: [
      {
        operation: 'create_sso_embed_url',
        method: 'create_signed',
        effect: 'write',
        adds: true,
        hidden: 'secrets',
        title: 'Create a signed embed URL',
        about: 'Creates a URL that logs a person in, once, to one page as an embed user.',
        hint: 'Who holds it is that user: give it only to the page that embeds it. Ids, models and attributes are not checked.',
        required: ['external_user_id'],
        requiredGroups: [
          ['group_ids', 'models'],
          ['group_ids', 'permissions'],
        ],
      },
      {
        operation: 'create_embed_url_as_me',
        method: 'create_as_me',
        effect: 'write',
        adds: true,
        hidden: 'secrets',
        title: 'Create an embed URL as the connected user',
        about: 'Creates a URL that opens one page, once and within 5 minutes, as the user of this connection.',
        hint: 'Who holds it is that user. For other people use looker_embed_urls_create_signed.',
      },
      {
        operation: 'validate_embed_url',
        method: 'validate',
        effect: 'read',
        hidden: 'alpha',
        title: 'Validate a signed embed URL',
        about: 'Tells whether a signed embed URL is valid.',
        hint: 'It comes from looker_embed_urls_create_signed or from a program of yours.',
        required: ['url'],
        edits: { url: { schema: { description: 'The complete signed URL.' } } },
      },
    ],
  },
  {
    resource: 'embed_secrets',
    tags: ['embed_secrets', 'embed'],
    tools: [
      {
        operation: 'create_embed_secret',
        method: 'create',
        hidden: 'secrets',
        about: 'Creates a secret that embed URLs are signed with, and answers it.',
        hint: 'Who knows it can log in as any embed user. looker_embed_urls_create_signed signs with the newest.',
      },
      {
        operation: 'delete_embed_secret',
        method: 'delete',
        about: 'Deletes an embed secret for good; programs that sign with it can no longer embed.',
        hint: 'Pages that sign URLs with it stop working: give them a new one first.',
      },
    ],
  },
  {
    resource: 'embed_cookieless_sessions',
    tags: ['embed_cookieless_sessions', 'embed', 'sessions'],
    tools: [
      {
        operation: 'acquire_embed_cookieless_session',
        method: 'acquire',
        effect: 'write',
        hidden: 'secrets',
        title: 'Acquire a cookieless embed session',
        about: 'Begins or joins an embed session without cookies, creating or updating its user; answers its tokens.',
        hint: 'New tokens after 10 minutes: looker_embed_cookieless_sessions_generate_tokens.',
        required: ['external_user_id'],
      },
      {
        operation: 'generate_tokens_for_cookieless_session',
        method: 'generate_tokens',
        effect: 'write',
        adds: true,
        hidden: 'secrets',
        title: 'Generate tokens for a cookieless embed session',
        about: 'Answers new API and navigation tokens of an embed session.',
        hint: 'The session is over when session_reference_token_ttl is 0; then looker_embed_cookieless_sessions_acquire.',
        edits: {
          session_reference_token: { schema: { description: 'Of the session.' } },
          navigation_token: { schema: { description: 'The present one.' } },
          api_token: { schema: { description: 'The present one.' } },
        },
      },
      {
        operation: 'delete_embed_cookieless_session',
        method: 'delete',
        about: 'Ends an embed session and logs its user out.',
        hint: 'When an embedded user signs out.',
        edits: { session_reference_token: { schema: { description: 'Of the session.' } } },
      },
    ],
  },
];
