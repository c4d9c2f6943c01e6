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
  const SECRETS = ['password', 'client_secret', 'token', 'api_token', 'tokenDigest', 'sealedCredentials', 'Secret'];
  const SECRETS_OF_LOOKER = ['pdt_password', 'certificate', 'pdt_jdbc_additional_params', 'authorization_token'];
  it.each([...SECRETS, ...SECRETS_OF_LOOKER, 'refresh_tokens', 'Authorization', 'apiKey', 'private_key'])(
    'covers whatever is called %s, however deep it stands',
    (name) => {
      for (const planted of ['planted', 123_456, ['planted'], { inner: 'planted' }, ''])
        expect(masked({ name: 'kept', inner: [{ [name]: planted }] })).toEqual({
          name: 'kept',
          inner: [{ [name]: '(masked)' }],
        });
      for (const told of [true, false, null]) expect(masked({ [name]: told })).toEqual({ [name]: told });
    },
  );

  it('covers the value beside the name of a secret, and the password in an address', () => {
    expect(masked({ params: [{ name: 'api_key', value: 'planted', required: true }] })).toEqual({
      params: [{ name: 'api_key', value: '(masked)', required: true }],
    });
    for (const password of ['planted', 'pl@nted', 'pl:a@n@ted'])
      expect(masked({ url: `git clone https://ana:${password}@example.com/a.git` })).toEqual({
        url: 'git clone https://(masked)@example.com/a.git',
      });
    const untold = {
      url: 'https://example.com/@ana',
      mail: 'ana@example.com',
      filter: { name: 'state', value: 'Ohio' },
    };
    expect(masked(untold)).toEqual(untold);
  });

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
