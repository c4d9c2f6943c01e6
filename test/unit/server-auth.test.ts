import { describe, expect, it } from 'vitest';
import { authOf, DEFAULT_SIGN_IN } from '../../src/mcp-servers/sign-in-config.js';
import { earlierConfig } from '../../src/mcp-servers/stored-config.js';
import { maySignIn } from '../../src/mcp-servers/who-may-sign-in.js';

const withAuth = (auth: 'url' | 'api_token' | 'oauth') => ({
  ...DEFAULT_SIGN_IN,
  auth,
  require_api_token_auth: auth === 'api_token',
});

describe('what callers prove themselves by', () => {
  it.each([
    ['url', {}, 'url'],
    ['url', { require_api_token_auth: true }, 'api_token'],
    ['url', { auth: 'url', require_api_token_auth: true }, 'api_token'],
    ['api_token', { require_api_token_auth: false }, 'url'],
    ['api_token', { auth: 'api_token', require_api_token_auth: false }, 'url'],
    ['api_token', { auth: 'oauth' }, 'oauth'],
    ['api_token', { auth: 'oauth', require_api_token_auth: true }, 'oauth'],
    ['oauth', { require_api_token_auth: false }, 'oauth'],
    ['oauth', { auth: 'url' }, 'url'],
  ] as const)('of a server with %s, %o makes %s', (auth, change, meant) => {
    expect(authOf(withAuth(auth), change)).toEqual({ auth: meant, require_api_token_auth: meant === 'api_token' });
  });

  it('is refused where both of its forms change and contradict each other', () => {
    expect(() => authOf(withAuth('url'), { auth: 'oauth', require_api_token_auth: true })).toThrow(/config\.auth/);
    expect(() => authOf(withAuth('api_token'), { auth: 'url', require_api_token_auth: true })).not.toThrow();
  });

  it('of servers from before there was a choice stays what it was', () => {
    expect(earlierConfig({ require_api_token_auth: true })).toMatchObject({ auth: 'api_token' });
    expect(earlierConfig({ require_api_token_auth: false })).toMatchObject({ auth: 'url' });
    expect(earlierConfig({})).toMatchObject({ auth: 'url', require_api_token_auth: false });
  });
});

describe('who may sign in', () => {
  it.each([
    [{ emails: [], domains: [] }, null, true],
    [{ emails: ['ana@acme.com'], domains: [] }, 'Ana@Acme.com', true],
    [{ emails: ['ana@acme.com'], domains: [] }, 'ben@acme.com', false],
    [{ emails: [], domains: ['acme.com'] }, 'ben@acme.com', true],
    [{ emails: [], domains: ['acme.com'] }, 'ben@acme.com.evil.example', false],
    [{ emails: [], domains: ['acme.com'] }, 'ben@sub.acme.com', false],
    [{ emails: [], domains: ['acme.com'] }, '"@acme.com"@evil.example', false],
    [{ emails: [], domains: ['acme.com'] }, null, false],
  ] as const)('%o: %s is %s', (who, email, may) => {
    expect(maySignIn(who, email)).toBe(may);
  });
});
