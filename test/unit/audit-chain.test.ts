import { describe, expect, it } from 'vitest';
import { type AuditLink, CHAIN_START, linkHash } from '../../src/audit/audit-chain.js';
import { masked } from '../../src/values/masked.js';

const LINK: AuditLink = {
  organizationId: '019ac000-0000-7000-8000-000000000001',
  sequence: 1,
  id: '019ac000-0000-7000-8000-000000000002',
  at: '2026-11-28T12:00:00.000Z',
  action: 'mcp_server.changed',
  record: 'mcp_server',
  recordId: '019ac000-0000-7000-8000-000000000003',
  actor: { kind: 'member', id: 'm', name: 'ana@example.com' },
  before: { name: 'Old' },
  after: { name: 'New' },
  previousHash: CHAIN_START,
};

/** Every part of a link, each with another value: written out, so that none is left out unseen. */
const OTHERWISE: { readonly [Part in keyof AuditLink]: AuditLink[Part] } = {
  organizationId: '019ac000-0000-7000-8000-00000000000f',
  sequence: 2,
  id: '019ac000-0000-7000-8000-00000000000f',
  at: '2026-11-28T12:00:00.001Z',
  action: 'mcp_server.deleted',
  record: 'api_token',
  recordId: '019ac000-0000-7000-8000-00000000000f',
  actor: { kind: 'member', id: 'm', name: 'eve@example.com' },
  before: { name: 'Older' },
  after: { name: 'Newer' },
  previousHash: '1'.repeat(64),
};

describe('the hash of an audit event', () => {
  it.each(Object.keys(OTHERWISE) as (keyof AuditLink)[])('covers %s', (part) => {
    expect(linkHash({ ...LINK, [part]: OTHERWISE[part] })).not.toBe(linkHash(LINK));
  });

  it('is the same whatever order the keys came in', () => {
    expect(linkHash({ ...LINK, actor: { name: 'ana@example.com', id: 'm', kind: 'member' } })).toBe(linkHash(LINK));
  });
});

describe('the mask of the audit trail', () => {
  it.each(['password', 'client_secret', 'token', 'api_token', 'tokenDigest', 'sealedCredentials', 'Secret'])(
    'covers a text called %s, however deep it stands',
    (name) => {
      expect(masked({ name: 'kept', inner: [{ [name]: 'planted' }] })).toEqual({
        name: 'kept',
        inner: [{ [name]: '(masked)' }],
      });
    },
  );

  it('leaves all else as it is', () => {
    const value = {
      name: 'a',
      count: 1,
      none: null,
      list: ['token'],
      require_api_token_auth: true,
      tools_tokens_max: 5,
    };
    expect(masked(value)).toEqual(value);
  });
});
