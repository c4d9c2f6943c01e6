import type { ResourceTools } from './tool-definition.js';

/**
 * A tool's name: `list_all_looker_users`, `get_single_looker_user_by_id`, `create_a_looker_user`,
 * `update_a_looker_user_by_id`, `delete_a_looker_user_by_id`, and `looker_<resource>_<method>` for everything else.
 */
export function toolName(resource: Pick<ResourceTools, 'resource' | 'singular' | 'segment'>, method: string): string {
  const singular = singularOf(resource);
  switch (method) {
    case 'list':
      return `list_all_looker_${resource.resource}`;
    case 'get':
      return `get_single_looker_${singular}_by_id`;
    case 'create':
      return `create_a_looker_${singular}`;
    case 'update':
      return `update_a_looker_${singular}_by_id`;
    case 'delete':
      return `delete_a_looker_${singular}_by_id`;
    default:
      return `looker_${resource.segment ?? resource.resource}_${method}`;
  }
}

/** The methods that are titled by the one record that they are about. */
const OF_ONE_RECORD = new Set(
  'get create update delete copy move replace follow unfollow test run perform validate'.split(' '),
);

/** A title for people: "List dashboards", "Create a dashboard", "Get the session settings", "Search dashboards". */
export function toolTitle(resource: Pick<ResourceTools, 'resource' | 'singular'>, method: string): string {
  const singular = words(singularOf(resource));
  const verb = capitalized(words(method));
  if (OF_ONE_RECORD.has(method)) return `${verb} ${/^(?:[aeio]|SSH)/i.test(singular) ? 'an' : 'a'} ${singular}`;
  if (method === 'settings' || method === 'change_settings')
    return `${method === 'settings' ? 'Get' : 'Change'} the ${singular.replace(/ config$/, '')} settings`;
  return `${verb} ${words(resource.resource)}`;
}

const singularOf = ({ resource, singular }: Pick<ResourceTools, 'resource' | 'singular'>): string =>
  singular ?? resource.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');

const SPELLINGS = new Map(
  ['Look', 'Looks', 'LookML', 'Looker', 'Google', 'API3', 'LDAP', 'OAuth', 'OIDC', 'OpenID', 'SAML', 'SSH', 'TOTP'].map(
    (word) => [word.toLowerCase(), word],
  ),
);

function words(name: string): string {
  return name
    .split('_')
    .map((word) => SPELLINGS.get(word) ?? word)
    .join(' ');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
