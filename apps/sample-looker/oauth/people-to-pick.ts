import { attributeValue } from '../people/user-attributes.js';
import { displayNameOf, isAdmin, roleIdsOf } from '../people/user-summary.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { idsOf } from '../records/references.js';

/** Somebody who can be picked on a sign-in page, and what makes them different from the others. */
export interface PersonToPick {
  readonly id: string;
  readonly name: string;
  /** What they may do, as one sentence. */
  readonly may: string;
  /** Which customers they see, as one sentence. */
  readonly sees: string;
  /** Whether they see some rows only: these show best that each person gets their own answers. */
  readonly seesSomeRows: boolean;
}

export function personToPick(content: Content, user: StoredRecord): PersonToPick {
  const states = statesOf(content, user);
  return {
    id: user.id,
    name: displayNameOf(user) ?? user.id,
    may: mayOf(content, user),
    sees: states === null ? 'Sees customers of all states.' : `Sees customers of ${listOf(states)} only.`,
    seesSomeRows: states !== null,
  };
}

/** Null: all of them. */
function statesOf(content: Content, user: StoredRecord): readonly string[] | null {
  const attribute = content.userAttributes.where('name', 'allowed_states')[0];
  const value = attribute === undefined ? '%' : attributeValue(content, attribute, user).value;
  if (value === '%') return null;
  return typeof value === 'string' && value !== '' ? value.split(',').map((state) => state.trim()) : ['no state'];
}

function mayOf(content: Content, user: StoredRecord): string {
  if (isAdmin(content, user)) return 'Admin: may do everything.';
  const roles = roleIdsOf(content, user).flatMap((id) => content.roles.find(id) ?? []);
  if (roles.length === 0) return 'No role: may see nothing.';
  const sets = roles.map((role) => content.permissionSets.find(role.permission_set_id));
  const permissions = [...new Set(sets.flatMap((set) => idsOf(set?.permissions)))];
  return `${roles.map(({ name }) => String(name)).join(' and ')}: may ${listOf(permissions.map((each) => each.replaceAll('_', ' ')))}.`;
}

const listOf = (texts: readonly string[]) =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
