import type { Principal } from '../../access/principal.js';
import { isAbove, permissionsOf, type Rank, type Role } from '../../access/roles.js';
import { AppError } from '../../errors/app-error.js';

/**
 * Who may change, remove or invite whom: nobody touches those above themselves, and nobody gives a role above their own.
 * @param own the rank of the caller; @param others roles that stand on the other side: those held now, and those given.
 * @throws AppError `permission.missing`
 */
export function checkNotAbove(own: Rank, ...others: readonly Role[]): void {
  const above = others.find((role) => isAbove(role, own));
  if (above !== undefined)
    throw new AppError(
      'permission.missing',
      `Only who ranks as ${above} may do this, and you rank ${own === null ? 'below every role' : `as ${own}`}. An API token ranks by its scopes, and as admin at most.`,
    );
}

/**
 * A role opens no more than its giver may do: an API token with few scopes cannot make itself an admin.
 * @throws AppError `permission.missing`
 */
export function checkGivable({ permissions }: Principal, role: Role): void {
  const beyond = [...permissionsOf(role)].filter((permission) => !permissions.has(permission));
  if (beyond.length > 0)
    throw new AppError(
      'permission.missing',
      `You cannot give the role ${role}, because you may not do all that it may: ${beyond.join(', ')}.`,
    );
}

/**
 * Members belong to the whole organization: a credential limited to one integrated account may not know of them.
 * @throws AppError `permission.missing`
 */
export function checkWholeOrganization({ integratedAccountId }: Principal): void {
  if (integratedAccountId !== null)
    throw new AppError(
      'permission.missing',
      'An API token that is limited to one integrated account cannot see or change members. Use one without that limit.',
    );
}
