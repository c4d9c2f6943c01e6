import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/access/permissions.js';
import type { Principal } from '../../src/access/principal.js';
import { isAbove, permissionsOf, ROLES, type Role, rankOf } from '../../src/access/roles.js';
import { checkGivable, checkNotAbove, checkWholeOrganization } from '../../src/auth/members/member-rules.js';

const principal = (permissions: Iterable<Principal['permissions'] extends ReadonlySet<infer P> ? P : never>) => ({
  organizationId: 'o',
  subject: { kind: 'api_token' as const, id: 't', name: 't' },
  permissions: new Set(permissions),
  integratedAccountId: null,
  from: { address: '127.0.0.1', requestId: 'r' },
});

const refusals = (check: (own: Role, other: Role) => void) =>
  ROLES.flatMap((own) =>
    ROLES.flatMap((other) => {
      try {
        check(own, other);
        return [];
      } catch (error) {
        expect(error).toMatchObject({ code: 'permission.missing' });
        return [`${own} < ${other}`];
      }
    }),
  );

describe('roles', () => {
  it('owners and admins may do everything', () => {
    expect([...permissionsOf('owner')].sort()).toEqual([...PERMISSIONS].sort());
    expect([...permissionsOf('admin')].sort()).toEqual([...PERMISSIONS].sort());
  });

  it('a viewer may read everything, and nothing else', () => {
    const reading = PERMISSIONS.filter((permission) => permission.endsWith(':read'));
    expect(reading.length).toBeGreaterThanOrEqual(5);
    expect([...permissionsOf('viewer')].sort()).toEqual([...reading].sort());
  });

  it('nobody touches or gives a role above their own', () => {
    const expected = ['viewer < admin', 'viewer < owner', 'admin < owner'];
    expect(refusals((own, other) => checkNotAbove(own, other))).toEqual(expected);
    expect(refusals((own, other) => checkNotAbove(own, 'viewer', other))).toEqual(expected);
    expect(ROLES.flatMap((own) => ROLES.filter((other) => isAbove(other, own)))).toEqual(['admin', 'owner', 'owner']);
  });

  it('an API token ranks as the highest role of which it may do everything, and as no owner', () => {
    expect(rankOf(new Set(PERMISSIONS))).toBe('admin');
    for (const lacking of PERMISSIONS) {
      const rest = PERMISSIONS.filter((permission) => permission !== lacking);
      expect(rankOf(new Set(rest)), lacking).toBe(permissionsOf('viewer').has(lacking) ? null : 'viewer');
    }
    expect(rankOf(permissionsOf('viewer'))).toBe('viewer');
    expect(rankOf(new Set(['members:read', 'members:write']))).toBeNull();
    expect(rankOf(new Set())).toBeNull();
  });

  it('who ranks below every role touches nobody', () => {
    for (const role of ROLES) expect(() => checkNotAbove(null, role)).toThrow('below every role');
  });

  it('nobody gives a role that may do what they may not', () => {
    const fewScopes = principal(['members:write', ...permissionsOf('viewer')]);
    expect(() => checkGivable(fewScopes, 'viewer')).not.toThrow();
    expect(() => checkGivable(fewScopes, 'admin')).toThrow('accounts:write');
    expect(() => checkGivable(principal(PERMISSIONS), 'admin')).not.toThrow();
    expect(() => checkGivable(principal(['members:write']), 'viewer')).toThrow('accounts:read');
  });

  it('a credential limited to one integrated account has nothing to do with members', () => {
    expect(() => checkWholeOrganization(principal([]))).not.toThrow();
    expect(() => checkWholeOrganization({ ...principal(PERMISSIONS), integratedAccountId: 'a' })).toThrow('limited');
  });
});
