import { describe, expect, it } from 'vitest';
import { lookerPerson } from '../../src/auth/oauth/looker/looker-person.js';

describe('a user of Looker', () => {
  it('has an id, the name that they chose, and an address as it is compared', () => {
    expect(lookerPerson({ id: '7', display_name: 'Ana  Ruiz', email: 'Ana@Acme.com' })).toEqual({
      id: '7',
      name: 'Ana  Ruiz',
      email: 'ana@acme.com',
    });
    expect(lookerPerson({ id: 7 })).toEqual({ id: '7', name: 'user 7', email: null });
  });

  it.each([undefined, null, '', {}, [], true, 'x'.repeat(255)])('is nobody where the id is %j', (id) => {
    expect(lookerPerson({ id, display_name: 'Ana', email: 'ana@acme.com' })).toBeUndefined();
  });

  it('has no name that reads as an address, since they chose it themselves', () => {
    expect(lookerPerson({ id: '7', display_name: 'admin@acme.com', email: null })?.name).toBe('user 7');
    expect(lookerPerson({ id: '7', display_name: 'admin@acme.com', email: 'ana@acme.com' })?.name).toBe('ana@acme.com');
  });

  it('is not taken for the other one whose address theirs becomes in small letters', () => {
    expect(lookerPerson({ id: '7', email: '\u212aate@acme.com' })?.email).toBe('\u212aate@acme.com');
  });

  it.each(['', 'ana', '@acme.com', 'ana@', 'ana\u0000@acme.com', 7, {}])('has no address where it is %j', (email) => {
    expect(lookerPerson({ id: '7', email })?.email).toBeNull();
  });
});
