import { type ArgumentEdits, bareString, described, hidden, type SchemaEdits } from '../argument-edit.js';

const embedSession: ArgumentEdits = {
  session_length: described('Seconds, at most 2592000.'),
  force_logout_login: described('Ends a present login first. Default true.'),
};

const embedUser: ArgumentEdits = {
  ...embedSession,
  external_user_id: described('Your own stable id of the person.'),
  first_name: bareString,
  last_name: bareString,
  user_timezone: hidden,
  permissions: described('E.g. ["access_data","see_looks","see_user_dashboards"].'),
  models: described('LookML models.'),
  group_ids: described('Groups to join.'),
  external_group_id: described('People with the same one share content.'),
  user_attributes: described('E.g. {"region":"West"}.'),
};

export const embedEdits: SchemaEdits = {
  EmbedParams: {
    ...embedSession,
    target_url: described('Complete URL, e.g. "https://example.looker.com/embed/dashboards/34?Region=West".'),
  },
  EmbedSsoParams: {
    ...embedUser,
    target_url: described('Complete URL, e.g. "https://example.looker.com/dashboards/34?Region=West".'),
    secret_id: described('Embed secret to sign with. Default: the newest.'),
    embed_domain: described('Of the embedding page; is added to the allowlist.'),
  },
  EmbedCookielessSessionAcquire: {
    ...embedUser,
    embed_domain: described('Of the embedding page.'),
    session_reference_token: described('Of a session to join. Without it a new session begins.'),
  },
  EmbedSecret: {
    algorithm: { schema: { type: 'string', enum: ['hmac/sha-256', 'hmac/sha-1'] } },
    enabled: { schema: { type: 'boolean' } },
    secret_type: described('SSO signs embed URLs.'),
  },
};
