import type { ResourceTools } from './tool-definition.js';

/**
 * A tool's name: `list_all_looker_users`, `get_single_looker_user_by_id`, `create_a_looker_user`,
 * `update_a_looker_user_by_id`, `delete_a_looker_user_by_id`, and `looker_<resource>_<method>` for everything else.
 */
export function toolName(resource: Pick<ResourceTools, 'resource' | 'singular' | 'segment'>, method: string): string {
  switch (method) {
    case 'list':
      return `list_all_looker_${resource.resource}`;
    case 'get':
      return `get_single_looker_${resource.singular}_by_id`;
    case 'create':
      return `create_a_looker_${resource.singular}`;
    case 'update':
      return `update_a_looker_${resource.singular}_by_id`;
    case 'delete':
      return `delete_a_looker_${resource.singular}_by_id`;
    default:
      return `looker_${resource.segment ?? resource.resource}_${method}`;
  }
}

/** A title for people: "List dashboards", "Create a dashboard", "Search dashboards". */
export function toolTitle(resource: Pick<ResourceTools, 'resource' | 'singular'>, method: string): string {
  const plural = words(resource.resource);
  const singular = words(resource.singular);
  switch (method) {
    case 'list':
      return `List ${plural}`;
    case 'get':
    case 'create':
    case 'update':
    case 'delete':
      return `${capitalized(method)} ${/^[aeio]/i.test(singular) ? 'an' : 'a'} ${singular}`;
    default:
      return `${capitalized(words(method))} ${plural}`;
  }
}

const spellings = new Map(
  ['Look', 'Looks', 'LookML', 'Looker', 'Google', 'API3', 'LDAP', 'OAuth', 'OIDC', 'OpenID', 'SAML', 'TOTP'].map(
    (word) => [word.toLowerCase(), word],
  ),
);

function words(name: string): string {
  return name
    .split('_')
    .map((word) => spellings.get(word) ?? word)
    .join(' ');
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
